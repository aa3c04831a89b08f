"""Every test that asks for `place` or `ledger` runs on SQLite and on PostgreSQL, each time in a new ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ledger.databases import KINDS, Clock, Databases
from tollbook.ledger.ledger import Ledger


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where ledgers come from; each worker of a parallel run has a server of its own."""
    made = Databases(folder=tmp_path_factory.mktemp("ledgers"))
    yield made
    made.stop()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The database that the test runs on."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def clock() -> Clock:
    """The ledger's clock."""
    return Clock()


@pytest.fixture
def place(databases: Databases, kind: str) -> Iterator[str]:
    """Where a new ledger is."""
    with databases.place(kind) as made:
        yield made


@pytest.fixture
def ledger(place: str, clock: Clock) -> Iterator[Ledger]:
    """A new ledger."""
    with Ledger.open(place, actor="desk", clock=clock) as opened:
        yield opened

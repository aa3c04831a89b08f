"""A small ledger and its pages, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.web.app import make_app


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger with some texts, echoes, reviews and a data set. It is read only: who adds makes its own."""
    return make_shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def client(shelf: Path) -> Iterator[TestClient]:
    """Return a client of the pages on that ledger."""
    with TestClient(make_app(str(shelf)), raise_server_exceptions=False) as made:
        yield made

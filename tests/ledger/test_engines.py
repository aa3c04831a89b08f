"""Whichever database it is, a store reads beside writers, writes alone, and shows its address without a password."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event, text

from tests.ledger.databases import Databases, store_of
from tests.ledger.samples import report
from tollbook.ledger import engines
from tollbook.ledger.engines import APPLICATION_ID, FIXED_WAL_RESET, is_address, shown, sqlite_library
from tollbook.ledger.ledger import Ledger
from tollbook.web.working import QUICK, SLOW


@pytest.mark.parametrize(
    ("place", "address"),
    [("postgresql://a@b/c", True), ("postgres://b/c", True), ("desk.ledger", False), ("/a/postgresql", False), ("mysql://a/b", False)],
)
def test_an_address_is_told_from_a_path(place: str, address: bool) -> None:
    assert is_address(place) is address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://ada:secret@host/desk", "postgresql://ada@host/desk"),
        ("postgresql://ada:p@ss@host/desk", "postgresql://ada@host/desk"),
        ("postgresql://ada@host/desk", "postgresql://ada@host/desk"),
        ("postgresql://host/desk", "postgresql://host/desk"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, said: str) -> None:
    assert shown(address) == said


def test_connections_to_read_with_are_kept_open_for_all_threads_of_a_server(ledger: Ledger) -> None:
    store, opened = store_of(ledger), []
    event.listen(store.reader.pool, "connect", lambda *_: opened.append(1))
    for _ in range(3):
        with ExitStack() as together:
            for _ in range(QUICK + SLOW):
                together.enter_context(store.reading())
    assert len(opened) <= QUICK + SLOW


def test_the_newer_library_is_used_where_pythons_own_has_the_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    from pysqlite3 import dbapi2

    monkeypatch.setattr(engines, "sqlite3", SimpleNamespace(sqlite_version_info=(3, 40, 1)))
    assert sqlite_library() is dbapi2
    assert dbapi2.sqlite_version_info >= FIXED_WAL_RESET
    own = SimpleNamespace(sqlite_version_info=FIXED_WAL_RESET)
    monkeypatch.setattr(engines, "sqlite3", own)
    assert sqlite_library() is own


def test_a_file_is_marked_as_a_ledger_and_every_commit_is_on_the_disk(databases: Databases) -> None:
    with databases.ledger("sqlite") as ledger, store_of(ledger).writer.connect() as connection:
        told = {name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("application_id", "synchronous", "journal_mode")}
    assert told == {"application_id": APPLICATION_ID, "synchronous": 2, "journal_mode": "wal"}


def test_a_closed_ledger_is_one_file_and_its_lock(databases: Databases) -> None:
    with databases.place("sqlite") as place:
        with Ledger.open(place) as ledger:
            ledger.add(report())
        assert sorted(path.name.removeprefix(Path(place).name) for path in Path(place).parent.glob(f"{Path(place).name}*")) == ["", ".lock"]


def test_a_reader_of_sqlite_cannot_write(databases: Databases) -> None:
    with databases.ledger("sqlite") as ledger:
        library = sqlite_library()
        with store_of(ledger).reader.connect() as connection, pytest.raises(Exception, match="readonly") as caught:
            connection.exec_driver_sql("create table x (y)")
        assert isinstance(caught.value.__cause__, library.Error | sqlite3.Error)


def test_an_error_undoes_all_of_a_transaction(ledger: Ledger) -> None:
    def fail() -> None:
        with store_of(ledger).writing() as connection:
            connection.exec_driver_sql("create table x (y int)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store_of(ledger).writing() as connection:
        connection.exec_driver_sql("create table x (y int)")


def test_readers_see_what_was_before_while_another_writes(ledger: Ledger) -> None:
    with store_of(ledger).writing() as connection:
        connection.exec_driver_sql("create table x (y int)")
        assert ledger.count() == 0


def test_a_walk_through_the_tables_sees_one_moment(ledger: Ledger, place: str) -> None:
    with store_of(ledger).streaming() as connection:
        before = connection.exec_driver_sql("select count(*) from entry").scalar()
        with Ledger.open(place) as other:
            other.add(report())
        assert connection.exec_driver_sql("select count(*) from entry").scalar() == before
    assert ledger.count() == 1


def test_no_plan_is_kept_from_one_batch_to_the_next_on_postgresql(ledger: Ledger) -> None:
    store = store_of(ledger)
    if store.is_sqlite:
        assert store.path is not None  # SQLite keeps no plans beyond a statement
        return
    asked = text("show plan_cache_mode")
    with store.writing() as connection:
        assert connection.execute(asked).scalar_one() == "force_custom_plan"
    with store.reading() as connection:
        assert connection.execute(asked).scalar_one() == "auto"

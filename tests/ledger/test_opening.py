"""A ledger is made once and opened as what it is; what is none is refused with a word on what was met, and never touched."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import psycopg
import pytest

from tests.core.sample_readings import AUTHOR
from tests.ledger.databases import ORIGIN, Databases, store_of
from tests.ledger.samples import fill, report
from tollbook.core.errors import ForeignDatabase, LedgerMissing, SchemaMismatch, UsageError
from tollbook.core.records import Echo
from tollbook.ledger.engines import sqlite_library
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import NEWEST_SCHEMA, table_names, upgrade


@pytest.fixture
def empty(databases: Databases, kind: str) -> Iterator[str]:
    """Where a database without anything is; on SQLite there is no file yet."""
    with databases.empty(kind) as made:
        yield made


def run(place: str, statement: str) -> None:
    """Run a statement behind the ledger's back."""
    if place.startswith("postgresql"):
        with closing(psycopg.connect(place, autocommit=True)) as connection:
            connection.execute(statement)
    else:
        with closing(sqlite_library().connect(place, isolation_level=None)) as connection:
            connection.execute(statement)


def test_a_new_ledger_is_empty_and_verifies(empty: str) -> None:
    with Ledger.create(empty, origin="desk.example/new", actor="Ada") as ledger:
        assert ledger.checkpoint().origin == "desk.example/new"
        assert (ledger.stats().entries, ledger.stats().claims) == (1, 0)
        assert list(ledger.verify()) == []


def test_two_threads_make_ledgers_at_once(tmp_path: Path) -> None:
    places = [str(tmp_path / f"{number}.ledger") for number in range(4)]
    ready = Barrier(len(places))

    def made(place: str) -> int:
        ready.wait(30)
        with Ledger.create(place) as ledger:
            return len(list(ledger.verify()))

    with ThreadPoolExecutor(len(places)) as pool:
        assert list(pool.map(made, places)) == [0] * len(places)


def test_a_ledger_without_a_name_gets_one_of_its_own(databases: Databases, kind: str) -> None:
    with databases.empty(kind) as one, databases.empty(kind) as two, Ledger.create(one) as first, Ledger.create(two) as second:
        assert first.checkpoint().origin.startswith("tollbook.ledger/")
        assert first.checkpoint().origin != second.checkpoint().origin


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\tb"])
def test_a_name_that_no_note_can_carry_is_refused(empty: str, origin: str) -> None:
    with pytest.raises(UsageError, match="without blanks"):
        Ledger.create(empty, origin=origin)


def test_a_second_ledger_in_the_same_place_is_refused_and_the_first_one_kept(place: str) -> None:
    with Ledger.open(place) as ledger:
        fill(ledger)
        before = ledger.checkpoint()
    with pytest.raises(UsageError, match="there is a ledger already"):
        Ledger.create(place)
    with Ledger.open(place) as ledger:
        assert ledger.checkpoint() == before
        assert before.origin == ORIGIN


def test_a_database_with_other_tables_is_refused_and_not_touched(empty: str) -> None:
    run(empty, "create table orders (id int)")
    before = Path(empty).read_bytes() if Path(empty).exists() else b""
    with pytest.raises(ForeignDatabase, match=r"other tables \(orders\)"):
        Ledger.create(empty)
    with pytest.raises(ForeignDatabase, match=r"no ledger: a database with other tables \(orders\)"):
        Ledger.open(empty)
    with pytest.raises(ForeignDatabase):
        upgrade(empty)
    assert (Path(empty).read_bytes() if Path(empty).exists() else b"") == before


def test_an_empty_database_is_no_ledger(empty: str) -> None:
    if not empty.startswith("postgresql"):
        Path(empty).touch()
    with pytest.raises(ForeignDatabase, match="an empty database"):
        Ledger.open(empty)


def test_a_ledger_is_made_in_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    path.touch()
    with Ledger.create(str(path)) as ledger:
        assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"words and more words", "no ledger"), (b"SQLite format 3\0" + b"x" * 100, "no ledger"), (b"\0" * 5000, "no ledger")],
)
def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.ledger"
    path.write_bytes(content)
    with pytest.raises(ForeignDatabase, match=said):
        Ledger.open(str(path))
    with pytest.raises((ForeignDatabase, UsageError)):
        Ledger.create(str(path))
    assert path.read_bytes() == content


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(ForeignDatabase, match="a folder"):
        Ledger.open(str(tmp_path))
    with pytest.raises(UsageError, match="something else"):
        Ledger.create(str(tmp_path))


def test_where_nothing_is_no_ledger_is_opened_and_no_file_is_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="tollbook init"):
        Ledger.open(str(tmp_path / "a.ledger"))
    with pytest.raises(UsageError, match="no such folder"):
        Ledger.create(str(tmp_path / "nowhere" / "a.ledger"))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_or_has_no_such_database_is_named(databases: Databases, tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="doesn't answer"):
        Ledger.open(f"postgresql://postgres:secret@/desk?host={tmp_path}")
    with pytest.raises(LedgerMissing, match="no such database"):
        Ledger.open(databases.server.address("nowhere"))


def test_no_message_shows_a_password(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing) as caught:
        Ledger.open(f"postgresql://ada:secret@/desk?host={tmp_path}")
    assert "secret" not in str(caught.value)
    assert "ada" in str(caught.value)


@pytest.mark.parametrize("place", ["postgresql://a:b:c@:x/y", "postgresql://host:port/desk"])
def test_a_malformed_address_is_refused(place: str) -> None:
    with pytest.raises(UsageError, match="malformed address"):
        Ledger.open(place)


@pytest.mark.parametrize(("version", "said"), [("0000", "of an older Tollbook"), ("9999", "of a newer Tollbook")])
def test_a_ledger_of_another_version_is_refused_with_what_to_do(place: str, version: str, said: str) -> None:
    run(place, f"update alembic_version set version_num = '{version}'")
    with pytest.raises(SchemaMismatch, match=said):
        Ledger.open(place)


def test_a_newer_ledger_is_not_taken_back(place: str) -> None:
    run(place, "update alembic_version set version_num = '9999'")
    with pytest.raises(SchemaMismatch, match="newer"):
        upgrade(place)


def test_a_ledger_that_is_up_to_date_stays_as_it_is(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.add(report())
        before = ledger.checkpoint()
    assert upgrade(place) == (NEWEST_SCHEMA, NEWEST_SCHEMA)
    with Ledger.open(place) as ledger:
        assert ledger.checkpoint() == before
        assert list(ledger.verify()) == []


def test_a_ledger_that_could_not_be_made_leaves_nothing_half_made(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tollbook.ledger import opening

    def fail(*_: object, **__: object) -> str:
        raise UsageError("no")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "read_head", fail)
        with pytest.raises(UsageError):
            Ledger.create(empty)
    with Ledger.create(empty) as ledger, store_of(ledger).reading() as connection:
        assert "entry" in table_names(connection)


def test_a_ledger_is_named_by_any_path(tmp_path: Path) -> None:
    for name in ("with blank.ledger", "100%.ledger", "what?#.ledger", "війна.ledger"):
        with Ledger.create(str(tmp_path / name)) as ledger:
            ledger.add(report())
        with Ledger.open(str(tmp_path / name)) as ledger:
            assert ledger.count() == 1
    assert {path.name for path in tmp_path.glob("*.ledger")} == {"with blank.ledger", "100%.ledger", "what?#.ledger", "війна.ledger"}


def test_a_ledger_of_the_first_schema_keeps_what_it_holds_and_learns_of_echoes(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tollbook.ledger import opening

    migrate = opening.migrate
    first, copy = report(), report(title="Reprinted", attribution=AUTHOR)
    with monkeypatch.context() as older:
        older.setattr(opening, "NEWEST_SCHEMA", "0001")
        older.setattr(opening, "migrate", lambda connection, _: migrate(connection, "0001"))
        with Ledger.create(empty) as ledger:
            ledger.add([first, copy])
            before = ledger.checkpoint()
    with pytest.raises(SchemaMismatch, match="tollbook init --upgrade"):
        Ledger.open(empty)
    assert upgrade(empty) == ("0001", NEWEST_SCHEMA)
    with Ledger.open(empty) as ledger:
        assert ledger.checkpoint() == before
        assert ledger.record_echoes([Echo(document=copy.document.id, original=first.document.id, relation="copy", shared=0.9)])[0] == 1
        assert ledger.holds(before)
        assert list(ledger.verify()) == []

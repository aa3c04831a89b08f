"""What goes wrong with a database is told as what happened to which ledger; nothing is half-written, and afterwards it works again."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from tests.ledger.databases import Databases, store_of
from tests.ledger.samples import fill, report, roundup
from tollbook.core.errors import DamagedLedger, ForeignDatabase, LedgerBusy, LedgerError, LedgerMissing, SchemaMismatch, TollbookError
from tollbook.ledger.backup import back_up
from tollbook.ledger.engines import sqlite_library
from tollbook.ledger.faults import from_stored, told
from tollbook.ledger.ledger import Ledger

NOBODY = 65534
MANY = [report(f"{number:,}") for number in range(2000, 2120)]


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while where the tests run as root, whom no permission binds."""
    if os.geteuid() != 0:
        yield
        return
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can look into, unlike those of pytest."""
    made = Path(tempfile.mkdtemp(prefix="tollbook-faults-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@pytest.fixture
def kept(folder: Path) -> Path:
    """The file of a ledger with something in it, closed."""
    path = folder / "desk.ledger"
    with Ledger.create(str(path)) as ledger:
        fill(ledger)
    Path(f"{path}.lock").unlink(missing_ok=True)
    return path


def test_a_folder_without_the_right_to_write_is_read_and_never_written(kept: Path) -> None:
    kept.chmod(0o444)
    kept.parent.chmod(0o555)
    with without_rights(), Ledger.open(str(kept)) as ledger:
        assert list(ledger.verify()) == []
        assert ledger.count() > 0
        for change in (
            lambda: ledger.add(report("5")),
            lambda: ledger.retract(report().claims[0].id, by="Ada", why="x"),
            lambda: ledger.review(report().claims[0].id, "accept", by="Ada", why="x"),
        ):
            with pytest.raises(LedgerBusy, match="read-only"):
                change()
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_a_file_without_the_right_to_write_in_a_folder_with_it_is_read_only(kept: Path) -> None:
    kept.chmod(0o444)
    kept.parent.chmod(0o777)
    with without_rights(), Ledger.open(str(kept)) as ledger:
        assert ledger.count() > 0
        with pytest.raises(LedgerBusy, match="read-only"):
            ledger.add(report("5"))


def test_a_file_without_the_right_to_read_is_told(kept: Path) -> None:
    kept.chmod(0o000)
    with without_rights(), pytest.raises(LedgerBusy, match="can't be read: Permission denied"):
        Ledger.open(str(kept))


def test_a_ledger_is_not_made_where_nothing_can_be_written(folder: Path) -> None:
    folder.chmod(0o555)
    with without_rights(), pytest.raises(LedgerBusy, match="can't be written: Permission denied"):
        Ledger.create(str(folder / "new.ledger"))
    assert list(folder.iterdir()) == []


def test_a_copy_is_not_made_where_nothing_can_be_written(kept: Path) -> None:
    kept.chmod(0o644)
    kept.parent.chmod(0o555)
    with (
        without_rights(),
        Ledger.open(str(kept)) as ledger,
        pytest.raises(LedgerBusy, match="can't be written; ask for the right to write"),
    ):
        back_up(store_of(ledger), kept.parent / "copy.db")
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_a_user_of_the_server_who_may_only_read_reads(databases: Databases) -> None:
    with databases.ledger("postgresql") as ledger:
        fill(ledger)
        address = ledger.address
        with suppress(psycopg.errors.DuplicateObject):
            databases.server.run("create role reader login")
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute("grant select on all tables in schema public to reader")
        with Ledger.open(address.replace("postgres@", "reader@")) as reading:
            assert reading.count() == ledger.count()
            assert list(reading.verify()) == []
            with pytest.raises(LedgerBusy, match="can't be written"):
                reading.add(report("5"))


def test_a_writer_who_waits_too_long_for_another_is_told(databases: Databases, kind: str) -> None:
    with databases.place(kind) as place, Ledger.open(place, lock_seconds=0.05) as ledger:
        with _another_writer(place), pytest.raises(LedgerBusy, match="another process"):
            ledger.add(report())
        assert ledger.add(report()).documents == 1


def test_a_reader_does_not_wait_for_ever_for_who_holds_a_whole_table(databases: Databases) -> None:
    with databases.place("postgresql") as place, Ledger.open(place, lock_seconds=0.05) as ledger:
        with closing(psycopg.connect(place)) as stranger:
            stranger.execute("lock table claim in access exclusive mode")
            with pytest.raises(LedgerBusy, match="another process"):
                ledger.count()
        assert ledger.count() == 0


@contextmanager
def _another_writer(place: str) -> Iterator[None]:
    if place.startswith("postgresql"):
        with Ledger.open(place) as other, store_of(other).writing():
            yield
    else:
        with FileLock(f"{place}.lock"):
            yield


def test_a_database_that_a_stranger_holds_is_busy(databases: Databases) -> None:
    with databases.place("sqlite") as place, Ledger.open(place, lock_seconds=0.05) as ledger:
        with closing(sqlite_library().connect(place, isolation_level=None)) as stranger:
            stranger.execute("begin immediate")
            with pytest.raises(LedgerBusy, match="another process holds the database"):
                ledger.add(report())
            assert ledger.count() == 0  # readers go on
        assert ledger.add(report()).documents == 1


def test_who_has_only_read_closes_at_once_while_another_writes(databases: Databases, kind: str) -> None:
    with databases.place(kind) as place:
        reading = Ledger.open(place, lock_seconds=30)
        assert reading.count() == 0
        with _another_writer(place):
            reading.close()


@contextmanager
def _full_disk(ledger: Ledger) -> Iterator[None]:
    """Let a ledger's disk be full."""
    if store_of(ledger).is_sqlite:
        with store_of(ledger).writer.connect() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar_one()
            connection.exec_driver_sql(f"pragma max_page_count = {pages + 4}")
        yield
        with store_of(ledger).writer.connect() as connection:
            connection.exec_driver_sql("pragma max_page_count = 1073741823")
        return
    # No test can fill a server's disk; it can let the server say so in the middle of a batch.
    with store_of(ledger).writing() as connection:
        connection.exec_driver_sql(
            "create function full_disk() returns trigger language plpgsql as "
            "$$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$"
        )
        connection.exec_driver_sql("create trigger full_disk before insert on replacement for each row execute function full_disk()")
        connection.exec_driver_sql("create trigger full_disk before insert on claim for each statement execute function full_disk()")
    yield
    with store_of(ledger).writing() as connection:
        connection.exec_driver_sql("drop function full_disk cascade")


def test_a_full_disk_keeps_nothing_of_the_batch_and_all_that_was_before(ledger: Ledger) -> None:
    fill(ledger)
    before, known = ledger.checkpoint(), list(ledger.entries("status:all"))
    with _full_disk(ledger):
        with pytest.raises(LedgerBusy, match="the disk is full; nothing of this was kept"):
            ledger.add(MANY)
        assert ledger.checkpoint() == before
        assert list(ledger.entries("status:all")) == known
        assert list(ledger.verify()) == []
    assert ledger.add(MANY).documents == len(MANY)
    assert list(ledger.verify()) == []


def test_a_damaged_file_is_told_as_such_wherever_the_damage_is(folder: Path, kept: Path) -> None:
    whole, chance = kept.read_bytes(), random.Random(7)
    page = int.from_bytes(whole[16:18], "big")
    found = 0
    for start in range(0, len(whole), page):
        damaged = bytearray(whole)
        at = start + page - 64 - chance.randrange(16)  # what a page holds begins at its end
        damaged[at : at + 64] = chance.randbytes(64)
        kept.write_bytes(damaged)
        found += _is_found(kept)
        for beside in ("-wal", "-shm"):
            Path(f"{kept}{beside}").unlink(missing_ok=True)
    assert found > len(whole) // page // 3  # the others fell on room that is not in use


def _is_found(path: Path) -> bool:
    """Use a ledger in every way; an error that isn't Tollbook's fails the test."""
    found = False
    try:
        with Ledger.open(str(path)) as ledger:
            found = bool(list(ledger.verify()))
            for ask in (
                lambda: list(ledger.entries("status:all")),
                lambda: ledger.count("Wexley"),
                lambda: (ledger.stats(), ledger.series(), ledger.checkpoint()),
                ledger.readings,
                lambda: ledger.trace(report().claims[0].id),
                lambda: ledger.add([roundup(version="9"), report("5")], dry_run=True),
            ):
                try:
                    ask()
                except TollbookError:
                    found = True
    except (DamagedLedger, ForeignDatabase, SchemaMismatch, LedgerError):
        return True
    return found


def test_a_file_that_was_cut_off_is_found(kept: Path) -> None:
    whole = kept.read_bytes()
    for share in (0.1, 0.5, 0.9):
        kept.write_bytes(whole[: int(len(whole) * share)])
        assert _is_found(kept)


def test_a_server_that_goes_away_is_told_and_the_ledger_works_once_it_is_back(databases: Databases) -> None:
    with databases.place("postgresql") as place, Ledger.open(place) as ledger:
        ledger.add(report())
        name = place.partition("@/")[2].partition("?")[0]
        databases.server.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        with pytest.raises((LedgerMissing, LedgerError)) as caught:
            ledger.add(report("5"))
        assert "Traceback" not in str(caught.value)
        assert ledger.add(report("5")).documents == 1
        assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("database or disk is full", LedgerBusy, "the disk is full"),
        ("could not extend file: No space left on device", LedgerBusy, "the disk is full"),
        ("could not extend file: File too large", LedgerBusy, "its disk is full, over a quota or a limit, or fails"),
        ("disk I/O error", LedgerBusy, "its disk is full, over a quota or a limit, or fails"),
        ("database is locked", LedgerBusy, "another process holds"),
        ("canceling statement due to lock timeout", LedgerBusy, "another process holds"),
        ("attempt to write a readonly database", LedgerBusy, "can't be written"),
        ("permission denied for table claim", LedgerBusy, "can't be written"),
        ("file is not a database", ForeignDatabase, "no ledger"),
        ("database disk image is malformed", DamagedLedger, "damaged"),
        ("invalid page in block 3 of relation", DamagedLedger, "damaged"),
        ("unable to open database file", LedgerBusy, "can't be opened"),
        ('FATAL:  database "desk" does not exist', LedgerMissing, "no such database"),
        ('FATAL:  role "ada" does not exist', LedgerMissing, "refuses this user"),
        ('FATAL:  password authentication failed for user "ada"', LedgerMissing, "refuses this user"),
        ("Connection refused", LedgerMissing, "doesn't answer"),
        ("no such table: claim", SchemaMismatch, "table or column"),
        ("a ledger is append-only", LedgerError, "was refused"),
        ("something else\nand more", LedgerError, "the database failed: something else"),
        ("", LedgerError, "no reason given"),
    ],
)
def test_what_a_driver_says_is_told_as_what_happened_to_the_ledger(words: str, kind: type[LedgerError], said: str) -> None:
    with pytest.raises(kind, match=said) as caught, told("desk.ledger"):
        raise DBAPIError("select", None, RuntimeError(words))
    assert type(caught.value) is kind
    assert caught.value.where == "desk.ledger"


def test_a_reader_that_gets_no_connection_is_told_that_the_ledger_is_busy() -> None:
    engine = create_engine("sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0)
    with engine.connect(), pytest.raises(LedgerBusy, match="every connection"), told("desk.ledger"):
        engine.connect()
    engine.dispose()


def test_other_errors_of_the_library_are_told_and_errors_of_others_are_left_alone() -> None:
    with pytest.raises(LedgerError, match="the database failed: strange"), told("desk.ledger"):
        raise SQLAlchemyError("strange")
    with pytest.raises(RuntimeError), told("desk.ledger"):
        raise RuntimeError("not the database's")


def test_a_ledger_with_a_flipped_byte_answers_or_says_what_is_wrong(kept: Path) -> None:
    """Every so many bytes of the file, and every kind of question."""
    content, told = kept.read_bytes(), 0
    for place in range(0, len(content), 2_003):
        broken = bytearray(content)
        broken[place] ^= 0x15
        for left in kept.parent.glob(f"{kept.name}-*"):
            left.unlink()
        kept.write_bytes(broken)
        try:
            with Ledger.open(str(kept)) as ledger:
                for entry in ledger.query("", limit=9).entries:
                    ledger.trace(entry.claim.id)
                ledger.series()
                ledger.stats()
                told += any(ledger.verify())
        except TollbookError:
            told += 1
    assert told > 5


def test_a_stored_value_that_is_none_is_a_damage_and_an_error_of_ours_stays_one() -> None:
    assert from_stored(date.fromisoformat, "2031-01-02") == date(2031, 1, 2)
    for make, stored in ((date.fromisoformat, "2031-02-30"), (date.fromisoformat, b"2031"), (len, None), ([].__getitem__, 0)):
        with pytest.raises(DamagedLedger, match="a stored value can't be read"):
            from_stored(make, stored)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        from_stored(lambda: 1 / 0)

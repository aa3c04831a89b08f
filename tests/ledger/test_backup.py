"""A copy of a ledger in use is whole, checked, and the same ledger again; a failure leaves no file. With the disaster drill."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.ledger.databases import Databases, store_of
from tests.ledger.drill import all_rows, answers, drill
from tests.ledger.flips import behind_guards
from tests.ledger.samples import fill, fill_tokens, report
from tollbook.core.errors import DamagedLedger, ForeignDatabase, LedgerBusy, LedgerMissing, TollbookError, UsageError
from tollbook.ledger import backup as backing
from tollbook.ledger.backup import Copied, back_up, restore
from tollbook.ledger.engines import sqlite_library
from tollbook.ledger.ledger import Ledger


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    fill(ledger)
    fill_tokens(ledger)
    return ledger


def test_a_copy_is_the_same_ledger_to_the_row_and_to_the_answer(full: Ledger, tmp_path: Path) -> None:
    copied = back_up(store_of(full), tmp_path / "copy.db")
    assert copied.checkpoint == full.checkpoint()
    assert copied.bytes == (tmp_path / "copy.db").stat().st_size
    with Ledger.open(str(tmp_path / "copy.db")) as copy:
        assert all_rows(copy) == all_rows(full)
        assert answers(copy) == answers(full)
        assert list(copy.verify()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db"]


def test_the_disaster_drill(databases: Databases, kind: str, tmp_path: Path) -> None:
    """Back up, go on writing, lose the ledger, restore, add what came since once more: the same log, entry by entry."""
    drilled = drill(databases, kind, tmp_path)
    assert drilled.differing == []
    assert drilled.rows > 50
    assert drilled.questions > 5


def test_a_copy_of_one_database_becomes_a_ledger_of_the_other(full: Ledger, databases: Databases, kind: str, tmp_path: Path) -> None:
    other = "postgresql" if kind == "sqlite" else "sqlite"
    back_up(store_of(full), tmp_path / "copy.db")
    with databases.empty(other) as place:
        assert restore(tmp_path / "copy.db", place).checkpoint == full.checkpoint()
        with Ledger.open(place) as made:
            assert all_rows(made) == all_rows(full)
            assert answers(made) == answers(full)


def test_a_copy_that_is_made_while_others_write_is_one_moment_of_the_ledger(ledger: Ledger, place: str, tmp_path: Path) -> None:
    end = threading.Event()

    def write() -> None:
        with Ledger.open(place, actor="writer") as writer:
            number = 0
            while not end.is_set():
                number += 1
                writer.add(report(url=f"https://post.example/{number}"))

    writing = threading.Thread(target=write)
    writing.start()
    try:
        copies = [back_up(store_of(ledger), tmp_path / f"{number}.db") for number in range(4)]
    finally:
        end.set()
        writing.join()
    sizes = [copy.checkpoint.size for copy in copies]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    assert all(ledger.holds(copy.checkpoint) for copy in copies)


def test_nothing_that_is_there_is_replaced(full: Ledger, tmp_path: Path, place: str) -> None:
    (tmp_path / "copy.db").write_bytes(b"mine")
    with pytest.raises(UsageError, match="something already"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"
    back_up(store_of(full), tmp_path / "good.db")
    with pytest.raises((UsageError, ForeignDatabase)):
        restore(tmp_path / "good.db", place)
    with pytest.raises(UsageError, match="no such folder"):
        back_up(store_of(full), tmp_path / "none" / "copy.db")


def taken_meanwhile(name: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody else write a file of this name when the copy is checked."""
    checked = backing._checked

    def late(*arguments: object) -> object:
        name.write_bytes(b"mine")
        return checked(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backing, "_checked", late)


def test_a_name_that_is_taken_while_the_copy_is_made_is_not_replaced(full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_meanwhile(tmp_path / "copy.db", monkeypatch)
    with pytest.raises(UsageError, match="something already"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"


def test_a_ledger_that_does_not_verify_is_not_backed_up_as_if_it_did(full: Ledger, tmp_path: Path) -> None:
    with store_of(full).writer.connect() as connection, connection.begin(), behind_guards(connection, "review"):
        connection.exec_driver_sql("update review set why = 'so be it'")
    with pytest.raises(DamagedLedger, match="entry"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def copy_of(databases: Databases, folder: Path) -> tuple[Copied, Path]:
    with databases.ledger("sqlite") as ledger:
        fill(ledger)
        return back_up(store_of(ledger), folder / "copy.db"), folder / "copy.db"


def test_a_copy_with_a_flipped_byte_is_refused_or_the_same_ledger(databases: Databases, tmp_path: Path) -> None:
    """Every so many bytes of the file: one of those that hold nothing changes nothing."""
    copied, path = copy_of(databases, tmp_path)
    content, refused = path.read_bytes(), 0
    with Ledger.open(str(path)) as copy:
        before = all_rows(copy)
    for place in range(0, len(content), 4_099):
        broken = bytearray(content)
        broken[place] ^= 0x41
        path.write_bytes(broken)
        target = tmp_path / f"{place}.db"
        try:
            assert restore(path, str(target)).checkpoint == copied.checkpoint
        except TollbookError:
            refused += 1
            assert not target.exists()
        else:
            with Ledger.open(str(target)) as made:
                assert all_rows(made) == before
    assert refused > 5


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.99])
def test_a_copy_that_was_cut_is_not_restored(databases: Databases, tmp_path: Path, share: float) -> None:
    _, path = copy_of(databases, tmp_path)
    os.truncate(path, int(path.stat().st_size * share))
    with pytest.raises(TollbookError):
        restore(path, str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_copy_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no ledger", encoding="utf-8")
    with pytest.raises(ForeignDatabase):
        restore(tmp_path / "text.db", str(tmp_path / "new.db"))
    with pytest.raises(LedgerMissing):
        restore(tmp_path / "none.db", str(tmp_path / "new.db"))


def test_a_full_disk_is_told_and_leaves_nothing(databases: Databases, tmp_path: Path) -> None:
    with databases.ledger("sqlite") as ledger:
        fill(ledger)
        place = ledger.address
        code = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)); "
            "from tollbook.cli.main import app; app(['backup', sys.argv[1], '-o', sys.argv[2]], prog_name='tollbook')"
        )
        target = tmp_path / "copy.db"
        run = subprocess.run([sys.executable, "-c", code, place, str(target)], capture_output=True, text=True, check=False)
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_told(full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backing.os, "link", refused)
    with pytest.raises(LedgerBusy, match="Permission denied"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def without_links(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(backing.os, "link", refused)


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_copy_is_made_and_restored_where_files_have_one_name_alone(
    full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As on FAT and exFAT, which most memory sticks have."""
    without_links(monkeypatch, number)
    copied = back_up(store_of(full), tmp_path / "copy.db")
    assert copied.checkpoint == full.checkpoint()
    assert restore(tmp_path / "copy.db", str(tmp_path / "again.db")).checkpoint == full.checkpoint()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.db", "copy.db"]


def test_where_files_have_one_name_alone_nothing_is_replaced_either(full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_links(monkeypatch, errno.EPERM)
    taken_meanwhile(tmp_path / "copy.db", monkeypatch)
    with pytest.raises(UsageError, match="something already"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"


def test_where_files_have_one_name_alone_a_failure_leaves_no_empty_file(
    full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    without_links(monkeypatch, errno.EPERM)
    monkeypatch.setattr(backing.os, "replace", refused)
    with pytest.raises(LedgerBusy, match="Input/output error"):
        back_up(store_of(full), tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_copy_left_does_not_stop_the_next_one(full: Ledger, tmp_path: Path) -> None:
    (tmp_path / "copy.db.partial").write_bytes(b"half")
    (tmp_path / "copy.db.partial-wal").write_bytes(b"half")
    back_up(store_of(full), tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


def test_a_copy_can_be_moved_like_any_file(databases: Databases, tmp_path: Path) -> None:
    copied, path = copy_of(databases, tmp_path)
    shutil.copyfile(path, tmp_path / "elsewhere.db")
    (tmp_path / "elsewhere.db").chmod(0o400)
    assert restore(tmp_path / "elsewhere.db", str(tmp_path / "new.db")).checkpoint == copied.checkpoint
    library = sqlite_library()
    connection = library.connect(str(path))
    assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    connection.close()

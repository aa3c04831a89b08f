"""Copies of a ledger that are whole, checked and one file each, taken while others write; and ledgers made of them again.

A copy is a ledger itself: a SQLite file with the same log, entry by entry, whatever database it came from, which `tollbook query` and
`tollbook verify` read. Nothing here replaces a file or a database that holds something.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from tollbook.core.errors import DamagedLedger, LedgerBusy, UsageError
from tollbook.ledger import schema
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.engines import Store, connect, create_file, is_address, sqlite_library
from tollbook.ledger.faults import told
from tollbook.ledger.inserting import insert_rows, insert_words
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import make_tables, open_store
from tollbook.ledger.verifying import Progress, root_at
from tollbook.ledger.words import words_of_passages

_ROWS: Final = 1_000
_PARTIAL: Final = ".partial"
_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What a file system answers whose files have one name alone, such as FAT or exFAT."""
_STREAMED: Final = {"stream_results": True, "yield_per": _ROWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A copy that was made and checked: the head of its log, and of a file its bytes and their SHA-256 (64 hex digits, "" without)."""

    checkpoint: Checkpoint
    bytes: int
    sha256: str


def back_up(store: Store, file: Path, *, progress: Progress | None = None) -> Copied:
    """Write a copy of a ledger as one file, and check it: everything that `verify` recomputes, and that the ledger's log leads to it.

    It is the ledger as it was at one moment, whoever writes meanwhile. The file is there whole or not at all. Raises UsageError where
    a file is already, DamagedLedger where the ledger itself doesn't verify, LedgerBusy for a full disk or a folder that is read-only.
    """
    _refuse_present(file)
    partial = file.with_name(file.name + _PARTIAL)
    with _removed_after_errors(partial):
        (_copy_pages if store.is_sqlite else _copy_all)(store, partial)
        head = _checked(str(partial), progress)
        with store.streaming() as connection:
            if root_at(connection, head.size) != head.root:
                raise DamagedLedger("its log doesn't lead to the copy that was just made", where=store.address, do="run `tollbook verify`")
        return _finished(partial, file, head)


def restore(file: Path, place: str, *, progress: Progress | None = None) -> Copied:
    """Make a ledger of a copy, in a new file or an empty PostgreSQL database. The copy is checked before, and the new ledger after.

    Raises what `open_store` raises for a file that is no ledger, DamagedLedger, and UsageError or ForeignDatabase where something is.
    """
    source = open_store(str(file))
    try:
        before = _checked(str(file), progress)
        made = _restore_to_server(source, place) if is_address(place) else back_up(source, Path(place))
    finally:
        source.close()
    if made.checkpoint != before:
        raise DamagedLedger("the copy changed while it was restored", where=str(file), do="restore it again, while nobody writes to it")
    return made


def _refuse_present(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise UsageError("there is something already", where=str(file), expected="a new file", do="choose another name, or move it away")
    if not file.parent.is_dir():
        raise UsageError("no such folder", where=str(file.parent), expected="a folder that exists", do="make it first")
    if not os.access(file.parent, os.W_OK):
        raise LedgerBusy("can't be written", where=str(file.parent), do="ask for the right to write to it, or choose another folder")


@contextmanager
def _removed_after_errors(partial: Path) -> Iterator[None]:
    _remove(partial)  # of a copy that was killed
    try:
        yield
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    for name in (partial.name, f"{partial.name}-journal", f"{partial.name}-wal", f"{partial.name}-shm", f"{partial.name}.lock"):
        with suppress(OSError):
            partial.with_name(name).unlink(missing_ok=True)


def _copy_pages(store: Store, partial: Path) -> None:
    """Copy a SQLite file page by page, as it is at one moment, by SQLite's own means for a database in use."""
    library = sqlite_library()
    with store.reading() as connection, told(str(partial)):
        source: Any = connection.connection.driver_connection
        try:
            with closing(library.connect(str(partial), isolation_level=None)) as target:
                # All pages in one step: they are read in one transaction, which no writer waits for.
                source.backup(target, pages=-1)
                # Without a log beside it, the copy is one file.
                target.execute("pragma journal_mode = delete")
        except library.Error as error:
            raise DBAPIError("backup", None, error) from error


def _copy_all(store: Store, partial: Path) -> None:
    """Copy a ledger row by row into a new SQLite file: all rows as they are at one moment."""
    target = create_file(str(partial))
    try:
        with store.streaming() as connection:
            _copy_rows(connection, target)
    finally:
        target.close()
    with told(str(partial)), closing(sqlite_library().connect(str(partial), isolation_level=None)) as made:
        made.execute("pragma journal_mode = delete")


def _restore_to_server(source: Store, place: str) -> Copied:
    target = connect(place)
    try:
        with source.streaming() as connection:
            _copy_rows(connection, target)
        return Copied(checkpoint=_checked(place, None), bytes=0, sha256="")
    finally:
        target.close()


def _copy_rows(source: Connection, target: Store) -> None:
    """Put all rows of a ledger, and the words of its passages, into a database that holds nothing, in one transaction."""
    with target.writing() as connection:
        make_tables(connection, target)
        for table in schema.TABLES.sorted_tables:
            for rows in _chunks(_rows(source, table)):
                insert_rows(connection, table, rows)
        for words in _chunks(words_of_passages(source)):
            insert_words(connection, words)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    found = connection.execute(select(table).order_by(*table.primary_key.columns), execution_options=_STREAMED)
    return (tuple(row) for row in found)


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, _ROWS)):
        yield chunk


def _checked(place: str, progress: Progress | None) -> Checkpoint:
    """Return the head of a ledger that verifies. Raises DamagedLedger with the first problem."""
    with Ledger.open(place) as ledger:
        problem = next(iter(ledger.verify(progress=progress)), None)
        if problem is not None:
            at = "outside of the log" if problem.position < 0 else f"at entry {problem.position}"
            raise DamagedLedger(f"{at}: {problem.what}", where=ledger.address, do="`tollbook verify` tells all; take an older copy")
        return ledger.checkpoint()


def _finished(partial: Path, file: Path, head: Checkpoint) -> Copied:
    """Give a copy its name, once all of it is on the disk."""
    try:
        with partial.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
            os.fsync(content.fileno())
        size = partial.stat().st_size
        _name(partial, file)
        _keep_folder(file.parent)
    except FileExistsError as error:
        raise UsageError("there is something already", where=str(file), expected="a new file", do="choose another name") from error
    except OSError as error:
        raise LedgerBusy(f"can't be written: {error.strerror}", where=str(file), do="choose another folder") from error
    return Copied(checkpoint=head, bytes=size, sha256=digest)


def _name(partial: Path, file: Path) -> None:
    """Give a copy a name that nobody took meanwhile: a link refuses one that is there, and a renaming would replace it."""
    try:
        os.link(partial, file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim_name(partial, file)


def _claim_name(partial: Path, file: Path) -> None:
    """Give a copy a name without a link: an empty file of this copy's own holds the name, and the copy replaces that."""
    file.open("xb").close()
    try:
        partial.replace(file)
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _keep_folder(folder: Path) -> None:
    """Let a folder's new name be on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

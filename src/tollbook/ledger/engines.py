"""Open the database behind a ledger: SQLite in one file, or PostgreSQL by its address. Nothing else knows which one it is.

SQLite up to 3.51.2 can lose pages of its log when two connections write or checkpoint at once (the WAL-reset bug). So every
write and checkpoint of a ledger is serialized by a lock on a file beside it, and readers open the file read-only; then any version
is safe, and the newer library that comes with `pysqlite3` is used where Python's own is old.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from urllib.parse import quote

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from tollbook.core.errors import ForeignDatabase, LedgerBusy, LedgerMissing, UsageError
from tollbook.ledger.faults import told

FIXED_WAL_RESET = (3, 51, 3)
APPLICATION_ID = 0x546F6C6C
"""Marks a SQLite file as a ledger: "Toll" in ASCII (the pragma application_id)."""
LOCK_SECONDS = 30.0
_ADVISORY_LOCK = 0x546F6C6C626F6F6B
_SQLITE_MAGIC = b"SQLite format 3\0"
# Four indexes of a million claims have a random page each for every new claim: below their size, an ingest reads them again and again.
# Those of a reader are thrown away as soon as anybody writes: with 64 MB a connection, a million claims were asked no sooner.
_CACHE_KIB = {"read": 16_384, "write": 262_144}
_CHECKPOINT_PAGES = 16_384
"""Pages of the log after which a commit moves them into the file: many batches' changes of one page are moved once."""
_POOL: Final = {"pool_size": 12, "max_overflow": 8, "pool_use_lifo": True}
"""Connections to read with. As many are kept open as a server has threads: to open one costs more than most questions. The last one that
was given back is taken first, as it knows the most pages."""
_WRITING: Final = "mode=rwc"
_PASSWORD = re.compile(r"([?&](?:ssl)?password=)[^&]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A database that can be read and, under its lock, written. `path` is None for PostgreSQL; `address` is safe to show."""

    address: str
    path: Path | None
    reader: Engine
    writer: Engine
    lock_seconds: float

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.path is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with. What is read is a prefix of the log, which never changes: no transaction is needed."""
        with told(self.address), self.reader.connect() as connection:
            yield connection

    @contextmanager
    def streaming(self) -> Iterator[Connection]:
        """Give a connection inside one transaction, to walk through whole tables with: all of them as they were at its beginning."""
        with told(self.address), (self.reader if self.is_sqlite else self.writer).connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside one transaction that nobody else writes beside. An error undoes all of it."""
        with told(self.address), self._locked(), self.writer.connect() as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
                # A plan that is kept from one batch to the next knows neither how many keys are looked for nor, before PostgreSQL has
                # counted a new table, how many rows it has: it compares every row with every key.
                connection.execute(text("set local plan_cache_mode = force_custom_plan"))
            yield connection

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self.path is None:
            yield
            return
        lock = FileLock(f"{self.path.resolve()}.lock", timeout=self.lock_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise LedgerBusy(
                f"another process has been writing for {self.lock_seconds:g} s", where=self.address, do="wait for it to end, then try again"
            ) from error
        except OSError as error:
            raise LedgerBusy(
                f"can't be written: {error.strerror}", where=self.address, do="make its folder writable, or copy the ledger to one that is"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Close every connection. The last one to a SQLite file checkpoints it, so that too happens under the lock.

        Who has only read waits for nobody.
        """
        self.reader.dispose()
        if isinstance(self.writer.pool, QueuePool) and self.writer.pool.checkedin() == 0:
            return
        with suppress(LedgerBusy), self._locked():
            self.writer.dispose()


def is_address(place: str) -> bool:
    """Tell whether a place is the address of a server rather than a file."""
    return place.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


def connect(place: str, *, lock_seconds: float = LOCK_SECONDS) -> Store:
    """Return the store at a place. Raises LedgerMissing or ForeignDatabase for a file that is none, UsageError for a malformed address."""
    if is_address(place):
        return _postgres(place, lock_seconds)
    if "://" in place:
        raise UsageError("an address of no known kind", where=shown(place), expected="a file, or postgresql://user@host/database")
    path = Path(place)
    _refuse_strangers(path)
    return _sqlite(path, lock_seconds)


def create_file(place: str, *, lock_seconds: float = LOCK_SECONDS) -> Store:
    """Return the store of a new SQLite file, which is not made before something is written. Raises UsageError where another file is."""
    path = Path(place)
    if path.is_dir() or (path.exists() and not _begins_like_sqlite(path)):
        raise UsageError("there is something else already", where=place, expected="a new file", do="choose another name")
    if not path.parent.is_dir():
        raise UsageError("no such folder", where=str(path.parent), expected="a folder that exists", do="make it first")
    return _sqlite(path, lock_seconds)


def _refuse_strangers(path: Path) -> None:
    if not path.exists():
        raise LedgerMissing("no such ledger", where=str(path), do=f"make one with `tollbook init {path}`")
    if path.is_dir():
        raise ForeignDatabase("a folder", where=str(path), expected="a ledger's file")
    if not _begins_like_sqlite(path):
        raise ForeignDatabase("no ledger", where=str(path), expected="a file that `tollbook init` made")


def _begins_like_sqlite(path: Path) -> bool:
    """Tell whether a file can be a SQLite database: by its first bytes, or as it is empty."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE_MAGIC)) in (_SQLITE_MAGIC, b"")
    except OSError as error:
        raise LedgerBusy(f"can't be read: {error.strerror}", where=str(path), do="ask for the right to read it") from error


def sqlite_library() -> ModuleType:
    """Return the SQLite module to use: Python's own where it is new enough, else the newer one of pysqlite3."""
    if sqlite3.sqlite_version_info >= FIXED_WAL_RESET:
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    newer: ModuleType = dbapi2
    return newer if newer.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def _sqlite(path: Path, lock_seconds: float) -> Store:
    library = sqlite_library()
    return Store(
        address=str(path),
        path=path,
        reader=_sqlite_engine(library, path, mode=_reading_mode(path), lock_seconds=lock_seconds),
        writer=_sqlite_engine(library, path, mode=_WRITING, lock_seconds=lock_seconds),
        lock_seconds=lock_seconds,
    )


def _reading_mode(path: Path) -> str:
    """Return how to open a file for reading. SQLite wants to write beside it, so in a folder where that is refused it is read as it lies.

    Who has no right to write there and reads while others do must open it anew to see what they added.
    """
    as_it_lies = not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK)
    return "immutable=1" if as_it_lies else "mode=ro"


def _sqlite_engine(library: ModuleType, path: Path, *, mode: str, lock_seconds: float) -> Engine:
    address, writes = f"file:{quote(str(path))}?{mode}", mode == _WRITING

    def opened() -> Any:
        return library.connect(address, uri=True, timeout=lock_seconds, isolation_level=None, check_same_thread=False)

    pool = {"pool_size": 1} if writes else _POOL
    engine = create_engine("sqlite://", creator=opened, module=library, poolclass=QueuePool, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"pragma cache_size = -{_CACHE_KIB['write' if writes else 'read']}")
        cursor.execute("pragma temp_store = memory")
        if writes:
            # Every commit is on the disk before it is told.
            cursor.execute("pragma synchronous = full")
            cursor.execute("pragma journal_mode = wal")
            cursor.execute(f"pragma wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            # So that the guards refuse "insert or replace" too.
            cursor.execute("pragma recursive_triggers = on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def _postgres(address: str, lock_seconds: float) -> Store:
    rest = address.partition("://")[2]
    try:
        engine = create_engine(f"postgresql+psycopg://{rest}", isolation_level="READ COMMITTED", poolclass=QueuePool, **_POOL)
    except (ArgumentError, ValueError) as error:
        raise UsageError("a malformed address", where=shown(address), expected="postgresql://user@host:5432/database") from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # Readers too: nothing waits for ever for who holds a whole table, as some upkeep of a database does.
        connection.execute(f"set lock_timeout = {int(1_000 * lock_seconds)}")
        connection.commit()

    return Store(
        address=shown(address),
        path=None,
        reader=engine.execution_options(isolation_level="AUTOCOMMIT"),
        writer=engine,
        lock_seconds=lock_seconds,
    )


def shown(address: str) -> str:
    """Return an address without its password, wherever it stands.

    >>> shown("postgresql://ann:secret@desk:5432/losses"), shown("postgresql:///losses?password=secret&host=desk")
    ('postgresql://ann@desk:5432/losses', 'postgresql:///losses?password=...&host=desk')
    """
    address = _PASSWORD.sub(r"\1...", address)
    scheme, _, rest = address.partition("://")
    credentials, at, place = rest.rpartition("@")
    user = credentials.partition(":")[0]
    return f"{scheme}://{user}{at}{place}" if at else address

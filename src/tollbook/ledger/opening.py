"""Make a ledger, open one, and bring an older one up to date. A database that is none is refused, and never touched."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import as_file, files
from threading import Lock

from sqlalchemy import Connection, inspect, select, text

from tollbook.core.errors import ForeignDatabase, LedgerBusy, SchemaMismatch, TollbookError, UsageError
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch, read_head
from tollbook.ledger.engines import APPLICATION_ID, LOCK_SECONDS, Store, connect, create_file, is_address

NEWEST_SCHEMA = "0003"
"""The version of the schema that this Tollbook writes: the last file in `migrations/versions`."""
_ORIGIN = "tollbook.ledger"
_NO_VERSION = "none"
_MIGRATING = Lock()
"""Alembic keeps what it is at for the whole process: two threads would run each other's migrations."""


def create(place: str, *, now: datetime, actor: str, origin: str | None = None, lock_seconds: float = LOCK_SECONDS) -> Store:
    """Make a new ledger and return its store. `origin` is the name in its checkpoints, random by default.

    Raises UsageError where a ledger is already, ForeignDatabase for a database that holds other tables.
    """
    store = connect(place, lock_seconds=lock_seconds) if is_address(place) else create_file(place, lock_seconds=lock_seconds)
    with _closed_after_errors(store):
        if store.path is None or store.path.exists():
            # Looked at by a reader first: opening a stranger's file to write would change it.
            with store.reading() as connection:
                _refuse_used(connection, store.address)
        _make(store, now=now, actor=actor, origin=_checked(origin) or _random_origin())
    return store


@contextmanager
def _closed_after_errors(store: Store) -> Iterator[None]:
    try:
        yield
    except TollbookError:
        store.close()
        raise


def _make(store: Store, *, now: datetime, actor: str, origin: str) -> None:
    with store.writing() as connection:
        make_tables(connection, store)
        batch = Batch(head=read_head(connection), kind="init", actor=actor, note=origin, now=now)
        batch.write(connection)


def make_tables(connection: Connection, store: Store) -> None:
    """Make the tables of a ledger in a database that holds nothing. Raises UsageError or ForeignDatabase where it does."""
    _refuse_used(connection, store.address)
    if store.is_sqlite:
        connection.exec_driver_sql(f"pragma application_id = {APPLICATION_ID}")
    migrate(connection, "head")


def _checked(origin: str | None) -> str | None:
    if origin is not None and (not origin or any(mark.isspace() or mark == "+" for mark in origin)):
        raise UsageError(f"origin {origin!r}", expected="a name without blanks and without '+', such as desk.example/losses")
    return origin


def _random_origin() -> str:
    return f"{_ORIGIN}/{secrets.token_hex(8)}"


def _refuse_used(connection: Connection, address: str) -> None:
    names = table_names(connection)
    if schema.entry.name in names and "alembic_version" in names:
        raise UsageError("there is a ledger already", where=address, do="open it as it is")
    if names:
        raise ForeignDatabase(
            f"the database holds other tables ({_few(names)})", where=address, expected="an empty database", do="make one for the ledger"
        )


def table_names(connection: Connection) -> set[str]:
    """Return the names of the tables of a database."""
    return set(inspect(connection).get_table_names())


def _few(names: Iterable[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:3]) + (", ..." if len(listed) > 3 else "")


def open_store(place: str, *, lock_seconds: float = LOCK_SECONDS) -> Store:
    """Return the store of a ledger that exists. Raises LedgerMissing, ForeignDatabase or SchemaMismatch."""
    store = connect(place, lock_seconds=lock_seconds)
    with _closed_after_errors(store):
        with store.reading() as connection:
            version = _version(connection, store)
        if version != NEWEST_SCHEMA:
            raise _mismatch(version, store.address, place)
    return store


def _version(connection: Connection, store: Store) -> str:
    marked = not store.is_sqlite or connection.exec_driver_sql("pragma application_id").scalar() == APPLICATION_ID
    names = table_names(connection)
    if not marked or "alembic_version" not in names or schema.batch.name not in names:
        met = f"a database with other tables ({_few(names)})" if names else "an empty database"
        raise ForeignDatabase(f"no ledger: {met}", where=store.address, expected="one that `tollbook init` made")
    version: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return version or _NO_VERSION


def _mismatch(version: str, address: str, place: str) -> SchemaMismatch:
    if version != _NO_VERSION and version > NEWEST_SCHEMA:
        return SchemaMismatch(
            f"schema {version}, of a newer Tollbook", where=address, expected=f"schema {NEWEST_SCHEMA}", do="install the newer Tollbook"
        )
    return SchemaMismatch(
        f"schema {version}, of an older Tollbook",
        where=address,
        expected=f"schema {NEWEST_SCHEMA}",
        do=f"make a copy of it, then `tollbook init --upgrade {address}`",
    )


def upgrade(place: str, *, lock_seconds: float = LOCK_SECONDS) -> tuple[str, str]:
    """Bring an older ledger up to date in one transaction; return the versions before and after. What is stored stays as it is."""
    store = connect(place, lock_seconds=lock_seconds)
    try:
        with store.reading() as connection:
            _version(connection, store)
        with store.writing() as connection:
            before = _version(connection, store)
            if before == _NO_VERSION or before > NEWEST_SCHEMA:
                raise _mismatch(before, store.address, place)
            if before != NEWEST_SCHEMA:
                migrate(connection, "head")
    finally:
        store.close()
    return before, NEWEST_SCHEMA


def migrate(connection: Connection, target: str) -> None:
    """Run the migrations up to `target` within the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    with as_file(files("tollbook.ledger") / "migrations") as folder:
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        with _MIGRATING:
            command.upgrade(config, target)


def origin_of(connection: Connection) -> str:
    """Return the ledger's name in checkpoints: the note of its first batch."""
    note: str | None = connection.execute(select(schema.batch.c.note).where(schema.batch.c.seq == 1)).scalar()
    return note or _ORIGIN


def refuse_read_only(store: Store) -> None:
    """Raise LedgerBusy where a SQLite file can't be written, before any work is done."""
    if store.path is not None and not (os.access(store.path, os.W_OK) and os.access(store.path.parent, os.W_OK)):
        raise LedgerBusy(
            "it is read-only", where=store.address, do="ask for the right to write to it and to its folder, or work on a copy of it"
        )

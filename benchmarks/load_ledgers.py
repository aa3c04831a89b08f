"""The ledgers of the load benchmark: made or copied, written to by a process beside the server, and looked through for what is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psutil
from sqlalchemy import select

from benchmarks.ledger_readings import make_readings
from benchmarks.pages import make_ledger
from benchmarks.report import ROOT
from benchmarks.servers import postgres
from tollbook.core.errors import LedgerMissing
from tollbook.core.records import Scope
from tollbook.ledger import schema
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import open_store
from tollbook.ledger.tokens import make_token

DATABASES = ("sqlite", "postgresql")
REPORTS_BESIDE = 10
"""Reports of six claims in each batch that the process beside the server adds, once a second."""
PATIENCE_SECONDS = 30
BUFFERS = "1GB"
"""Memory of a server of PostgreSQL for pages: its manual names a quarter of all memory, where the default is 128 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What became of what was acknowledged: lost, kept more than once, and the problems that verification found."""

    lost: int
    doubled: int
    problems: int


@contextmanager
def load_ledger(database: str, *, claims: int, kept: Path | None, cores: Collection[int]) -> Iterator[str]:
    """Give the place of a ledger of so many claims that may be written to: a copy of the one that is kept, or made, in a folder.

    A server of PostgreSQL runs on `cores`.
    """
    with tempfile.TemporaryDirectory(prefix="tollbook-load-") as folder:
        source = kept or Path(folder)
        source.mkdir(parents=True, exist_ok=True)
        if database == "sqlite":
            ledger, copy = source / "ledger.db", Path(folder) / "load.db"
            if not ledger.exists():
                make_ledger(ledger, claims)
            shutil.copyfile(ledger, copy)
            yield str(copy)
            return
        with postgres(source / "postgresql") as server:
            if not _is_ledger(server.address("ledger")):
                make_ledger(server.make("ledger"), claims)
            server.set("shared_buffers", BUFFERS)
        with postgres(source / "postgresql") as server:
            copy_of = server.make("load", like="ledger")
            # What it starts from now on, for each connection, runs where it does.
            pin(psutil.Process(server.pid), cores)
            yield copy_of


def _is_ledger(address: str) -> bool:
    try:
        Ledger.open(address).close()
    except LedgerMissing:
        return False
    return True


def secrets_of(place: str, scope: Scope, number: int) -> list[str]:
    """Return the secrets of new tokens of a scope."""
    store = open_store(place)
    try:
        return [make_token(store, f"{scope} {nth}", scope=scope, days=1, actor="load", now=datetime.now(UTC))[1] for nth in range(number)]
    finally:
        store.close()


@contextmanager
def writing_beside(place: str, acknowledged: Path, *, first: int) -> Iterator[None]:
    """Have another process add made-up reports, from number `first` on, and write down what was acknowledged."""
    command = [sys.executable, "-m", "benchmarks.load", "--add", place, str(acknowledged), str(first)]
    with subprocess.Popen(command, cwd=ROOT) as child:
        try:
            _wait_for(acknowledged, child)
            yield
            if child.poll() is not None:
                raise RuntimeError(f"the process that adds to {place} ended by itself, with status {child.returncode}")
        finally:
            child.terminate()


def _wait_for(acknowledged: Path, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not acknowledged.exists() and child.poll() is None and time.monotonic() < end:
        time.sleep(0.05)


def add_beside(place: str, acknowledged: str, first: int) -> None:
    """Add a batch a second for as long as the parent lives; write down its milliseconds and the ids of its documents once it is in."""
    parent, begin = os.getppid(), time.monotonic()
    written = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with Ledger.open(place, actor="beside") as ledger:
        for nth in count():
            readings = list(make_readings(REPORTS_BESIDE, first=first + nth * REPORTS_BESIDE))
            time.sleep(max(0.0, begin + nth - time.monotonic()))
            if os.getppid() != parent:
                return
            start = time.perf_counter()
            ledger.add(readings)
            took = 1_000 * (time.perf_counter() - start)
            os.write(written, " ".join([f"{took:.3f}", *(reading.document.id for reading in readings)]).encode() + b"\n")


def acknowledged_in(file: Path) -> tuple[list[float], list[str]]:
    """Return what a process beside wrote down in whole lines: the milliseconds of its batches, sorted, and ids of documents."""
    lines = [line.split() for line in file.read_text(encoding="ascii").splitlines(keepends=True) if line.endswith("\n")]
    return sorted(float(line[0]) for line in lines), [one for line in lines for one in line[1:]]


def look_through(place: str, *, documents: Collection[str], reviews: Collection[str]) -> Held:
    """Look for documents by their ids and for reviews by their reasons in the ledger, and verify it."""
    store = open_store(place)
    try:
        with store.reading() as connection:
            held = set(connection.execute(select(schema.document.c.id)).scalars())
            said = Counter(connection.execute(select(schema.review.c.why)).scalars())
        wanted = set(reviews)
        return Held(
            lost=len(set(documents) - held) + len(wanted - said.keys()),
            doubled=sum(said[why] - 1 for why in wanted & said.keys()),
            problems=len(list(Ledger(store).verify())),
        )
    finally:
        store.close()


def cores_of(process: psutil.Process) -> list[int]:
    """Return the cores that a process may run on, none where the system doesn't tell."""
    return list(process.cpu_affinity()) if hasattr(process, "cpu_affinity") else []


def pin(process: psutil.Process, cores: Collection[int]) -> None:
    """Let a process, and what it starts from now on, run on some cores alone, where the system can do that."""
    if cores and hasattr(process, "cpu_affinity"):
        process.cpu_affinity(list(cores))

"""Kill a process that adds to a ledger, again and again, and count what was lost: nothing may be that had been acknowledged.

    python -m benchmarks.crashes --kills 200 --database both

A child process adds batch after batch and writes down each one's number once `Ledger.add` has returned. It is killed (SIGKILL) at a
random moment. Then every number written down has to be in the ledger, no batch may be there in part, and `verify` has to find nothing.
On PostgreSQL every fourth kill takes the whole server with it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count, takewhile
from pathlib import Path

import psutil
from sqlalchemy import func, select

from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_most, machine, write_between_markers
from tests.ledger.databases import KINDS, Server, store_of
from tollbook.core.types import Attribution, Claim, Document, Force, Measure, Period, Quantity, Reading, Span, mention_id
from tollbook.ledger import schema
from tollbook.ledger.ledger import Ledger

PAGE = ROOT / "docs" / "speed.md"
READINGS_IN_BATCH = 5
KILLS_IN_LEDGER = 10
"""Kills before a new ledger is begun, as every kill is followed by a verification of the whole."""
SERVER_EVERY = 4
LATEST_SECONDS = 0.3
"""The child is killed between its first acknowledgement and this much later."""
PATIENCE_SECONDS = 60


@dataclass(slots=True, kw_only=True)
class Count:
    """What has been seen on one database."""

    kills: int = 0
    servers_killed: int = 0
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0
    problems: int = 0


def batch(number: int) -> Iterator[Reading]:
    """Return the readings of a batch: equal numbers make equal batches."""
    for nth in range(READINGS_IN_BATCH):
        words = f"{1000 + number}"
        text = f"Report {number}.{nth}: the ministry of Norland says that {words} of its soldiers have been killed so far."
        document = Document.of(text, title="report", published=date(2031, 3, 11), publisher="post")
        start = text.index(words, len(f"Report {number}.{nth}:"))
        claim = Claim(
            id=mention_id(document.id, start, start + len(words)),
            span=Span(document=document.id, start=start, end=start + len(words)),
            sentence=(0, len(text)),
            quantity=Quantity(stated=1000 + number, low=1000 + number, high=1000 + number, hedge="exact", text=words),
            measure=Measure(categories=frozenset({"killed"}), unit="person"),
            period=Period(kind="cumulative", end=date(2031, 3, 11)),
            attribution=(Attribution(source="NOR-MOD", text="the ministry", voice="reported"),),
            force=Force(id="NOR", text="Norland"),
        )
        yield Reading(document=document, claims=(claim,), reader_version="1")


def ingest(place: str, acknowledged: str, first: int) -> None:
    """Add batches for as long as the parent lives, and write down the number of each once it is in. What the child process does."""
    parent = os.getppid()
    written = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with Ledger.open(place, actor="child") as ledger:
        for number in takewhile(lambda _: os.getppid() == parent, count(first)):
            ledger.add(batch(number), note=str(number))
            os.write(written, f"{number}\n".encode())


def numbers_in(acknowledged: Path) -> list[int]:
    """Return the numbers that were written down whole."""
    if not acknowledged.exists():
        return []
    return [int(line) for line in acknowledged.read_text(encoding="ascii").splitlines(keepends=True) if line.endswith("\n")]


def kill_one(place: str, acknowledged: Path, *, first: int, server: Server | None, chance: random.Random) -> None:
    """Let a child add, and kill it at a random moment after its first acknowledgement; with `server`, that one first."""
    before = len(numbers_in(acknowledged))
    command = [sys.executable, "-m", "benchmarks.crashes", "--ingest", place, str(acknowledged), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True) as child:
        end = time.monotonic() + PATIENCE_SECONDS
        while len(numbers_in(acknowledged)) == before and child.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, LATEST_SECONDS))
        ended = child.poll()
        if server is not None:
            kill_server(server)
        child.send_signal(signal.SIGKILL)
    if ended is not None or len(numbers_in(acknowledged)) == before:
        raise RuntimeError(f"the child that adds to {place} ended by itself (status {ended}) or added nothing")


def kill_server(server: Server) -> None:
    """Kill a server with all its processes, and start it again on what it left."""
    first = psutil.Process(server.pid)
    processes = [first, *first.children(recursive=True)]
    for process in processes:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(processes, timeout=5)
    # Where nobody collects dead processes, the number in this file would pass for a server that lives.
    (server.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    server.restart()


def check(place: str, acknowledged: Path, seen: Count) -> int:
    """Compare the ledger with what was acknowledged, count what is wrong, and return the number of the last batch in it."""
    with Ledger.open(place, actor="desk") as ledger:
        with store_of(ledger).reading() as connection:
            entry, written, document = schema.entry.c, schema.batch.c, schema.document.c
            rows = connection.execute(
                select(written.note, func.count(document.position))
                .join(schema.entry, entry.batch == written.seq)
                .outerjoin(schema.document, document.position == entry.position)
                .where(written.kind == "add")
                .group_by(written.note)
            )
            held = {int(note): documents for note, documents in rows}
        seen.problems += bool(list(ledger.verify()))
    seen.lost += len(set(numbers_in(acknowledged)) - held.keys())
    seen.halves += sum(documents != READINGS_IN_BATCH for documents in held.values())
    return max(held, default=0)


def run(kind: str, kills: int, folder: Path, *, server: Server | None, seed: int = 1) -> Count:
    """Kill so many times and return what was seen. `server` is needed for PostgreSQL."""
    chance, seen = random.Random(seed), Count()
    name, place, acknowledged, last = "", "", folder / "acknowledged", 0
    for nth in range(kills):
        if nth % KILLS_IN_LEDGER == 0:
            if server is not None and name:
                server.drop(name)
            name = "" if server is None else server.make()
            place = str(folder / f"{nth}.ledger") if server is None else server.address(name)
            acknowledged, last = folder / f"{kind}-{nth}.acknowledged", 0
            Ledger.create(place, origin="desk.example/crashes").close()
        taken = server if server is not None and nth % SERVER_EVERY == SERVER_EVERY - 1 else None
        # Every third child begins with the last batch once more, as one does that never saw the answer.
        kill_one(place, acknowledged, first=max(1, last + (nth % 3 > 0)), server=taken, chance=chance)
        last = check(place, acknowledged, seen)
        seen.kills += 1
        seen.servers_killed += taken is not None
        if nth % KILLS_IN_LEDGER == KILLS_IN_LEDGER - 1 or nth == kills - 1:
            seen.acknowledged += len(set(numbers_in(acknowledged)))
    return seen


def section(kind: str, seen: Count) -> Section:
    """Return what was seen as figures with their goals."""
    figures = [Figure(what="processes killed while they added", shown=f"{seen.kills:,}")]
    if kind == "postgresql":
        figures.append(Figure(what="of these together with the whole server", shown=f"{seen.servers_killed:,}"))
    figures += [
        Figure(what="batches acknowledged", shown=f"{seen.acknowledged:,}"),
        at_most("acknowledged batches lost", seen.lost, 0),
        at_most("batches there in part", seen.halves, 0),
        at_most("kills after which verification found a problem", seen.problems, 0),
    ]
    return Section(title=f"Kills while adding, {kind}", figures=figures)


def measured(kind: str, *, kills: int) -> Section:
    """Kill so many times on one database, and return and print the figures."""
    with tempfile.TemporaryDirectory(prefix="tollbook-crashes-") as folder, ExitStack() as stack:
        server = Server(fast=False) if kind == "postgresql" else None
        if server is not None:
            stack.callback(server.stop)
        found = section(kind, run(kind, kills, Path(folder), server=server))
    print(f"{as_text(found)}\n", flush=True)
    return found


def main() -> None:
    """Kill as often as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="kills on each database")
    parser.add_argument("--database", choices=[*KINDS, "both"], default="both")
    parser.add_argument("--ingest", nargs=3, metavar=("PLACE", "FILE", "FIRST"), help=argparse.SUPPRESS)
    parser.add_argument("--write-docs", action="store_true", help="write the tables into docs/speed.md")
    given = parser.parse_args()
    if given.ingest:
        ingest(given.ingest[0], given.ingest[1], int(given.ingest[2]))
        return
    print(f"{machine()}\n", flush=True)
    kinds = KINDS if given.database == "both" else [given.database]
    with ThreadPoolExecutor() as pool:  # beside each other: a kill is waiting, for the most part
        sections = list(pool.map(partial(measured, kills=given.kills), kinds))
    if given.write_docs:
        write_between_markers(PAGE, "crashes", as_markdown(sections, level=3))


if __name__ == "__main__":
    main()

"""Let every fault of the machine come over every part that writes, and count what is lost, doubled, half-written or told unclearly.

    python -m benchmarks.faults [--tries N] [--only PART] [--at-once N] [--without-mounting] [--write-docs]

Work is begun, the fault comes, it goes, and the work is given again: then everything has to be there once. Kills come at random moments.
A disk is made full as a small file system in memory where one can be mounted, which needs root, else by a limit on the size of files; the
table says which. The exit code is 1 where a row misses its goal.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from benchmarks.faults.benches import KILLS_A_TRY, Bench, bench
from benchmarks.faults.clocks import watch_beside_jumps
from benchmarks.faults.commands import Trial
from benchmarks.faults.corpora import Corpus
from benchmarks.faults.ledgers import Adding, Copying
from benchmarks.faults.outcomes import Outcome, Part
from benchmarks.faults.serving import Serving
from benchmarks.faults.watches import Watching
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, machine, write_between_markers
from benchmarks.watch_site import served

PAGE = ROOT / "docs" / "security.md"
TRIES, JUMPS_A_TRY, AT_ONCE = 5, 4, 2
Rows = Iterator[Outcome]


def of_commands(made: Bench, part: Part) -> Rows:
    """Yield the rows of a part that works by commands."""
    trial = Trial(part, made.disk, clock=made.clock, seed=made.tries)
    for fault in part.faults:
        yield trial.suffer(fault, made.tries_of(fault))


def of_adding(made: Bench) -> Rows:
    """Yield the rows of `tollbook add`."""
    yield from of_commands(made, Adding(made.kind, inputs=made.inputs, room=made.room, places=made.places))


def of_copying(made: Bench) -> Rows:
    """Yield the rows of `tollbook backup` and `restore`."""
    yield from of_commands(made, Copying(made.kind, inputs=made.inputs, room=made.room, places=made.places))


def of_corpus(made: Bench) -> Rows:
    """Yield the rows of `tollbook read-corpus`."""
    yield from of_commands(made, Corpus(inputs=made.inputs, room=made.room))


def of_watching(made: Bench) -> Rows:
    """Yield the rows of `tollbook watch`."""
    with served(seed=1, chaos=0.0) as site:
        yield from of_commands(made, Watching(site, inputs=made.inputs, room=made.room))
    yield watch_beside_jumps(made.inputs, jumps=made.tries * JUMPS_A_TRY)


def of_serving(made: Bench) -> Rows:
    """Yield the rows of `tollbook serve`."""
    part = Serving(made.kind, room=made.room, places=made.places, disk=made.disk, clock=made.clock)
    for fault in part.faults:
        yield part.suffer(fault, made.tries_of(fault))


ROWS: Mapping[str, tuple[tuple[str, ...], Callable[[Bench], Rows]]] = {
    "add": (("SQLite", "PostgreSQL"), of_adding),
    "backup": (("SQLite", "PostgreSQL"), of_copying),
    "read-corpus": (("SQLite",), of_corpus),
    "watch": (("SQLite",), of_watching),
    "serve": (("SQLite", "PostgreSQL"), of_serving),
}
"""What is tried: a name for `--only`, the databases, and what yields the rows."""


def rows_of(job: tuple[str, str], *, tries: int, mounts: bool) -> tuple[list[Figure], str]:
    """Run every fault of a part on a kind of database; print and return its rows, and what a full disk was."""
    part, kind = job
    figures = []
    with bench(kind, tries, mounts=mounts) as made:
        for outcome in ROWS[part][1](made):
            figures.append(outcome.figure())
            print("\n  ".join([f"{figures[-1].what}: {figures[-1].shown}", *outcome.otherwise]), flush=True)
        return figures, made.how


def run_all(parts: Sequence[str], *, tries: int, mounts: bool, at_once: int) -> Section:
    """Run every fault of some parts, so many parts at once, and return the table."""
    jobs = [(part, kind) for part in parts for kind in ROWS[part][0]]
    with ThreadPoolExecutor(max_workers=at_once) as pool:  # the work is done in other processes
        found = list(pool.map(partial(rows_of, tries=tries, mounts=mounts), jobs))
    notes = [f"A full disk is {how}." for how in sorted({how for _, how in found})]
    notes.append("A run over many documents locks nothing, as it writes no ledger; a copy is made beside who holds the lock.")
    return Section(title="Every fault under every part", figures=[figure for figures, _ in found for figure in figures], notes=notes)


def main() -> int:
    """Run, print, write. The exit code is 1 where a row misses its goal."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=TRIES, help=f"of each fault; of kills {KILLS_A_TRY} times as many")
    parser.add_argument("--only", choices=tuple(ROWS), help="one part alone")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, metavar="N", help="parts that are tried beside each other")
    parser.add_argument("--without-mounting", action="store_true", help="make disks full by a limit, as where nothing can be mounted")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/security.md")
    given = parser.parse_args()
    print(f"{machine()}\n", flush=True)
    parts = [given.only] if given.only else list(ROWS)
    section = run_all(parts, tries=given.tries, mounts=not given.without_mounting, at_once=given.at_once)
    print(f"\n{as_text(section)}")
    if given.write_docs:
        write_between_markers(PAGE, "faults", as_markdown([section], level=3))
    return 0 if all(figure.reached for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())

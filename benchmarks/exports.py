"""Measure exports: python -m benchmarks.exports [--claims 1000000] [--ledger FILE] [--write-docs]

A ledger of reports as in benchmarks.ledger is written as claims.csv and as Parquet, each in a process of its own. Rows a second are on the
clock; memory is the process's largest resident set, with the interpreter and its libraries.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ledger_readings import CLAIMS_A_REPORT, make_readings
from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_most, machine, write_between_markers
from benchmarks.speed import pin_to_one_core
from tollbook.flow.export import Request, export
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.ledger import Ledger

PAGE = ROOT / "docs" / "speed.md"
MILLION = 1_000_000
BATCH_REPORTS = 1_000
MEMORY_GOAL = 300
FORMATS = {"csv": "claims.csv", "parquet": "claims.parquet"}
_KIB_A_MIB = 1024
_BYTES_A_MB = 1_000_000


def measure(place: Path, claims: int) -> Section:
    """Export a ledger in each format."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="tollbook-exports-") as folder:
        for form, name in FORMATS.items():
            rows, seconds, memory = _exported(place, Path(folder) / name, form)
            size = (Path(folder) / name).stat().st_size
            figures += [
                Figure(what=f"{name}: rows a second", shown=f"{rows / seconds:,.0f}"),
                at_most(f"{name}: largest memory", memory, MEMORY_GOAL, unit=" MiB"),
                Figure(what=f"{name}: size", shown=f"{size / _BYTES_A_MB:,.0f} MB"),
            ]
            if rows != claims:
                raise SystemExit(f"{name} has {rows:,} rows of {claims:,} claims")
    return Section(
        title=f"A ledger of {claims:,} claims, exported", figures=figures, notes=["SQLite; each export in a process of its own."]
    )


def _exported(place: Path, path: Path, form: str) -> tuple[int, float, float]:
    """Export in a process of its own; return its rows, its seconds and its largest memory in MiB."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", "--one", form, "--ledger", str(place), "--output", str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    rows, seconds, memory = done.stdout.split()
    return int(rows), float(seconds), float(memory)


def export_one(place: Path, path: Path, form: str) -> None:
    """Export once, and print the rows, the seconds and the memory."""
    start = time.perf_counter()
    with open_ledger(place) as ledger, path.open("wb") as stream:
        told = export(ledger, Request.of("claims", form=form), stream)
    seconds = time.perf_counter() - start
    print(told.written, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_A_MIB)


@contextmanager
def _ledger(given: Path | None, claims: int) -> Iterator[tuple[Path, int]]:
    """Give a ledger that is there, or a new one with so many claims, and the number of its claims."""
    if given is not None:
        with open_ledger(given) as ledger:
            yield given, ledger.count()
        return
    with tempfile.TemporaryDirectory(prefix="tollbook-exports-") as folder:
        place = Path(folder) / "ledger.db"
        with Ledger.create(str(place)) as ledger:
            for first in range(0, claims // CLAIMS_A_REPORT, BATCH_REPORTS):
                ledger.add(make_readings(min(BATCH_REPORTS, claims // CLAIMS_A_REPORT - first), first=first))
                _tell(f"{(first + BATCH_REPORTS) * CLAIMS_A_REPORT:,} claims added")
        yield place, claims // CLAIMS_A_REPORT * CLAIMS_A_REPORT


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, write. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.exports", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=MILLION, help="claims in the ledger (1,000,000)")
    parser.add_argument("--ledger", type=Path, help="export this ledger instead of a new one")
    parser.add_argument("--one", choices=list(FORMATS), help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/speed.md")
    options = parser.parse_args()
    if options.one is not None:
        export_one(options.ledger, options.output, options.one)
        return 0
    print(f"{machine()}; {pin_to_one_core()}", flush=True)
    with _ledger(options.ledger, options.claims) as (place, claims):
        section = measure(place, claims)
    print(f"\n{as_text(section)}", flush=True)
    if options.write_docs:
        write_between_markers(PAGE, "exports", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())

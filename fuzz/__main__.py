"""Feed mutated inputs to everything that reads what others wrote, and tell what it did not foresee.

    python -m fuzz --inputs 1000000           as many inputs over all targets, on every processor
    python -m fuzz --target query --inputs 1000 --start 0
    python -m fuzz --replay fuzz/found/query-17

An input ends well or with an error of Tollbook's; anything else, a broken law or more than 20 s of processor time is a finding, which is
kept in `fuzz/found`. The same numbers give the same inputs. `--write-docs` writes what came of them into docs/security.md. The exit code is
1 where there are findings.
`python -m fuzz.coverage` lets atheris choose the inputs.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.report import ROOT, machine, write_between_markers
from fuzz.target import Target
from fuzz.targets import TARGETS
from tollbook.core.errors import TollbookError

FOUND = Path(__file__).parent / "found"
PAGE = ROOT / "docs" / "security.md"
SLOWEST_SECONDS = 20
"""Processor seconds of an input at most, so that what else a machine does is no finding."""
LONGEST_SECONDS = 300
"""Seconds by the clock, for an input that waits and never ends."""
CHUNK = 2_000


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the inputs of a target: how many, how many were refused by an error of ours, and each finding once with its number."""

    inputs: int = 0
    refused: int = 0
    seconds: float = 0.0
    findings: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in another tally of the same target."""
        self.inputs += other.inputs
        self.refused += other.refused
        self.seconds += other.seconds
        for what, number in other.findings.items():
            self.findings.setdefault(what, number)


class TooSlow(Exception):
    """An input took longer than it may."""


def run(target: Target, numbers: range) -> Tally:
    """Feed the inputs of some numbers to a target."""
    seeds, tally, began = target.seeds(), Tally(), time.process_time()
    before = {kind: signal.signal(kind, _ring) for kind in (signal.SIGALRM, signal.SIGPROF)}
    for number in numbers:
        tally.inputs += 1
        signal.setitimer(signal.ITIMER_PROF, SLOWEST_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
        try:
            target.run(target.input_of(seeds, number))
        except TollbookError:
            tally.refused += 1
        except Exception as error:  # noqa: BLE001 - whatever a reader lets through is what is looked for
            tally.findings.setdefault(words_of(error), number)
    for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
        signal.setitimer(timer, 0)
    for kind, earlier in before.items():
        signal.signal(kind, earlier)
    tally.seconds = time.process_time() - began
    return tally


def words_of(error: BaseException) -> str:
    """Return an error in a line: its kind, its words, and where in Tollbook it arose. Numbers are left out, so that alike ones are one."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((frame for frame in reversed(frames) if "tollbook" in frame.filename), frames[-1] if frames else None)
    place = "" if ours is None else f" at {Path(ours.filename).name}:{ours.lineno}"
    return f"{type(error).__name__}: {re.sub(r'[0-9]+', '9', str(error))[:100]!a}{place}"


def _run_apart(name: str, first: int, last: int) -> tuple[str, Tally]:
    return name, run(TARGETS[name], range(first, last))


def _ring(_: int, __: FrameType | None) -> None:
    raise TooSlow(f"over {SLOWEST_SECONDS} s of the processor, or {LONGEST_SECONDS} s")


def shares(names: Sequence[str], inputs: int) -> dict[str, int]:
    """Return how many inputs each target gets."""
    total = sum(TARGETS[name].share for name in names)
    return {name: -(-inputs * TARGETS[name].share // total) for name in names}


def _chunks(wanted: dict[str, int], start: int) -> Iterator[tuple[str, int, int]]:
    for name, number in wanted.items():
        for first in range(start, start + number, CHUNK):
            yield name, first, min(first + CHUNK, start + number)


def fuzz(names: Sequence[str], inputs: int, *, start: int, workers: int, tell: Callable[[str], None]) -> dict[str, Tally]:
    """Feed inputs to targets, in processes of their own; return what came of them by target."""
    tallies = {name: Tally() for name in names}
    chunks = list(_chunks(shares(names, inputs), start))
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for done, (name, tally) in enumerate(pool.map(_run_apart, *zip(*chunks, strict=True)), 1):
            tallies[name].add(tally)
            if done % 50 == 0:
                total, found = sum(one.inputs for one in tallies.values()), sum(len(one.findings) for one in tallies.values())
                tell(f"{total:,} inputs, {found} findings")
    return tallies


def keep(name: str, number: int) -> Path:
    """Write an input down, so that it can be replayed and kept as a test."""
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{name.replace(' ', '_')}-{number}"
    target = TARGETS[name]
    path.write_bytes(target.input_of(target.seeds(), number))
    return path


Row = tuple[str, int, int, int, float]


def rows_of(tallies: dict[str, Tally]) -> list[Row]:
    """Return what came of each target, and of all: inputs, those refused, findings and processor seconds."""
    rows = [(name, tally.inputs, tally.refused, len(tally.findings), tally.seconds) for name, tally in tallies.items()]
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    return [*rows, ("all", whole.inputs, whole.refused, sum(found for *_, found, _ in rows), whole.seconds)]


def show(tallies: dict[str, Tally]) -> None:
    """Print a line for each target, and each finding with its input."""
    for name, inputs, refused, findings, seconds in rows_of(tallies):
        print(f"{name:<20} {inputs:>9,} inputs  {refused:>9,} refused  {findings:>3} uncaught  {seconds:>8.1f} s")
    for name, tally in tallies.items():
        for what, number in tally.findings.items():
            print(f"{name}: {what}; replay {keep(name, number)}")


def as_markdown(tallies: dict[str, Tally]) -> str:
    """Return what came of each target as a table, under the machine's line."""
    lines = [f"Measured on {machine()}.", "", "| target | inputs | ended with an error of Tollbook's | uncaught | processor seconds |"]
    lines.append("|---|--:|--:|--:|--:|")
    for name, inputs, refused, findings, seconds in rows_of(tallies):
        lines.append(f"| {name} | {inputs:,} | {refused:,} | {findings} | {seconds:,.0f} |")
    return "\n".join(lines)


def replay(path: Path) -> None:
    """Run one kept input, whatever comes of it."""
    name = path.name.replace("_", " ")
    target = max((one for one in TARGETS.values() if name.startswith(f"{one.name}-")), key=lambda one: len(one.name))
    target.run(path.read_bytes())


def main() -> int:
    """Fuzz as asked; return 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000, help="over all targets (20,000)")
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this one; may be repeated")
    parser.add_argument("--start", type=int, default=0, help="the first number (0)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run one kept input and nothing else")
    parser.add_argument("--write-docs", action="store_true", help="write what came of all targets into docs/security.md")
    given = parser.parse_args()
    if given.write_docs and given.target:
        parser.error("--write-docs wants every target run")
    if given.replay is not None:
        replay(given.replay)
        return 0
    tallies = fuzz(
        given.target or list(TARGETS), given.inputs, start=given.start, workers=given.workers, tell=lambda line: print(line, flush=True)
    )
    show(tallies)
    if given.write_docs:
        write_between_markers(PAGE, "fuzzing", as_markdown(tallies))
    return int(any(tally.findings for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())

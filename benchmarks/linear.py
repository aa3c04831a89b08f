"""Measure how reading time grows with the length of one document, up to 10 MB. A time that grows faster than the text is a fault."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.report import ROOT, Figure, Section, at_most
from benchmarks.texts import long_text

SIZES = (0.1, 1.0, 5.0, 10.0)
GROWTH_GOAL = 1.3
LIMIT_SECONDS = 120
"""A document that takes longer ends its row: the smaller sizes show the growth already."""
ROUNDS = 3


def seconds_of_one(kind: str, megabytes: float) -> tuple[float, int]:
    """Return the processor time of reading one document, and the claims in it. The median of three for documents up to a megabyte."""
    from tollbook import read

    text = long_text(kind, round(megabytes * 1e6))
    read(text[:20_000])
    times: list[float] = []
    claims = 0
    for _ in range(ROUNDS if megabytes <= 1 else 1):
        before = time.process_time()
        claims = len(read(text).claims)
        times.append(time.process_time() - before)
    return sorted(times)[len(times) // 2], claims


def _apart(kind: str, megabytes: float) -> tuple[float, int] | None:
    """Measure in a process of its own; None when it takes longer than the limit."""
    command = [sys.executable, "-m", "benchmarks.linear", kind, str(megabytes)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return None
    seconds, claims = done.stdout.split()
    return float(seconds), int(claims)


def _grown(kind: str) -> list[Figure]:
    figures: list[Figure] = []
    per_megabyte: dict[float, float] = {}
    for size in SIZES:
        what = f"{kind} text, {size:g} MB"
        measured = _apart(kind, size)
        if measured is None:
            figures.append(Figure(what=what, shown=f"stopped after {LIMIT_SECONDS} s"))
            break
        seconds, claims = measured
        per_megabyte[size] = seconds / size
        figures.append(Figure(what=what, shown=f"{seconds:.2f} s, {seconds / size:.3f} s a MB, {claims:,} claims"))
    what = f"{kind} text, time a MB at 10 MB over that at 1 MB"
    if SIZES[-1] in per_megabyte:
        return [*figures, at_most(what, per_megabyte[SIZES[-1]] / per_megabyte[1.0], GROWTH_GOAL, digits=2, unit=" times")]
    return [*figures, Figure(what=what, shown="not measured", goal=f"<= {GROWTH_GOAL:g} times", reached=False)]


def measure() -> Section:
    """Measure both kinds of text at each size."""
    notes = [
        f"One document without a repeated article, each size in a process of its own; processor time, median of {ROUNDS} up to 1 MB. "
        f"A size that takes longer than {LIMIT_SECONDS} s is stopped."
    ]
    return Section(title="Growth with length", figures=[*_grown("dense"), *_grown("general")], notes=notes)


if __name__ == "__main__":
    print(*seconds_of_one(sys.argv[1], float(sys.argv[2])))

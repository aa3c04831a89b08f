"""Measure how long a newcomer waits: python -m benchmarks.fresh [--from PLACE] [--write-docs]

Clones the project into a folder of its own and runs `make demo` there, which makes the environment from the lock file first. pip's cache is
not used, so every library comes from the package index: the network is part of the time. What is not committed is not measured.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import ROOT, Figure, Section, as_markdown, as_text, at_most, machine, write_between_markers

PAGE = ROOT / "docs" / "speed.md"
GOAL_SECONDS = 180
SHOWN = "27 claims, 6 claimants; 2 judgements."
"""What the demo says of the sample report: without it, the demo has not worked, however fast."""


def timed(command: list[str], folder: Path) -> tuple[float, str]:
    """Run a command in a folder; return the seconds on the clock and what it said. Raises RuntimeError where it fails."""
    # What leads make or Python to this copy of the project stays out.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHONPATH", "TOLLBOOK", "VIRTUAL_ENV"))}
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**own, "PIP_NO_CACHE_DIR": "1"}, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {(done.stdout + done.stderr)[-1000:]}")
    return seconds, done.stdout


def measure(place: str) -> Section:
    """Clone from a place, run the demo twice, and return how long each took."""
    with tempfile.TemporaryDirectory(prefix="tollbook-fresh-") as made:
        clone = Path(made) / "tollbook"
        cloned, _ = timed(["git", "clone", "--quiet", place, str(clone)], Path(made))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        first, said = timed(["make", "demo"], clone)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        again, _ = timed(["make", "demo"], clone)
    if SHOWN not in said:
        raise RuntimeError(f"the demo doesn't say {SHOWN!r}: {said[-1000:]}")
    figures = [
        Figure(what="`git clone`", shown=f"{cloned:.1f} s"),
        Figure(what="`make demo`, which makes the environment first", shown=f"{first:.0f} s"),
        Figure(what="processor time of it", shown=f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.0f} s"),
        Figure(what="`make demo` again", shown=f"{again:.1f} s"),
        at_most("from nothing to what the demo shows", cloned + first, GOAL_SECONDS, unit=" s"),
    ]
    origin = "a repository on this machine" if Path(place).exists() else "a repository over the network"
    return Section(
        title="A fresh clone", figures=figures, notes=[f"cloned from {origin}; libraries from the package index, no cache of pip"]
    )


def main() -> int:
    """Measure, print, write. The exit code is 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="place", default=str(ROOT), help="the repository; by default this copy of it")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/speed.md")
    given = parser.parse_args()
    print(f"{machine()}\n")
    section = measure(given.place)
    print(as_text(section))
    if given.write_docs:
        write_between_markers(PAGE, "fresh", as_markdown([section], level=3))
    return 0 if all(figure.reached is not False for figure in section.figures) else 1


if __name__ == "__main__":
    sys.exit(main())

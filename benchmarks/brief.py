"""How long `tollbook brief` takes from the prompt to the written PDF, on a ledger of the samples.

    python -m benchmarks.brief [--rounds N]

Each round is a process of its own, as a user starts it; the median of the rounds is what docs/brief.md speaks of.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.brief_images import SAMPLE, WANTED

GOAL = 3.0
"""Seconds for the whole command."""


def command(*arguments: str) -> list[str]:
    """Return the command line of `tollbook` in this environment."""
    return [sys.executable, "-m", "tollbook.cli.main", *arguments]


def made_ledger(folder: Path) -> Path:
    """Make a ledger of the sample that the brief's documentation reads."""
    place = folder / "ledger.db"
    subprocess.run(command("init", str(place)), check=True, capture_output=True)
    subprocess.run(command("add", str(SAMPLE), "--published", "2025-01-18", "--ledger", str(place)), check=True, capture_output=True)
    return place


def seconds_of(place: Path, target: Path) -> tuple[float, float]:
    """Return how long one brief takes: by the clock, and of processor time."""
    before, begun = os.times(), time.perf_counter()
    days = ("--from", WANTED.first.isoformat(), "--to", WANTED.last.isoformat())
    subprocess.run(
        command("brief", str(place), "--force", WANTED.force, *days, "-o", str(target), "--force-overwrite"),
        check=True,
        capture_output=True,
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, used


def main() -> int:
    """Measure, print, and tell by the exit code whether the goal is reached."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        place = made_ledger(Path(folder))
        for suffix in (".pdf", ".html", ".md"):
            times = [seconds_of(place, Path(folder) / f"brief{suffix}") for _ in range(rounds)]
            clock = statistics.median(wall for wall, _ in times)
            used = statistics.median(processor for _, processor in times)
            print(f"{suffix}: {clock:.2f} s by the clock, {used:.2f} s of processor time (median of {rounds}; goal {GOAL:.0f} s)")
            if suffix == ".pdf":
                pdf = clock
    return 0 if pdf < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

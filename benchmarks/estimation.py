"""Estimates measured: speed from a cold start, memory, growth with days, and what a relay's rows do. python -m benchmarks.estimation

Knows nothing of a ledger: the wars are simulated, the monthly copy is summed from the release that it relays.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.simulation import simulate, simulated_assumptions
from tollbook.core.assumptions import Relay
from tollbook.estimation.observations import Increment, Observations

GOAL_SECONDS, GOAL_MEGABYTES = 2.0, 300.0
LONG = 1400


def cold(days: int, seed: int) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of a fresh process that imports, simulates and fits; the simulation's seconds are taken off."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.estimation", "--one", str(days), str(seed)], capture_output=True, text=True, check=True
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def one(days: int, seed: int) -> None:
    """Fit one war in this process and print CPU seconds since its start, without the simulation, and peak megabytes."""
    assumptions = simulated_assumptions()
    before = time.process_time()
    observations = of_five(simulate(seed, days=days, assumptions=assumptions)[0])
    simulating = time.process_time() - before
    from tollbook.estimation.estimate import estimate

    estimate(observations, assumptions)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.process_time() - simulating:.3f} {megabytes:.1f}")


def of_five(observations: Observations) -> Observations:
    """Return the statements of five of the seven sources: the release, a service, the own side, weekly estimates, names."""
    points = tuple(point for point in observations.points if point.source != "second")
    return replace(observations, points=points, floors=())


def relay() -> Iterator[str]:
    """Yield what monthly sums of the daily release, published by a service, do to an estimate: known as a relay, and taken for evidence."""
    from tollbook.estimation.estimate import estimate

    assumptions = simulated_assumptions()
    observations, _ = simulate(2, days=500, assumptions=assumptions)
    with_copy = replace(observations, increments=(*observations.increments, *monthly_copy(observations)))
    known = replace(assumptions, relays=(Relay(source="copyist", parent="opponent"),))
    alone, beside, fooled = (estimate(o, a) for o, a in ((observations, known), (with_copy, known), (with_copy, assumptions)))
    for label, made in (("known as a relay", beside), ("taken for evidence", fooled)):
        moved, narrowed = 0.0, 1.0
        for path, other in zip((*alone.totals, *alone.rates), (*made.totals, *made.rates), strict=True):
            first, second = np.log(path.quantiles[-1]), np.log(other.quantiles[-1])
            spread = float(np.log(np.asarray(path.draws)[:, -1]).std())
            moved = max(moved, float(np.abs(second - first).max()) / spread)
            narrowed = min(narrowed, float((second[8] - second[2]) / (first[8] - first[2])))
        yield f"monthly copy {label}: quantiles move by at most {moved:.3f} sd, 90% intervals keep at least {narrowed:.1%} of their width"


def monthly_copy(observations: Observations) -> tuple[Increment, ...]:
    """Return a service's months: the sums of every thirty issues of the release."""
    release = [one for one in observations.increments if one.source == "opponent"]
    months = [release[i : i + 30] for i in range(0, len(release) - 29, 30)]
    return tuple(
        Increment(
            source="copyist",
            role="third_party_intelligence",
            category="casualties",
            window=replace(month[0].window, end=month[-1].window.end),
            value=sum(issue.value for issue in month),
            statements=(f"copyist-{i}",),
        )
        for i, month in enumerate(months)
    )


def main() -> int:
    """Measure and print. The exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation", description=__doc__)
    parser.add_argument("--one", nargs=2, type=int, metavar=("DAYS", "SEED"), help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.one:
        one(*options.one)
        return 0
    reached = True
    for days in (350, 700, LONG, 2 * LONG):
        measured = [cold(days, seed) for seed in range(1, 1 + options.runs)]
        seconds, megabytes = np.median([run[0] for run in measured]), max(run[1] for run in measured)
        print(f"{days} days, 5 sources, cold: {seconds:.2f} s of CPU (median of {options.runs}), {megabytes:.0f} MB at most", flush=True)
        if days == LONG:
            reached = seconds <= GOAL_SECONDS and megabytes <= GOAL_MEGABYTES
            print(f"  goals: {GOAL_SECONDS} s, {GOAL_MEGABYTES:.0f} MB: {'reached' if reached else 'missed'}")
    for line in relay():
        print(line)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

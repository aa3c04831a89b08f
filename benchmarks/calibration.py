"""Simulation-based calibration: wars drawn from the priors, fitted, and how often intervals hold the truth.

python -m benchmarks.calibration --simulations 300 [--days 500] [--first 0] [--write-docs]. Failed fits are counted, never dropped silently.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.report import ROOT, machine, write_between_markers
from benchmarks.simulation import Truth, simulate, simulated_assumptions
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import EstimationError
from tollbook.core.estimates import Estimate, Path
from tollbook.estimation.estimate import estimate

MASSES = (0.5, 0.8, 0.9, 0.95)
GOAL = (0.87, 0.93)


def ranks(made: Estimate, truth: Truth) -> Iterator[tuple[str, float]]:
    """Yield each reported quantity with the share of its draws below the truth."""
    daily = {"casualties": truth.rate, "killed": truth.killed, "wounded": truth.rate - truth.killed}
    for when, index in (("middle", len(made.dates) // 2), ("end", len(made.dates) - 1)):
        last = (made.dates[index] - made.start).days + 1
        first = 0 if index == 0 else (made.dates[index - 1] - made.start).days + 1
        for total, rate in zip(made.totals, made.rates, strict=True):
            values = daily[total.name]
            yield f"total {total.name}, {when}", _rank(_column(total, index), values[:last].sum())
            yield f"rate {total.name}, {when}", _rank(_column(rate, index), values[first:last].mean())
    if made.killed_share is not None:
        yield "killed share, end", _rank(_column(made.killed_share, -1), truth.killed[-1] / truth.rate[-1])
    for summary in made.sources():
        known = truth.scalars.get(f"end {summary.source}", truth.scalars.get(summary.source))
        if summary.factor is not None and known is not None:
            yield f"factor of {summary.source}", _rank(summary.factor.draws, math.exp(known))
        if summary.coverage is not None and known is not None:
            yield f"coverage of {summary.source}", _rank(summary.coverage.draws, 1 / (1 + math.exp(-known)))
    for scalar in made.diagnostics().scalars:
        yield f"scale {scalar.name}", _rank(scalar.draws, math.exp(truth.scalars[scalar.name]))


def _column(path: Path, index: int) -> list[float]:
    return [] if path.draws is None else [row[index] for row in path.draws]


def _rank(draws: object, truth: float) -> float:
    return float((np.asarray(draws, dtype=float) < truth).mean())


def calibrate(simulations: int, *, days: int, first: int, assumptions: Assumptions) -> tuple[dict[str, list[float]], list[str], list[str]]:
    """Return the ranks of each quantity over all simulations, the reasons of failures, and the engine of each fit."""
    found: dict[str, list[float]] = {}
    failures: list[str] = []
    engines: list[str] = []
    for seed in range(first, first + simulations):
        observations, truth = simulate(seed, days=days, assumptions=assumptions)
        try:
            made = estimate(observations, assumptions)
        except EstimationError as failure:
            failures.append(f"{seed}: {failure}")
            continue
        engines.append(made.diagnostics().engine)
        for name, rank in ranks(made, truth):
            found.setdefault(name, []).append(rank)
    return found, failures, engines


def table(found: dict[str, list[float]]) -> Iterator[str]:
    """Yield the lines of the table: coverage of each central interval, and the mean rank."""
    yield f"| quantity | n | {' | '.join(f'{mass:.0%}' for mass in MASSES)} | mean rank |"
    yield "|---" * (len(MASSES) + 3) + "|"
    for name, values in found.items():
        rank = np.array(values)
        inside = [((rank > (1 - mass) / 2) & (rank < (1 + mass) / 2)).mean() for mass in MASSES]
        yield f"| {name} | {rank.size} | {' | '.join(f'{share:.3f}' for share in inside)} | {rank.mean():.3f} |"


def main() -> int:
    """Calibrate and print. The exit code is 1 where a 90% interval covers less or more than the goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("--simulations", type=int, default=300)
    parser.add_argument("--days", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="seed of the first simulation")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/estimation.md")
    options = parser.parse_args()
    begun = time.process_time()
    found, failures, engines = calibrate(options.simulations, days=options.days, first=options.first, assumptions=simulated_assumptions())
    seconds = time.process_time() - begun
    ninety = [((np.array(v) > 0.05) & (np.array(v) < 0.95)).mean() for v in found.values()]
    lines = [
        f"{options.simulations} wars of {options.days} days, {len(failures)} fits failed;",
        f"90% intervals cover {min(ninety):.3f} to {max(ninety):.3f}, mean {np.mean(ninety):.3f}; goal {GOAL[0]} to {GOAL[1]}.",
        f"With so many wars a coverage of .90 scatters by {math.sqrt(0.09 / options.simulations):.3f} (sd).",
        "",
        *table(found),
    ]
    for engine in sorted(set(engines)):
        print(f"  {engine}: {engines.count(engine)}")
    for failure in failures:
        print(f"  failed: {failure}")
    print("\n".join(lines), f"\n{seconds:.0f} s of CPU")
    if options.write_docs:
        write_between_markers(ROOT / "docs" / "estimation.md", "calibration", "\n".join([f"Measured on {machine()}.", "", *lines]))
    return 0 if all(GOAL[0] <= share <= GOAL[1] for share in ninety) else 1


if __name__ == "__main__":
    sys.exit(main())

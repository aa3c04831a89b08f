"""Agreement of the engine with its referee on simulated wars: python -m benchmarks.agreement --wars 10 [--days 210]. Needs the extra nuts.

Prints for each war the largest difference of a quantile and of a median, in posterior sds, over reported quantities and over learnt scales.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from benchmarks.simulation import simulate, simulated_assumptions
from tollbook.estimation.estimate import model_of
from tollbook.estimation.model import Model
from tollbook.estimation.posterior import Draws, draw_posterior
from tollbook.estimation.referee import sample_posterior

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
GOAL, GOAL_MEDIAN = 0.15, 0.05


def reported(model: Model, draws: Draws) -> dict[str, np.ndarray]:
    """Return the quantities that an estimate reports, on the scales that they are drawn on."""
    losses = np.exp(draws.states[:, :, 0] + draws.states[:, :, 1]) * model.grid.widths
    killed = losses / (1 + np.exp(-draws.states[:, :, 2]))
    half = model.steps // 2
    found = {
        "total casualties": np.log(losses.sum(1)),
        "total killed": np.log(killed.sum(1)),
        "total casualties, middle": np.log(losses[:, :half].sum(1)),
        "total killed, middle": np.log(killed[:, :half].sum(1)),
        "rate casualties": np.log(losses[:, -1]),
        "rate killed": np.log(killed[:, -1]),
        "killed share": draws.states[:, -1, 2],
    }
    return found | {f"{block.kind} of {block.source}": draws.scalars[:, block.first] for block in model.layout.blocks}


def scales(model: Model, draws: Draws) -> dict[str, np.ndarray]:
    """Return the learnt scales, as logs."""
    return {model.layout.hypers[place].name: draws.hypers[:, place] for place in model.layout.free}


def differences(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> tuple[float, str, float, str]:
    """Return the largest difference of a quantile and of a median in the referee's sds, each with its quantity."""
    apart = {name: (np.quantile(ours[name], LEVELS) - np.quantile(theirs[name], LEVELS)) / theirs[name].std() for name in ours}
    worst, middle = max(apart, key=lambda name: np.abs(apart[name]).max()), max(apart, key=lambda name: abs(apart[name][3]))
    return float(np.abs(apart[worst]).max()), worst, float(abs(apart[middle][3])), middle


def main() -> int:
    """Compare and print. The exit code is 1 where a reported quantity is further apart than the goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("--wars", type=int, default=10)
    parser.add_argument("--days", type=int, default=210)
    parser.add_argument("--draws", type=int, default=4000, help="of the referee; the engine draws as in its settings")
    options = parser.parse_args()
    assumptions, reached = simulated_assumptions().with_engine(step_days=7), True
    for seed in range(1, 1 + options.wars):
        observations, _ = simulate(seed, days=options.days, assumptions=assumptions)
        model = model_of(observations, assumptions)[0]
        begun = time.process_time()
        ours = draw_posterior(model, assumptions.engine)
        between = time.process_time()
        theirs = sample_posterior(model, assumptions.with_engine(draws=options.draws).engine)
        ended = time.process_time()
        quantile, of, median, at = differences(reported(model, ours), reported(model, theirs))
        scale = differences(scales(model, ours), scales(model, theirs))
        print(
            f"war {seed}: quantiles within {quantile:.2f} sd ({of}), medians {median:.2f} ({at}); scales {scale[0]:.2f} ({scale[1]}); "
            f"k-hat {ours.khat:.2f}, ess {ours.ess:.0f}, {between - begun:.1f} s against {ended - between:.1f} s (ess {theirs.ess:.0f})",
            flush=True,
        )
        reached = reached and quantile <= GOAL and median <= GOAL_MEDIAN
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

"""Agreement of the engine with its referee. Needs the extra nuts.

    python -m benchmarks.agreement [--wars 10] [--days 210]       simulated wars
    python -m benchmarks.agreement --real [--data FOLDER]         a contingent, and the first months of Russian casualties

Prints for each war the largest difference of a quantile and of a median, in posterior sds, over reported quantities and over learnt scales.
A war on which the referee itself gives no answer is named and left out.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.backtest import FORCE, THEATRE, other_figures, tally_series
from benchmarks.report import ROOT, machine, write_between_markers
from benchmarks.simulation import simulate, simulated_assumptions
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import FitFailed
from tollbook.estimation.estimate import model_of
from tollbook.estimation.model import Model
from tollbook.estimation.observations import Observations
from tollbook.estimation.posterior import Draws, draw_posterior, node_count
from tollbook.estimation.referee import sample_chain
from tollbook.flow.estimate import figures_of_series
from tollbook.flow.ledger import create_ledger
from tollbook.flow.read import read
from tollbook.flow.selection import Selection, Wanted, select_figures, select_from_ledger

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
GOAL, GOAL_MEDIAN = 0.15, 0.05
MANY = {"nodes": 2048, "draws": 16384}
"""Settings with which the engine shows its own error: as it is set by default, most of a difference is the noise of few nodes."""
WARMUP = 1500
CUT = date(2023, 6, 30)
"""Last day of the real war that NUTS is put to: sixteen months in weeks."""


def reported(model: Model, draws: Draws) -> dict[str, np.ndarray]:
    """Return the quantities that an estimate reports, on the scales that they are drawn on."""
    rate = np.exp(draws.states[:, :, 0] + draws.states[:, :, 1])
    losses = rate * model.grid.widths
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


def contingent() -> Selection:
    """Return what is said of the North Korean contingent, from the sample that comes with the project."""
    text = (ROOT / "samples" / "contingent-statements.txt").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder, create_ledger(Path(folder) / "ledger.db") as ledger:
        ledger.add(read(text, published=date(2025, 1, 18)))
        return select_from_ledger(ledger, Wanted(force="PRK"))


def first_months(folder: Path | None) -> Selection:
    """Return what was said of Russian casualties until `CUT`: the General Staff's count, and other sources from a folder."""
    figures = [figure for figure in [*figures_of_series(tally_series()), *other_figures(folder)] if figure.day <= CUT]
    return select_figures(figures, [], Wanted(force=FORCE, theatre=THEATRE, end=CUT)).anchored("UKR-GS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How far the engine is from its referee on one war: the largest differences in the referee's sds, each with its quantity."""

    name: str
    quantile: float
    of: str
    median: float
    at: str
    seconds: float
    referee_seconds: float

    @property
    def reached(self) -> bool:
        """Return whether both goals are."""
        return self.quantile <= GOAL and self.median <= GOAL_MEDIAN


def compare(name: str, observations: Observations, assumptions: Assumptions, *, draws: int) -> list[Compared]:
    """Print and return how far the engine is from its referee, as it is set and with many nodes and draws."""
    model = model_of(observations, assumptions)[0]
    begun = time.process_time()
    try:
        theirs = sample_chain(model, assumptions.with_engine(draws=draws, warmup=WARMUP).engine).draws
    except FitFailed as failed:
        print(f"{name}: the referee gives no answer: {failed}", flush=True)
        return []
    referee_seconds = time.process_time() - begun
    found = []
    for settings in (assumptions.engine, assumptions.with_engine(**MANY).engine):
        begun = time.process_time()
        ours = draw_posterior(model, settings)
        seconds = time.process_time() - begun
        nodes = node_count(model, settings)
        quantile, of, median, at = differences(reported(model, ours), reported(model, theirs))
        scale = differences(scales(model, ours), scales(model, theirs))
        print(
            f"{name}, {nodes} nodes: quantiles within {quantile:.2f} sd ({of}), medians {median:.2f} ({at}); "
            f"scales {scale[0]:.2f} ({scale[1]}); k-hat {ours.khat:.2f}, ess {ours.ess:.0f}, "
            f"{seconds:.1f} s against {referee_seconds:.1f} s (ess {theirs.ess:.0f})",
            flush=True,
        )
        found.append(
            Compared(
                name=f"{name}, {nodes:,} nodes",
                quantile=quantile,
                of=of,
                median=median,
                at=at,
                seconds=seconds,
                referee_seconds=referee_seconds,
            )
        )
    return found


def table(found: list[Compared]) -> str:
    """Return the comparisons as a table of Markdown."""
    lines = [
        "| data | farthest quantile | farthest median | seconds of CPU | of the referee | goals reached |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.quantile:.2f} ({one.of}) | {one.median:.2f} ({one.at}) | {one.seconds:.1f} | {one.referee_seconds:.0f} "
        f"| {'yes' if one.reached else 'no'} |"
        for one in found
    ]
    goals = f"Goals: every quantile within {GOAL} of the referee's sds, every median within {GOAL_MEDIAN}. Measured on {machine()}."
    return "\n".join(lines) + "\n\n" + goals


def main() -> int:
    """Compare and print. The exit code is 1 where a reported quantity is further apart than the goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("--wars", type=int, default=10)
    parser.add_argument("--days", type=int, default=210)
    parser.add_argument("--real", action="store_true", help="two real data sets in place of simulated wars")
    parser.add_argument("--data", type=Path, help="with --real: a folder of The Economist's tables, as for benchmarks.backtest")
    parser.add_argument("--draws", type=int, default=4000, help="of the referee")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/estimation.md")
    options = parser.parse_args()
    found: list[Compared] = []
    if options.real:
        for name, selection in (("the contingent", contingent()), (f"Russian casualties until {CUT}", first_months(options.data))):
            found += compare(name, selection.observations, selection.assumptions, draws=options.draws)
    else:
        assumptions = simulated_assumptions().with_engine(step_days=7)
        seed = 0
        while len(found) < 2 * options.wars:
            seed += 1
            observations, _ = simulate(seed, days=options.days, assumptions=assumptions)
            found += compare(f"war {seed}", observations, assumptions, draws=options.draws)
    if options.write_docs:
        write_between_markers(ROOT / "docs" / "estimation.md", "agreement-real" if options.real else "agreement", table(found))
    return 0 if all(one.reached for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())

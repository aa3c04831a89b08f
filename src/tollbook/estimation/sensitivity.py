"""The last totals under other priors, one change at a time, by reweighting the draws (Kallioinen et al., Stat. Comput. 34, 2024).

May not fit again: where the reweighting is too rough the row says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from tollbook.core.estimates import Sensitivity
from tollbook.estimation.grid import Floats
from tollbook.estimation.layout import Block
from tollbook.estimation.model import Model
from tollbook.estimation.posterior import Draws
from tollbook.estimation.weights import smoothed

RELIABLE = 0.7
MASS = (0.05, 0.5, 0.95)
NUDGE = 0.15
"""Change of a prior's mean: 15% in a factor."""


def sensitivities(model: Model, draws: Draws, totals: Mapping[str, Floats]) -> tuple[Sensitivity, ...]:
    """Return the last totals (S draws by quantity) as they are and under each changed prior: median and 90% interval."""
    even = np.full(draws.scalars.shape[0], 1 / draws.scalars.shape[0])
    rows = list(_rows("none", "as assumed", totals, even, 0.0))
    for assumption, change, log_ratio in _changes(model, draws):
        weights, khat = smoothed(log_ratio)
        rows += _rows(assumption, change, totals, weights, khat)
    return tuple(rows)


def _changes(model: Model, draws: Draws) -> Iterator[tuple[str, str, Floats]]:
    """Yield each change of a prior with the log ratio of the new density to the old for every draw."""
    blocks = [block for block in model.layout.blocks if block.prior.sd > 0]
    for role in sorted({(block.kind, block.role) for block in blocks}):
        mine = [block for block in blocks if (block.kind, block.role) == role]
        name = f"{role[0]} of {role[1]}"
        for label, shift, factor in (
            ("prior sd halved", 0.0, 0.5),
            ("prior sd doubled", 0.0, 2.0),
            (f"prior mean +{NUDGE}", NUDGE, 1.0),
            (f"prior mean -{NUDGE}", -NUDGE, 1.0),
        ):
            ratio = _block_ratio(model, draws, mine, shift=shift, factor=factor)
            yield name, label, ratio
    if model.states == 3:
        start = draws.states[:, 0, 2]
        for label, shift in (("prior logit +0.4", 0.4), ("prior logit -0.4", -0.4)):
            yield "killed share at the start", label, _log_ratio(start, model.killed_mean, model.killed_sd, shift=shift, factor=1.0)


def _block_ratio(model: Model, draws: Draws, blocks: list[Block], *, shift: float, factor: float) -> Floats:
    """Return the log ratio for all sources of a role moved or widened together, what they share included."""
    firsts = [block.first for block in blocks]
    precision = model.layout.precision[np.ix_(firsts, firsts)]
    away = draws.scalars[:, firsts] - model.layout.mean[firsts]
    moved = (away - shift) / factor
    ratio: Floats = 0.5 * ((away @ precision) * away).sum(1) - 0.5 * ((moved @ precision) * moved).sum(1)
    return ratio


def _log_ratio(drawn: Floats, mean: float, sd: float, *, shift: float, factor: float) -> Floats:
    ratio: Floats = 0.5 * ((drawn - mean) / sd) ** 2 - 0.5 * ((drawn - mean - shift) / (sd * factor)) ** 2
    return ratio


def _rows(assumption: str, change: str, totals: Mapping[str, Floats], weights: Floats, khat: float) -> Iterator[Sensitivity]:
    for quantity, drawn in totals.items():
        order = np.argsort(drawn)
        reached = np.cumsum(weights[order])
        low, median, high = np.interp(MASS, reached, drawn[order])
        yield Sensitivity(
            assumption=assumption,
            change=change,
            quantity=quantity,
            median=float(median),
            low=float(low),
            high=float(high),
            reliable=khat <= RELIABLE,
        )

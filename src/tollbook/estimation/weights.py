"""Importance weights: smoothed, judged and resampled. Smoothing and its diagnostic are arviz-stats'."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tollbook.estimation.grid import Floats


def smoothed(log_ratios: Floats) -> tuple[Floats, float]:
    """Return Pareto-smoothed weights that sum to one, and k-hat: above .7 they can't be relied on, infinite where none is finite."""
    from arviz_stats.base import array_stats

    finite = np.isfinite(log_ratios)
    weights = np.zeros(log_ratios.size)
    if not finite.any():
        return weights, float("inf")
    logs = log_ratios[finite]
    if np.ptp(logs) < 1e-12:
        weights[finite] = 1 / finite.sum()
        return weights, 0.0
    # The library takes the negative: it was made for leaving observations out.
    smooth, khat = array_stats.psislw(-(logs - logs.max()))
    weights[finite] = np.exp(smooth - np.logaddexp.reduce(smooth))
    return weights, float(khat)


def resampled(weights: Floats, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return `count` places drawn by weight, systematically: each comes up as often as its weight says, to within one."""
    edges = np.cumsum(weights)
    aims = (np.arange(count) + random.random()) / count * edges[-1]
    return np.minimum(np.searchsorted(edges, aims), weights.size - 1)

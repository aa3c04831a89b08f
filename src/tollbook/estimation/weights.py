"""Importance weights: smoothed, judged and resampled.

Pareto smoothing as in Vehtari et al. (JMLR 25(72), 2024) with the tail fit of Zhang and Stephens (Technometrics 51, 2009), in numpy alone:
the library that has it, arviz-stats, takes longer to import than a fit takes. A test holds the two equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tollbook.estimation.grid import Floats

LEAST_TAIL = 5


def smoothed(log_ratios: Floats) -> tuple[Floats, float]:
    """Return Pareto-smoothed weights that sum to one, and k-hat: above .7 they can't be relied on, infinite where none is finite."""
    finite = np.isfinite(log_ratios)
    weights = np.zeros(log_ratios.size)
    if not finite.any():
        return weights, float("inf")
    logs = log_ratios[finite] - log_ratios[finite].max()
    khat = 0.0
    size = int(min(0.2 * logs.size, 3 * np.sqrt(logs.size)))
    order = np.argsort(logs)
    cut = logs[order[-size - 1]] if size < logs.size else -np.inf
    tail = order[-size:][logs[order[-size:]] > cut]
    # A tail that is all but flat is no tail: there is nothing to smooth.
    if tail.size >= LEAST_TAIL and logs[tail[-1]] - cut > 1e-9:
        floor = np.exp(cut)
        khat, scale = _pareto(np.exp(logs[tail]) - floor)
        places = (np.arange(tail.size) + 0.5) / tail.size
        beyond = scale * np.expm1(-khat * np.log1p(-places)) / khat if abs(khat) > 1e-12 else -scale * np.log1p(-places)
        logs[tail] = np.minimum(np.log(beyond + floor), 0.0)
    weights[finite] = np.exp(logs - np.logaddexp.reduce(logs))
    return weights, float(khat)


def resampled(weights: Floats, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return `count` places drawn by weight, systematically: each comes up as often as its weight says, to within one."""
    edges = np.cumsum(weights)
    aims = (np.arange(count) + random.random()) / count * edges[-1]
    places: NDArray[np.int64] = np.minimum(np.searchsorted(edges, aims), weights.size - 1)
    return places


def _pareto(excess: Floats) -> tuple[float, float]:
    """Return shape and scale of a generalized Pareto distribution of excesses in rising order, the shape drawn toward .5 by ten draws."""
    size = excess.size
    grid = 30 + int(np.sqrt(size))
    trial = (1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (3 * max(excess[int(size / 4 + 0.5) - 1], 1e-300)) + 1 / excess[-1]
    shape = np.log1p(-trial[:, None] * excess).mean(axis=1)
    likelihood = size * (np.log(-trial / shape) - shape - 1)
    share = np.exp(likelihood - np.logaddexp.reduce(likelihood))
    share = np.where(share >= 10 * np.finfo(float).eps, share, 0.0)
    best = float((trial * share).sum() / share.sum())
    found = float(np.log1p(-best * excess).mean())
    return (size * found + 5) / (size + 10), -found / best

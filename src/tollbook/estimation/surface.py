"""A smooth correction over a few scalars: the log ratio of true to proposed density, fitted as a polynomial of them.

The states of hundreds of steps make each draw's own ratio noisy without moving the scalars; its mean given the scalars is what corrects
them. The fit is by least squares on ratios clipped from below, quadratic with all products and own cubes. May not draw.
"""

from __future__ import annotations

import numpy as np

from tollbook.estimation.grid import Floats
from tollbook.estimation.model import Model

CLIPPED = 3.0
"""Ratios lower than this many sds under the middle are raised to it: their draws count for nothing anyway, and would tilt the fit."""
RIDGE = 1e-3


def corrected_scalars(model: Model, states: Floats, scalars: Floats, *, hypers: Floats, limit: int) -> Floats:
    """Return the scalars that are corrected, standardized: (N, at most `limit`): mean share, coverages, busiest biases, then scales."""
    columns: list[Floats] = []
    if model.states == 3:
        columns.append(states[:, :, 2].mean(1))
    weight = np.abs(model.design).sum(0)
    blocks = sorted(model.layout.blocks, key=lambda block: (block.kind != "coverage", -weight[block.first], block.source))
    columns += [scalars[:, block.first] for block in blocks if block.prior.sd > 0]
    free = model.layout.free
    columns = columns[: max(limit - len(free), 1)] + [hypers[:, place] for place in free]
    chosen = np.stack(columns[:limit], axis=1)
    spread = chosen.std(0)
    standard: Floats = (chosen - chosen.mean(0)) / np.where(spread > 1e-9, spread, 1.0)
    return standard


def fitted(ratios: Floats, scalars: Floats) -> tuple[Floats, float]:
    """Return the smooth part of log ratios (N) over scalars (N, k), and the sd of the rest."""
    finite = np.isfinite(ratios)
    middle, spread = float(np.median(ratios[finite])), float(np.subtract(*np.quantile(ratios[finite], [0.84, 0.16])) / 2)
    target = np.clip(np.where(finite, ratios, middle - CLIPPED * spread), middle - CLIPPED * spread, None) - middle
    pairs = np.triu_indices(scalars.shape[1])
    features = np.concatenate([np.ones((ratios.size, 1)), scalars, scalars[:, pairs[0]] * scalars[:, pairs[1]], scalars**3], axis=1)
    gram = features.T @ features + RIDGE * ratios.size * np.diag(np.concatenate([[0.0], np.ones(features.shape[1] - 1)]))
    smooth: Floats = features @ np.linalg.solve(gram, features.T @ target)
    return smooth, float((target - smooth).std())

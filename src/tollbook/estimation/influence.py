"""What each row did to the last total: the shift if it were left out, by reweighting the draws. May not fit again.

Leaving a row out weights each draw by 1 / its likelihood (Vehtari, Gelman and Gabry, Stat. Comput. 27, 2017).
"""

from __future__ import annotations

import numpy as np

from tollbook.core.estimates import Influence
from tollbook.estimation.grid import Floats
from tollbook.estimation.model import Model, predictors, row_likelihoods, sds
from tollbook.estimation.observations import CATEGORIES
from tollbook.estimation.posterior import Draws
from tollbook.estimation.weights import smoothed

EVEN = 0.25
"""Variance of a row's relative weights under which smoothing changes nothing: k-hat is then given as 0."""
THINNED = 512
"""Draws that are reweighted: shifts to within a twentieth of an sd."""


def influences(model: Model, draws: Draws, log_total: Floats) -> tuple[Influence, ...]:
    """Return the influence of each row on the log of the last total, strongest first. log_total (S)."""
    every = max(1, draws.hypers.shape[0] // THINNED)
    noise = sds(model, draws.hypers[::every])
    eta = predictors(model, draws.states[::every], draws.scalars[::every])
    log_total = log_total[::every]
    value = row_likelihoods(model, eta, noise)[0]
    weights = np.exp(value.min(axis=0) - value)
    weights /= weights.sum(axis=0)
    scatter = weights.var(axis=0) * weights.shape[0] ** 2
    khats = np.zeros(len(model.rows))
    for i in np.flatnonzero(scatter > EVEN):
        weights[:, i], khats[i] = smoothed(-value[:, i])
    middle, spread = float(log_total.mean()), max(float(log_total.std()), 1e-12)
    shifts = (log_total @ weights - middle) / spread
    residuals = _residuals(model, eta.mean(axis=0), noise.mean(axis=0))
    expected = np.exp(eta.mean(axis=0))
    found = [
        Influence(
            statements=row.statements,
            source=row.source,
            category=CATEGORIES[row.category],
            start=row.observation.window.start,
            end=row.observation.window.end,
            kind=row.kind,
            shift=float(shifts[i]),
            khat=float(khats[i]),
            residual=residuals[i],
            expected=float(expected[i]),
        )
        for i, row in enumerate(model.rows)
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.shift), one.start, one.source)))


def _residuals(model: Model, eta: Floats, noise: Floats) -> list[float | None]:
    """Return log(stated / expected) in sds of the noise; None for a floor that is met."""
    residuals: list[float | None] = []
    for i, row in enumerate(model.rows):
        said = np.log(max(row.value, 0.5)) if row.kind == "count" else row.value
        # The log of a negative binomial scatters by about sqrt(1/mean + 1/size).
        sd = np.sqrt(np.exp(-eta[i]) + np.exp(-noise[i])) if row.kind == "count" else noise[i]
        one_sided = not (np.isfinite(row.low) and np.isfinite(row.high)) and row.kind in ("point", "floor")
        met = one_sided and row.low <= eta[i] <= row.high
        residuals.append(None if met else float((said - eta[i]) / sd))
    return residuals

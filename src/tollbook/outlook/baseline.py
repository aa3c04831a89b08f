"""The rule to beat: the mean of the last 28 days, carried on with the errors that this very rule made on the same path before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tollbook.core.projections import Baseline
from tollbook.outlook.paths import Floats, Paths, marginal_of

WINDOW = 28
EVERY = 15
"""Days between two origins of past errors: nearer ones repeat each other."""
LEAST_ERRORS = 8
WIDE = 0.4
"""Log sd of an error where the past has too few: of the tally of 2022-26 at 90 days, .21; doubled, as a young war swings more."""
NAME = "28-day mean with its own past errors"


def make_baseline(paths: Paths, horizons: Sequence[int], *, random: np.random.Generator) -> Baseline:
    """Return the new losses of the rule at each horizon, in days."""
    recent = paths.recent_rate(WINDOW)
    losses, counts = [], []
    for horizon in horizons:
        errors = past_errors(paths, horizon)
        counts.append(errors.shape[1])
        losses.append(marginal_of(f"{horizon} days", recent * horizon * np.exp(_drawn(errors, paths.draws, random))))
    few = [str(horizon) for horizon, count in zip(horizons, counts, strict=True) if count < LEAST_ERRORS]
    widened = f"fewer than {LEAST_ERRORS} past errors at {' and '.join(few)} days: a log sd of {WIDE} stands for them" if few else ""
    return Baseline(horizons=tuple(horizons), losses=tuple(losses), errors=tuple(counts), widened=widened)


def past_errors(paths: Paths, horizon: int) -> Floats:
    """Return the log errors of the rule on each draw's own path: draws x origins."""
    origins = np.arange(WINDOW, paths.days - horizon + 1e-9, EVERY)
    if not len(origins):
        return np.zeros((paths.draws, 0))
    columns = []
    for origin in origins:
        said = paths.between(origin - WINDOW, origin) * (horizon / WINDOW)
        came = paths.between(origin, origin + horizon)
        columns.append(np.log(np.maximum(came, 1e-9)) - np.log(np.maximum(said, 1e-9)))
    return np.stack(columns, axis=1)


def _drawn(errors: Floats, count: int, random: np.random.Generator) -> Floats:
    if errors.shape[1] < LEAST_ERRORS:
        return WIDE * random.standard_normal(count)
    return np.asarray(errors[np.arange(count), random.integers(0, errors.shape[1], size=count)])

"""Wounded who come back to duty: which share of them, and after how long. The delay is log-normal about its median."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from tollbook.core.projections import OutlookAssumptions
from tollbook.outlook.paths import Floats, Paths


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Returning:
    """What each draw holds of the return to duty: the share that comes back, and the log of the median days until then."""

    share: Floats
    log_days: Floats
    log_sd: float

    def returned(self, age: float | Floats) -> Floats:
        """Return the share of those wounded `age` days ago who are back, for each draw."""
        days = np.log(np.maximum(age, 0.1))
        return np.asarray(self.share * ndtr((days - self.log_days) / self.log_sd))


def draw_returning(assumptions: OutlookAssumptions, *, random: np.random.Generator, count: int) -> Returning:
    """Draw how wounded come back."""
    prior = assumptions.return_days
    return Returning(
        share=random.beta(*assumptions.returning, size=count),
        log_days=prior.mean + prior.sd * random.standard_normal(count),
        log_sd=assumptions.return_log_sd,
    )


def returned_by(wounded: Paths, returning: Returning, *, after: float = 0.0) -> Floats:
    """Return how many of the wounded so far are back `after` days after the estimate's last day, for each draw."""
    cohorts = np.diff(wounded.totals, axis=1)
    middles = (wounded.edges[1:] + wounded.edges[:-1]) / 2
    back = np.zeros(wounded.draws)
    for index, middle in enumerate(middles):
        back += cohorts[:, index] * returning.returned(wounded.days + after - float(middle))
    return back

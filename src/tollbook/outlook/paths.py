"""The draws of an estimate as arrays: daily losses of one quantity, and totals by day. May not change a draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tollbook.core.errors import UsageError
from tollbook.core.estimates import Estimate, Marginal, marginal

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paths:
    """One quantity of an estimate: cumulative `totals`, draws x (steps + 1), zero first; `edges` are the grid's days since its start."""

    edges: Floats
    totals: Floats

    @property
    def draws(self) -> int:
        """Return how many draws there are."""
        return int(self.totals.shape[0])

    @property
    def days(self) -> float:
        """Return how many days the estimate covers."""
        return float(self.edges[-1])

    def until(self, day: float) -> Floats:
        """Return the totals of each draw `day` days after the start, straight between the grid's edges."""
        at = float(np.clip(day, 0.0, self.days))
        upper = max(1, int(np.searchsorted(self.edges, at)))
        low, high = self.edges[upper - 1], self.edges[upper]
        weight = (at - low) / (high - low)
        return np.asarray((1 - weight) * self.totals[:, upper - 1] + weight * self.totals[:, upper])

    def between(self, first: float, last: float) -> Floats:
        """Return the losses of each draw over days `[first, last)` after the start."""
        return self.until(last) - self.until(first)

    def recent_rate(self, days: float) -> Floats:
        """Return the mean daily losses of each draw over the last `days` days, or over all where there are fewer."""
        window = min(float(days), self.days)
        return self.between(self.days - window, self.days) / window


def paths_of(estimate: Estimate, quantity: str = "casualties") -> Paths:
    """Return the draws of a quantity. Raises UsageError for a quantity that there is not, or where the draws were not kept."""
    path = next((path for path in estimate.totals if path.name == quantity), None)
    if path is None:
        raise UsageError(f"no quantity {quantity!r} in this estimate", expected=f"one of {', '.join(estimate.quantities)}")
    if path.draws is None:
        raise UsageError("the estimate was stored without its draws", do="estimate again")
    first = estimate.start.toordinal()
    edges = np.array([0, *(day.toordinal() + 1 - first for day in estimate.dates)], dtype=float)
    totals = np.asarray(path.draws, dtype=float)
    return Paths(edges=edges, totals=np.hstack([np.zeros((totals.shape[0], 1)), totals]))


def marginal_of(name: str, values: Floats) -> Marginal:
    """Return what draws say of one number."""
    return marginal(name, values.tolist())

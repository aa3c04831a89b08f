"""The steps of time that a rate is constant over, and how windows of days fall on them. May not know of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tollbook.core.assumptions import EngineSettings
from tollbook.estimation.observations import Window

Floats = NDArray[np.float64]
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Steps of one day, or of ISO weeks (the first and the last may be shorter). `edges` are days since `start`, steps + 1 of them."""

    start: date
    step_days: int
    edges: Floats

    @property
    def steps(self) -> int:
        """Return how many steps there are."""
        return self.edges.size - 1

    @property
    def widths(self) -> Floats:
        """Return the days of each step."""
        widths: Floats = np.diff(self.edges)
        return widths

    @property
    def gaps(self) -> Floats:
        """Return the days between the middles of neighboring steps: steps - 1."""
        middles = (self.edges[1:] + self.edges[:-1]) / 2
        gaps: Floats = np.diff(middles)
        return gaps

    @property
    def dates(self) -> tuple[date, ...]:
        """Return the last day of each step."""
        return tuple(self.start + timedelta(days=int(edge) - 1) for edge in self.edges[1:])

    def day(self, when: date) -> int:
        """Return the days from the start to a date."""
        return (when - self.start).days

    def cover(self, window: Window) -> Floats:
        """Return the days that a window shares with each step."""
        low, high = self.day(window.start), self.day(window.end)
        shared: Floats = np.clip(np.minimum(self.edges[1:], high) - np.maximum(self.edges[:-1], low), 0.0, None)
        return shared


def make_grid(start: date, days: int, settings: EngineSettings) -> Grid:
    """Return the grid for a period: as set, or days for a short war and weeks for a long one. Weeks begin on Mondays, as ISO 8601's do."""
    step = settings.step_days or (1 if days <= settings.daily_until else WEEK)
    if step == 1:
        edges = np.arange(days + 1, dtype=float)
    else:
        first = (-start.weekday()) % step if step == WEEK else 0
        inner = np.arange(first or step, days, step, dtype=float)
        edges = np.concatenate([[0.0], inner, [float(days)]])
    return Grid(start=start, step_days=step, edges=edges)

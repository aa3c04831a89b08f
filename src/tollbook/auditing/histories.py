"""What a source's own history allows its next figure to be: pure arithmetic on the points of one cumulative series.

At first sight only earlier points are known. A war's rhythm changes, so the allowance follows the recent steps, remembers the year's
largest, and ignores one outlier among them. It judges how a source counts, never what happened.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Number

Sight = Literal["fits", "falls", "stalls", "jumps", "unknown"]

# Chosen on a coarse grid over the General Staff's 20 columns of 2022-02-25 to 2026-08-08 and half of their corrected cells, for few
# false alarms first; after a change run `python -m benchmarks.auditing`.
RECENT = 90
"""Steps from which today's rhythm is read, one a day: a season of fighting."""
YEAR = 365
"""Steps whose largest is remembered: mass strikes on missiles and airfields come a few times a year."""
TIMES_RECENT = 2.5
TIMES_YEAR = 1.25
"""How far a step may go beyond the second largest of the recent ones, and of the year's: losses may grow by half each day."""
SLACK = 2.0
"""What every count may jump by, in units and in square roots of the mean step: one ship more is no error."""
FEW = 5
"""Fewer steps than this are no rhythm: then a total may triple in a day, and no more."""
EARLY = 20.0
OUTLIER_FROM = 10
"""From this many steps on, the largest may itself be a slip, and the second largest counts."""
STEADY_FROM = 30
STEADY = 0.3
STALL = 0.5
LEAST_STEP = 4
"""A count is steady when none of at least STEADY_FROM steps was below STEADY of their mean, nor below LEAST_STEP; then a step under
STALL of the least is a stall: yesterday's figure was printed again."""
GAP = 14
"""Days without a figure after which the history says nothing, or three times its own longest recent gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What may come next: `low` to `high` on `day` after `last`; `high` None where too little is known to bound it from above.

    `steady` is whether `low` is above the last total.
    """

    last: SeriesPoint
    low: Number
    high: Number | None

    def sight(self, value: Number) -> Sight:
        """Say how a figure looks at first sight."""
        if value < self.last.value:
            return "falls"
        if value < self.low:
            return "stalls"
        return "jumps" if self.high is not None and value > self.high else "fits"


def points_before(series: Series, day: date) -> Sequence[SeriesPoint]:
    """Return the points that were known before a day: those within reach of the allowance."""
    end = bisect_left(series.points, day, key=lambda point: point.day)
    return series.points[max(0, end - YEAR - 2) : end]


def points_after(series: Series, day: date) -> Sequence[SeriesPoint]:
    """Return the two points after a day."""
    start = bisect_right(series.points, day, key=lambda point: point.day)
    return series.points[start : start + 2]


def allowance(before: Sequence[SeriesPoint], day: date) -> Allowance | None:
    """Return what a cumulative series allows on `day` after the points `before` it, sorted; None where it says nothing.

    Takes time linear in the last YEAR points.

    >>> points = [SeriesPoint(day=date(2025, 1, n), value=1000 + 10 * n) for n in range(1, 25)]
    >>> allowance(points, date(2025, 1, 25)).sight(1250), allowance(points, date(2025, 1, 25)).sight(12500)
    ('fits', 'jumps')
    """
    if not before or before[-1].day >= day:
        return None
    last, gap = before[-1], (day - before[-1].day).days
    steps, gaps = _steps(before[-YEAR - 1 :])
    if gap > max(GAP, 3 * max(gaps[-RECENT:], default=0)):
        return None
    if len(steps) < FEW:
        reach = gap * max(3 * max(steps, default=0.0), 2.0 * last.value, EARLY)
        return Allowance(last=last, low=last.value, high=last.value + reach if last.value > 0 else None)
    recent = steps[-RECENT:]
    mean = sum(recent) / len(recent)
    step = max(TIMES_RECENT * _large(recent), TIMES_YEAR * _large(steps))
    high = last.value + gap * step + SLACK + SLACK * math.sqrt(mean * gap)
    return Allowance(last=last, low=last.value + _least(recent, mean, gap), high=high)


def _steps(points: Sequence[SeriesPoint]) -> tuple[list[float], list[int]]:
    """Return the steps a day between points, a fall as none, and the days between them."""
    gaps = [(later.day - earlier.day).days for earlier, later in itertools.pairwise(points)]
    rises = [max(0, later.value - earlier.value) for earlier, later in itertools.pairwise(points)]
    return [rise / max(gap, 1) for rise, gap in zip(rises, gaps, strict=True)], gaps


def _large(steps: Sequence[float]) -> float:
    """Return the largest step, or the second largest where the largest may be an outlier."""
    ordered = sorted(steps)
    return ordered[-2] if len(ordered) >= OUTLIER_FROM else ordered[-1]


def _least(recent: Sequence[float], mean: float, gap: int) -> int:
    """Return what a steady count rises by at least, nothing for one that rests on some days."""
    least = min(recent)
    is_steady = len(recent) >= STEADY_FROM and least >= max(LEAST_STEP, STEADY * mean)
    return math.ceil(gap * least * STALL) if is_steady else 0


def first_sight(before: Sequence[SeriesPoint], day: date, value: Number) -> Sight:
    """Say how a total looks on the day it appears, with the points before it alone.

    Where the last point is itself out of line and `value` fits without it, the last point was wrong, not `value`.

    >>> points = [SeriesPoint(day=date(2025, 1, n), value=1000 + 10 * n) for n in range(1, 25)]
    >>> first_sight(points, date(2025, 1, 25), 1240), first_sight(points, date(2025, 1, 25), 1239)
    ('fits', 'falls')
    """
    allowed = allowance(before, day)
    seen: Sight = "unknown" if allowed is None else allowed.sight(value)
    if seen in ("fits", "unknown") or len(before) < 2:
        return seen
    earlier, last = before[:-1], before[-1]
    without = allowance(earlier, day)
    expected = allowance(earlier, last.day)
    blamed = expected is not None and expected.sight(last.value) != "fits"
    return "fits" if blamed and without is not None and without.sight(value) == "fits" else seen


def is_outlier(before: Sequence[SeriesPoint], value: Number, after: Sequence[SeriesPoint]) -> bool:
    """Say whether a total stands out once two later points are known: its neighbors fit each other, and it lies outside of them.

    >>> points = [SeriesPoint(day=date(2025, 1, n), value=1000 + 10 * n) for n in range(1, 25)]
    >>> is_outlier(points[:9], 1300, points[10:]), is_outlier(points[:9], 1100, points[10:])
    (True, False)
    """
    if not before or len(after) < 2 or not before[-1].value <= after[0].value <= after[1].value:
        return False
    return value > after[1].value or value < before[-1].value

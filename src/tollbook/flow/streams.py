"""Make observations of one source's figures of one category: a regular count's increments, counts one by one, or points.

The rules are those of docs/estimation.md. May not weigh one source against another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from tollbook.auditing.histories import is_outlier
from tollbook.auditing.rounding import printed_step
from tollbook.core.series import SeriesPoint
from tollbook.estimation.observations import Floor, Increment, NamedCount, PointStatement, Window
from tollbook.flow.figures import WHOLE, Figure, LeftOut

STREAM_FIGURES = 8
"""From so many figures on, a count is a regular one: fewer say nothing of how it scatters from issue to issue."""
STREAM_SPACING = 40
"""Days between two issues of a regular count at most, in the median: a monthly release with a late month."""
SINCE_START = 7
"""A total whose first day is at most this many days from the first day of the war counts from that day."""
BRIEF = 3
"""Days before the first issue of a regular count that are an increment like any other; a longer first window is a point statement."""
LISTS = frozenset({"named_count", "visual_confirmation"})
"""Roles of those who count one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days that an estimate covers, `[start, end)`."""

    start: date
    end: date

    def window(self, figure: Figure) -> Window:
        """Return the days that a figure covers; a total counts from the first day."""
        first = figure.start
        if first is None or (figure.kind == "cumulative" and (first - self.start).days <= SINCE_START):
            first = self.start
        return Window(start=max(first, self.start), end=figure.day + timedelta(days=1))


@dataclass(slots=True)
class Found:
    """What has been made of figures so far: the only thing here that grows."""

    increments: list[Increment] = field(default_factory=list)
    points: list[PointStatement] = field(default_factory=list)
    floors: list[Floor] = field(default_factory=list)
    counts: list[NamedCount] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave(self, figures: Sequence[Figure], reason: str) -> None:
        """Leave figures out."""
        self.left_out += [figure.without(reason) for figure in figures]


def observe(figures: Sequence[Figure], role: str, stretch: Stretch, found: Found, *, changes: Sequence[date] = ()) -> None:
    """Add what one source's figures of one category observe. `changes` are the days from which its count means something else."""
    if role in LISTS:
        _observe_list(figures, role, stretch, found)
        return
    whole = [figure for figure in figures if figure.outcome in WHOLE]
    found.leave([figure for figure in figures if figure.outcome not in WHOLE], "one outcome of several, not all that was lost")
    totals = _one_a_day([figure for figure in whole if _since_start(figure, stretch)], found)
    flows = [figure for figure in whole if not _since_start(figure, stretch)]
    if _is_regular([figure.day for figure in totals]):
        exact = [figure for figure in totals if figure.quantity.hedge in ("exact", "about")]
        found.leave([figure for figure in totals if figure not in exact], "rounded: its source's own running total is known day by day")
        found.leave(flows, "its source's own running total holds it")
        _observe_totals(exact, role, stretch, found, changes=changes)
        return
    apart = _without_overlap(flows, found) if len(flows) >= STREAM_FIGURES else flows
    if len(flows) >= STREAM_FIGURES and _is_regular([figure.day for figure in apart]):
        found.increments += [_increment(figure, role, stretch) for figure in apart]
        found.leave(totals, "its source's own figures by period hold it")
        return
    found.points += [_point(figure, role, stretch) for figure in [*totals, *flows]]


def _since_start(figure: Figure, stretch: Stretch) -> bool:
    return figure.kind == "cumulative" and stretch.window(figure).start == stretch.start


def _is_regular(days: Sequence[date]) -> bool:
    ordered = sorted(set(days))
    if len(ordered) < STREAM_FIGURES:
        return False
    return median((later - earlier).days for earlier, later in pairwise(ordered)) <= STREAM_SPACING


def _one_a_day(totals: Sequence[Figure], found: Found) -> list[Figure]:
    """Return one total for each day, the one that is printed most exactly, the latest of equals."""
    days: dict[date, Figure] = {}
    for figure in totals:
        other = days.get(figure.day)
        if other is None or _fineness(figure) <= _fineness(other):
            if other is not None:
                found.leave([other], "another figure of its source for that day is more exact, or later")
            days[figure.day] = figure
        else:
            found.leave([figure], "another figure of its source for that day is more exact, or later")
    return [days[day] for day in sorted(days)]


def _fineness(figure: Figure) -> tuple[bool, float]:
    stated = figure.quantity.stated
    return figure.quantity.hedge != "exact", float("inf") if stated is None else float(printed_step(stated))


def _without_overlap(flows: Sequence[Figure], found: Found) -> list[Figure]:
    kept: list[Figure] = []
    for figure in sorted(flows, key=lambda one: (one.start or one.day, one.day)):
        if kept and (figure.start or figure.day) <= kept[-1].day:
            found.leave([figure], "another figure of its source covers the same days")
        elif figure.quantity.stated is None:
            found.leave([figure], "a word, no number")
        else:
            kept.append(figure)
    return kept


def _increment(figure: Figure, role: str, stretch: Stretch) -> Increment:
    return Increment(
        source=figure.source,
        role=role,
        category=figure.category,
        window=stretch.window(figure),
        value=float(figure.quantity.stated or 0),
        statements=(figure.statement,),
    )


def _observe_totals(totals: Sequence[Figure], role: str, stretch: Stretch, found: Found, *, changes: Sequence[date]) -> None:
    """Add a running total as its first level and its increments; typing errors, revisions and changes of meaning are left out."""
    kept = _without_slips(totals, found)
    if not kept:
        return
    first = kept[0]
    if stretch.window(first).days <= BRIEF:
        found.increments.append(_increment(first, role, stretch))
    else:
        found.points.append(_point(first, role, stretch))
    for earlier, later in pairwise(kept):
        low, high = float(earlier.quantity.stated or 0), float(later.quantity.stated or 0)
        if high < low:
            found.leave([later], f"a revision: the total fell from {low:,.0f}")
        elif any(earlier.day < change <= later.day for change in changes):
            found.leave([later], "the count means something else from that day on")
        else:
            found.increments.append(
                Increment(
                    source=later.source,
                    role=role,
                    category=later.category,
                    window=Window(start=earlier.day + timedelta(days=1), end=later.day + timedelta(days=1)),
                    value=high - low,
                    statements=(earlier.statement, later.statement),
                )
            )


def _without_slips(totals: Sequence[Figure], found: Found) -> list[Figure]:
    points = [SeriesPoint(day=figure.day, value=figure.quantity.stated or 0) for figure in totals]
    kept: list[Figure] = []
    before: list[SeriesPoint] = []
    for index, (figure, point) in enumerate(zip(totals, points, strict=True)):
        if is_outlier(before[-1:], point.value, points[index + 1 : index + 3]):
            found.leave([figure], "a typing error: it lies outside of the totals beside it")
        else:
            kept.append(figure)
            before.append(point)
    return kept


def _point(figure: Figure, role: str, stretch: Stretch) -> PointStatement:
    quantity = figure.quantity
    stated = None if quantity.stated is None else float(quantity.stated)
    return PointStatement(
        source=figure.source,
        role=role,
        category=figure.category,
        window=stretch.window(figure),
        low=float(quantity.low),
        high=None if quantity.high is None else float(quantity.high),
        stated=stated,
        hedge=quantity.hedge,
        step=0.0 if stated is None else float(printed_step(stated)),
        statements=(figure.statement,),
    )


# ---- counts one by one


def _observe_list(figures: Sequence[Figure], role: str, stretch: Stretch, found: Found) -> None:
    """Add a list's counts by period where it gives them, else its latest state: an earlier one is a part of it."""
    known = max(figure.published or figure.day for figure in figures)
    flows = [figure for figure in figures if figure.kind == "flow" and figure.outcome in WHOLE]
    totals = _sums([figure for figure in figures if figure.kind == "cumulative"])
    if len(flows) >= STREAM_FIGURES:
        apart = _without_overlap(flows, found)
        found.counts += [_count([figure], role, stretch, known) for figure in apart]
        found.leave([figure for figures in totals for figure in figures], "its source's own figures by period hold it")
        return
    found.leave(flows, "its source's own list holds it" if totals else "too few periods of a list to tell its coverage")
    if totals:
        found.counts.append(_count(totals[-1], role, stretch, max(figure.published or figure.day for figure in totals[-1])))
        found.leave([figure for figures in totals[:-1] for figure in figures], "an earlier state of the same list")


def _sums(totals: Sequence[Figure]) -> list[list[Figure]]:
    """Return for each day the figure of all that was lost, or those of the outcomes that make it up."""
    days: dict[date, list[Figure]] = defaultdict(list)
    for figure in totals:
        days[figure.day].append(figure)
    states = []
    for day in sorted(days):
        whole = [figure for figure in days[day] if figure.outcome in WHOLE]
        states.append(whole[-1:] or days[day])
    return states


def _count(figures: Sequence[Figure], role: str, stretch: Stretch, known: date) -> NamedCount:
    first = figures[0]
    return NamedCount(
        source=first.source,
        role=role,
        category=first.category,
        window=stretch.window(first),
        count=round(sum(float(figure.quantity.stated or figure.quantity.low) for figure in figures)),
        known_on=known,
        statements=tuple(figure.statement for figure in figures),
    )

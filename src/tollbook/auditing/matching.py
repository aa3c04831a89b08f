"""Which series speak of what a claim speaks of: same force and kind of count, a source that publishes the series, categories that fit.

Words about sources and categories stand in the table `audit_rules`; this module only looks them up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tollbook.auditing.comparable import source_of
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Claim, Number
from tollbook.vocab.tables import load_table

Fit = Literal["same", "sum", "wider"]
DAY = timedelta(days=1)
_LOST = frozenset({None, "lost", "destroyed"})
_WHOLE = frozenset({None, "lost"})
_FIGHTERS = frozenset({None, "combatant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The series that make up what a claim counts. `fit` is "same", "sum" of several, or "wider": the series counts more than the claim."""

    series: tuple[Series, ...]
    fit: Fit

    @property
    def source(self) -> str:
        """Return whose figures they are."""
        return self.series[0].source

    def total(self, day: date) -> Total | None:
        """Return the source's total of a day, None where a part of it has none."""
        points = [point_at(series, day) for series in self.series]
        known = [point for point in points if point is not None]
        return Total(day=day, points=tuple(known)) if len(known) == len(points) else None

    def rise(self, day: date) -> Rise | None:
        """Return how far the total rose from the day before to a day, None where one of the two is not known."""
        before, after = self.total(shifted(day, -1)), self.total(day)
        return None if before is None or after is None else Rise(before=before, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a source's series give for one day, one point for each series."""

    day: date
    points: tuple[SeriesPoint, ...]

    @property
    def value(self) -> Number:
        """Return the sum of the points."""
        return sum(point.value for point in self.points)

    @property
    def refs(self) -> tuple[str, ...]:
        """Return what the points lead back to."""
        return tuple(point.ref for point in self.points if point.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """Two totals of neighboring days."""

    before: Total
    after: Total

    @property
    def value(self) -> Number:
        """Return how far the total rose; negative where it fell."""
        return self.after.value - self.before.value

    @property
    def parts(self) -> tuple[Number, ...]:
        """Return how far each series rose."""
        return tuple(later.value - earlier.value for earlier, later in zip(self.before.points, self.after.points, strict=True))

    @property
    def refs(self) -> tuple[str, ...]:
        """Return what the points lead back to."""
        return (*self.before.refs, *self.after.refs)

    @property
    def arithmetic(self) -> str:
        """Return the subtraction as it can be done by hand, the parts of a sum each with its own rise."""
        if len(self.parts) > 1:
            return f"{' + '.join(f'{part:,}' for part in self.parts)} = {self.value:,}"
        return f"{self.after.value:,} - {self.before.value:,} = {self.value:,}"


def shifted(day: date, days: int) -> date:
    """Return the day so many days later (earlier where negative), the calendar's first or last day where it ends before.

    >>> shifted(date(2025, 1, 24), -1), shifted(date.min, -3)
    (datetime.date(2025, 1, 23), datetime.date(1, 1, 1))
    """
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def point_at(series: Series, day: date) -> SeriesPoint | None:
    """Return the point of a day in logarithmic time, None where there is none."""
    at = bisect_left(series.points, day, key=lambda point: point.day)
    return series.points[at] if at < len(series.points) and series.points[at].day == day else None


def published_by(source: str | None) -> frozenset[str]:
    """Return the sources whose figures a source gives as its own, itself among them: a ministry that publishes its staff's counts.

    >>> sorted(published_by("UKR-MOD"))
    ['UKR-GS', 'UKR-MOD']
    """
    if source is None:
        return frozenset()
    rows = load_table("audit_rules").get("carrier", ())
    return frozenset({source, *(row["publishes"] for row in rows if row["source"] == source)})


def matches(claim: Claim, series: Sequence[Series], *, any_source: bool = False) -> Iterator[Match]:
    """Yield the cumulative series that a claim can be compared with, grouped by source: one match for each source at most.

    `any_source` leaves out who is cited: a list can be recognized by its figures alone.
    """
    if claim.force is None or claim.force.id is None or claim.measure.unit == "share" or claim.measure.outcome not in _LOST:
        return
    sources = published_by(source_of(claim))
    by_source: dict[str, list[Series]] = {}
    for one in series:
        same = one.kind == "cumulative" and (one.force, one.unit) == (claim.force.id, claim.measure.unit) and one.outcome in _WHOLE
        if same and _same_people(one.population, claim.measure.population) and (any_source or one.source in sources):
            by_source.setdefault(one.source, []).append(one)
    for of_source in by_source.values():
        match = match_categories(claim.measure.categories, of_source)
        if match is not None:
            yield match


def _same_people(one: str | None, other: str | None) -> bool:
    """Say whether two counts are of the same people: an army's losses are its fighters', said or not."""
    return one == other or (one in _FIGHTERS and other in _FIGHTERS)


def match_categories(categories: frozenset[str], series: Sequence[Series]) -> Match | None:
    """Return the series that count these categories: one that counts the same, several that add up to them, or one that counts more.

    "Infantry fighting vehicles and armored personnel carriers" are kinds of armored vehicles: the series of those is wider.
    """
    same = [one for one in series if one.categories == categories]
    if same:
        return Match(series=(max(same, key=lambda one: len(one.points)),), fit="same")
    parts = [one for one in series if one.categories < categories]
    if frozenset().union(*(one.categories for one in parts)) == categories and sum(len(one.categories) for one in parts) == len(categories):
        return Match(series=tuple(parts), fit="sum")
    whole = frozenset(_whole_of(category) for category in categories)
    wider = [one for one in series if categories < one.categories or whole == one.categories]
    return Match(series=(wider[0],), fit="wider") if len(wider) == 1 else None


def _whole_of(category: str) -> str:
    kinds: dict[str, list[str]] = load_table("audit_rules").get("kinds", {})
    return next((whole for whole, parts in kinds.items() if category in parts), category)

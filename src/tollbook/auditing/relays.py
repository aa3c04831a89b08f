"""Relays: is one source's series another's, passed on? Two such series are one witness, and must not be counted as two.

Two sources that count the same war rise and fall together, so a correlation says nothing. But each count has its own noise: independent
counts of the same fighting differ by at least the spread of a Poisson count, whatever the intensity. Two series that agree far better
than that, stretch by stretch, share their figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from statistics import StatisticsError, correlation, median
from typing import Literal

from tollbook.auditing.comparable import force_of, source_of
from tollbook.core.display import counted, day_words
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading
from tollbook.vocab.naming import source_name

RULE = "relay.of_series"
CLOSE = 0.1
"""A stretch agrees closely where its two counts differ by less than this share of the Poisson spread of their difference."""
CLOSE_BY_CHANCE = math.erf(CLOSE / math.sqrt(2))
"""How often two independent counts agree that closely, at most: 0.08, from the normal distribution."""
FALSE_RELAY = 1e-6
"""The chance, over all lags that are tried, at which independent counts may be called a relay."""
LAGS = range(-7, 8)
LEAST_COUNT = 50
"""Stretches in which either counts fewer are joined: small counts agree by chance, and are no normal numbers."""
LEAST_STRETCHES = 1 + math.ceil(math.log(FALSE_RELAY / len(LAGS)) / math.log(CLOSE_BY_CHANCE))
"""Fewer stretches than this, eight, can't show a relay even where all agree closely: no verdict is given. One sets the scale."""

WORTH_SAYING = 3
"""Stretches from which on it is said that two series can't be told apart yet: of fewer, nobody would expect it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two series compare, stretch by stretch, at the lag that fits best.

    `scale` is the second's counts over the first's; `close` of `stretches` agree closely; `chance` is that of as many among independent
    counts; `correlation` is of the counts by stretch, None where one doesn't vary.
    """

    verdict: Literal["relay", "independent", "too_short"]
    stretches: int
    close: int = 0
    scale: float = math.nan
    lag: int = 0
    chance: float = 1.0
    correlation: float | None = None
    first: date | None = None
    last: date | None = None


def compare_series(one: Series, other: Series) -> Comparison:
    """Compare the rises of two series over the stretches of the coarser one, at lags of up to a week.

    The first's days are moved by the lag. Takes time linear in points and lags.
    """
    fine, coarse = (one, other) if _spacing(one) <= _spacing(other) else (other, one)
    best = Comparison(verdict="too_short", stretches=0)
    totals, stretches = _totals(fine), _stretches(coarse)
    for lag in sorted(LAGS, key=abs):
        found = _at_lag(totals, stretches, lag)
        if (found.chance, -found.stretches) < (best.chance, -best.stretches):
            best = found
    return best


def _spacing(series: Series) -> float:
    days = [point.day for point in series.points]
    return math.inf if len(days) < 2 else (days[-1] - days[0]).days / (len(days) - 1)


# Days are counted here, not named: a lag moves all of them, at each lag anew.


def _stretches(series: Series) -> list[tuple[int, int, float]]:
    """Return the day before each stretch, its last day and its count."""
    if series.kind == "flow":
        return [(point.start.toordinal() - 1, point.day.toordinal(), point.value) for point in series.points if point.start is not None]
    return [(earlier.day.toordinal(), later.day.toordinal(), later.value - earlier.value) for earlier, later in pairwise(series.points)]


def _totals(series: Series) -> dict[int, float]:
    """Return totals by day; flows that follow each other without a gap are added up."""
    if series.kind != "flow":
        return {point.day.toordinal(): point.value for point in series.points}
    totals: dict[int, float] = {}
    running = 0.0
    for before, last, count in _stretches(series):
        totals.setdefault(before, running)
        running = totals[before] + count if before in totals else running + count
        totals[last] = running
    return totals


def _at_lag(totals: dict[int, float], stretches: Sequence[tuple[int, int, float]], lag: int) -> Comparison:
    pairs, days = _pairs(totals, stretches, lag)
    if len(pairs) < LEAST_STRETCHES:
        return Comparison(verdict="too_short", stretches=len(pairs))
    scale = median(count / rise for rise, count in pairs)
    close = sum(abs(count - scale * rise) < CLOSE * math.sqrt(scale * count + count) for rise, count in pairs)
    chance = min(1.0, len(LAGS) * _tail(len(pairs), close))
    return Comparison(
        verdict="relay" if chance < FALSE_RELAY else "independent",
        stretches=len(pairs),
        close=close,
        scale=scale,
        lag=lag,
        chance=chance,
        correlation=_correlation(pairs),
        first=date.fromordinal(days[0]),
        last=date.fromordinal(days[-1]),
    )


def _pairs(totals: dict[int, float], stretches: Sequence[tuple[int, int, float]], lag: int) -> tuple[list[tuple[float, float]], list[int]]:
    """Return both series' counts by stretch, and the stretches' last days; neighbors are joined until both count enough."""
    pairs: list[tuple[float, float]] = []
    days: list[int] = []
    since: int | None = None
    rise = counted = 0.0
    reached: int | None = None
    for before, last, count in stretches:
        start, end = totals.get(before + lag), totals.get(last + lag)
        if since is None or before != reached:
            since, rise, counted = before, 0.0, 0.0
        reached = last
        if start is None or end is None:
            since = None
            continue
        rise, counted = rise + end - start, counted + count
        if min(rise, counted) >= LEAST_COUNT:
            pairs.append((rise, counted))
            days.append(last)
            since = None
    return pairs, days


def _tail(number: int, least: int) -> float:
    """Return the chance of at least `least` close stretches of `number` (binomial, summed exactly).

    The median scale makes one stretch close by construction; it is not counted.
    """
    number, least = number - 1, max(0, least - 1)
    # In logarithms: the coefficients of a few years of days overflow a float.
    yes, no = math.log(CLOSE_BY_CHANCE), math.log1p(-CLOSE_BY_CHANCE)
    return min(1.0, sum(math.exp(_log_ways(number, hits) + hits * yes + (number - hits) * no) for hits in range(least, number + 1)))


def _log_ways(number: int, hits: int) -> float:
    return math.lgamma(number + 1) - math.lgamma(hits + 1) - math.lgamma(number - hits + 1)


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    try:
        return correlation([rise for rise, _ in pairs], [count for _, count in pairs])
    except StatisticsError:
        return None


def relays_of_series(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare each two series of different sources for one force, where a text gives a figure of one of them.

    A relay is a note, a pair that has begun to be long enough to tell "unverifiable"; of an independent pair nothing is said.
    """
    cited: dict[tuple[str | None, str | None], list[Claim]] = {}
    for reading in readings:
        for claim in reading.claims:
            cited.setdefault((source_of(claim), force_of(claim)), []).append(claim)
    for one, other in combinations(series, 2):
        if not _comparable(one, other):
            continue
        claims = [claim.id for each in (one, other) for claim in cited.get((each.source, each.force), ()) if _is_of(claim, each)]
        if claims:
            compared = compare_series(one, other)
            if compared.verdict == "relay" or (compared.verdict == "too_short" and compared.stretches >= WORTH_SAYING):
                yield _finding(one, other, compared, claims)


def _is_of(claim: Claim, series: Series) -> bool:
    """Tell whether a claim counts what a series counts, as people or as items: a share is no point of it."""
    return claim.measure.unit == series.unit and bool(claim.measure.categories & series.categories)


def _comparable(one: Series, other: Series) -> bool:
    counts = one.kind in ("flow", "cumulative") and other.kind in ("flow", "cumulative") and one.unit != "share"
    same = (one.force, one.unit, one.population, one.outcome) == (other.force, other.unit, other.population, other.outcome)
    return counts and same and one.source != other.source and bool(one.categories & other.categories)


def _finding(one: Series, other: Series, compared: Comparison, claims: Sequence[str]) -> Finding:
    names = f"{source_name(one.source)} and {source_name(other.source)}"
    if compared.verdict == "too_short":
        return Finding(
            rule=RULE,
            verdict="unverifiable",
            claims=tuple(claims),
            arithmetic=f"{compared.stretches} stretches in common, {LEAST_STRETCHES} needed",
            explanation=f"Whether {names} count independently can't be told from {compared.stretches} stretches in common.",
        )
    lag = f", {counted(abs(compared.lag), 'day')} apart" if compared.lag else ""
    strength = "" if compared.correlation is None else f", r = {compared.correlation:.4f}"
    return Finding(
        rule=RULE,
        verdict="note",
        claims=tuple(claims),
        arithmetic=f"{compared.close} of {compared.stretches} within {CLOSE} Poisson spreads; ratio {compared.scale:.3f}{strength}",
        explanation=f"{names} are one count, not two: from {_day(compared.first)} to {_day(compared.last)}, "
        f"{compared.close} of {compared.stretches} "
        f"stretches agree far better than independent counts can (ratio {compared.scale:.3f}{strength}{lag}).",
        points=_ends(one) + _ends(other),
    )


def _day(day: date | None) -> str:
    return "-" if day is None else day_words(day)


def _ends(series: Series) -> tuple[str, ...]:
    return tuple(dict.fromkeys(point.ref for point in (series.points[0], series.points[-1]) if point.ref))

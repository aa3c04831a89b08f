"""Date a list of one day's losses by its figures: on which day did a source's totals rise by just these numbers?

Any source's list may be dated by any series of the force's losses: the figures themselves say whose they are. The chance of a false
match is computed from the series and stated; where it is not small, or two days match equally well, nothing is dated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tollbook.auditing.comparable import force_of, listed, put, standing, voice_of, what
from tollbook.auditing.daily import covers_a_day
from tollbook.auditing.matching import Match, matches, shifted
from tollbook.auditing.rounding import printed_as
from tollbook.core.display import day_words
from tollbook.core.findings import Finding, Verdict
from tollbook.core.series import Series
from tollbook.core.types import Claim, Number, Reading
from tollbook.vocab.naming import source_name

RULE = "fingerprint.of_day"
LEAST_FIGURES = 3
"""A list of fewer figures is no fingerprint."""
CHANCE = 0.01
"""A day counts as found where fewer false matches than this are to be expected in the whole series."""
ERA = 90
"""Days before and after over which the rate of a figure is counted: what is common in one season is rare in another."""
TOLD_LATE = 1
"""Days by which a text may be later than the release it prints."""
_HEDGED = frozenset({"about"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a list, and on which of the days the series rose by it."""

    claim: Claim
    match: Match
    days: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """How well a list matches its best day. `ties` are other days that match as well; `chance` is the number of days expected to match
    at least as well by accident.
    """

    day: date
    matched: tuple[Figure, ...]
    missed: tuple[Figure, ...]
    ties: tuple[date, ...]
    days: int
    chance: float

    @property
    def is_sure(self) -> bool:
        """Say whether the day stands alone and a false match is unlikely."""
        return not self.ties and len(self.matched) >= LEAST_FIGURES and self.chance < CHANCE


def date_lists(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Date every list of daily figures of one force that one voice gives in a text."""
    for reading in readings:
        for claims in _lists(reading):
            for source in dict.fromkeys(one.source for one in series):
                of_source = [one for one in series if one.source == source]
                fingerprint = fingerprint_of(claims, of_source)
                if fingerprint is not None and len(fingerprint.matched) >= LEAST_FIGURES:
                    yield _finding(fingerprint, source)


def _lists(reading: Reading) -> Iterator[Sequence[Claim]]:
    """Yield the figures of one voice, force and day that count different things."""
    grouped: dict[tuple[str, str | None, date | None], dict[frozenset[str], Claim]] = defaultdict(dict)
    for claim in standing(reading):
        if covers_a_day(claim):
            key = (voice_of(claim, reading), force_of(claim), claim.period.end)
            grouped[key].setdefault(claim.measure.categories, claim)
    yield from (tuple(claims.values()) for claims in grouped.values() if len(claims) >= LEAST_FIGURES)


def fingerprint_of(claims: Sequence[Claim], series: Sequence[Series]) -> Fingerprint | None:
    """Return the day that a list of daily figures matches best, first by the numbers as printed, then by what their hedges allow.

    `series` are one source's totals. Takes time linear in days and figures; None where fewer than three figures have a series.
    """
    found = [(claim, next(matches(claim, series, any_source=True), None)) for claim in claims]
    matched = [(claim, match) for claim, match in found if match is not None]
    if len(matched) < LEAST_FIGURES:
        return None
    days = sorted({point.day for _, match in matched for one in match.series for point in one.points})
    exact = _best([_figure(claim, match, days, _is_exact) for claim, match in matched], days)
    if (exact is not None and exact.is_sure) or not any(claim.quantity.hedge in _HEDGED for claim, _ in matched):
        return exact
    hedged = _best([_figure(claim, match, days, _is_allowed) for claim, match in matched], days)
    return hedged if hedged is not None and (hedged.is_sure or exact is None) else exact


def _figure(claim: Claim, match: Match, days: Sequence[date], fits: Callable[[Claim, Number], bool]) -> Figure:
    rises = rises_of(match)
    return Figure(claim=claim, match=match, days=tuple(day in rises and fits(claim, rises[day]) for day in days))


def rises_of(match: Match) -> dict[date, Number]:
    """Return how far a source's total rose on each day of which the day before is known too."""
    totals: dict[date, Number] = {point.day: point.value for point in match.series[0].points}
    for one in match.series[1:]:
        values = {point.day: point.value for point in one.points}
        totals = {day: total + values[day] for day, total in totals.items() if day in values}
    return {day: total - totals[shifted(day, -1)] for day, total in totals.items() if day > date.min and shifted(day, -1) in totals}


def _is_exact(claim: Claim, rise: Number) -> bool:
    return claim.quantity.stated == rise


def _is_allowed(claim: Claim, rise: Number) -> bool:
    stated = claim.quantity.stated
    if claim.quantity.hedge not in _HEDGED or stated is None:
        return stated == rise
    return printed_as(rise, stated) is not None


def _best(figures: Sequence[Figure], days: Sequence[date]) -> Fingerprint | None:
    counts = [sum(figure.days[at] for figure in figures) for at in range(len(days))]
    most = max(counts, default=0)
    if most < LEAST_FIGURES:
        return None
    best = [at for at, count in enumerate(counts) if count == most]
    return Fingerprint(
        day=days[best[0]],
        matched=tuple(figure for figure in figures if figure.days[best[0]]),
        missed=tuple(figure for figure in figures if not figure.days[best[0]]),
        ties=tuple(days[at] for at in best[1:]),
        days=len(days),
        chance=false_matches([figure.days for figure in figures], most, leave_out=best[0]),
    )


def false_matches(figures: Sequence[Sequence[bool]], least: int, *, leave_out: int) -> float:
    """Return how many days are expected to match at least `least` of the figures by accident.

    `figures` holds for each figure on which days it matches. For each day, the rate of a figure is its share of the ERA days before and
    after, with half a match added, so that a figure that was never seen is not taken for impossible; the day that was found is left
    out. Within a season figures are taken as independent of each other: the chance that a day matches is the tail of a sum of unequal
    coins, and the expectation the sum over days. The rates are local, because all losses rise and fall together with the fighting.
    """
    days = len(figures[0])
    sums = [_running([hit and at != leave_out for at, hit in enumerate(figure)]) for figure in figures]
    expected = 0.0
    for at in range(days):
        first, last = max(0, at - ERA), min(days, at + ERA + 1)
        rates = [(one[last] - one[first] + 0.5) / (last - first + 1) for one in sums]
        expected += _at_least(rates, least)
    return expected


def _running(hits: Sequence[bool]) -> list[int]:
    sums = [0]
    for hit in hits:
        sums.append(sums[-1] + hit)
    return sums


def _at_least(rates: Sequence[float], least: int) -> float:
    """Return the chance that at least `least` of independent events happen (the Poisson binomial distribution, summed exactly)."""
    chances = [1.0] + [0.0] * len(rates)
    for number, rate in enumerate(rates, start=1):
        for count in range(number, 0, -1):
            chances[count] = chances[count] * (1 - rate) + chances[count - 1] * rate
        chances[0] *= 1 - rate
    return sum(chances[least:])


def _finding(found: Fingerprint, source: str) -> Finding:
    figures = (*found.matched, *found.missed)
    stated = found.matched[0].claim.period.end
    verdict: Verdict = "unverifiable"
    if found.is_sure:
        verdict = _verdict(stated, found.day)
    shown = f"{len(found.matched)} of {len(figures)} figures match {day_words(found.day)}"
    alone = f" alone, of {found.days:,} days" if not found.ties else f" and {len(found.ties)} other days, of {found.days:,}"
    return Finding(
        rule=RULE,
        verdict=verdict,
        claims=tuple(figure.claim.id for figure in figures),
        arithmetic=f"{shown}{alone}; {chance_words(found.chance)}",
        explanation=_explanation(found, source, stated),
        points=tuple(ref for figure in found.matched for ref in _refs(figure.match, found.day)),
    )


def _verdict(stated: date | None, found: date) -> Verdict:
    if stated is None:
        return "note"
    return "agrees" if timedelta(0) <= stated - found <= timedelta(days=TOLD_LATE) else "differs"


def _explanation(found: Fingerprint, source: str, stated: date | None) -> str:
    figures = len(found.matched) + len(found.missed)
    listing = f"Of the list's {figures} figures, {len(found.matched)} are those that {source_name(source)} gave for {day_words(found.day)}"
    if not found.is_sure:
        others = f", but as many match {day_words(found.ties[0])}" if found.ties else ", but that can be chance"
        return f"{listing}{others}: {chance_words(found.chance)}."
    missed = [f"{put(figure.claim.quantity, figure.claim.measure.unit)} {what(figure.claim)}" for figure in found.missed]
    exception = f", all but {listed(missed)}" if missed else ""
    told = "" if stated is None or _verdict(stated, found.day) == "agrees" else f"; the text dates it to {day_words(stated)}"
    return f"{listing} alone, of {found.days:,} days{exception} ({chance_words(found.chance)}){told}."


def chance_words(chance: float) -> str:
    """Return the expected number of false matches in words.

    >>> chance_words(0.25), chance_words(1e-9)
    ('0.25 false matches expected', 'less than one false match in a million such series')
    """
    return "less than one false match in a million such series" if chance < 1e-6 else f"{chance:.2g} false matches expected"


def _refs(match: Match, day: date) -> Iterator[str]:
    rise = match.rise(day)
    yield from () if rise is None else rise.refs

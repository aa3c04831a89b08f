"""Totals that fall: a count since the start can't be lower on a later day, unless its source itself took something back."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import amount, force_of, place_of, put, source_of, what
from tollbook.auditing.intervals import interval_of, lies_below
from tollbook.auditing.matching import matches
from tollbook.auditing.totals import comparable_totals
from tollbook.core.display import day_words
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading

RULE = "history.fall"
Key = tuple[str, str, frozenset[str], str, str | None, str | None, date | None, str | None]


def falls_of_totals(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare every total of a source with its total of the day before that is known from the texts.

    A fall is a note where the source's own series falls between the two days as well: it corrected itself.
    """
    grouped: dict[Key, list[Claim]] = defaultdict(list)
    for claim in comparable_totals(readings):
        source, force = source_of(claim), force_of(claim)
        if source is not None and force is not None and claim.period.end_latest is None:
            measure = claim.measure
            kind = (measure.categories, measure.unit, measure.population, measure.outcome)
            grouped[(source, force, *kind, claim.period.start, place_of(claim))].append(claim)
    for claims in grouped.values():
        ordered = sorted(claims, key=_day)
        for earlier, later in itertools.pairwise(ordered):
            if _day(earlier) < _day(later) and lies_below(interval_of(later.quantity), interval_of(earlier.quantity)):
                yield _finding(earlier, later, series)


def _day(claim: Claim) -> date:
    return claim.period.end or date.min


def _finding(earlier: Claim, later: Claim, series: Sequence[Series]) -> Finding:
    unit, refs = later.measure.unit, _corrections(earlier, later, series)
    before, after = earlier.quantity.stated or 0, later.quantity.stated or 0
    ending = (
        "; the source's own series falls between the two days as well" if refs is not None else ", which a count since the start can't do"
    )
    return Finding(
        rule=RULE,
        verdict="differs" if refs is None else "note",
        claims=(later.id, earlier.id),
        arithmetic=f"{amount(after, unit)} - {amount(before, unit)} = {amount(after - before, unit)}",
        expected=interval_of(earlier.quantity).bounds,
        found=interval_of(later.quantity).bounds,
        explanation=f"The total of {what(later)} falls from {put(earlier.quantity, unit)} on {day_words(_day(earlier))} to "
        f"{put(later.quantity, unit)} on {day_words(_day(later))}{ending}.",
        points=refs or (),
    )


def _corrections(earlier: Claim, later: Claim, series: Sequence[Series]) -> tuple[str, ...] | None:
    """Return the points at which the source's own series falls between two days, None where it doesn't."""
    for match in matches(later, series):
        for one in match.series:
            inside = [point for point in one.points if _day(earlier) <= point.day <= _day(later)]
            falls = [pair for pair in itertools.pairwise(inside) if pair[1].value < pair[0].value]
            if falls:
                return tuple(point.ref for pair in falls for point in pair if point.ref)
    return None

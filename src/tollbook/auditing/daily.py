"""A text's figures of one day against the rise of the source's own totals, one series or the sum of several.

The General Staff's release of a day covers the 24 hours before its morning, so a day's figure is the rise of that day's total over
the day before's. A text of the day after may still tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tollbook.auditing.comparable import amount, put, standing, what
from tollbook.auditing.digits import intended
from tollbook.auditing.intervals import interval_of
from tollbook.auditing.matching import DAY, Match, Rise, matches, shifted
from tollbook.auditing.totals import is_everywhere, is_print_of
from tollbook.core.display import day_words
from tollbook.core.findings import Bounds, Finding, Verdict
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading
from tollbook.vocab.naming import source_name

RULE = "daily.on_series"


def daily_on_series(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare every figure of one day with the rise of its source's total, on its day and then on the day before."""
    for reading in readings:
        for claim in standing(reading):
            if covers_a_day(claim) and claim.period.end is not None:
                for match in matches(claim, series):
                    yield from _compare(claim, match)


def covers_a_day(claim: Claim) -> bool:
    """Say whether a claim counts the losses of one day or of the past 24 hours: a number, no part of another, of no single place."""
    period = claim.period
    short = period.start is None or period.end is None or period.end - period.start <= DAY
    return period.kind == "flow" and short and claim.quantity.stated is not None and claim.part_of is None and is_everywhere(claim)


def _compare(claim: Claim, match: Match) -> Iterator[Finding]:
    day = claim.period.end
    if day is None:
        return
    rises = [rise for rise in (match.rise(day), match.rise(shifted(day, -1))) if rise is not None]
    for rise in rises:
        if is_print_of(claim, rise.value):
            yield _finding(claim, match, rise, "agrees")
            return
    held = [rise for rise in rises if interval_of(claim.quantity).holds(rise.value)]
    if held:
        yield _finding(claim, match, held[0], "agrees")
    elif rises and (match.fit != "wider" or interval_of(claim.quantity).low > max(rise.value for rise in rises)):
        yield _finding(claim, match, rises[0], "differs")


def _finding(claim: Claim, match: Match, rise: Rise, verdict: Verdict) -> Finding:
    unit, stated = claim.measure.unit, claim.quantity.stated or 0
    rose = f"{' + '.join(amount(part, unit) for part in rise.parts)} = " if len(rise.parts) > 1 else ""
    told = f"the total of {day_words(rise.after.day)} rose by {rose}{amount(rise.value, unit)} ({source_name(match.source)})"
    slip = intended(stated, rise.value, rise.value) if verdict == "differs" else None
    ending = "" if slip is None else f": it may be {slip.words}"
    wider = ", which counts more kinds than these" if match.fit == "wider" else ""
    return Finding(
        rule=RULE,
        verdict=verdict,
        claims=(claim.id,),
        arithmetic=rise.arithmetic,
        expected=Bounds(low=rise.value, high=rise.value),
        found=interval_of(claim.quantity).bounds,
        explanation=f"{put(claim.quantity, unit).capitalize()} {what(claim)}: {told}{wider}{ending}.",
        points=rise.refs,
    )

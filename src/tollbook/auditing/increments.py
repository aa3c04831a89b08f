"""Increments printed beside totals: yesterday's total and today's increment must make today's total.

One source's figures alone are compared, of one measure and force. An increment is a flow of one day or of the past 24 hours; the rule
knows of no longer one, since "the past week" doesn't say whether its first day counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tollbook.auditing.comparable import amount, force_of, outcome_of, place_of, put, source_of, span_of, standing
from tollbook.auditing.intervals import both_hold, interval_of, total
from tollbook.auditing.matching import DAY, shifted
from tollbook.core.display import day_words
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, Reading

RULE = "increment.on_total"
Key = tuple[str, str, frozenset[str], str, str | None, str | None, str | None]


def increments_on_totals(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Compare every total with that of the day before and the increment between them, where all three are given."""
    totals: dict[Key, dict[date, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    increments: list[tuple[Key, date, Claim]] = []
    for reading in readings:
        for claim in standing(reading):
            key, day = _key(claim), claim.period.end
            if key is not None and day is not None and claim.period.end_latest is None:
                if claim.period.kind == "cumulative":
                    totals[key][day].append(claim)
                elif _covers_a_day(claim):
                    increments.append((key, day, claim))
    for key, day, increment in increments:
        eve = shifted(day, -1)
        before, after = _the_one(totals[key][eve]), _the_one(totals[key][day])
        if eve < day and before is not None and after is not None and _begin_together(before, after):
            yield _finding(before, increment, after)


def _key(claim: Claim) -> Key | None:
    source, force, measure = source_of(claim), force_of(claim), claim.measure
    if source is None or force is None or claim.quantity.stated is None or claim.part_of is not None or measure.unit == "share":
        return None
    return (source, force, measure.categories, measure.unit, measure.population, outcome_of(claim), place_of(claim))


def _covers_a_day(claim: Claim) -> bool:
    start, end = claim.period.start, claim.period.end
    return claim.period.kind == "flow" and start is not None and end is not None and timedelta(0) <= end - start <= DAY


def _the_one(claims: Sequence[Claim]) -> Claim | None:
    """Return the total of a day, None where there is none or where two numbers stand for it."""
    return claims[0] if len({claim.quantity.stated for claim in claims}) == 1 else None


def _begin_together(before: Claim, after: Claim) -> bool:
    """Say whether two totals may count from one day: a total since January and one since the war began are no two of one row."""
    starts = {before.period.start, after.period.start} - {None}
    return len(starts) <= 1


def _finding(before: Claim, increment: Claim, after: Claim) -> Finding:
    unit = after.measure.unit
    reached, printed = total([interval_of(before.quantity), interval_of(increment.quantity)]), interval_of(after.quantity)
    agrees = both_hold(reached, printed)
    old, new, today = (claim.quantity.stated or 0 for claim in (before, increment, after))
    sign = "" if old + new == today else f", printed as {amount(today, unit)}"
    days = "" if before.period.end is None else f" of {day_words(before.period.end)}"
    verb = "which agrees with" if agrees else "not"
    return Finding(
        rule=RULE,
        verdict="agrees" if agrees else "differs",
        claims=(after.id, increment.id, before.id),
        arithmetic=f"{amount(old, unit)} + {amount(new, unit)} = {amount(old + new, unit)}{sign}",
        expected=reached.bounds,
        found=printed.bounds,
        explanation=f"The total{days}, {put(before.quantity, unit)}, and an increment of {amount(new, unit)} make "
        f"{span_of(reached.low, reached.high, unit)}, {verb} the new total of {put(after.quantity, unit)}.",
    )

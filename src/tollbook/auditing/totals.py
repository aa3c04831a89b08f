"""A text's totals against the source's own: printed exactly, rounded, cut off, or never the source's figure near that day.

A text may be some days late with a total; of the days that it may mean, the one that agrees counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import amount, put, standing, what
from tollbook.auditing.digits import intended
from tollbook.auditing.intervals import interval_of
from tollbook.auditing.matching import Match, Total, matches, shifted
from tollbook.auditing.rounding import nearest_step, printed_as, printed_step
from tollbook.core.display import day_words
from tollbook.core.findings import Bounds, Finding, Verdict
from tollbook.core.series import Series
from tollbook.core.types import Claim, Number, Reading
from tollbook.vocab.naming import source_name

RULE = "total.on_series"
LATE = 3
"""Days that a total may be older than its text says: a morning's release, told over a weekend."""
_PRINTS = frozenset({"exact", "about"})


def totals_on_series(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare every total with its source's own of that day, or of the days just before."""
    for claim in comparable_totals(readings):
        for match in matches(claim, series):
            if match.fit != "wider" and covers_the_start(claim, match):
                finding = _compare(claim, match)
                if finding is not None:
                    yield finding


def comparable_totals(readings: Sequence[Reading]) -> Iterator[Claim]:
    """Yield the totals with a number and a day that a series can be compared with: no part of another, of no single place."""
    for reading in readings:
        for claim in standing(reading):
            whole = claim.part_of is None and claim.measure.unit != "share" and is_everywhere(claim)
            if claim.period.kind == "cumulative" and whole and claim.quantity.stated is not None and claim.period.end is not None:
                yield claim


def is_everywhere(claim: Claim) -> bool:
    """Say whether a claim speaks of no place smaller than a state."""
    return claim.place is None or (claim.place.id is not None and "-" not in claim.place.id)


def covers_the_start(claim: Claim, match: Match) -> bool:
    """Say whether a total counts from the start of the series: "since January" is another total."""
    start, points = claim.period.start, match.series[0].points
    return bool(points) and (start is None or start <= shifted(points[0].day, 7))


def totals_near(match: Match, day: date) -> tuple[Total, ...]:
    """Return the source's totals that a text of a day may mean: that day's first, then those up to LATE days older."""
    found = (match.total(shifted(day, -late)) for late in range(LATE + 1))
    return tuple(total for total in found if total is not None)


def is_print_of(claim: Claim, value: Number) -> bool:
    """Say whether a claim prints a value exactly, or rounded to the nearest step."""
    stated = claim.quantity.stated
    return stated is not None and claim.quantity.hedge in _PRINTS and printed_as(value, stated) in ("exact", "rounded")


def _compare(claim: Claim, match: Match) -> Finding | None:
    day, stated = claim.period.end, claim.quantity.stated
    near = totals_near(match, day) if day is not None else ()
    if not near or stated is None:
        return None
    for total in near:
        if is_print_of(claim, total.value):
            return _finding(claim, match, total, "agrees", _agreement(claim, total))
    for total in near if claim.quantity.hedge in _PRINTS else ():
        how = printed_as(total.value, stated)
        if how is not None:
            return _cut(claim, match, total, "cut off" if how == "truncated" else "rounded up")
    allowed = interval_of(claim.quantity)
    held = [total for total in near if allowed.holds(total.value)]
    if held:
        return _finding(claim, match, held[0], "agrees", f"which {put(claim.quantity, claim.measure.unit)} allows")
    another_day = any(point.value == stated for point in match.series[0].points)
    if not another_day and any(intended(stated, total.value, total.value) is not None for total in near):
        return None  # A slip of a digit: `history.typing_error` says which.
    return _finding(claim, match, near[0], "differs", f"and no day of the {LATE} before fits either{_older(stated, match, near[-1].day)}")


def _agreement(claim: Claim, total: Total) -> str:
    exact = claim.quantity.stated == total.value
    return f"which the text prints {'exactly' if exact else 'rounded'}"


def _older(stated: Number, match: Match, before: date) -> str:
    """Say on which earlier day the source gave just this number, where there is one."""
    if len(match.series) > 1:
        return ""
    given = [point.day for point in match.series[0].points if point.value == stated and point.day < before]
    return f"; the source gave it on {day_words(given[-1])}" if given else ""


def _cut(claim: Claim, match: Match, total: Total, how: str) -> Finding:
    stated, unit = claim.quantity.stated or 0, claim.measure.unit
    nearest = nearest_step(total.value, stated)
    return Finding(
        rule=RULE,
        verdict="differs",
        claims=(claim.id,),
        arithmetic=f"{amount(total.value, unit)} to the nearest {amount(int(printed_step(stated)), unit)} = {amount(nearest, unit)}",
        expected=Bounds(low=nearest, high=nearest),
        found=Bounds(low=stated, high=stated),
        explanation=f"{put(claim.quantity, unit).capitalize()} {what(claim)}: {source_name(match.source)} gave "
        f"{amount(total.value, unit)} for {day_words(total.day)}, and this is it {how}; "
        f"to the same precision it is {amount(nearest, unit)}.",
        points=total.refs,
    )


def _finding(claim: Claim, match: Match, total: Total, verdict: Verdict, ending: str) -> Finding:
    unit, printed = claim.measure.unit, put(claim.quantity, claim.measure.unit)
    parts = " + ".join(amount(point.value, unit) for point in total.points)
    shown = parts if len(total.points) == 1 else f"{parts} = {amount(total.value, unit)}"
    return Finding(
        rule=RULE,
        verdict=verdict,
        claims=(claim.id,),
        arithmetic=f"{source_name(match.source)}, {day_words(total.day)}: {shown}",
        expected=Bounds(low=total.value, high=total.value),
        found=interval_of(claim.quantity).bounds,
        explanation=f"{printed.capitalize()} {what(claim)}: {source_name(match.source)} gave {amount(total.value, unit)} for "
        f"{day_words(total.day)}, {ending}.",
        points=total.refs,
    )

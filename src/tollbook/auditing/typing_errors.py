"""Typing errors: a total that its source's own history does not allow, and the number that was likely meant.

At first sight only the days before are known. Where the series knows the day itself, a slip is a number that one wrong digit makes of
the source's own; where it knows two days after as well, an outlier of the source's own shows, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import amount, put, span_of
from tollbook.auditing.digits import intended
from tollbook.auditing.histories import Allowance, Sight, allowance, first_sight, is_outlier, points_after, points_before
from tollbook.auditing.intervals import Interval, both_hold, interval_of
from tollbook.auditing.matching import Match, Total, matches, point_at
from tollbook.auditing.rounding import printed_as, printed_step
from tollbook.auditing.totals import comparable_totals, covers_the_start, totals_near
from tollbook.core.display import day_words
from tollbook.core.findings import Bounds, Finding, Verdict
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Claim, Number, Reading
from tollbook.vocab.naming import source_name

RULE = "history.typing_error"
_PRINTS = frozenset({"exact", "about"})
_SEEN: dict[Sight, str] = {
    "falls": "is below the last total",
    "stalls": "rises less than this count ever does",
    "jumps": "rises more than its history allows",
}


def slips_on_histories(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare every total with the history of its source's own series."""
    for claim in comparable_totals(readings):
        for match in matches(claim, series):
            day = claim.period.end
            if match.fit == "same" and day is not None and claim.quantity.hedge in _PRINTS and covers_the_start(claim, match):
                near = totals_near(match, day)
                known = point_at(match.series[0], day) is not None or bool(points_after(match.series[0], day))
                found = _known_day(claim, match, near) if known else _first_sight(claim, match, day)
                if found is not None:
                    yield found


def _known_day(claim: Claim, match: Match, near: Sequence[Total]) -> Finding | None:
    """Compare with the source's own figures of the days that the text may mean."""
    stated = claim.quantity.stated
    if stated is None:
        return None
    same = next((total for total in near if total.value == stated), None)
    if same is not None:
        return _own_outlier(claim, match, same)
    if any(printed_as(total.value, stated) is not None for total in near):
        return None
    if any(point.value == stated for point in match.series[0].points):
        return None  # An old figure of the source, told again, and no slip.
    for total in near:
        slip = intended(stated, total.value, total.value)
        if slip is not None:
            unit = claim.measure.unit
            return Finding(
                rule=RULE,
                verdict="differs",
                claims=(claim.id,),
                arithmetic=f"{amount(stated, unit)} against {amount(total.value, unit)} on {day_words(total.day)}",
                expected=Bounds(low=total.value, high=total.value),
                found=Bounds(low=stated, high=stated),
                explanation=f"{put(claim.quantity, unit).capitalize()} is the source's {slip.words}: {source_name(match.source)} gave "
                f"{amount(total.value, unit)} for {day_words(total.day)}.",
                points=total.refs,
            )
    return None


def _own_outlier(claim: Claim, match: Match, total: Total) -> Finding | None:
    """Judge the source's own figure, once two later ones are known."""
    series, value, unit = match.series[0], total.value, claim.measure.unit
    before, after = points_before(series, total.day), points_after(series, total.day)
    if not is_outlier(before, value, after):
        return None
    low, high = before[-1].value, after[0].value
    slip = intended(value, low, high)
    meant = "" if slip is None else f"; {slip.words} would fit"
    return Finding(
        rule=RULE,
        verdict="differs",
        claims=(claim.id,),
        arithmetic=f"{amount(low, unit)}, {amount(value, unit)}, {amount(high, unit)}, {amount(after[1].value, unit)}",
        expected=Bounds(low=low, high=high),
        found=Bounds(low=value, high=value),
        explanation=f"{amount(value, unit)} is what {source_name(match.source)} gave for {day_words(total.day)}, "
        f"but it stands out between the "
        f"{amount(low, unit)} before and the {amount(high, unit)} after{meant}.",
        points=tuple(point.ref for point in (before[-1], *total.points, *after) if point.ref),
    )


def _first_sight(claim: Claim, match: Match, day: date) -> Finding | None:
    """Judge a figure that the series does not know yet, by the days before it."""
    before, stated = points_before(match.series[0], day), claim.quantity.stated
    allowed = allowance(before, day)
    if allowed is None or stated is None:
        return None
    seen = first_sight(before, day, stated)
    if seen != "fits" and (_fits_as_print(claim, stated, allowed) or (seen == "stalls" and not _is_precise(stated, allowed))):
        seen = "fits"
    return _finding(claim, match, seen, allowed)


def _fits_as_print(claim: Claim, stated: Number, allowed: Allowance) -> bool:
    """Say whether the number, rounded or hedged as it is, may stand for one that the history allows."""
    half = 0 if claim.quantity.hedge == "exact" else float(printed_step(stated)) / 2
    printed = Interval(low=min(stated - half, claim.quantity.low), high=max(stated + half, claim.quantity.high or stated))
    return both_hold(printed, Interval(low=allowed.low, high=allowed.high))


def _is_precise(stated: Number, allowed: Allowance) -> bool:
    return float(printed_step(stated)) <= max(1, allowed.low - allowed.last.value)


def _finding(claim: Claim, match: Match, seen: Sight, allowed: Allowance) -> Finding:
    unit, last, stated = claim.measure.unit, allowed.last, claim.quantity.stated or 0
    verdict: Verdict = "agrees" if seen == "fits" else "differs"
    high = None if allowed.high is None else int(allowed.high)
    slip = intended(stated, allowed.low, allowed.high) if seen != "fits" and allowed.high is not None else None
    meant = "" if slip is None else f"; {slip.words} would fit"
    judged = "lies within what its history allows" if seen == "fits" else _SEEN[seen]
    rise = stated - last.value
    return Finding(
        rule=RULE,
        verdict=verdict,
        claims=(claim.id,),
        arithmetic=f"{amount(stated, unit)} - {amount(last.value, unit)} = {amount(rise, unit)}",
        expected=Bounds(low=allowed.low, high=high),
        found=interval_of(claim.quantity).bounds,
        explanation=f"{put(claim.quantity, unit).capitalize()} {judged}: after the {amount(last.value, unit)} "
        f"that {source_name(match.source)} gave for {day_words(last.day)}, "
        f"{span_of(allowed.low, high, unit)} can follow{meant}.",
        points=_refs(last),
    )


def _refs(point: SeriesPoint) -> tuple[str, ...]:
    return (point.ref,) if point.ref else ()

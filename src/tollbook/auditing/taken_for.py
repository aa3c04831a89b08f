"""A part taken for the whole, or the whole for a part: a source's dead and wounded together, told as its dead.

It is the commonest slip in relaying a total, and a grave one: the number stays right, the word beside it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tollbook.auditing.comparable import amount, put, what
from tollbook.auditing.matching import Match, Total, matches
from tollbook.auditing.rounding import printed_as
from tollbook.auditing.totals import comparable_totals, covers_the_start, totals_near
from tollbook.core.display import day_words
from tollbook.core.findings import Bounds, Finding
from tollbook.core.series import Series
from tollbook.core.types import Claim, Reading
from tollbook.vocab.naming import categories_words, source_name

RULE = "drift.on_series"
_PART, _WHOLE = frozenset({"killed"}), frozenset({"killed", "wounded"})
_PRINTS = frozenset({"exact", "about", "over", "nearly", "at_least"})


def casualties_taken_for_killed(readings: Sequence[Reading], series: Sequence[Series]) -> Iterator[Finding]:
    """Compare every total of killed with its source's own total of killed and wounded, where it gives none of killed alone."""
    for claim in comparable_totals(readings):
        if claim.measure.categories == _PART and claim.quantity.hedge in _PRINTS:
            as_whole = replace(claim, measure=replace(claim.measure, categories=_WHOLE))
            for match in matches(as_whole, series):
                total = _same_number(claim, match) if _gives_whole_alone(match, series) else None
                if total is not None:
                    yield _finding(claim, match, total)


def _gives_whole_alone(match: Match, series: Sequence[Series]) -> bool:
    """Say whether the source counts killed and wounded together, and has no count of the killed of that force."""
    whole = match.series[0]
    parts = (one for one in series if (one.source, one.force, one.categories) == (whole.source, whole.force, _PART))
    return match.fit == "same" and next(parts, None) is None


def _same_number(claim: Claim, match: Match) -> Total | None:
    """Return the source's total that the claim prints, of its day or the days before."""
    day, stated = claim.period.end, claim.quantity.stated
    if day is None or stated is None or not covers_the_start(claim, match):
        return None
    return next((total for total in totals_near(match, day) if printed_as(total.value, stated) is not None), None)


def _finding(claim: Claim, match: Match, total: Total) -> Finding:
    unit = claim.measure.unit
    return Finding(
        rule=RULE,
        verdict="differs",
        claims=(claim.id,),
        arithmetic=f"{put(claim.quantity, unit)} killed; {source_name(match.source)}: {amount(total.value, unit)} killed and wounded",
        expected=Bounds(low=0, high=total.value),
        found=Bounds(low=claim.quantity.low, high=claim.quantity.high),
        explanation=f"{put(claim.quantity, unit).capitalize()} {what(claim)}: {source_name(match.source)} gave {amount(total.value, unit)} "
        f"{categories_words(sorted(_WHOLE), total.value)} together for {day_words(total.day)}; the wounded are told as dead.",
        points=total.refs,
    )

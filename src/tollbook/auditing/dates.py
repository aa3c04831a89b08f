"""Dates that can't be: a count that ends after its text was printed, ends before it starts, or a release's that lies before its war.

A day of grace is given for texts that are printed in an earlier time zone than they report from. The figures of one text that share
an impossible date are one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import force_of, source_of, standing
from tollbook.auditing.matching import shifted
from tollbook.core.display import day_words
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, Reading
from tollbook.vocab.theatres import Theatre

AFTER_RULE = "date.after_publication"
ORDER_RULE = "date.order"
BEFORE_RULE = "date.before_war"
GRACE = 1
"""Days that a text may be printed before the day it reports from."""


def impossible_dates(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Find the claims whose period ends before it starts, after publication, or before the war that they are of."""
    dated: dict[tuple[date | None, date], list[Claim]] = defaultdict(list)
    for claim in standing(reading):
        if claim.period.end is not None:
            dated[claim.period.start, claim.period.end].append(claim)
    ending: dict[date, list[Claim]] = defaultdict(list)
    for (start, end), claims in dated.items():
        ending[end].extend(claims)
        if start is not None and start > end:
            yield _out_of_order(claims, start, end, reading)
    for end, claims in ending.items():
        yield from _after(claims, end, reading)
        yield from _before(claims, end, reading, theatre)


def _out_of_order(claims: Sequence[Claim], start: date, end: date, reading: Reading) -> Finding:
    return Finding(
        rule=ORDER_RULE,
        verdict="differs",
        claims=tuple(claim.id for claim in claims),
        arithmetic=f"{start} > {end}",
        explanation=f"{_named(claims, reading)} from {day_words(start)} to {day_words(end)}, which is earlier.",
    )


def _after(claims: Sequence[Claim], end: date, reading: Reading) -> Iterator[Finding]:
    """Find a count of what was still to come. An estimate of likelihood may be a forecast."""
    published = reading.document.published
    counted = [claim for claim in claims if claim.likelihood is None and not _is_running(claim, published)]
    if published is None or not counted or end <= shifted(published, GRACE):
        return
    yield Finding(
        rule=AFTER_RULE,
        verdict="differs",
        claims=tuple(claim.id for claim in counted),
        arithmetic=f"{end} > {published}",
        explanation=f"{_named(counted, reading)} to {day_words(end)}, but the text was published on {day_words(published)}.",
    )


def _is_running(claim: Claim, published: date | None) -> bool:
    """Say whether a count is of a time that had begun: "in June", "this year" name the whole, and mean it as far as it has gone."""
    start = claim.period.start
    return claim.period.kind == "flow" and start is not None and published is not None and start <= shifted(published, GRACE)


def _before(claims: Sequence[Claim], end: date, reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Find a total of a regular release that lies before its war: nothing of this war can check it.

    An author may speak of older wars; a source that counts the losses of one may not.
    """
    releases = () if theatre is None else theatre.releases
    of_war = {(release.claimant, release.force) for release in releases}
    open_totals = [claim for claim in claims if claim.period.kind == "cumulative" and claim.period.start is None]
    totals = [claim for claim in open_totals if (source_of(claim), force_of(claim)) in of_war]
    if theatre is None or not totals or end >= theatre.start:
        return
    yield Finding(
        rule=BEFORE_RULE,
        verdict="unverifiable",
        claims=tuple(claim.id for claim in totals),
        arithmetic=f"{end} < {theatre.start}",
        explanation=f"{_named(totals, reading)} to {day_words(end)}, before this war began on {day_words(theatre.start)}.",
    )


def _named(claims: Sequence[Claim], reading: Reading) -> str:
    first = f"“{reading.quote(claims[0])}”"
    return f"{first} is a count" if len(claims) == 1 else f"{first} and {len(claims) - 1} more are counts"

"""A hedge against the precision of the number that it hedges: nobody counts "about 4,017" men.

"About" says that the last digits are not known; printing them claims that they are. The rule notes it where the number is given to
better than one part in a thousand: four digits that all say something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tollbook.auditing.comparable import amount, standing, voice_of
from tollbook.auditing.rounding import printed_step
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, Reading
from tollbook.vocab.theatres import Theatre

RULE = "precision.of_hedge"
_HEDGES = frozenset({"about", "nearly"})
FINEST = Decimal(1) / 1000
"""The share of a number that its last digit may stand for before "about" contradicts it: 10 of 41,030 is finer, 100 of 43,200 is not."""


def hedged_but_precise(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Note, once per source, the figures that are hedged and yet printed to the last digit."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in standing(reading):
        if is_too_precise(claim):
            found[voice_of(claim, reading)].append(claim)
    for claims in found.values():
        yield _finding(claims, reading)


def is_too_precise(claim: Claim) -> bool:
    """Say whether a number's own words hedge it ("about"), and it is printed to better than `FINEST`.

    The heading of a release ("were approximately:") hedges all its rows at once and contradicts none.
    """
    quantity = claim.quantity
    hedged = quantity.hedge in _HEDGES and any(rule.startswith("hedge.") for rule in claim.rules)
    if not hedged or not quantity.stated or claim.measure.unit == "share":
        return False
    return printed_step(quantity.stated) < FINEST * Decimal(str(quantity.stated))


def _finding(claims: list[Claim], reading: Reading) -> Finding:
    first, unit = claims[0], claims[0].measure.unit
    stated = first.quantity.stated or 0
    last = int(printed_step(stated)) or 1
    place = "the last digit" if last == 1 else f"the nearest {last:,}"
    more = "" if len(claims) == 1 else f" ({len(claims) - 1} more like it)"
    quote = f"“{reading.quote(first)}”"
    return Finding(
        rule=RULE,
        verdict="note",
        claims=tuple(claim.id for claim in claims),
        arithmetic=f"{last:,} / {amount(stated, unit)} = {float(printed_step(stated)) / stated:.3%}",
        explanation=f"{quote} hedges a number that is printed to {place}{more}: the word or the digits say too much.",
    )

"""A figure for several categories together against the figures for each: 40 guns and rocket launchers, 39 of the one and 1 of the other.

All must be one source's, of one force and one known period; where a category has two figures, the rule is silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import (
    amount,
    force_of,
    listed,
    outcome_of,
    place_of,
    put,
    same_period,
    source_of,
    span_of,
    standing,
    voice_of,
    what,
)
from tollbook.auditing.intervals import both_hold, interval_of, total
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, Reading
from tollbook.vocab.naming import source_name

RULE = "composite.of_components"
Key = tuple[str, str | None, str | None, str | None, str, date | None, date | None, str | None]


def composites_of_components(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Compare every figure for several categories with the sum of the figures for its parts."""
    grouped: dict[Key, list[Claim]] = defaultdict(list)
    for reading in readings:
        for claim in standing(reading):
            if claim.measure.unit in ("person", "item") and claim.part_of is None and _is_dated(claim):
                grouped[_key(claim, reading)].append(claim)
    for claims in grouped.values():
        for composite in claims:
            components = _components(composite, claims) if len(composite.measure.categories) > 1 else []
            if components:
                yield _finding(composite, components)


def _is_dated(claim: Claim) -> bool:
    return force_of(claim) is not None and claim.quantity.stated is not None and same_period(claim.period, claim.period)


def _key(claim: Claim, reading: Reading) -> Key:
    """Return all that composite and components must share, but for the categories and the sentence."""
    measure, period = claim.measure, claim.period
    return (
        voice_of(claim, reading),
        force_of(claim),
        outcome_of(claim),
        measure.population,
        period.kind,
        period.start,
        period.end,
        place_of(claim),
    )


def _components(composite: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Return one claim for each of the composite's categories, none where one is missing or has two numbers.

    A sentence that lists parts of a whole is the matter of the rule about parts.
    """
    found: list[Claim] = []
    for category in sorted(composite.measure.categories):
        alone = [claim for claim in claims if claim.measure.categories == {category} and claim.measure.unit == composite.measure.unit]
        if len({claim.quantity.stated for claim in alone}) != 1:
            return []
        found.append(alone[0])
    same_sentence = {claim.sentence for claim in (composite, *found)}
    return [] if len(same_sentence) == 1 and {claim.span.document for claim in found} == {composite.span.document} else found


def _finding(composite: Claim, components: Sequence[Claim]) -> Finding:
    unit = composite.measure.unit
    added, printed = total(interval_of(claim.quantity) for claim in components), interval_of(composite.quantity)
    shown = sum(claim.quantity.stated or 0 for claim in components)
    agrees = both_hold(added, printed)
    parts = listed([f"{put(claim.quantity, unit)} {what(claim)}" for claim in components])
    sign = "" if shown == composite.quantity.stated else f", printed as {amount(composite.quantity.stated or 0, unit)}"
    ending = "agrees with" if agrees else "differs from"
    return Finding(
        rule=RULE,
        verdict="agrees" if agrees else "differs",
        claims=(composite.id, *(claim.id for claim in components)),
        arithmetic=f"{' + '.join(amount(claim.quantity.stated or 0, unit) for claim in components)} = {amount(shown, unit)}{sign}",
        expected=added.bounds,
        found=printed.bounds,
        explanation=f"{parts} make {span_of(added.low, added.high, unit)}, which {ending} the {put(composite.quantity, unit)} "
        f"that {source_name(source_of(composite) or 'the text')} gives for {what(composite)}.",
    )

"""Definitions that are mixed or missing: what one number is a number of.

The same number once of the killed and once of all casualties; capability beside strength; "losses" that nobody defines; a total that
runs over a day on which its source changed its meaning; civilians who are fighters a sentence later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from tollbook.auditing.comparable import (
    amount,
    force_of,
    listed,
    periods_fit,
    places_fit,
    same_force,
    same_period,
    same_place,
    source_of,
    standing,
    voice_of,
    what,
)
from tollbook.auditing.rounding import printed_step
from tollbook.core.display import day_words
from tollbook.core.findings import Bounds, Finding, Verdict
from tollbook.core.types import Claim, Number, Reading
from tollbook.vocab.theatres import DefinitionChange, Theatre

KILLED_RULE = "definition.killed_or_casualties"
CAPABILITY_RULE = "definition.capability"
LOSSES_RULE = "definition.losses"
CHANGED_RULE = "definition.changed"
POPULATION_RULE = "definition.population"
_TELLING = 10
"""A number tells one figure from another where it is at least this many of its own last places: 1,500 is 15 hundreds."""
_LEAST = 30
_KILLED = frozenset({"killed"})
_CASUALTIES = frozenset({"killed", "wounded"})


def mixed_definitions(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Find in one text what its figures are figures of, where that is mixed, missing or changed."""
    claims = standing(reading)
    yield from _capability_beside_strength(claims)
    yield from _undefined_losses(claims, reading)
    yield from _changed_definitions(claims, theatre)
    yield from _populations(claims)


def killed_or_casualties(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Find a number that stands once for the killed and once for all casualties.

    It differs where one source says both of one period and place; within a text it is noted where they may be one.
    """
    figures = [(claim, reading) for reading in readings for claim in standing(reading) if _is_telling(claim)]
    deaths: dict[Number | None, list[tuple[Claim, Reading]]] = defaultdict(list)
    for claim, reading in figures:
        if claim.measure.categories == _KILLED:
            deaths[claim.quantity.stated].append((claim, reading))
    for casualty, reading in figures:
        if casualty.measure.categories >= _CASUALTIES:
            for death, elsewhere in deaths[casualty.quantity.stated]:
                verdict = _mixed(casualty, death, within=reading is elsewhere)
                if verdict is not None:
                    yield _killed_finding(casualty, death, verdict)


def _is_telling(claim: Claim) -> bool:
    """Say whether a number is one that two different counts would hardly share: 1,500 and 4,017, not 20 or 1,000."""
    stated, unit = claim.quantity.stated, claim.measure.unit
    return stated is not None and unit == "person" and stated >= _LEAST and stated >= _TELLING * printed_step(stated)


def _mixed(casualty: Claim, death: Claim, *, within: bool) -> Verdict | None:
    alike = casualty.measure.population == death.measure.population
    if not alike or not same_force(casualty, death) or death.part_of == casualty.id:
        return None
    one_source = source_of(casualty) is not None and source_of(casualty) == source_of(death)
    if one_source and same_period(casualty.period, death.period) and same_place(casualty, death):
        return "differs"
    fit = periods_fit(casualty.period, death.period) and places_fit(casualty.place, death.place)
    return "note" if within and fit else None


def _killed_finding(casualty: Claim, death: Claim, verdict: Verdict) -> Finding:
    number = amount(death.quantity.stated or 0, "person")
    whose = "its source" if verdict == "differs" else "the text"
    return Finding(
        rule=KILLED_RULE,
        verdict=verdict,
        claims=(death.id, casualty.id),
        arithmetic=f"{number} {what(death)} = {number} {what(casualty)}",
        explanation=f"{number} are {what(death)} here and {what(casualty)} there: {whose} takes a part for the whole.",
    )


def _capability_beside_strength(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Note, once per force, a share of capability in a text that gives a share of strength too."""
    shares: dict[tuple[str | None, str | None], Claim] = {}
    for claim in claims:
        if claim.measure.unit == "share" and force_of(claim) is not None:
            shares.setdefault((force_of(claim), claim.measure.base), claim)
    for (force, base), capability in shares.items():
        strength = shares.get((force, "strength"))
        if base == "capability" and strength is not None:
            yield _note(
                CAPABILITY_RULE,
                [capability, strength],
                f"{_share(capability)} of capability, {_share(strength)} of strength",
                f"“{capability.quantity.text}” is of capability and “{strength.quantity.text}” of strength: the two can't be compared.",
            )


def _share(claim: Claim) -> str:
    return claim.quantity.text if claim.quantity.stated is None else amount(claim.quantity.stated, "share")


def _undefined_losses(claims: Sequence[Claim], reading: Reading) -> Iterator[Finding]:
    """Note, once per source, people who are "lost" without a word of how."""
    lost: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.measure.categories == {"losses"} and force_of(claim) is not None and claim.quantity.stated != 0:
            lost[voice_of(claim, reading)].append(claim)
    for of_source in lost.values():
        words = listed([f"“{claim.quantity.text}”" for claim in of_source[:3]])
        more = f" and {len(of_source) - 3} more" if len(of_source) > 3 else ""
        count = "counts" if len(of_source) == 1 else "count"
        sentence = f"{words}{more} {count} losses without saying which: the killed alone, or the wounded, missing and captured as well."
        yield _note(LOSSES_RULE, of_source, "", sentence)


def _changed_definitions(claims: Sequence[Claim], theatre: Theatre | None) -> Iterator[Finding]:
    for change in () if theatre is None else theatre.definition_changes:
        across = [claim for claim in claims if _runs_over(claim, change)]
        if across:
            days = f"{across[0].period.start} < {change.date} <= {across[0].period.end}"
            sentence = f"The count runs over {day_words(change.date)}, when its meaning changed: {change.meaning.rstrip('.')}."
            yield _note(CHANGED_RULE, across, days, sentence)


def _runs_over(claim: Claim, change: DefinitionChange) -> bool:
    start, end = claim.period.start, claim.period.end
    if start is None or end is None or source_of(claim) != change.source:
        return False
    return start < change.date <= end and frozenset(change.categories) <= claim.measure.categories


def _populations(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Note a number of people who are civilians in one claim and fighters in another, of one place or force and one time."""
    people = [
        c for c in claims if c.measure.population in ("civilian", "combatant") and c.part_of is None and (c.quantity.stated or 0) >= _LEAST
    ]
    for one, other in combinations(people, 2):
        alike = one.quantity.stated == other.quantity.stated and one.measure.categories == other.measure.categories
        apart = one.measure.population != other.measure.population and one.sentence != other.sentence
        if alike and apart and periods_fit(one.period, other.period) and _of_one_event(one, other):
            number = amount(one.quantity.stated or 0, "person")
            sentence = (
                f"{number} are {what(one)} here and {what(other)} there: the text takes civilians for fighters, or fighters for civilians."
            )
            yield _note(POPULATION_RULE, [one, other], f"{number} = {number}", sentence)


def _of_one_event(one: Claim, other: Claim) -> bool:
    if force_of(one) != force_of(other) or not places_fit(one.place, other.place):
        return False
    placed = one.place is not None and same_place(one, other)
    return placed or same_force(one, other) or same_period(one.period, other.period)


def _note(rule: str, claims: Sequence[Claim], arithmetic: str, explanation: str) -> Finding:
    quantity = claims[0].quantity
    return Finding(
        rule=rule,
        verdict="note",
        claims=tuple(claim.id for claim in claims),
        arithmetic=arithmetic,
        found=Bounds(low=quantity.low, high=quantity.high),
        explanation=explanation,
    )

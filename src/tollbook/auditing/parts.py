"""Parts against their whole: what is counted twice over, left over, or more than there was.

Parts are those that the reader ties to a whole, and counts beside it whose categories are some of the whole's ("4,000 casualties:
1,000 killed and 3,000 wounded"). Parts that may overlap ("including 12 medics", "40 in the square") are bounded by the whole one by
one, and never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from tollbook.auditing.comparable import amount, force_of, listed, put, same_place, source_of, span_of, standing, what
from tollbook.auditing.intervals import Interval, difference, interval_of, lies_below, total
from tollbook.core.findings import Finding, Verdict
from tollbook.core.types import Claim, Reading
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre

PARTS_RULE = "parts.of_whole"
REST_RULE = "parts.rest"
FATES = frozenset({"killed", "wounded", "missing", "captured"})
"""What happens to a person at most once in one count."""


def parts_of_wholes(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Compare every whole with its parts: one by one, the disjoint ones together, and the rest with what is left."""
    claims = standing(reading)
    near = _near(claims)
    for whole in claims:
        if whole.measure.unit in ("person", "item") and whole.quantity.stated is not None:
            parts = [c for c in near(whole) if c is not whole and _is_part(c, whole)]
            counted = [c for c in parts if c.quantity.stated is not None and "number.rest" not in c.rules]
            yield from _each(whole, counted)
            yield from _together(whole, counted)
            yield from _rests(whole, parts, counted)


def _near(claims: Sequence[Claim]) -> Callable[[Claim], list[Claim]]:
    """Return what finds the claims that may be parts of a whole, in the text's order: those of its sentence, and those tied to it.

    A long list of figures would take the square of its length, were each compared with all others.
    """
    in_sentence: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    tied: defaultdict[str | None, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        in_sentence[claim.sentence].append(place)
        tied[claim.part_of].append(place)
    return lambda whole: [claims[place] for place in sorted({*in_sentence[whole.sentence], *tied.get(whole.id, ())})]


def _is_part(part: Claim, whole: Claim) -> bool:
    if part.measure.unit != whole.measure.unit:
        return False
    return part.part_of == whole.id or (part.part_of is None and whole.part_of is None and _stands_beside(part, whole))


def _stands_beside(part: Claim, whole: Claim) -> bool:
    """Say whether a count of the same sentence is of some of the whole's categories, and of the same people in all else."""
    narrower = part.measure.categories < whole.measure.categories <= FATES
    same_people = part.measure.population == whole.measure.population and force_of(part) in (force_of(whole), None)
    same_time = (part.period.kind, part.period.start, part.period.end) == (whole.period.kind, whole.period.start, whole.period.end)
    same_claim = source_of(part) == source_of(whole) and part.sentence == whole.sentence and part.span.start > whole.span.start
    return narrower and same_people and same_time and same_claim and same_place(part, whole)


def _each(whole: Claim, parts: Sequence[Claim]) -> Iterator[Finding]:
    """Find every part that is greater than its whole."""
    for part in parts:
        if lies_below(interval_of(whole.quantity), interval_of(part.quantity)):
            yield _finding(PARTS_RULE, "differs", whole, [part])


def _together(whole: Claim, parts: Sequence[Claim]) -> Iterator[Finding]:
    """Add up parts that can't overlap; of all such sums, the one with the most parts is told."""
    most, all_there = _largest_sum(whole, parts)
    if len(most) < 2:
        return
    added, limit = total(interval_of(part.quantity) for part in most), interval_of(whole.quantity)
    if lies_below(limit, added) or (all_there and lies_below(added, limit)):
        yield _finding(PARTS_RULE, "differs", whole, most)
    elif _adds_up(whole, most):
        yield _finding(PARTS_RULE, "agrees", whole, most)


def _largest_sum(whole: Claim, parts: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """Return the parts that can be added up, and whether together they are everybody."""
    by_fate = _only_ones([part for part in parts if part.measure.categories < whole.measure.categories])
    fates = frozenset[str]().union(*(part.measure.categories for part in by_fate))
    if len(by_fate) > 1 and sum(len(part.measure.categories) for part in by_fate) == len(fates):
        return by_fate, fates == whole.measure.categories
    alike = [part for part in parts if part.measure.categories == whole.measure.categories]
    table = load_table("audit_rules")["populations"]
    for group in table["disjoint"]:
        of_group = [part for part in alike if part.measure.population in group]
        if len({part.measure.population for part in of_group}) == len(of_group) > 1:
            return of_group, group in table["complete"] and len(of_group) == len(group)
    return (alike, False) if _adds_up(whole, alike) else ([], False)


def _only_ones(parts: Sequence[Claim]) -> list[Claim]:
    """Return the parts of which there is one for its categories and people: two counts of killed may overlap."""
    people = {part.measure.population for part in parts}
    kinds = [part.measure.categories for part in parts]
    return list(parts) if len(people) == 1 and len(set(kinds)) == len(kinds) else []


def _adds_up(whole: Claim, parts: Sequence[Claim]) -> bool:
    stated = [part.quantity.stated for part in parts if part.quantity.stated is not None]
    return len(parts) > 1 and len(stated) == len(parts) and sum(stated) == whole.quantity.stated


def _rests(whole: Claim, parts: Sequence[Claim], counted: Sequence[Claim]) -> Iterator[Finding]:
    for rest in parts:
        named = [part for part in counted if part.id in rest.premises]
        if "number.rest" in rest.rules and whole.id in rest.premises and len(named) == len(rest.premises) - 1:
            yield from _rest(whole, named, rest)


def _rest(whole: Claim, named: Sequence[Claim], rest: Claim) -> Iterator[Finding]:
    left = difference(interval_of(whole.quantity), total(interval_of(part.quantity) for part in named))
    of_whole, of_parts = whole.quantity.stated, sum(part.quantity.stated or 0 for part in named)
    if left is None or of_whole is None or of_parts > of_whole:
        return
    arithmetic = f"{amount(of_whole, 'person')} - {_sum_words(named, ' - ')} = {amount(of_whole - of_parts, 'person')}"
    widest = "" if left.bounds.exact else f", {span_of(left.low, left.high, 'person')} as hedged"
    yield Finding(
        rule=REST_RULE,
        verdict="agrees",
        claims=(rest.id, whole.id, *(part.id for part in named)),
        arithmetic=arithmetic,
        expected=left.bounds,
        found=interval_of(rest.quantity).bounds,
        explanation=f"{_sum_words(named, ' and ')} of {amount(of_whole, 'person')} leave {amount(of_whole - of_parts, 'person')} "
        f"for the rest ({what(rest)}{widest}).",
    )


def _finding(rule: str, verdict: Verdict, whole: Claim, parts: Sequence[Claim]) -> Finding:
    added, limit = total(interval_of(part.quantity) for part in parts), interval_of(whole.quantity)
    shown, of_whole = sum(part.quantity.stated or 0 for part in parts), whole.quantity.stated or 0
    printed = amount(of_whole, "person")
    sum_shown = f"{_sum_words(parts, ' + ')} = {amount(shown, 'person')}" if len(parts) > 1 else amount(shown, "person")
    compared = "" if shown == of_whole else f" {'>' if shown > of_whole else '<'} {printed}"
    return Finding(
        rule=rule,
        verdict=verdict,
        claims=(parts[0].id, *(part.id for part in parts[1:]), whole.id),
        arithmetic=f"{sum_shown}{compared}",
        expected=limit.bounds,
        found=added.bounds,
        explanation=_explanation(whole, parts, verdict, added),
    )


def _explanation(whole: Claim, parts: Sequence[Claim], verdict: Verdict, added: Interval) -> str:
    named = listed([f"{put(part.quantity, part.measure.unit)} {what(part)}{_whose(part, parts)}" for part in parts])
    all_of = f"{put(whole.quantity, whole.measure.unit)} {what(whole)}"
    if verdict == "agrees":
        return f"{named} add up to {all_of}."
    if len(parts) == 1:
        return f"{named} can't be a part of {all_of}."
    comes_to = span_of(added.low, added.high, "person")
    return f"{named} come to {comes_to}, which doesn't fit {all_of}."


def _whose(part: Claim, parts: Sequence[Claim]) -> str:
    """Name the force of a part where the parts are of several."""
    several = len({force_of(other) for other in parts}) > 1
    return f", {part.force.text}" if several and part.force is not None else ""


def _sum_words(parts: Sequence[Claim], joint: str) -> str:
    return joint.join(amount(part.quantity.stated or 0, "person") for part in parts)

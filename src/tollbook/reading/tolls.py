"""Say what a text reports for each incident: killed, wounded, missing and captured, the leading incident first.

Groups the counts that a text gives for one event. It adds up only what one clause lists side by side, and prefers the
figure that the text itself treats as the fuller or the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tollbook.core.types import Claim, Quantity, Toll
from tollbook.reading.parts import Tied

LEAD = 6
"""Sentences in which the leading incident's figures stand."""
CLOSE = 1.2
"""A body's exact figure up to this much above a headline's "more than N" is the same count."""
WAR_TOTAL = 5000
"""A count of this size beside smaller ones is a war's, not an incident's."""
_UPDATES = frozenset({"tally", "toll_of"})


@dataclass(frozen=True, slots=True)
class _Count:
    """A victim count of the text: the claim, its draft, and how many sentences into the victims' part it stands."""

    claim: Claim
    tied: Tied
    index: int

    @property
    def value(self) -> float | int:
        """The count's number: stated, else the lower bound."""
        quantity = self.claim.quantity
        return quantity.low if quantity.stated is None else quantity.stated

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self.tied.draft.sentence

    def counts(self, category: str) -> bool:
        """Say whether it counts people of a category."""
        return category in self.claim.measure.categories


def find_tolls(claims: Sequence[Claim], tied: Sequence[Tied]) -> tuple[Toll, ...]:
    """Return the tolls of a text's claims, leading incident first; empty where no claim counts victims.

    `claims` and `tied` are parallel, in text order.
    """
    counts = [_Count(claim, item, i) for i, (claim, item) in enumerate(zip(claims, tied, strict=True)) if _is_victims(claim)]
    wholes = [count for count in counts if count.claim.part_of is None]
    tolls: list[Toll] = []
    used: set[int] = set()
    openers = [count for count in wholes if count.counts("killed") and count.value] or wholes
    for count in openers:
        if count.index in used:
            continue
        toll, members = _toll(count, counts, wholes, used)
        used.update(members)
        tolls.append(toll)
    return tuple(tolls)


def _is_victims(claim: Claim) -> bool:
    unit, categories = claim.measure.unit, claim.measure.categories
    return unit == "person" and claim.assertion == "stated" and bool(categories & {"killed", "wounded", "missing", "captured"})


def _toll(first: _Count, counts: Sequence[_Count], wholes: Sequence[_Count], used: set[int]) -> tuple[Toll, set[int]]:
    """Build the toll of the incident that `first` opens, and name the counts it takes up."""
    free = [c for c in wholes if c.counts("killed") and c.index not in used and (c.value or c is first)]
    killed = [c for c in free if not _is_background(c)] or free or [first]
    leading = _fullest(killed[0] if first.counts("killed") else first, killed, counts)
    members = _mates(leading, wholes)
    value = _sum([leading, *members]) if members else leading.claim.quantity
    near = [c for c in counts if abs(c.sentence - leading.sentence) <= 1 and c.index not in used]
    taken = {first.index, leading.index, *(c.index for c in members), *(c.index for c in killed if _same(c, leading))}
    taken |= {c.index for c in near if not c.counts("killed")}
    earlier = [c for c in wholes if c.index in taken and c.counts("killed") and c.value < leading.value and c is not leading]
    toll = Toll(
        killed=value if leading.counts("killed") else None,
        wounded=_nearest("wounded", leading, near),
        missing=_nearest("missing", leading, near),
        captured=_nearest("captured", leading, near),
        killed_by_population=tuple(_by_population(leading, members, counts)),
        date=leading.claim.period.end,
        place=leading.claim.place,
        claims=tuple(c.claim.id for c in counts if c.index in taken),
        superseded=tuple(c.claim.id for c in earlier if c not in members),
    )
    return toll, taken


def _is_background(count: _Count) -> bool:
    """Say whether a count runs since the start of a war or a year, not over one event."""
    period = count.claim.period
    return count.value >= WAR_TOTAL or (period.kind == "cumulative" and period.start is not None)


def _fullest(first: _Count, killed: Sequence[_Count], counts: Sequence[_Count]) -> _Count:
    """Follow the text from its first figure to the one it gives in full."""
    leading = _whole_of_part(first, counts)
    for other in killed:
        if other.sentence - first.sentence > LEAD or other.index <= leading.index:
            continue
        if _refines(leading, other) or _updates(leading, other):
            leading = other
    return _listed(leading, killed)


def _listed(leading: _Count, killed: Sequence[_Count]) -> _Count:
    """Return the body's mention of the same count where it stands in a list with others: the headline named one of them."""
    for other in killed:
        again = other.index > leading.index and _same(other, leading) and other.sentence - leading.sentence <= LEAD
        if again and _mates(other, killed) and not _mates(leading, killed):
            return other
    return leading


def _whole_of_part(first: _Count, counts: Sequence[_Count]) -> _Count:
    """A headline may give a part ("Seven children killed") whose whole the body names ("10 people, including seven children")."""
    by_id = {count.claim.id: count for count in counts}
    for part in counts:
        whole = by_id.get(part.claim.part_of or "")
        if whole is None or part.sentence - first.sentence > LEAD or part.value != first.value:
            continue
        same_people = part.claim.measure.population == first.claim.measure.population
        if same_people and part.counts("killed") and whole.counts("killed"):
            return whole
    return first


def _refines(leading: _Count, other: _Count) -> bool:
    """Say whether a later figure tells more exactly what the leading one says."""
    quantity = leading.claim.quantity
    if leading.counts("wounded"):
        # "19 killed and injured", then "4 killed and 15 injured".
        return not other.counts("wounded") and other.value <= leading.value
    if quantity.stated is None:
        return other.claim.quantity.stated is not None
    if quantity.hedge == "over":
        return quantity.stated < other.value <= quantity.stated * CLOSE
    if quantity.hedge in ("nearly", "about", "up_to") and other.claim.quantity.hedge == "exact":
        return quantity.stated / CLOSE <= other.value <= quantity.stated * CLOSE
    return False


def _updates(leading: _Count, other: _Count) -> bool:
    return other.tied.draft.frame in _UPDATES and other.value > leading.value and other.value <= 5 * leading.value


def _mates(leading: _Count, wholes: Iterable[_Count]) -> list[_Count]:
    """Return the counts that stand in a list with the leading one, under the same verb."""
    draft = leading.tied.draft
    return [
        c for c in wholes if c is not leading and c.sentence == leading.sentence and c.tied.draft.cue == draft.cue and c.counts("killed")
        and c.claim.quantity.stated is not None and leading.claim.quantity.stated is not None
    ]  # fmt: skip


def _sum(counts: Sequence[_Count]) -> Quantity:
    quantities = [count.claim.quantity for count in sorted(counts, key=lambda c: c.index)]
    highs = [quantity.high for quantity in quantities]
    return Quantity(
        stated=sum(q.stated for q in quantities if q.stated is not None),
        low=sum(q.low for q in quantities),
        high=None if None in highs else sum(high for high in highs if high is not None),
        hedge=quantities[0].hedge,
        text=" + ".join(q.text for q in quantities),
    )


def _same(one: _Count, other: _Count) -> bool:
    return one.value == other.value


def _nearest(category: str, leading: _Count, near: Iterable[_Count]) -> Quantity | None:
    found = [c for c in near if c.counts(category) and not c.counts("killed") and c.claim.part_of is None]
    chosen = min(found, key=lambda c: (abs(c.sentence - leading.sentence), abs(c.index - leading.index)), default=None)
    return chosen.claim.quantity if chosen is not None else None


def _by_population(leading: _Count, members: Sequence[_Count], counts: Sequence[_Count]) -> Iterable[tuple[str, Quantity]]:
    seen: set[str] = set()
    parts = [c for c in counts if c.claim.part_of == leading.claim.id and c.counts("killed")]
    for count in (leading, *members, *parts):
        population = count.claim.measure.population
        if population is not None and population not in seen:
            seen.add(population)
            yield population, count.claim.quantity


__all__ = ["find_tolls"]

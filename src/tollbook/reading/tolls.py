"""Say what a text reports for each incident: killed, wounded, missing and captured, the leading incident first.

Groups the counts that a text gives for one event. It adds up only what one clause lists side by side, and prefers the
figure that the text itself treats as the fuller or the later one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tollbook.core.types import Claim, Quantity, Toll
from tollbook.reading.drafts.parts import Tied

LEAD = 6
"""Sentences in which the leading incident's figures stand."""
CLOSE = 1.2
"""A body's exact figure up to this much above a headline's "more than N" is the same count."""
WAR_TOTAL = 5000
"""A count of this size beside smaller ones is a war's, not an incident's."""
_VICTIMS = frozenset({"killed", "wounded", "missing", "captured"})
_UPDATES = frozenset({"tally", "toll_of"})


@dataclass(slots=True)
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

    @property
    def is_unsplit(self) -> bool:
        """Say whether it counts the killed together with the wounded, missing or captured, so that no one can say how many died."""
        return self.counts("killed") and len(self.claim.measure.categories & _VICTIMS) > 1

    def counts(self, category: str) -> bool:
        """Say whether it counts people of a category."""
        return category in self.claim.measure.categories


@dataclass(frozen=True, slots=True)
class _Field:
    """All victim counts of a text in order, so that one incident's are found without looking at every other's."""

    counts: Sequence[_Count]
    sentences: Sequence[int]
    parts: Mapping[str | None, Sequence[_Count]]
    by_id: Mapping[str, _Count]

    def near(self, sentence: int, before: int, after: int) -> Sequence[_Count]:
        """Return the counts from `before` sentences before one to `after` sentences after it."""
        left = bisect_left(self.sentences, sentence - before)
        return self.counts[left : bisect_right(self.sentences, sentence + after)]


def find_tolls(claims: Sequence[Claim], tied: Sequence[Tied]) -> tuple[tuple[Toll, ...], dict[str, str]]:
    """Return the tolls of a text's claims, leading incident first, and for each earlier figure the id of the one in its place.

    `claims` and `tied` are parallel, in text order. Both results are empty where no claim counts victims.
    """
    counts = [_Count(claim, item, i) for i, (claim, item) in enumerate(zip(claims, tied, strict=True)) if _is_victims(claim)]
    field = _field(counts)
    wholes = [count for count in counts if count.claim.part_of is None]
    deaths = [count for count in wholes if count.counts("killed") and count.value]
    openers = [count for count in deaths if not _is_background(count)] or deaths or wholes
    tolls: list[Toll] = []
    used: set[int] = set()
    replaced: dict[str, str] = {}
    for count in openers:
        if count.index not in used:
            toll, members, leading = _toll(count, field, used)
            used.update(members)
            tolls.append(toll)
            replaced.update(dict.fromkeys(toll.superseded, leading))
    return tuple(tolls), replaced


def _field(counts: Sequence[_Count]) -> _Field:
    parts: dict[str | None, list[_Count]] = defaultdict(list)
    for count in counts:
        parts[count.claim.part_of].append(count)
    return _Field(counts, [count.sentence for count in counts], parts, {count.claim.id: count for count in counts})


def _is_victims(claim: Claim) -> bool:
    unit, categories = claim.measure.unit, claim.measure.categories
    return unit == "person" and claim.assertion == "stated" and bool(categories & _VICTIMS)


def _toll(first: _Count, field: _Field, used: set[int]) -> tuple[Toll, set[int], str]:
    """Build the toll of the incident that `first` opens; name the counts it takes up and the claim that leads it."""
    reach = [c for c in field.near(first.sentence, 0, LEAD) if c.index not in used]
    killed = [c for c in reach if c.counts("killed") and c.claim.part_of is None and (c is first or (c.value and not _is_background(c)))]
    leading = _fullest(first, killed, field)
    near = [c for c in field.near(leading.sentence, 1, 1) if c.index not in used]
    members = _mates(leading, [c for c in near if c.claim.part_of is None])
    earlier = [c for c in killed if _is_superseded(c, first, leading)]
    same = [c for c in killed if c.value in {leading.value, *(e.value for e in earlier)}]
    parts = [part for whole in (leading, *members, *same) for part in field.parts.get(whole.claim.id, ())]
    others = [c for c in near if not c.counts("killed")]
    about = {c.index: c for c in (first, leading, *members, *same, *earlier, *parts, *others) if c.index not in used}
    toll = Toll(
        killed=_killed(leading, members, parts),
        wounded=_nearest("wounded", leading, near),
        missing=_nearest("missing", leading, near),
        captured=_nearest("captured", leading, near),
        killed_by_population=tuple(_by_population(leading, members, parts)),
        date=next((c.claim.period.end for c in (leading, *same) if c.claim.period.end is not None), None),
        place=next((c.claim.place for c in (leading, *same) if c.claim.place is not None), None),
        claims=tuple(about[index].claim.id for index in sorted(about)),
        superseded=tuple(c.claim.id for c in earlier),
    )
    return toll, set(about), leading.claim.id


def _killed(leading: _Count, members: Sequence[_Count], parts: Iterable[_Count]) -> Quantity | None:
    """Return the deaths: never "killed or wounded" or "casualties" unsplit, but the part of them that the text says died."""
    if leading.is_unsplit:
        return next((part.claim.quantity for part in parts if part.counts("killed") and not part.is_unsplit), None)
    if not leading.counts("killed"):
        return None
    return _sum([leading, *members]) if members else leading.claim.quantity


def _is_superseded(count: _Count, first: _Count, leading: _Count) -> bool:
    """Say whether a count is an earlier figure that the text itself replaces: by an update ("the toll rose to N") or an exact one."""
    replaced = leading.index != first.index and first.value != leading.value and leading.claim.part_of is None
    is_part = first.claim.measure.population is not None and first.claim.measure.population != leading.claim.measure.population
    return replaced and not is_part and count.counts("killed") and count.value == first.value and count is not leading


def _is_background(count: _Count) -> bool:
    """Say whether a count runs since the start of a war or a year, not over one event."""
    period = count.claim.period
    return count.value >= WAR_TOTAL or (period.kind == "cumulative" and period.start is not None)


def _fullest(first: _Count, killed: Sequence[_Count], field: _Field) -> _Count:
    """Follow the text from its first figure to the one it gives in full."""
    leading = _whole_of_part(first, field)
    for other in killed:
        if other.index > leading.index and (_refines(leading, other) or _updates(leading, other)):
            leading = other
    return _listed(leading, killed)


def _listed(leading: _Count, killed: Sequence[_Count]) -> _Count:
    """Return the body's mention of the same count where it stands in a list with others: the headline named one of them."""
    for other in killed:
        again = other.index > leading.index and _same(other, leading)
        if again and _mates(other, killed) and not _mates(leading, killed):
            return other
    return leading


def _whole_of_part(first: _Count, field: _Field) -> _Count:
    """A headline may give a part ("Seven children killed") whose whole the body names ("10 people, including seven children")."""
    for part in field.near(first.sentence, 0, LEAD):
        whole = field.by_id.get(part.claim.part_of or "")
        if whole is None or part.value != first.value or not (part.counts("killed") and whole.counts("killed")):
            continue
        if part.claim.measure.population == first.claim.measure.population:
            return whole
    return first


def _refines(leading: _Count, other: _Count) -> bool:
    """Say whether a later figure tells more exactly what the leading one says."""
    quantity = leading.claim.quantity
    if leading.counts("wounded"):
        # "19 killed and injured", then "4 killed and 15 injured".
        return not other.counts("wounded") and other.value <= leading.value
    if quantity.stated is None:
        return other.claim.quantity.stated is not None and (quantity.hedge != "between" or _fits(other, quantity))
    if quantity.hedge == "over":
        return quantity.stated < other.value <= quantity.stated * CLOSE
    if quantity.hedge in ("nearly", "about", "up_to") and other.claim.quantity.hedge == "exact":
        return quantity.stated / CLOSE <= other.value <= quantity.stated * CLOSE
    return False


def _fits(count: _Count, quantity: Quantity) -> bool:
    """Say whether a count is near enough a range to be what came of it."""
    high = quantity.low if quantity.high is None else quantity.high
    return quantity.low / CLOSE <= count.value <= high * CLOSE


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


def _by_population(leading: _Count, members: Sequence[_Count], parts: Sequence[_Count]) -> Iterable[tuple[str, Quantity]]:
    seen: set[str] = set()
    for count in (leading, *members, *(part for part in parts if part.counts("killed"))):
        population = count.claim.measure.population
        if population is not None and population not in seen and not count.is_unsplit:
            seen.add(population)
            yield population, count.claim.quantity

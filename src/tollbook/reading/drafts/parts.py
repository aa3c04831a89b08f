"""Tie the claims of a text to each other: parts to their wholes, and "the rest" to what it is the rest of.

Works on drafts in text order; ties are indices into them. Where no whole stands near, a part is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from tollbook.core.types import Force
from tollbook.reading.drafts.drafts import Draft

NEAR = 8
"""Counts before "the rest" among which its whole and its siblings stand."""
_MISSING = {
    "part": "a part, but the text names no whole near it",
    "total": "a total, but the text names no count near it",
    "figure": "a figure, but the text names no count near it",
}
REACH = 2
"""A whole stands at most this many sentences before its part."""


@dataclass(slots=True)
class Tied:
    """A draft with the indices of its whole and of the drafts that its number was computed from."""

    draft: Draft
    whole: int | None = None
    premises: tuple[int, ...] = ()


def tie(drafts: Sequence[Draft]) -> tuple[list[Tied], list[tuple[Draft, str]]]:
    """Return the drafts with their ties, and those that have no whole, each with the reason."""
    tied: list[Tied] = []
    orphans: list[tuple[Draft, str]] = []
    for draft, following in zip_longest(drafts, drafts[1:]):
        if draft.inherits and draft.of_next and following is not None:
            found = _part_of_next(draft, following, len(tied) + 1)
        elif draft.total:
            found = _total(draft, tied)
        elif draft.kind == "rest":
            found = _rest(draft, tied)
        elif draft.partitive or draft.included:
            found = _part(draft, tied)
        else:
            found = Tied(draft)
        if found is None:
            what = _MISSING["total" if draft.running else "figure"] if draft.total else _MISSING["part"]
            orphans.append((draft, what))
        else:
            tied.append(found)
    return _with_appositions([_with_next(index, tied) for index in range(len(tied))]), orphans


def _total(draft: Draft, before: Sequence[Tied]) -> Tied | None:
    """Read "bringing the total to 90" and "others put the figure at 90": of what was just counted, where that is one thing.

    A total is not less than what was counted; another's figure may be.
    """
    counted = [item.draft for item in before if item.draft.sentence == draft.sentence and item.whole is None]
    near = counted[-1] if counted else None
    if near is None or near.measure.unit == "share" or any(one.measure != near.measure for one in counted):
        return None
    if draft.running and draft.low < near.low:
        return None
    assertion = near.assertion if draft.running else "stated"
    return Tied(replace(draft, measure=near.measure, force=draft.force or near.force, assertion=assertion))


def _part_of_next(draft: Draft, following: Draft, whole: int) -> Tied | None:
    """Read "six children were among 19 people killed", where only the whole has a verb."""
    if following.sentence != draft.sentence or following.inherits or following.measure.unit != draft.measure.unit:
        return None
    measure = replace(following.measure, population=draft.measure.population)
    return Tied(replace(draft, measure=measure, force=draft.force or following.force, assertion=following.assertion), whole)


def _with_appositions(tied: list[Tied]) -> list[Tied]:
    """Tie "12 people, nine civilians and three soldiers" together: a list under one verb that adds up to its first count."""
    lists: dict[tuple[int, tuple[int, int], bool], list[int]] = defaultdict(list)
    for index, item in enumerate(tied):
        if item.whole is None and item.draft.stated is not None:
            lists[item.draft.sentence, item.draft.cue, item.draft.measure.unit == "person"].append(index)
    whole_of: dict[int, int] = {}
    for first, *rest in lists.values():
        if len(rest) > 1 and sum(tied[i].draft.stated or 0 for i in rest) == tied[first].draft.stated:
            whole_of.update(dict.fromkeys(rest, first))
    return [replace(item, whole=whole_of[index]) if index in whole_of else item for index, item in enumerate(tied)]


def _with_next(index: int, tied: Sequence[Tied]) -> Tied:
    """Tie "six children were among 19 dead" to the count that follows."""
    item = tied[index]
    if not item.draft.of_next or index + 1 >= len(tied):
        return item
    following = tied[index + 1].draft
    if following.sentence != item.draft.sentence or following.included or not _can_hold(following, item.draft):
        return item
    return replace(item, whole=index + 1)


def _part(draft: Draft, before: Sequence[Tied]) -> Tied | None:
    whole = _whole(draft, before)
    if whole is None:
        return None if draft.inherits else Tied(replace(draft, force=draft.force or _force_of_strength(draft, before)))
    source = before[whole].draft
    measure = draft.measure
    if draft.inherits:
        shared = draft.measure.unit == "share"
        base = "+".join(sorted(source.measure.categories)) if shared else source.measure.base
        population = measure.population or (None if shared else source.measure.population)
        measure = replace(source.measure, unit=measure.unit if shared else source.measure.unit, population=population, base=base)
    force, assertion = draft.force or source.force, source.assertion if draft.inherits else draft.assertion
    return Tied(replace(draft, measure=measure, force=force, assertion=assertion, perfect=draft.perfect or source.perfect), whole)


def _force_of_strength(draft: Draft, before: Sequence[Tied]) -> Force | None:
    """Return whose strength losses are told to be of: "Of the 11,000 soldiers sent, 4,000 were killed". They are no part of a loss."""
    near = [item.draft for item in before if draft.sentence - item.draft.sentence <= 1 and "strength" in item.draft.measure.categories]
    fits = draft.included and near and near[-1].measure.unit == draft.measure.unit and _is_larger(near[-1], draft)
    return near[-1].force if fits else None


def _whole(draft: Draft, before: Sequence[Tied]) -> int | None:
    """Return the nearest larger count of the same unit; for "including" only within the sentence or the one before."""
    reach = 1 if draft.included else REACH
    for index in range(len(before) - 1, -1, -1):
        other = before[index]
        if draft.sentence - other.draft.sentence > reach:
            return None
        if other.draft.included and not draft.partitive:
            continue
        if _can_hold(other.draft, draft):
            known = other.draft.inherits and other.whole is not None and other.whole < len(before)
            return other.whole if known else index
    return None


def _can_hold(whole: Draft, part: Draft) -> bool:
    if "strength" in whole.measure.categories or whole.kind == "share":
        return False
    if part.kind == "share" and whole.measure.unit == "person":
        return True
    if whole.measure.unit != part.measure.unit and not part.inherits:
        return False
    if whole.measure.unit == "item":
        return _is_larger(whole, part) and (part.inherits or part.measure.outcome == whole.measure.outcome)
    if not part.inherits and not (part.measure.categories <= whole.measure.categories or "losses" in whole.measure.categories):
        return part.kind == "count" and part.partitive and _is_larger(whole, part)
    return _is_larger(whole, part)


def _is_larger(whole: Draft, part: Draft) -> bool:
    return part.kind == "share" or whole.high is None or part.low <= whole.high


def _rest(draft: Draft, before: Sequence[Tied]) -> Tied | None:
    first = max(0, len(before) - NEAR)
    near = [i for i in range(first, len(before)) if draft.sentence - before[i].draft.sentence <= 1]
    whole = next((before[i].whole for i in reversed(near) if before[i].whole is not None), None)
    if whole is None:
        people = [i for i in near if before[i].draft.measure.unit == "person"]
        if len(people) < 2:
            return None
        whole = max(people, key=lambda i: before[i].draft.low)
        siblings = tuple(i for i in people if i > whole)
    else:
        siblings = tuple(i for i in range(first, len(before)) if before[i].whole == whole)
    if not siblings:
        return None
    total, parts = before[whole].draft, [before[i].draft for i in siblings]
    low = max(0, total.low - sum(part.high if part.high is not None else part.low for part in parts))
    high = None if total.high is None else max(0, total.high - sum(part.low for part in parts))
    exact = all(d.hedge == "exact" for d in (total, *parts))
    number = replace(draft, low=low, high=high, hedge="exact" if exact else "about", force=draft.force or total.force)
    return Tied(replace(number, perfect=total.perfect), whole, (whole, *siblings))

"""Drift between texts: one telling number that turns up for other people or things, or from another source, in another text.

A relay keeps digits and loses words. Only numbers that hardly recur by accident are followed: round and small ones are left alone. The
killed for all casualties is a rule of its own, `definition.killed_or_casualties`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from tollbook.auditing.comparable import force_of, periods_fit, places_fit, put, source_of, standing, what
from tollbook.auditing.matching import published_by
from tollbook.auditing.rounding import printed_step
from tollbook.core.findings import Bounds, Finding
from tollbook.core.types import Claim, Number, Reading

RULE = "drift.between_texts"
LEAST = 1_000
TELLING_DIGITS = 3
"""From this size, with as many digits that say something, a number seldom recurs for one force within two weeks: with three digits the
chance for a second figure of the same size is one in 900."""
_KILLED = frozenset({"killed"})
Key = tuple[Number, str, str]


def drifts_between_texts(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Compare the uses of one telling number for one force at one time: of each measure and source, the first text that has it."""
    grouped: dict[Key, dict[tuple[frozenset[str], str | None], Claim]] = defaultdict(dict)
    for reading in readings:
        for claim in standing(reading):
            stated, force = claim.quantity.stated, force_of(claim)
            if stated is not None and force is not None and claim.measure.unit != "share" and is_telling(stated):
                grouped[(stated, force, claim.measure.unit)].setdefault((claim.measure.categories, source_of(claim)), claim)
    for uses in grouped.values():
        for one, other in combinations(uses.values(), 2):
            if one.span.document != other.span.document and _may_be_one(one, other):
                finding = _compare(one, other)
                if finding is not None:
                    yield finding


def is_telling(number: Number) -> bool:
    """Say whether a number hardly recurs by accident: large, and not round.

    >>> is_telling(826_820), is_telling(826_000), is_telling(820_000), is_telling(87)
    (True, True, False, False)
    """
    return number >= LEAST and float(number) / float(printed_step(number)) >= 10 ** (TELLING_DIGITS - 1)


def _may_be_one(one: Claim, other: Claim) -> bool:
    return periods_fit(one.period, other.period) and places_fit(one.place, other.place)


def _compare(one: Claim, other: Claim) -> Finding | None:
    others_rule = any(a == _KILLED and b > _KILLED for a, b in ((_of(one), _of(other)), (_of(other), _of(one))))
    if _of(one) != _of(other):
        return None if others_rule else _drift(one, other, same_source=_same_source(one, other))
    differs = source_of(one) is not None and source_of(other) is not None and not _same_source(one, other) and not _cites(one, other)
    return _drift(one, other, same_source=False) if differs else None


def _of(claim: Claim) -> frozenset[str]:
    return claim.measure.categories


def _same_source(one: Claim, other: Claim) -> bool:
    first, second = source_of(one), source_of(other)
    return bool(published_by(first) & published_by(second)) or (first is None and second is None)


def _cites(one: Claim, other: Claim) -> bool:
    """Say whether the one's chain leads back to the other's source, or the reverse: a relay that names its source is no drift."""
    chains = [{link.source for link in claim.attribution if link.source is not None} for claim in (one, other)]
    return bool(chains[0] & chains[1])


def _drift(one: Claim, other: Claim, *, same_source: bool) -> Finding:
    stated, unit = one.quantity.stated or 0, one.measure.unit
    measures = _of(one) != _of(other)
    first, second = (source_of(claim) or "its author" for claim in (one, other))
    if measures and same_source:
        told = f"{what(one)} in one text and {what(other)} in another, both from {first}"
    elif measures:
        told = f"{what(one)} from {first} in one text, and {what(other)} from {second} in another"
    else:
        told = f"given to {first} in one text and to {second} in another"
    return Finding(
        rule=RULE,
        verdict="differs" if measures and same_source else "note",
        claims=(other.id, one.id),
        arithmetic=f"{put(one.quantity, unit)} = {put(other.quantity, unit)}",
        expected=Bounds(low=stated, high=stated),
        found=Bounds(low=stated, high=stated),
        explanation=f"One number, {put(one.quantity, unit)}, is {told}.",
    )

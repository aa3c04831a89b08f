"""Circular reporting: many texts, one statement. Ten papers that quote one ministry are one witness.

Texts count as one statement where they give one source's same figure, or where their sentences are nearly the same words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tollbook.auditing.comparable import force_of, listed, periods_fit, put, source_of, standing, what
from tollbook.auditing.matching import published_by
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, Number, Reading

RULE = "circular.one_source"
WORDS = 4
ALIKE = 0.5
"""Two sentences are one wording where they share half of their runs of four words: a copied one shares nearly all."""
LEAST_RUNS = 5
"""A sentence of fewer runs is a formula that anybody may write."""
_WORD = re.compile(r"\w+")
Key = tuple[Number, str, frozenset[str], str]
Told = tuple[Claim, Reading]


def one_source_of_many(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Note every figure that several texts have from one source, or in one wording."""
    grouped: dict[Key, list[Told]] = defaultdict(list)
    for reading in readings:
        for claim in standing(reading):
            stated, force = claim.quantity.stated, force_of(claim)
            if stated is not None and force is not None and claim.part_of is None:
                grouped[(stated, force, claim.measure.categories, claim.period.kind)].append((claim, reading))
    for told in grouped.values():
        for statement in _statements(told):
            if len({reading.document.id for _, reading in statement}) > 1:
                yield _finding(statement)


def _statements(told: Sequence[Told]) -> list[list[Told]]:
    """Group claims that are one statement: each joins the first group whose first claim it is like."""
    groups: list[list[Told]] = []
    for one in told:
        group = next((group for group in groups if _is_one(one, group[0])), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _is_one(one: Told, other: Told) -> bool:
    if not periods_fit(one[0].period, other[0].period) or not _days_fit(one[1].document.published, other[1].document.published):
        return False
    first, second = source_of(one[0]), source_of(other[0])
    cited = bool(published_by(first) & published_by(second))
    return cited or ((first is None or second is None) and alike(sentence_of(*one), sentence_of(*other)))


def _days_fit(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= 14


def sentence_of(claim: Claim, reading: Reading) -> str:
    """Return the sentence that a claim stands in."""
    return reading.document.text[claim.sentence[0] : claim.sentence[1]]


def alike(one: str, other: str) -> bool:
    """Say whether two sentences are nearly the same words.

    >>> alike("The raid killed 12 of its best pilots, the ministry said.", "The raid killed 12 of its best pilots, it is said.")
    True
    >>> alike("The raid killed 12 of its best pilots, the ministry said.", "Twelve pilots died when bombers raided the field.")
    False
    """
    first, second = _runs(one), _runs(other)
    return min(len(first), len(second)) >= LEAST_RUNS and len(first & second) >= ALIKE * min(len(first), len(second))


def _runs(sentence: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(sentence)]
    return {tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def _finding(statement: Sequence[Told]) -> Finding:
    claim = statement[0][0]
    number = len({reading.document.id for _, reading in statement})
    sources = sorted({source_of(told) for told, _ in statement} - {None}, key=str)
    whose = f"one source, {listed([str(source) for source in sources])}" if sources else "one wording"
    figure = f"{put(claim.quantity, claim.measure.unit)} {what(claim)}"
    return Finding(
        rule=RULE,
        verdict="note",
        claims=tuple(told.id for told, _ in statement),
        arithmetic=f"{number} documents, 1 statement",
        explanation=f"{number} documents, {whose}: {figure} is one statement, however often it is printed.",
    )

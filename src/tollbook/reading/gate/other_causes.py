"""Name what a sentence's figures count the cost of where that is no act of war: an earthquake, a crash, a disease.

Words are those of the table of context; a sentence is asked only in a document that speaks of conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tollbook.reading.gate.evidence import class_at, load_evidence
from tollbook.vocab.tables import load_table

_NEAR = 4
"""Words that may stand between a cause and the verb it governs."""


def is_other_cause(words: Sequence[str]) -> str | None:
    """Name what a sentence's figures count the cost of, when that is no act of war; None where war is the cause, or none is named.

    `words` are the sentence's tokens in lower case. Meant for sentences of documents that speak of conflict.

    >>> is_other_cause("the quake killed 30 people as shelling went on".split())
    'an earthquake'
    >>> is_other_cause("in the quake zone bombs killed 30 people".split()) is None
    True
    """
    causes = _causes()
    if causes.ascii_firsts.isdisjoint(words) and all(map(str.isascii, words)):
        return None
    pieces = [piece for word in words for piece in (word.split("-") if "-" in word and len(word) > 1 else (word,)) if piece]
    found = _find_causes(pieces, causes)
    if not found:
        return None
    classes = {name for at in range(len(pieces)) if (name := class_at(pieces, at, load_evidence())[0]) is not None}
    peaceful = classes.isdisjoint(causes.war)
    for at, row in found:
        if row.spares and not classes.isdisjoint(causes.armies):
            continue
        if peaceful or (row.governs and _governs(pieces, at, causes)):
            return row.says
    return None


@dataclass(frozen=True, slots=True)
class _Cause:
    says: str
    governs: bool
    spares: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Causes:
    """What may cost lives beside war, by word, and the words that tie it to a loss."""

    rows: Mapping[str, tuple[tuple[tuple[str, ...], _Cause], ...]]
    ascii_firsts: frozenset[str]
    stems: Mapping[str, _Cause]
    war: frozenset[str]
    armies: frozenset[str]
    harms: frozenset[str]
    fates: frozenset[str]
    links: frozenset[str]
    stops: frozenset[str]


def _find_causes(words: Sequence[str], causes: _Causes) -> list[tuple[int, _Cause]]:
    """Return each cause that a sentence names, with the place of its last word."""
    found = []
    for at, word in enumerate(words):
        for phrase, row in causes.rows.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                found.append((at + len(phrase) - 1, row))
        if not word.isascii():
            found += [(at, row) for stem, row in causes.stems.items() if word.startswith(stem)]
    return found


def _governs(words: Sequence[str], at: int, causes: _Causes) -> bool:
    """Say whether the cause at a place is what killed: "the quake has killed nine", "nine died of cholera"."""
    for word in words[at + 1 : at + 1 + _NEAR]:
        if word in causes.harms:
            return True
        if word in causes.stops or not word[0].isalnum() or class_at([word], 0, load_evidence())[0] in causes.war:
            break
    before = words[max(0, at - _NEAR) : at]
    return any(link in causes.links and fate in causes.fates for fate, link in pairwise(before))


@lru_cache(maxsize=1)
def _causes() -> _Causes:
    table = load_table("context")["cause"]
    rows: dict[str, list[tuple[tuple[str, ...], _Cause]]] = {}
    stems: dict[str, _Cause] = {}
    for row in table["row"]:
        cause = _Cause(row["says"], row["governs"], row.get("spares", False))
        for word in row["words"]:
            if word.endswith("*"):
                stems[word[:-1]] = cause
            else:
                parts = tuple(word.split(" "))
                rows.setdefault(parts[0], []).append((parts, cause))
    return _Causes(
        rows={first: tuple(group) for first, group in rows.items()},
        ascii_firsts=frozenset(rows),
        stems=stems,
        **{key: frozenset(table[key]) for key in ("war", "armies", "harms", "fates", "links", "stops")},
    )

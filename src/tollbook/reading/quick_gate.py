"""Bound a document's evidence of armed conflict from above by its set of words, so that most texts on other things are never weighed.

The bound counts every word for conflict that can stand in the text, doubles those of the opening, and takes for granted every pair whose
classes of words the opening holds; what speaks against is left out. It can be too high, never too low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tollbook.reading.gate import Evidence

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_GROUP = re.compile(r"\[([^\]]+)\](\?|\{0)?")


class _Entry(NamedTuple):
    """A phrase of a class: its words where it has several, and what the class adds."""

    spelled: str
    words: frozenset[str]
    name: str
    weight: int
    letter: str


class _Index(NamedTuple):
    """The table of evidence by first word. `weighty` are the first words that can add points, the others only complete pairs."""

    weighty: dict[str, tuple[_Entry, ...]]
    others: dict[str, tuple[_Entry, ...]]
    letters: frozenset[str]
    pairs: tuple[tuple[int, tuple[frozenset[str], ...]], ...]
    """Points of each pair, and the groups of letters that it needs."""


def most_evidence(text: str, flat: Sequence[str], opening: frozenset[str], evidence: Evidence) -> tuple[int, list[str]] | None:
    """Return the most points that a document can reach, and the words they come from; None where only weighing tells.

    `flat` are the words of the text and `opening` those of its opening, as weighing flattens them. Stems of other scripts and models of
    equipment are left to weighing.
    """
    words = frozenset(flat)
    if _names_model(flat, words & evidence.models.keys()) or (not text.isascii() and _CYRILLIC.search(text) is not None):
        return None
    index = _index(evidence)
    scored: dict[str, int] = {}
    found: list[str] = []
    letters: set[str] = set()
    for first in words & index.weighty.keys():
        doubled = first in opening
        for entry in index.weighty[first]:
            if words.issuperset(entry.words) and (entry.name != "groups" or _stands(entry.spelled, text)):
                scored[entry.name] = scored.get(entry.name, 0) + (2 * entry.weight if doubled else entry.weight)
                found.append(entry.spelled)
                if doubled:
                    letters.add(entry.letter)
    for first in opening & index.others.keys():
        letters.update(entry.letter for entry in index.others[first] if opening.issuperset(entry.words))
    absent = index.letters - letters
    # States, names and figures have letters of no class: any text may hold them.
    most = sum(points for points, needs in index.pairs if not any(needed <= absent for needed in needs))
    for name, points in scored.items():
        cap = evidence.classes[name].cap
        most += points if cap is None else min(cap, points)
    return most, sorted(found)


def _stands(name: str, text: str) -> bool:
    return name in text or name.upper() in text


def _names_model(flat: Sequence[str], prefixes: Set[str]) -> bool:
    """Say whether a prefix of models stands before a figure ("T-72")."""
    return bool(prefixes) and any(word in prefixes and following[0].isdigit() for word, following in pairwise(flat))


@lru_cache(maxsize=4)
def _index(evidence: Evidence) -> _Index:
    weighty: dict[str, list[_Entry]] = {}
    others: dict[str, list[_Entry]] = {}
    letters: set[str] = set()
    for entry, first in _entries(evidence):
        if entry.name != "groups":
            letters.add(entry.letter)
        (weighty if entry.weight else others).setdefault(first, []).append(entry)
    pairs = tuple((2 * pair.weight, _needs(pair.pattern.pattern)) for pair in evidence.pairs)
    return _Index(_frozen(weighty), _frozen(others), frozenset(letters), pairs)


def _frozen(entries: dict[str, list[_Entry]]) -> dict[str, tuple[_Entry, ...]]:
    return {first: tuple(found) for first, found in entries.items()}


def _entries(evidence: Evidence) -> Iterator[tuple[_Entry, str]]:
    """Yield every phrase for conflict or of pairs, and every name of a group, each with its first word."""
    for first, rows in evidence.phrases.items():
        for phrase, name in rows:
            held = evidence.classes[name]
            if held.weight >= 0:
                yield _Entry(" ".join(phrase), frozenset(phrase[1:]), name, held.weight, held.letter), first
    groups = evidence.classes["groups"]
    for first, names in evidence.names.items():
        for name in names:
            yield _Entry(name, frozenset(), "groups", groups.weight, groups.letter), first


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the classes of a pair's pattern that must stand in a text: those that are not optional."""
    return tuple(frozenset(letters) for letters, optional in _GROUP.findall(pattern) if not optional and not letters.startswith("^"))

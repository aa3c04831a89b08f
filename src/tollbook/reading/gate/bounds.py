"""Bound a document's evidence of armed conflict by its set of words, so that few texts need to be weighed word by word.

From above: every word for conflict that can stand in the text counts, and every pair whose classes of words the opening holds; against it
speak only words that stand in no phrase of the table. From below: the other way around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tollbook.reading.gate.evidence import Evidence

_RESULT = re.compile(r"\d-\d")
"""A sport's or a vote's result, which weighing counts against and which is no word."""
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NO_LETTERS = re.compile(r"[\W_]+")
_GROUP = re.compile(r"\[([^\]]+)\](\?|\{0)?")
_FUNCTION_WORDS = frozenset({"links", "articles", "slavic_links"})
_NO_LEAST = -1_000_000
_MODELS = 1_000
"""Models of equipment, which are not counted one by one: more than any cap."""


class _Entry(NamedTuple):
    """A phrase of a class: its further words, and what the class adds. `sure`: a single word that no phrase of the table swallows."""

    spelled: str
    words: frozenset[str]
    name: str
    weight: int
    letter: str
    sure: bool


class _Index(NamedTuple):
    """The table of evidence by first word. `weighty` are the first words that can add points, the others only complete pairs."""

    weighty: dict[str, tuple[_Entry, ...]]
    others: dict[str, tuple[_Entry, ...]]
    letters: frozenset[str]
    pairs: tuple[tuple[int, tuple[frozenset[str], ...]], ...]
    """Points of each pair, and the groups of letters that it needs."""
    caps: dict[str, int | None]


class Bounds(NamedTuple):
    """The least and the most points that a document can have, and the words that can stand for conflict."""

    least: int
    most: int
    words: list[str]


def bound_evidence(text: str, flat: str, opening: int, evidence: Evidence) -> Bounds | None:
    """Return what a document's evidence can come to; None where only weighing tells.

    `flat` is the text in lower case with blanks for punctuation, `opening` the length of its opening. Stems of other scripts are left to
    weighing.
    """
    words, first_words = frozenset(flat.split()), frozenset(flat[:opening].split())
    if not text.isascii() and _CYRILLIC.search(text) is not None:
        return None
    index = _index(evidence)
    possible = {evidence.models[prefix]: _MODELS for prefix in words & evidence.models.keys() if _names_model(flat, prefix)}
    sure: dict[str, int] = {}
    found: list[str] = []
    letters = {evidence.classes[name].letter for name in possible}
    for first in words & index.weighty.keys():
        doubled = first in first_words
        for entry in index.weighty[first]:
            if not words.issuperset(entry.words) or (entry.name == "groups" and not _stands(entry.spelled, text)):
                continue
            points = 2 * entry.weight if doubled else entry.weight
            possible[entry.name] = possible.get(entry.name, 0) + points
            if entry.sure:
                sure[entry.name] = sure.get(entry.name, 0) + points
            if entry.weight > 0:
                found.append(entry.spelled)
                if doubled:
                    letters.add(entry.letter)
    for first in first_words & index.others.keys():
        letters.update(entry.letter for entry in index.others[first] if first_words.issuperset(entry.words))
    absent = index.letters - letters
    # States, names and figures have letters of no class: any text may hold them.
    pairs = sum(points for points, needs in index.pairs if not any(needed <= absent for needed in needs))
    gains, risks = _capped(possible, index.caps)
    sure_gains, sure_costs = _capped(sure, index.caps)
    least = sure_gains + risks if _RESULT.search(text) is None else _NO_LEAST
    return Bounds(least, gains + pairs + sure_costs, sorted(found))


def _capped(points: dict[str, int], caps: dict[str, int | None]) -> tuple[int, int]:
    """Return the points for and against, each class within its cap."""
    gains = costs = 0
    for name, value in points.items():
        cap = caps[name]
        if value > 0:
            gains += value if cap is None else min(cap, value)
        else:
            costs += value if cap is None else max(cap, value)
    return gains, costs


def _stands(name: str, text: str) -> bool:
    return name in text or name.upper() in text


def _names_model(flat: str, prefix: str) -> bool:
    """Say whether a prefix of models stands before a figure ("T-72")."""
    word = f" {prefix} "
    at = flat.find(word)
    while at >= 0:
        if flat[at + len(word) : at + len(word) + 1].isdigit():
            return True
        at = flat.find(word, at + 1)
    return False


@lru_cache(maxsize=4)
def _index(evidence: Evidence) -> _Index:
    weighty: dict[str, list[_Entry]] = {}
    others: dict[str, list[_Entry]] = {}
    letters: set[str] = set()
    for entry, first in _entries(evidence):
        if entry.name in _FUNCTION_WORDS:
            continue  # "the" and "of" stand in every text: their letters are never missing
        if entry.name != "groups" and entry.weight >= 0:
            letters.add(entry.letter)
        (weighty if entry.weight else others).setdefault(first, []).append(entry)
    pairs = tuple((2 * pair.weight, _needs(pair.pattern.pattern)) for pair in evidence.pairs)
    caps = {name: held.cap for name, held in evidence.classes.items()}
    return _Index(_frozen(weighty), _frozen(others), frozenset(letters), pairs, caps)


def _frozen(entries: dict[str, list[_Entry]]) -> dict[str, tuple[_Entry, ...]]:
    return {first: tuple(found) for first, found in entries.items()}


def _entries(evidence: Evidence) -> Iterator[tuple[_Entry, str]]:
    """Yield every phrase of the table and every name of a group, each with its first word."""
    in_phrases = {word for rows in evidence.phrases.values() for phrase, _ in rows if len(phrase) > 1 for word in phrase}
    named = {word for names in evidence.names.values() for name in names for word in name.lower().replace("-", " ").split()}
    for first, rows in evidence.phrases.items():
        for phrase, name in rows:
            held = evidence.classes[name]
            sure = len(phrase) == 1 and first not in in_phrases and first not in named
            yield _Entry(" ".join(phrase), frozenset(phrase[1:]), name, held.weight, held.letter, sure), first
    groups = evidence.classes["groups"]
    for first, names in evidence.names.items():
        for name in names:
            words = frozenset(_NO_LETTERS.split(name.lower())) - {first, ""}
            yield _Entry(name, words, "groups", groups.weight, groups.letter, False), first


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the classes of a pair's pattern that must stand in a text: those that are not optional."""
    return tuple(frozenset(letters) for letters, optional in _GROUP.findall(pattern) if not optional and not letters.startswith("^"))

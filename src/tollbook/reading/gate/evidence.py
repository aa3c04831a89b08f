"""The table of context (`vocab/tables/context.toml`), ready for look-ups: what each word, phrase, stem and pair says of armed conflict.

It weighs no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tollbook.vocab.tables import load_table

_BREAKS = ".,;:!?\"'()[]{}<>/\\|*_=+-~`@#$%^&\n\r\t…–—“”‘’«»"
BLANKS = str.maketrans(dict.fromkeys(_BREAKS, " "))
_ASCII_BREAKS = "".join(filter(str.isascii, _BREAKS)).encode()
ASCII_BLANKS = bytes.maketrans(_ASCII_BREAKS, b" " * len(_ASCII_BREAKS))
STATE, ARMED, CAPITAL, FIGURE, PLAIN, BREAK = "SGCNx."
"""Letters of words that no class holds: a state, an armed group, another capital word, a figure, a plain one, and what ends a clause."""
_STEM = 3
"""Letters of the shortest stem in the table."""


@dataclass(frozen=True, slots=True)
class _Class:
    weight: int
    cap: int | None
    letter: str


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The table of context, ready for look-ups. `phrases` holds a phrase's class by its first word, the longest first."""

    threshold: int
    opening: int
    classes: Mapping[str, _Class]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    firsts: frozenset[str]
    stems: Mapping[str, str]
    models: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    pairs: tuple[_Pair, ...]


def class_at(words: Sequence[str], at: int, evidence: Evidence) -> tuple[str | None, int]:
    """Return the class of the longest phrase that starts at a word, and how many words it has."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    for phrase, name in evidence.phrases.get(word, ()):
        length = len(phrase)
        if length == 1 or (phrase[1] == following and tuple(words[at : at + length]) == phrase):
            return name, length
    if word in evidence.models and at + 1 < len(words) and len(words[at + 1]) > 1 and words[at + 1][0].isdigit():
        return evidence.models[word], 2  # "T-72", "Su-34"
    return stem_class(word, evidence), 1


def stem_class(word: str, evidence: Evidence) -> str | None:
    """Return the class of the stem that a word of another script begins with, or None."""
    stems = evidence.stems
    if word.isascii():
        return None
    for length in range(_STEM, len(word) + 1):
        if (name := stems.get(word[:length])) is not None:
            return name
    return None


@lru_cache(maxsize=1)
def load_evidence() -> Evidence:
    """Return the table of context, ready for look-ups."""
    table = load_table("context")
    classes = {
        name: _Class(row["weight"], row.get("cap"), chr(ord("a") + index if index < 23 else ord("α") + index))
        for index, (name, row) in enumerate(table["class"].items())
    }
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    stems: dict[str, str] = {}
    for name, word in _rows(table["class"]):
        if word.endswith("*"):
            stems[word[:-1]] = name
        else:
            parts = parts_of(word)
            phrases.setdefault(parts[0], []).append((parts, name))
    longest_first = {first: tuple(sorted(group, key=lambda row: -len(row[0]))) for first, group in phrases.items()}
    pairs = tuple(_Pair(row["name"], row["weight"], _compile(row["steps"], classes)) for row in table["pair"])
    names = _group_names()
    models = {prefix: name for name, row in table["class"].items() for prefix in row.get("models", ())}
    return Evidence(
        threshold=int(table["threshold"]),
        opening=int(table["opening"]),
        classes=classes,
        phrases=longest_first,
        firsts=frozenset(longest_first).union(names, models),
        stems=stems,
        models=models,
        names=names,
        pairs=pairs,
    )


def _rows(classes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each word with its class; the table's own words before those it takes from the tables of forces and materiel."""
    own = [(name, word) for name, row in classes.items() for word in row.get("words", ())]
    yield from own
    known = {word for _, word in own}
    generic = load_table("forces")["generic"]
    categories = load_table("materiel")["category"]
    for name, row in classes.items():
        taken = [word for kind in row.get("generic", ()) for word in generic[kind]]
        taken += [word for category in categories if category["id"] in row.get("materiel", ()) for word in category["words"]]
        yield from ((name, word) for word in taken if word not in known)


def _compile(steps: str, classes: Mapping[str, _Class]) -> re.Pattern[str]:
    """Turn the steps of a pair into a pattern over the letters of the opening's words."""
    letters = {name: entry.letter for name, entry in classes.items()}
    letters |= {"state": STATE, "group": ARMED, "name": CAPITAL + STATE + ARMED + letters["zones"], "figure": FIGURE}
    pattern = ""
    for step in steps.split():
        word, star, most = step.rstrip("?").partition("*")
        chosen = f"[^{BREAK}]" if word == "any" else "[" + "".join(letters[part] for part in word.split("|")) + "]"
        pattern += chosen + (f"{{0,{most}}}" if star else "?" if step.endswith("?") else "")
    return re.compile(pattern)


@lru_cache(maxsize=1)
def unarmed() -> frozenset[str]:
    """Return the ids of groups that are no evidence of war by themselves."""
    return frozenset(load_table("context")["unarmed"])


@lru_cache(maxsize=1)
def ambiguous() -> frozenset[str]:
    """Return names of armed groups that name other things as well."""
    return frozenset(load_table("context")["ambiguous"])


def _group_names() -> dict[str, tuple[str, ...]]:
    """Return the names of armed groups as spelled, by their first word."""
    names: dict[str, list[str]] = {}
    for slug, row in load_table("forces")["group"].items():
        for word in row["words"]:
            if slug not in unarmed() and word not in ambiguous():
                names.setdefault(parts_of(word)[0], []).append(word)
    return {first: tuple(group) for first, group in names.items()}


@lru_cache(maxsize=4096)
def parts_of(words: str) -> tuple[str, ...]:
    """Return the words of a phrase in lower case, without its signs."""
    return tuple(words.lower().translate(BLANKS).split())

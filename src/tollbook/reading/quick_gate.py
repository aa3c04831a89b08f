"""Bound a document's evidence of armed conflict from above with one scan, so that most texts on other things are never weighed.

The bound counts every word for conflict, doubles those of the opening, and takes for granted every pair whose classes of words the opening
holds; what speaks against is left out. It can be too high, never too low.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from tollbook.reading.gate import Evidence

_GROUP = re.compile(r"\[([^\]]+)\](\?|\{0)?")
_SIDES = frozenset("SCG")
"""Letters of pairs that stand for states, names and groups: any text may hold them."""


@dataclass(frozen=True, slots=True)
class _Scan:
    scanner: Any
    words: tuple[str, ...]
    classes: tuple[str, ...]


def most_evidence(content: bytes, evidence: Evidence) -> tuple[int, list[str]] | None:
    """Return the most points that a document, as UTF-8 bytes, can reach, and the words they come from; None where only weighing tells.

    Words of other scripts are matched by stem and are left to weighing.
    """
    if not content.isascii() and _holds_other_script(content):
        return None
    scan = _scan(evidence)
    opening = set(scan.scanner.Match(content[: evidence.opening + 40]) or ())
    found = scan.scanner.Match(content) or ()
    points: dict[str, int] = {}
    for index in found:
        name = scan.classes[index]
        weight = evidence.classes[name].weight
        points[name] = points.get(name, 0) + (2 * weight if index in opening else weight)
    letters = {evidence.classes[scan.classes[index]].letter for index in opening} | _SIDES
    pairs = sum(
        2 * pair.weight for pair in evidence.pairs if all(not needed.isdisjoint(letters) for needed in _needs(pair.pattern.pattern))
    )
    caps = ((evidence.classes[name].cap, value) for name, value in points.items())
    return pairs + sum(value if cap is None else min(cap, value) for cap, value in caps), [scan.words[index] for index in found]


def _holds_other_script(content: bytes) -> bool:
    return _other_script().search(content) is not None


@lru_cache(maxsize=1)
def _other_script() -> Any:
    return re2.compile(r"[\p{Cyrillic}]")


@lru_cache(maxsize=64)
def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the classes of a pair's pattern that must stand in a text: those that are not optional."""
    return tuple(frozenset(letters) for letters, optional in _GROUP.findall(pattern) if not optional and not letters.startswith("^"))


@lru_cache(maxsize=4)
def _scan(evidence: Evidence) -> _Scan:
    entries = list(_entries(evidence))
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 128 << 20
    scanner = re2.Set.SearchSet(options)
    for words, _ in entries:
        # Weighing reads punctuation and any run of blanks as one blank.
        scanner.Add(r"\b" + r"[^\pL\pN]+".join(map(re2.escape, words.split(" "))) + r"\b")
    scanner.Compile()
    return _Scan(scanner, tuple(words for words, _ in entries), tuple(name for _, name in entries))


def _entries(evidence: Evidence) -> Iterable[tuple[str, str]]:
    """Yield each phrase for conflict, or without weight but part of pairs, with its class."""
    for rows in evidence.phrases.values():
        yield from ((" ".join(phrase), name) for phrase, name in rows if evidence.classes[name].weight >= 0)
    for names in evidence.names.values():
        yield from ((name, "groups") for name in names)

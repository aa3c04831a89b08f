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


@dataclass(frozen=True, slots=True)
class _Scan:
    scanner: Any
    words: tuple[str, ...]
    classes: tuple[str, ...]
    letters: frozenset[str]
    pairs: tuple[tuple[int, tuple[frozenset[str], ...]], ...]
    """Points of each pair, and the groups of letters that it needs."""


def most_evidence(content: bytes, evidence: Evidence) -> tuple[int, list[str]] | None:
    """Return the most points that a document, as UTF-8 bytes, can reach, and the words they come from; None where only weighing tells.

    Words of other scripts, matched by stem, and models of equipment are left to weighing.
    """
    if _beyond_words().search(content) is not None:
        return None
    scan = _scan(evidence)
    opening = set(scan.scanner.Match(content[: evidence.opening + 40]) or ())
    found = scan.scanner.Match(content) or ()
    scored: dict[str, int] = {}
    for index in found:
        name = scan.classes[index]
        weight = evidence.classes[name].weight
        scored[name] = scored.get(name, 0) + (2 * weight if index in opening else weight)
    absent = scan.letters - {evidence.classes[scan.classes[index]].letter for index in opening}
    # States, names and figures have letters of no class: any text may hold them.
    pairs = sum(points for points, needs in scan.pairs if not any(needed <= absent for needed in needs))
    caps = ((evidence.classes[name].cap, value) for name, value in scored.items())
    return pairs + sum(value if cap is None else min(cap, value) for cap, value in caps), [scan.words[index] for index in found]


@lru_cache(maxsize=1)
def _beyond_words() -> Any:
    """Return the pattern of evidence that is no listed word: stems of other scripts, and models ("T-72")."""
    return re2.compile(r"\p{Cyrillic}|[A-Za-z]-?\d")


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
    names = tuple(name for _, name in entries)
    pairs = tuple((2 * pair.weight, _needs(pair.pattern.pattern)) for pair in evidence.pairs)
    letters = frozenset(evidence.classes[name].letter for name in names)
    return _Scan(scanner, tuple(words for words, _ in entries), names, letters, pairs)


def _entries(evidence: Evidence) -> Iterable[tuple[str, str]]:
    """Yield each phrase for conflict, or without weight but part of pairs, with its class."""
    for rows in evidence.phrases.values():
        yield from ((" ".join(phrase), name) for phrase, name in rows if evidence.classes[name].weight >= 0)
    for names in evidence.names.values():
        yield from ((name, "groups") for name in names)

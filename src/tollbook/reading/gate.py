"""Decide what is worth parsing: is this document about armed conflict, and which sentences hold a loss word?

Scans with RE2 in linear time. Parses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import re2

from tollbook.core.types import Context
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

EVIDENCE_SHOWN = 8
"""How many words of evidence a context names."""

_LOSS_TABLES = frozenset({"verb", "loser_verb", "fate", "state", "noun", "tally", "act", "strength"})


class _Evidence(NamedTuple):
    scanner: Any
    words: tuple[str, ...]
    weights: tuple[int, ...]
    threshold: int


def judge_context(content: bytes, context: str) -> Context:
    """Say whether a document, as UTF-8 bytes, speaks of armed conflict, and on which words.

    `context` "any" reads every count and examines nothing.
    """
    if context == "any":
        return Context(conflict=True, reason="every count is read: context is 'any'")
    evidence = _evidence()
    found = [(evidence.weights[index], evidence.words[index]) for index in evidence.scanner.Match(content) or ()]
    total = sum(weight for weight, _ in found)
    words = tuple(word for _, word in sorted(found, key=lambda pair: -abs(pair[0]))[:EVIDENCE_SHOWN])
    if total >= evidence.threshold:
        return Context(conflict=True, reason=f"speaks of armed conflict (evidence {total}, needed {evidence.threshold})", evidence=words)
    return Context(conflict=False, reason=f"does not speak of armed conflict (evidence {total}, needed {evidence.threshold})", evidence=words)


def holds_loss_word(content: bytes) -> bool:
    """Say whether a text, as UTF-8 bytes, holds any word that can name a loss, strength or ground."""
    return _loss_words().search(content) is not None or _counted_force().search(content) is not None


@lru_cache(maxsize=1)
def _counted_force() -> Any:
    """Return the pattern of a force's members with a figure before them: "has 22,000 troops" names a strength."""
    words = load_table("people")["force_members"]["words"]
    return re2.compile(r"\d[^.;]{0,40}\b(?:" + "|".join(map(re2.escape, words)) + r")\b", _options())


@lru_cache(maxsize=1)
def _evidence() -> _Evidence:
    table = load_table("context")
    weights: Mapping[str, int] = {word: row["weight"] for row in table.values() if isinstance(row, dict) for word in row["words"]}
    scanner = re2.Set.SearchSet(_options())
    for word in weights:
        scanner.Add(_bounded([word]))
    scanner.Compile()
    return _Evidence(scanner, tuple(weights), tuple(weights.values()), int(table["threshold"]))


@lru_cache(maxsize=1)
def _loss_words() -> Any:
    words = {word for word, senses in load_lexicon().senses.items() if senses.keys() & _LOSS_TABLES}
    plain = [word for word in words if word.isascii()]
    return re2.compile(_bounded(plain) + "|" + _bounded(words - set(plain)), _options())


def _bounded(words: Iterable[str]) -> str:
    """Return a pattern of whole words. RE2's \\b is cheap but knows ASCII only; words of other scripts name their edges."""
    words = list(words)
    if all(word.isascii() for word in words):
        return r"\b(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")\b"
    return r"(?:^|[^\pL\pN])(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")(?:[^\pL\pN]|$)"


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    options.log_errors = False
    return options

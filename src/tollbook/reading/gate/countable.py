"""Say whether a sentence can hold a count at all: a figure, a number word, or "a soldier". Scans with RE2; parses nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from tollbook.reading.numbers.words import lexicon
from tollbook.vocab.lexicon import singular_people
from tollbook.vocab.tables import load_table

_ARTICLES = frozenset({"a", "an"})


def holds_count(content: bytes) -> bool:
    """Say whether a text, as UTF-8 bytes, holds a figure, a number word, or a single person or piece of equipment."""
    return _pattern().search(content) is not None


def refers_back(content: bytes) -> bool:
    """Say whether a text, as UTF-8 bytes, counts a part of something named before it ("two of them", "the rest")."""
    return _back().search(content) is not None


@lru_cache(maxsize=1)
def _back() -> Any:
    words = "|".join(map(re2.escape, load_table("grammar")["reference"]["words"]))
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(rf"\b(?:{words})\b", options)


@lru_cache(maxsize=1)
def _pattern() -> Any:
    words = set(lexicon()) - _ARTICLES
    hyphenated = r"(?:[a-z]+-)?"
    plain = "|".join(sorted(re2.escape(word) for word in words if word.isascii()))
    other = "|".join(sorted(re2.escape(word) for word in words if not word.isascii()))
    single = "|".join(sorted(re2.escape(word) for word in singular_people() | _items()))
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    return re2.compile(rf"\d|\b{hyphenated}(?:{plain})\b|{other}|\ban?\s+(?:\S+\s+){{0,5}}?(?:{single})\b", options)


def _items() -> set[str]:
    return {word.lower().rpartition(" ")[2] for row in load_table("materiel")["category"] for word in row["words"] if word.isascii()}

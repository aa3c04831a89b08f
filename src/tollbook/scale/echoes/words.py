"""A text as echoes see it: words without case, runs of words, sentences, quotations and numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# A number with its separators is one word: "1,200" and "1.200" and "1200" are told alike.
_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f']\d+)*|[^\W\d_]+")
_SEPARATORS = re.compile(r"[.,\u00a0\u202f']")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»’']?\s+|\n+")
_QUOTED = re.compile(r"“([^“”]{1,1500})”|«([^«»]{1,1500})»|„([^„“”]{1,1500})[“”]|\"([^\"\n]{1,1500})\"")


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case, a number as one word of digits.

    >>> words_of("Some 1,200 tanks — “destroyed”")
    ['some', '1200', 'tanks', 'destroyed']
    """
    return [_SEPARATORS.sub("", word) if word[0].isdigit() else word for word in _WORD.findall(text.lower())]


def runs_of(words: Sequence[str], size: int) -> list[str]:
    """Return every run of `size` words; a text that is shorter is one run.

    >>> runs_of(["a", "b", "c"], 2)
    ['a b', 'b c']
    """
    return [" ".join(words[start : start + size]) for start in range(max(1, len(words) - size + 1))]


def sentences_of(text: str, *, fewest: int) -> Iterator[str]:
    """Return the words of each sentence that has at least `fewest`."""
    for sentence in _SENTENCE_END.split(text):
        words = words_of(sentence)
        if len(words) >= fewest:
            yield " ".join(words)


def quotations_of(text: str, *, fewest: int) -> Iterator[str]:
    """Return the words of each passage in quotation marks that has at least `fewest`.

    >>> list(quotations_of('He said: "We hold the line." And left.', fewest=3))
    ['we hold the line']
    """
    for found in _QUOTED.finditer(text):
        words = words_of(next(group for group in found.groups() if group is not None))
        if len(words) >= fewest:
            yield " ".join(words)


def numbers_of(words: Sequence[str]) -> list[str]:
    """Return the numbers among words, in their order, without years and what has fewer than two digits.

    >>> numbers_of(["on", "7", "may", "2025", "1200", "of", "45"])
    ['1200', '45']
    """
    return [word for word in words if word[0].isdigit() and len(word) > 1 and not _is_year(word)]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.startswith(("19", "20"))

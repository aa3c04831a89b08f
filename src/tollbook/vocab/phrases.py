"""Split the tables' phrases into tokens as reading does. It knows spelling only; a test holds it equal to `reading.tokens`."""

from __future__ import annotations

import re
from collections.abc import Iterable

TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*"
    r"|\.\d+"
    r"|[^\W_]+(?:['-](?!s\b)[^\W_]+)*"
    r"|'s\b"
    r"|\S"
)
Phrase = tuple[str, ...]


def split_phrase(phrase: str) -> Phrase:
    """Return the phrase's lower-cased tokens.

    >>> split_phrase("Ukraine's MoD")
    ('ukraine', "'s", 'mod')
    """
    if phrase.isalpha():
        return (phrase.lower(),)
    return tuple(TOKEN.findall(phrase.lower()))


def index_by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Group phrases by their first token, the longest first, so that the first that fits is the longest."""
    grouped: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        grouped.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in grouped.items()}

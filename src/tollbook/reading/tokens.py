"""Sentences and tokens of a shadow text. Knows layout and spelling, nothing of losses.

Offsets are offsets into the shadow text. Sentences are split everywhere; tokens are made only where a step asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from tollbook.reading.remembered import Remembered
from tollbook.vocab.tables import load_table

MAX_TOKENS = 400
"""A sentence's tokens at most; a longer one is cut, so that matching stays linear in the document's length."""

TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.  a.m.
    r"|\d+(?:[.,]\d+)*"  # 1,500  4.8  24.02
    r"|\.\d+"
    r"|[^\W_]+(?:['-](?![sS]\b)[^\W_]+)*"  # word  pro-government  T-72  don't
    r"|'[sS]\b"
    r"|\S"
)
_PIECE = re.compile(rf"(?:[A-Za-z]++(?![\w'-]|\.\w)|{TOKEN.pattern})\s*")
"""A token with the blanks after it. Most are plain words, whose own branch is tried first; what it takes is the same."""
_GROWS_LOWER = "\u0130"
"""The one letter that is longer in lower case."""
# One set of signs comes first, so that the search steps over everything else at once. Only the first of a run is tried, and none is given
# back: else a page of full stops would take the square of its length.
_BOUNDARY = re.compile(r"""[.!?…\n](?:(?<=\n)|(?<![.!?…][.!?…])[.!?…]*+["')\]]*+(?=\s+["'(\[]?[^a-z\s]|\s*$))""")
_BULLET = re.compile(r"\s*(?:[-–—‒•*·▪◦]|\d{1,3}[.)]|\([a-z0-9]\))\s")
_LAST_WORD = re.compile(r"[\w.'-]*$")


@dataclass(slots=True)
class Sentence:
    """A sentence: its place, its paragraph's number, and its tokens as parallel lists, which `tokenise` fills in."""

    start: int
    end: int
    paragraph: int
    words: list[str] = field(default_factory=list, compare=False)
    """Lower-cased tokens."""
    starts: list[int] = field(default_factory=list, compare=False)
    ends: list[int] = field(default_factory=list, compare=False)


def tokenise(text: str, sentence: Sentence) -> Sentence:
    """Return the sentence with its tokens filled in (itself, where it has them already)."""
    if not sentence.words:
        # Every sign belongs to a token or to the blanks behind one, so that the pieces' lengths add up to the places.
        first = _skip_blanks(text, sentence.start, sentence.end)
        pieces = _PIECE.findall(text, first, sentence.end)
        words = list(map(_TOKENS.__getitem__, pieces))
        starts = list(accumulate(map(len, pieces), initial=first))[:-1]
        written = words if text.find(_GROWS_LOWER, first, sentence.end) < 0 else map(str.rstrip, pieces)
        sentence.words.extend(words)
        sentence.starts.extend(starts)
        sentence.ends.extend(map(add, starts, map(len, written)))
    return sentence


def _token(piece: str) -> str:
    return piece.rstrip().lower()


_TOKENS = Remembered(_token)
"""The lower-cased token of a piece: the same string each time, whose hash is then known to every look-up."""


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def is_hard_wrapped(text: str) -> bool:
    """Say whether lines are broken to a width, so that a line's end is no sentence's end."""
    lines = [line for line in text[:6000].split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    widths = sorted(len(line) for line in lines)
    return widths[-1] <= 100 and widths[len(widths) // 2] >= 45 and widths[int(len(widths) * 0.8)] >= 60


def split_sentences(text: str) -> list[Sentence]:
    """Split a shadow text into sentences in order.

    Handles abbreviations and initials, quotes closed after the stop, headlines without a stop, bullet lists, and
    hard-wrapped copy.
    """
    wrapped = is_hard_wrapped(text)
    cuts: list[tuple[int, bool]] = []
    for match in _BOUNDARY.finditer(text):
        start, end = match.span()
        if text[start] == "\n":
            blank = _is_blank_line_after(text, end)
            if blank or not wrapped or _BULLET.match(text, end) or _is_release_row(text, end):
                cuts.append((end, blank or not wrapped))
        elif _ends_sentence(text, start, end):
            cuts.append((end, False))
    return _cut(text, cuts)


def _cut(text: str, cuts: list[tuple[int, bool]]) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = paragraph = 0
    for end, breaks in [*cuts, (len(text), False)]:
        left, right = _stripped(text, start, end)
        if left < right:
            if right - left <= 2 * MAX_TOKENS:
                sentences.append(Sentence(left, right, paragraph))
            else:
                sentences.extend(_bounded(text, left, right, paragraph))
        start = end
        paragraph += breaks
    return sentences


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    start = _skip_blanks(text, start, end)
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _bounded(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """Cut a sentence of too many tokens into pieces."""
    cuts = [start]
    for count, match in enumerate(TOKEN.finditer(text, start, end), 1):
        if count % MAX_TOKENS == 0:
            cuts.append(match.end())
    if cuts[-1] != end:
        cuts.append(end)
    return [Sentence(*_stripped(text, a, b), paragraph) for a, b in pairwise(cuts)]


def _is_blank_line_after(text: str, at: int) -> bool:
    for position in range(at, min(at + 80, len(text))):
        if text[position] == "\n":
            return True
        if not text[position].isspace():
            return False
    return True


_RELEASE_ROW = re.compile(r"[^\n.]{2,60}?\s[-–—‒:]\s*(?:about |approximately |близько )?\d")


def _is_release_row(text: str, at: int) -> bool:
    return _RELEASE_ROW.match(text, at) is not None


def _ends_sentence(text: str, stop: int, end: int) -> bool:
    following = text[end : end + 40].lstrip()
    if not following:
        return True
    first = following[0]
    if first in "\"'([" and len(following) > 1:
        first = following[1]
    if first.islower():
        return False
    if text[stop] != "." or end - stop > 1:
        return True
    before = text[max(0, stop - 24) : stop]
    # Nearly always a plain word stands before the stop, and a blank before that.
    word = before[before.rfind(" ") + 1 :]
    if not word.isalnum():
        match = _LAST_WORD.search(before)
        word = match.group() if match else ""
    return not _is_abbreviation(word.lower(), following)


class _Abbreviations(NamedTuple):
    before_name: frozenset[str]
    before_number: frozenset[str]
    openers: frozenset[str]


@lru_cache(maxsize=1)
def _abbreviations() -> _Abbreviations:
    table = load_table("abbreviations")
    return _Abbreviations(*(frozenset(table[name]["words"]) for name in _Abbreviations._fields))


def _is_abbreviation(word: str, following: str) -> bool:
    abbreviations = _abbreviations()
    if word in abbreviations.before_name:
        return True
    if word in abbreviations.before_number:
        return following[0].isdigit()
    if len(word) == 1 and word.isalpha():
        return word != "i"
    # "U.S. Troops" is one sentence, "in the U.S. The army" two: only a sentence opener after the stop decides.
    return "." in word and following.split(None, 1)[0].lower() not in abbreviations.openers

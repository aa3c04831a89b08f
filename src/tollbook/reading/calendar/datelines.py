"""A document's own date, as its first lines print it. Reads layout, and never a date that the story tells of."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from tollbook.reading.calendar.periods import PeriodMention, find_periods
from tollbook.reading.calendar.words import calendar_words
from tollbook.reading.tokens import Sentence, tokenise
from tollbook.vocab.tables import load_table

HEAD = 1500
"""Characters in which a dateline is looked for."""

MAX_LINES = 12
MAX_LINE = 300

_AFTER_DATE = 8
"""Tokens between a wire's date and its dash: an agency in brackets, a time."""

_BEFORE_DATE = 10
"""Tokens of a wire's place before its date."""


def find_dateline(text: str) -> date | None:
    """Return the date that a document prints over itself near its beginning; None without a full one.

    >>> find_dateline("KABUL, 3 MAR 91 -- [TEXT] THE COMMAND REPORTED CLASHES.")
    datetime.date(1991, 3, 3)
    """
    for start, end in _lines(text):
        if _dated().search(text, start, end) is None:
            continue
        line = tokenise(text, Sentence(start, end, 0))
        for mention in find_periods(text, line, published=None):
            if mention.start is not None and mention.start == mention.end and mention.shape == "point":
                if _is_dateline(text, line, mention):
                    return mention.start
                break
    return None


@lru_cache(maxsize=1)
def _dated() -> re.Pattern[str]:
    """Return the pattern of what a full date holds: a year, or a month's name beside two digits. Most lines have neither."""
    months = "|".join(map(re.escape, calendar_words().values["month"]))
    return re.compile(rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{months})\.? ?'?\d\d\b|\d[./-]\d{{1,2}}[./-]\d\d", re.IGNORECASE)


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the first lines that hold something."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < min(len(text), HEAD) and len(found) < MAX_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            found.append((start, min(end, start + MAX_LINE)))
        start = end + 1
    return found


def _is_dateline(text: str, line: Sentence, mention: PeriodMention) -> bool:
    words = line.words
    before, after = words[: mention.first], words[mention.last :]
    if not before and (_opens_with_weekday(words) or _opens_a_capital(text, line, mention)):
        return True
    if len(before) <= _BEFORE_DATE and not _cues().isdisjoint(before[-4:]):
        return True
    heading = all(_is_heading(text, line, at) for at in range(mention.first))
    if heading and before and len(before) <= _BEFORE_DATE and _has_dash(after):
        return True
    return heading and all(_is_heading(text, line, at) for at in range(mention.last, len(words))) and len(words) <= 2 * _BEFORE_DATE


def _opens_with_weekday(words: list[str]) -> bool:
    table = load_table("periods")
    return words[0] in table["classes"]["abbreviated_weekday"] or any(words[0] in days for days in table["weekdays"].values())


def _opens_a_capital(text: str, line: Sentence, mention: PeriodMention) -> bool:
    """Say whether the text, or its author, begins right after a date that opens the line: "12 May 2015 Shells fell"."""
    opens = line.words[0][0].isdigit() or line.words[0] in calendar_words().values["month"]
    if not opens or mention.last >= len(line.words):
        return False
    first = text[line.starts[mention.last]]
    return first.isupper() or first.isdigit() or line.words[mention.last] in _filling()


def _has_dash(after: list[str]) -> bool:
    """Say whether a dash ends the dateline: at once, or after brackets."""
    dashes = [at for at, word in enumerate(after[:_AFTER_DATE]) if word in ("-", "–", "—")]
    return bool(dashes) and (dashes[0] == 0 or after[0] in ("(", "[", ",", "."))


def _is_heading(text: str, line: Sentence, at: int) -> bool:
    """Say whether a word may stand in a line that is all dateline: capitals, numbers, signs and a few little words."""
    first = text[line.starts[at]]
    return not first.islower() or line.words[at] in _filling()


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    return frozenset(load_table("periods")["dateline"]["cues"])


@lru_cache(maxsize=1)
def _filling() -> frozenset[str]:
    return frozenset(load_table("periods")["dateline"]["filling"])

"""Read the days that a release's heading prints, in figures or with a month's name. It knows no row."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from tollbook.vocab.tables import load_table

Parts = tuple[int, int, int | None]
"""Day, month and year, None where the year is not printed."""
_NUMERIC = r"\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?"
_ISO = r"\d{4}-\d{2}-\d{2}"


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(_months(), key=len, reverse=True))
    day_first = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{months})\.?(?:,?\s+\d{{4}})?"
    month_first = rf"(?:{months})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    return re.compile(rf"(?<![\w.])(?:{_ISO}|{day_first}|{month_first}|{_NUMERIC})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(load_table("releases")["months"], 1) for name in names}


def read_heading_period(heading: str, *, opening: date | None, published: date | None) -> tuple[date | None, date | None, int]:
    """Return the start and end that a heading prints, and how many of its characters they take.

    One date alone is the end, or the start where it is the opening's ("since 24 February 2022").
    A missing year of the start is the opening's, of the end the latest not after the day of publication.

    >>> read_heading_period("losses from 24.02 to 01.08 were", opening=date(2022, 2, 24), published=date(2022, 8, 1))
    (datetime.date(2022, 2, 24), datetime.date(2022, 8, 1), 26)
    """
    line = heading.split("\n\n", 1)[0]
    found = [(match, parts) for match in _date_pattern().finditer(line) if (parts := _parts(match.group())) is not None]
    if not found:
        return opening, None, 0
    if len(found) == 1 and opening is not None and _start(found[0][1], opening=opening, end=None) == opening:
        return opening, published, found[0][0].end()
    last = found[min(1, len(found) - 1)]
    end = _complete(last[1], published=published)
    start = opening
    if len(found) > 1:
        start = _start(found[0][1], opening=opening, end=end)
    return start, end, last[0].end()


def _parts(written: str) -> Parts | None:
    """Return day, month and year (None where unprinted), or None where they are no date."""
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    word = re.search(r"[^\W\d_]{3,}", re.sub(r"\d(?:st|nd|rd|th)\b", "0", written.lower().replace(" of ", " ")))
    if word is not None:
        day, month, year = numbers[0], _months()[word.group()], numbers[1] if len(numbers) > 1 else None
    elif "-" in written:
        year, month, day = numbers
    else:
        day, month, year = numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None
    if year is not None and year < 100:
        year += 2000
    return (day, month, year) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _make_date(year: int, parts: Parts) -> date | None:
    try:
        return date(year, parts[1], parts[0])
    except ValueError:
        return None


def _complete(parts: Parts, *, published: date | None) -> date | None:
    if parts[2] is not None:
        return _make_date(parts[2], parts)
    if published is None:
        return None
    # A release is dated the day it comes out; a clock ahead of the reader's may date it a day later.
    day = _make_date(published.year, parts)
    return day if day is not None and day <= published + timedelta(days=1) else _make_date(published.year - 1, parts)


def _start(parts: Parts, *, opening: date | None, end: date | None) -> date | None:
    if parts[2] is not None:
        return _make_date(parts[2], parts)
    if opening is not None and (opening.day, opening.month) == parts[:2]:
        return opening
    if end is None:
        return None
    day = _make_date(end.year, parts)
    return day if day is not None and day <= end else _make_date(end.year - 1, parts)

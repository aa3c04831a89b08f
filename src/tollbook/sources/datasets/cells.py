"""Read single cells strictly: counts and dates in ASCII digits. A cell that is not what it must be is a `Fault`; it is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tollbook.core.types import Number
from tollbook.vocab.tables import load_table

DIGITS = 15
"""Digits that a count may have: a float holds 15 exactly, and no army is larger."""
SHOWN = 40
"""Characters of a cell that a message quotes."""

DATE_FORMATS = ("iso", "dmy", "mdy", "d month y")
"""2025-01-24 (a midnight may follow); 24/01/2025 or 24.1.2025; 01/24/2025; 24 January 2025."""

_PLAIN = re.compile(r"[0-9]+(?:\.([0-9]+))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+")
_NUMERIC = re.compile(r"[+-]?[0-9][0-9., \u00a0]*")
_DATES = {
    "iso": re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"),
    "dmy": re.compile(r"(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})"),
    "mdy": re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    "d month y": re.compile(r"(?P<d>[0-9]{1,2}) (?P<m>[A-Za-z]+),? (?P<y>[0-9]{4})"),
}
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell or a row was not read."""

    reason: str


def shown(text: str) -> str:
    """Return a cell's text quoted for a message, shortened."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}...")


def read_count(text: str, *, thousands: bool = False, decimals: bool = False) -> Number | Fault:
    """Return the count that a cell holds, or why it holds none.

    >>> read_count("826820"), read_count("1,490,000", thousands=True)
    (826820, 1490000)
    >>> read_count("-3").reason
    "a negative count: '-3'"
    """
    bare = text.strip()
    digits = bare.removeprefix("-")
    if thousands and _GROUPED.fullmatch(digits):
        digits = re.sub(r"[^0-9]", "", digits)
    match = _PLAIN.fullmatch(digits)
    if match is None:
        return Fault(f"no number: {shown(text)}")
    if bare.startswith("-"):
        return Fault(f"a negative count: {shown(text)}")
    if len(digits.partition(".")[0].lstrip("0")) > DIGITS:
        return Fault(f"a number of more than {DIGITS} digits: {shown(text)}")
    fraction = match.group(1)
    if fraction is None or not fraction.strip("0"):
        return int(digits.partition(".")[0])
    if not decimals:
        return Fault(f"a fraction where a count was expected: {shown(text)}")
    return float(digits)


def is_numeric(text: str) -> bool:
    """Say whether a cell of an unknown column looks like a number."""
    return _NUMERIC.fullmatch(text.strip()) is not None


def read_date(text: str, formats: tuple[str, ...]) -> date | Fault:
    """Return the day that a cell names in one of the formats (see DATE_FORMATS), or why it names none.

    >>> read_date("24/01/2025", ("iso", "dmy"))
    datetime.date(2025, 1, 24)
    >>> read_date("2023-02-30", ("iso",)).reason
    "no such day: '2023-02-30'"
    """
    return _read_date(text, formats) if len(text) <= SHOWN else Fault(f"no date: {shown(text)}")


@lru_cache(maxsize=4096)
def _read_date(text: str, formats: tuple[str, ...]) -> date | Fault:
    """Remember the days of cells: every figure of a row asks for them."""
    bare = text.strip()
    for name in formats:
        match = _DATES[name].fullmatch(bare)
        if match is not None:
            month = match["m"]
            number = int(month) if month.isdigit() else month_number(month)
            return Fault(f"no such month: {shown(text)}") if number is None else _day(int(match["y"]), number, int(match["d"]), text)
    return Fault(f"no date: {shown(text)}" if bare else "no date")


def _day(year: int, month: int, day: int, text: str) -> date | Fault:
    if year not in _YEARS:
        return Fault(f"a year outside {_YEARS.start} to {_YEARS.stop - 1}: {shown(text)}")
    try:
        return date(year, month, day)
    except ValueError:
        return Fault(f"no such day: {shown(text)}")


def month_number(name: str) -> int | None:
    """Return the number of a month's name, None for another word."""
    lowered = name.strip().lower()
    return next((number for number, names in enumerate(load_table("releases")["months"], 1) if lowered in names), None)


def read_week(year: str, week: str) -> tuple[date, date] | Fault:
    """Return the Monday and the Sunday of an ISO week.

    >>> read_week("2022", "8")
    (datetime.date(2022, 2, 21), datetime.date(2022, 2, 27))
    """
    numbers = read_count(year), read_count(week)
    if not isinstance(numbers[0], int) or not isinstance(numbers[1], int) or numbers[0] not in _YEARS:
        return Fault(f"no week: {shown(f'{year} {week}')}")
    try:
        monday = date.fromisocalendar(numbers[0], numbers[1], 1)
    except ValueError:
        return Fault(f"no such week: {shown(f'{year} {week}')}")
    return monday, monday + timedelta(days=6)

"""Stretches of the calendar and their arithmetic. Knows no words: parts of months and years come from the table."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import Any

from tollbook.vocab.tables import load_table

SHORT_YEAR_PIVOT = 30
"""Two digits below are years of 2000, others of 1900: texts of 1930 to 2029."""

FIRST_BARE_YEAR = 1900
"""A year alone ("in 1941") is believed from here on; earlier ones are more often a count."""


_DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the calendar: its days, as far as they are known, and why not where they are not."""

    start: date | None = None
    end: date | None = None
    rule: str = ""
    kind: str = "other"
    stands: str = "middle"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None


def days_of_month(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return 29 if month == 2 and isleap(year) else _DAYS_OF_MONTH[month - 1]


def plus_months(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, days_of_month(year, month + 1)))


def is_date(year: int, month: int, day: int) -> bool:
    """Say whether the calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= days_of_month(year, month)


def long_year(short: str) -> int:
    """Return the full year of two digits."""
    return int(short) + (2000 if int(short) < SHORT_YEAR_PIVOT else 1900)


def without_dates(reason: str, **fields: Any) -> Stretch:
    """Return a stretch whose dates are not known, and why."""
    return Stretch(rule=f"period.{reason}", **fields)


def on_day(day: date | None, rule: str) -> Stretch:
    """Return the stretch of a single day, an unanchored one for None."""
    return without_dates("unanchored", kind="day") if day is None else Stretch(start=day, end=day, rule=rule, kind="day")


def resolve(stretch: Stretch, published: date | None) -> Stretch:
    """Fill in the dates of what the words say (year, month, day, part); a missing year is the latest one past."""
    if stretch.year is not None:
        return _with_year(stretch, stretch.year)
    if published is None:
        return _dated(stretch, rule="period.unanchored")
    found = _with_year(stretch, published.year)
    if found.start is None or found.start > published:
        earlier = _with_year(stretch, published.year - 1)
        return earlier if earlier.start is not None else _dated(stretch, rule="period.invalid")
    return found


def _with_year(stretch: Stretch, year: int) -> Stretch:
    part = load_table("periods")["parts"].get(stretch.part) if stretch.part else None
    if stretch.month is None:
        low, high = part["year"] if part else (1, 12)
        start, end = date(year, low, 1), date(year, high, days_of_month(year, high))
    elif stretch.day is None:
        low, high = part["month"] if part else (1, 31)
        size = days_of_month(year, stretch.month)
        start, end = date(year, stretch.month, low), date(year, stretch.month, min(high, size))
    elif is_date(year, stretch.month, stretch.day):
        start = end = date(year, stretch.month, stretch.day)
    else:
        return _dated(stretch, rule="period.invalid")
    return _dated(stretch, rule=stretch.rule, start=start, end=end, stands=part["day"] if part else stretch.stands)


def _dated(stretch: Stretch, *, rule: str, start: date | None = None, end: date | None = None, stands: str = "middle") -> Stretch:
    """Return the stretch with dates. Written out: `dataclasses.replace` takes longer than all the arithmetic here."""
    year, month, day = stretch.year, stretch.month, stretch.day
    return Stretch(start=start, end=end, rule=rule, kind=stretch.kind, stands=stands, year=year, month=month, day=day, part=stretch.part)

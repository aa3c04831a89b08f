"""Build stretches that are counted back from the publication: "yesterday", "last week", "the past 24 hours"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tollbook.reading.calendar.dates import FIRST_BARE_YEAR, Stretch, on_day, plus_months, without_dates
from tollbook.reading.calendar.phrases import Built, Phrase


def future(_phrase: Phrase) -> Built:
    """Build a stretch that lies ahead: named, never dated."""
    return without_dates("future")


def from_there(_phrase: Phrase) -> Built:
    """Build "two days later": counted from a day of the story, not from the publication."""
    return without_dates("relative")


def _days_back(phrase: Phrase, days: int, rule: str) -> Stretch:
    return on_day(None if phrase.published is None else phrase.published - timedelta(days=days), rule)


def relative_day(phrase: Phrase) -> Built:
    """Build "today" and "yesterday"."""
    word = phrase.value("word", "relative_day")
    if word == "tomorrow":
        return without_dates("future", kind="day")
    return _days_back(phrase, 1 if word == "yesterday" else 0, "period.relative_day")


def day_before_yesterday(phrase: Phrase) -> Built:
    """Build "the day before yesterday"."""
    word = phrase.value("word", "relative_day")
    if word == "tomorrow" or phrase.value("unit", "unit") != "day":
        return None
    return _days_back(phrase, 2 if word == "yesterday" else 1, "period.relative_day")


def night(phrase: Phrase) -> Built:
    """Build "overnight" and "last night": from the day before into the day of publication."""
    if phrase.published is None:
        return without_dates("unanchored")
    return Stretch(start=phrase.published - timedelta(days=1), end=phrase.published, rule="period.overnight")


def this_daytime(phrase: Phrase) -> Built:
    """Build "this morning"."""
    return _days_back(phrase, 0, "period.relative_day")


def weekday(phrase: Phrase) -> Built:
    """Build "on Monday": the latest such day on or before the publication. "Last Monday" is never the day of publication itself."""
    if phrase.published is None:
        return without_dates("unanchored", kind="day")
    back = (phrase.published.weekday() - phrase.value("weekday", "weekday")) % 7
    if back == 0 and "past" in phrase.kept:
        back = 7
    return _days_back(phrase, back, "period.weekday")


def weekend(phrase: Phrase) -> Built:
    """Build "the weekend": the latest Saturday and Sunday. "This weekend" in midweek may be the next one."""
    if phrase.value("weekend", "unit") != "weekend":
        return None
    if phrase.published is None:
        return without_dates("unanchored")
    if "this" in phrase.kept and "past" not in phrase.words[phrase.first : phrase.last] and 1 <= phrase.published.weekday() <= 4:
        return without_dates("ambiguous")
    saturday = phrase.published - timedelta(days=(phrase.published.weekday() - 5) % 7)
    return Stretch(start=saturday, end=saturday + timedelta(days=1), rule="period.weekend")


_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def back_from(day: date, unit: str, count: int) -> date | None:
    """Return the day so many units earlier; hours are rounded up to days. None where the calendar does not reach."""
    if unit == "hour":
        unit, count = "day", -(-count // 24)
    if unit not in _DAYS and unit not in _MONTHS:
        return None
    months = count * _MONTHS.get(unit, 0)
    days = count * _DAYS.get(unit, 0)
    if months > 12 * (day.year - FIRST_BARE_YEAR) or days > 365 * (day.year - FIRST_BARE_YEAR):
        return None
    return plus_months(day, -months) if months else day - timedelta(days=days)


def _vague(published: date, unit: str) -> Stretch:
    """Return an unknown number of units up to the publication; some hours reach back into the day before at most."""
    return Stretch(start=published - timedelta(days=1) if unit == "hour" else None, end=published, rule="period.vague")


def past_units(phrase: Phrase) -> Built:
    """Build "the past 24 hours": back from the publication."""
    count, unit = phrase.count(), phrase.value("unit", "unit")
    if phrase.published is None:
        return without_dates("unanchored")
    if count is None:
        return _vague(phrase.published, unit)
    start = back_from(phrase.published, unit, count)
    return None if start is None else Stretch(start=start, end=phrase.published, rule="period.past_units")


def calendar_unit(phrase: Phrase) -> Built:
    """Build "last week" (Monday to Sunday) and "this month" (up to the publication)."""
    unit = phrase.value("unit", "unit")
    if phrase.published is None:
        return without_dates("unanchored")
    begin = _unit_start(phrase.published, unit)
    if begin is None:
        return None
    if "past" not in phrase.kept:
        return Stretch(start=begin, end=phrase.published, rule="period.this_unit")
    return Stretch(start=_unit_start(begin - timedelta(days=1), unit), end=begin - timedelta(days=1), rule="period.last_unit")


def _unit_start(day: date, unit: str) -> date | None:
    """Return the first day of the week, month, quarter or year that a day lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if unit == "year" else None


_HALF_WIDTH = {"week": 3, "fortnight": 7, "month": 15, "quarter": 45, "year": 182}
"""Days on either side that "N units ago" may mean: half a unit."""


def units_ago(phrase: Phrase) -> Built:
    """Build "two days ago"; longer units are half a unit wide on either side."""
    count, unit = phrase.count(), phrase.value("unit", "unit")
    if phrase.published is None:
        return without_dates("unanchored")
    if count is None:
        return _vague(phrase.published, unit) if unit == "hour" else without_dates("vague")
    middle = back_from(phrase.published, unit, count)
    if middle is None:
        return None
    width = timedelta(days=_HALF_WIDTH.get(unit, 0))
    kind = "other" if width else "day"
    return Stretch(start=middle - width, end=min(middle + width, phrase.published), rule="period.units_ago", kind=kind)


BUILDERS: tuple[Callable[[Phrase], Built], ...] = (
    future,
    from_there,
    relative_day,
    day_before_yesterday,
    night,
    this_daytime,
    weekday,
    weekend,
    past_units,
    calendar_unit,
    units_ago,
)
"""Builders of this module; the table's rows name them."""

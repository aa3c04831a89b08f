"""Build stretches of the calendar from the phrases that the table names. Arithmetic of dates; knows no prepositions.

A builder gets the kept tokens of one phrase and returns a Stretch, or None where the phrase is no date after all
("may" the verb). A phrase that is a date but has no single meaning gives a Stretch without dates, whose rule says why.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tollbook.reading.calendar_words import CalendarWords
from tollbook.vocab.tables import load_table

SHORT_YEAR_PIVOT = 30
"""Two digits below are years of 2000, others of 1900: texts of 1930 to 2029."""

FIRST_BARE_YEAR = 1900
"""A year alone ("in 1941") is believed from here on; earlier ones are more often a count."""


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """One matched phrase in its sentence: the kept tokens, its bounds, and the anchor."""

    words: list[str]
    kept: dict[str, int]
    first: int
    last: int
    capital: Callable[[int], bool]
    published: date | None
    table: CalendarWords
    upper: bool

    def word(self, name: str) -> str | None:
        """Return the kept word of that name."""
        at = self.kept.get(name)
        return None if at is None else self.words[at]

    def value(self, name: str, table: str) -> Any:
        """Return the value of the kept word in a table of words."""
        word = self.word(name)
        return None if word is None else self.table.values[table].get(word)

    def integer(self, name: str) -> int | None:
        """Return the kept word as a whole number."""
        word = self.word(name)
        return None if word is None else int(word)

    def nth(self) -> int:
        """Return the kept ordinal ("second", the 2 of "2nd"; -1 for the last)."""
        word = self.word("nth") or ""
        return int(word) if word.isdigit() else int(self.table.values["ordinal"][word])

    def count(self) -> int | None:
        """Return the number of units; one where none is said, None where it is vague."""
        if "vague" in self.kept:
            return None
        word = self.word("count")
        if word is None:
            return 1
        return int(word) if word.isdigit() else int(self.table.values["number"][word])

    def next_word(self, offset: int = 0) -> str:
        """Return the word after the phrase, "" at the end."""
        at = self.last + offset
        return self.words[at] if at < len(self.words) else ""


Built = Stretch | tuple[Stretch, int] | None


# --- arithmetic -----------------------------------------------------------------------------------------------------


def days_of_month(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return monthrange(year, month)[1]


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
        return replace(stretch, start=None, end=None, rule="period.unanchored")
    found = _with_year(stretch, published.year)
    if found.start is None or found.start > published:
        earlier = _with_year(stretch, published.year - 1)
        return earlier if earlier.start is not None else replace(stretch, start=None, end=None, rule="period.invalid")
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
        return replace(stretch, start=None, end=None, rule="period.invalid")
    return replace(stretch, start=start, end=end, stands=part["day"] if part else stretch.stands)


# --- what is a month, what is a day ---------------------------------------------------------------------------------


def _is_month(phrase: Phrase, name: str = "month") -> bool:
    """Say whether the month word is one: "may" and "march" need their capital; "April Smith" is a name."""
    at = phrase.kept[name]
    table = load_table("periods")
    word = phrase.words[at]
    if word in table["capital_only"]["words"] and not phrase.capital(at):
        return False
    followed = at + 1 < len(phrase.words) and phrase.words[at + 1].isalpha() and phrase.capital(at + 1)
    return not (followed and not phrase.upper and at + 1 == phrase.last and word in table["given_names"]["words"] and at == phrase.first)


def counts_before(word: str) -> bool:
    """Say whether a number before this word is a count and no day or year."""
    return word in load_table("periods")["counted"]["words"]


def _year_of(phrase: Phrase) -> int | None:
    if "short" in phrase.kept:
        return long_year(phrase.word("short") or "")
    return phrase.integer("year")


# --- builders: dates ------------------------------------------------------------------------------------------------


def full_date(phrase: Phrase) -> Built:
    """Build year-month-day."""
    return resolve(
        Stretch(rule="period.iso_date", kind="day", year=phrase.integer("year"), month=phrase.integer("month"), day=phrase.integer("day")),
        phrase.published,
    )


def numeric_date(phrase: Phrase) -> Built:
    """Build 24/02/2022; where both readings are days and differ, there is no telling."""
    left, right = phrase.integer("left") or 0, phrase.integer("right") or 0
    year = long_year(word) if len(word := phrase.word("year") or "") == 2 else int(word)
    readings = {(month, day) for day, month in ((left, right), (right, left)) if is_date(year, month, day)}
    if len(readings) != 1:
        return without_dates("ambiguous" if readings else "invalid", kind="day")
    month, day = readings.pop()
    return on_day(date(year, month, day), "period.numeric_date")


def dotted_date(phrase: Phrase) -> Built:
    """Build 24.02.2022: with dots the day comes first. Two digits of a year with dots may be anything."""
    day, month, year = (phrase.word("token") or "").split(".")
    if len(year) == 2:
        return without_dates("ambiguous", kind="day")
    return resolve(Stretch(rule="period.dotted_date", kind="day", year=int(year), month=int(month), day=int(day)), phrase.published)


def day_month(phrase: Phrase) -> Built:
    """Build "24 February 2022" and "24 February"; two digits are a year only where no word follows them."""
    if not _is_month(phrase):
        return None
    last, year = phrase.last, _year_of(phrase)
    if "short" in phrase.kept and phrase.next_word().isalnum():
        last, year = phrase.kept["short"], None
    elif "year" in phrase.kept and counts_before(phrase.next_word()):
        last, year = phrase.kept["month"] + 1, None
    stretch = Stretch(rule="period.day_month", kind="day", year=year, month=phrase.value("month", "month"), day=phrase.integer("day"))
    return resolve(stretch, phrase.published), last


def day_month_token(phrase: Phrase) -> Built:
    """Build 03-Oct-2017."""
    month, year = (phrase.word("token") or "").split("-")
    full = long_year(year) if len(year) == 2 else int(year)
    number = phrase.table.values["month"][month]
    return resolve(Stretch(rule="period.day_month", kind="day", year=full, month=number, day=phrase.integer("day")), phrase.published)


def month_day(phrase: Phrase) -> Built:
    """Build "January 24, 2025"; "in January 24 people ..." is January and a count."""
    if not _is_month(phrase):
        return None
    month, last, year = phrase.value("month", "month"), phrase.last, phrase.integer("year")
    if year is not None and counts_before(phrase.next_word()):
        last, year = phrase.kept["day"] + 1, None
    before = phrase.words[phrase.first - 1] if phrase.first else ""
    table = load_table("periods")
    at_end = last == phrase.kept["day"] + 1
    counts = at_end and year is None and counts_before(phrase.words[last] if last < len(phrase.words) else "")
    if year is None and at_end and ((counts and before != "on") or before in ("in", "during")):
        return resolve(Stretch(rule="period.month", kind="month", month=month), phrase.published), phrase.kept["month"] + 1
    doubtful = phrase.words[phrase.kept["month"]] in table["capital_only"]["words"] and (phrase.upper or phrase.first == 0)
    if doubtful and year is None and phrase.next_word().isalpha() and before not in phrase.table.cues:
        return None
    stretch = Stretch(rule="period.month_day", kind="day", year=year, month=month, day=phrase.integer("day"))
    return resolve(stretch, phrase.published), last


def day_of_last_month(phrase: Phrase) -> Built:
    """Build "the 3rd of last month"."""
    if phrase.value("unit", "unit") != "month":
        return None
    if phrase.published is None:
        return without_dates("unanchored", kind="day")
    month = plus_months(phrase.published.replace(day=1), -1 if "past" in phrase.kept else 0)
    stretch = Stretch(rule="period.day_of_month", kind="day", year=month.year, month=month.month, day=phrase.integer("day"))
    return resolve(stretch, phrase.published)


def day_and_month(phrase: Phrase) -> Built:
    """Build 24.02: a day without its year, believed only where a wrap asks for a date."""
    day, month = (phrase.word("token") or "").split(".")
    found = resolve(Stretch(rule="period.day_and_month", kind="number", month=int(month), day=int(day)), phrase.published)
    return None if found.rule == "period.invalid" else found


# --- builders: months, years and their parts ------------------------------------------------------------------------


def month(phrase: Phrase) -> Built:
    """Build "January", "January 2025" and the token "January-2025"."""
    token = phrase.word("token")
    if token is not None:
        word, year = token.split("-")
        number = phrase.table.values["month"][word]
        return resolve(Stretch(rule="period.month", month=number, year=long_year(year) if len(year) == 2 else int(year)), phrase.published)
    if not _is_month(phrase):
        return None
    year_said = phrase.integer("year")
    last = phrase.last
    if year_said is not None and counts_before(phrase.next_word()):
        year_said, last = None, phrase.kept["month"] + 1
    kind = "month" if year_said is None else "other"
    return resolve(Stretch(rule="period.month", kind=kind, month=phrase.value("month", "month"), year=year_said), phrase.published), last


def month_range(phrase: Phrase) -> Built:
    """Build "January-March 2024"."""
    left, right = (phrase.table.values["month"][word] for word in (phrase.word("token") or "").split("-"))
    last = resolve(Stretch(month=right, year=phrase.integer("year")), phrase.published)
    if last.start is None:
        return last
    first = resolve(Stretch(month=left, year=last.start.year if left <= right else last.start.year - 1), phrase.published)
    return Stretch(start=first.start, end=last.end, rule="period.months")


def past_month(phrase: Phrase) -> Built:
    """Build "last March": the latest that is over; "this January": the one of this year."""
    if not _is_month(phrase):
        return None
    if "coming" in phrase.kept:
        return without_dates("future")
    if phrase.published is None:
        return without_dates("unanchored")
    number = phrase.value("month", "month")
    year = phrase.published.year
    if "past" in phrase.kept and number >= phrase.published.month:
        year -= 1
    return resolve(Stretch(rule="period.month", month=number, year=year), phrase.published)


def part_of_month(phrase: Phrase) -> Built:
    """Build "mid-January 2025" and "the end of March"."""
    token = phrase.word("token")
    if token is not None:
        part, word = token.split("-", 1)
        number = phrase.table.values["month"][word]
    else:
        if not _is_month(phrase):
            return None
        part, number = phrase.word("part") or "", phrase.value("month", "month")
    return resolve(Stretch(rule="period.part_of_month", part=part, month=number, year=phrase.integer("year")), phrase.published)


def units_of_month(phrase: Phrase) -> Built:
    """Build "the first week of March": weeks are counted from its first day, the last one ends with its last."""
    unit, count = phrase.value("unit", "unit"), phrase.count()
    if not _is_month(phrase) or unit not in ("day", "week") or count is None:
        return None
    stretch = resolve(
        Stretch(rule="period.units_of_month", month=phrase.value("month", "month"), year=phrase.integer("year")), phrase.published
    )
    if stretch.start is None or stretch.end is None:
        return stretch
    size = count * (7 if unit == "week" else 1)
    nth = phrase.nth()
    start = stretch.end - timedelta(days=size - 1) if nth < 0 else stretch.start + timedelta(days=(nth - 1) * size)
    end = min(start + timedelta(days=size - 1), stretch.end)
    return Stretch(start=start, end=end, rule="period.units_of_month") if stretch.start <= start <= end else without_dates("invalid")


_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "half": 6}


def units_of_year(phrase: Phrase) -> Built:
    """Build "the first six months of 2024", "the second half of last year"."""
    word = phrase.word("half")
    unit = "half" if word is not None and word.startswith(("half", "пів", "пол")) else phrase.value("unit", "unit") or "quarter"
    year = phrase.integer("year")
    if year is None and "this" in phrase.kept and phrase.published is not None:
        year = phrase.published.year
    count = phrase.count()
    if unit not in _MONTHS_OF_UNIT or count is None:
        return None
    if year is None:
        return without_dates("unanchored")
    size = count * _MONTHS_OF_UNIT[unit]
    nth = phrase.nth()
    first = 12 - size + 1 if nth < 0 else (nth - 1) * size + 1
    if first < 1 or first + size - 1 > 12:
        return without_dates("invalid")
    return months_from(year, first, size, "period.units_of_year")


def months_from(year: int, first: int, count: int, rule: str) -> Stretch:
    """Return `count` whole months from the first of a month."""
    start = date(year, first, 1)
    return Stretch(start=start, end=plus_months(start, count) - timedelta(days=1), rule=rule)


def quarter_name(phrase: Phrase) -> Built:
    """Build "Q1 2025"; without a year it is the latest one begun."""
    first, count = phrase.value("token", "quarter_name")
    year = phrase.integer("year")
    if year is None:
        if phrase.published is None:
            return without_dates("unanchored")
        year = phrase.published.year - (phrase.published.month < first)
    return months_from(year, first, count, "period.quarter")


def season_of_year(phrase: Phrase) -> Built:
    """Build "the summer of 2023"; "the winter of 2022" has two meanings unless both years are said."""
    first, year = phrase.value("season", "season"), phrase.integer("year") or 0
    if first == 12 and "short" not in phrase.kept:
        return without_dates("ambiguous")
    return months_from(year, first, 3, "period.season")


def relative_season(phrase: Phrase) -> Built:
    """Build "last summer": the latest that is over; "this summer": the one of this year, if it has begun."""
    if "coming" in phrase.kept:
        return without_dates("future")
    if phrase.published is None:
        return without_dates("unanchored")
    first = phrase.value("season", "season")
    options = [months_from(phrase.published.year - back, first, 3, "period.season") for back in (0, 1, 2)]
    if "this" in phrase.kept:
        return next(option for option in options if option.start is not None and option.start <= phrase.published)
    return next(option for option in options if option.end is not None and option.end < phrase.published)


def part_of_year(phrase: Phrase) -> Built:
    """Build "early 2024" and "mid-2024"."""
    token = phrase.word("token")
    part, year = token.split("-", 1) if token is not None else (phrase.word("part") or "", phrase.word("year") or "")
    return resolve(Stretch(rule="period.part_of_year", part=part, year=int(year)), phrase.published)


def part_of_this_unit(phrase: Phrase) -> Built:
    """Build "the start of the year", "the end of last month"."""
    unit = phrase.value("unit", "unit")
    if unit not in ("month", "year"):
        return None
    if phrase.published is None:
        return without_dates("unanchored")
    anchor = phrase.published.replace(day=1)
    if "past" in phrase.kept:
        anchor = plus_months(anchor, -12 if unit == "year" else -1)
    number = anchor.month if unit == "month" else None
    stretch = Stretch(rule="period.part_of_unit", part=phrase.word("part"), year=anchor.year, month=number)
    return resolve(stretch, phrase.published)


def decade(phrase: Phrase) -> Built:
    """Build "the 1990s"."""
    first = int(phrase.word("token") or "")
    return None if first % 10 else Stretch(start=date(first, 1, 1), end=date(first + 9, 12, 31), rule="period.decade")


def year(phrase: Phrase) -> Built:
    """Build a year alone; a count of people or things is none."""
    said = phrase.integer("year") or 0
    if said < FIRST_BARE_YEAR or counts_before(phrase.next_word()):
        return None
    return resolve(Stretch(rule="period.year", kind="year", year=said), phrase.published)


# --- builders: relative to the publication --------------------------------------------------------------------------


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
    """Build "on Monday": the latest such day on or before the publication."""
    if phrase.published is None:
        return without_dates("unanchored", kind="day")
    back = (phrase.published.weekday() - phrase.value("weekday", "weekday")) % 7
    return _days_back(phrase, back, "period.weekday")


def weekend(phrase: Phrase) -> Built:
    """Build "the weekend": the latest Saturday and Sunday."""
    if phrase.value("weekend", "unit") != "weekend":
        return None
    if phrase.published is None:
        return without_dates("unanchored")
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


def past_units(phrase: Phrase) -> Built:
    """Build "the past 24 hours": back from the publication."""
    count, unit = phrase.count(), phrase.value("unit", "unit")
    if phrase.published is None:
        return without_dates("unanchored")
    if count is None:
        return Stretch(end=phrase.published, rule="period.vague")
    start = back_from(phrase.published, unit, count)
    return None if start is None else Stretch(start=start, end=phrase.published, rule="period.past_units")


def past_day(phrase: Phrase) -> Built:
    """Build "за добу": the 24 hours before a release."""
    return _past_day(phrase), phrase.last


def _past_day(phrase: Phrase) -> Stretch:
    if phrase.published is None:
        return without_dates("unanchored")
    return Stretch(start=phrase.published - timedelta(days=1), end=phrase.published, rule="period.past_units")


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
        return without_dates("vague")
    middle = back_from(phrase.published, unit, count)
    if middle is None:
        return None
    width = timedelta(days=_HALF_WIDTH.get(unit, 0))
    kind = "other" if width else "day"
    return Stretch(start=middle - width, end=min(middle + width, phrase.published), rule="period.units_ago", kind=kind)


BUILDERS: dict[str, Callable[[Phrase], Built]] = {
    build.__name__: build
    for build in (
        full_date, numeric_date, dotted_date, day_month, day_month_token, month_day, day_of_last_month, day_and_month, month,
        month_range, past_month, part_of_month, units_of_month, units_of_year, quarter_name, season_of_year, relative_season,
        part_of_year, part_of_this_unit, decade, year, future, from_there, relative_day, day_before_yesterday, night,
        this_daytime, weekday, weekend, past_units, past_day, calendar_unit, units_ago,
    )
}  # fmt: skip
"""Builders by the name that the table's rows give."""

"""Build stretches of the calendar from the phrases that the table names: dates, months, quarters, seasons, years.

A builder gets the kept tokens of one phrase and returns a Stretch, or None where the phrase is no date after all
("may" the verb). A phrase that is a date but has no single meaning gives a Stretch without dates, whose rule says why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tollbook.reading.calendar import relative
from tollbook.reading.calendar.dates import FIRST_BARE_YEAR, Stretch, is_date, long_year, on_day, plus_months, resolve, without_dates
from tollbook.reading.calendar.phrases import Built, Phrase, counts_before, is_month, year_counts, year_of
from tollbook.vocab.tables import load_table


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
    """Build 24.02.2022 and 24.02.22: with dots the day comes first."""
    token = phrase.word("token") or ""
    day, month, short = token.split(".")
    year = long_year(short) if len(short) == 2 else int(short)
    return resolve(Stretch(rule="period.dotted_date", kind="day", year=year, month=int(month), day=int(day)), phrase.published)


def day_month(phrase: Phrase) -> Built:
    """Build "24 February 2022" and "24 February"; two digits are a year only where no word follows them."""
    if not is_month(phrase):
        return None
    last, year = phrase.last, year_of(phrase)
    if "short" in phrase.kept and phrase.next_word().isalnum():
        last, year = phrase.kept["short"], None
    elif year_counts(phrase):
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
    if not is_month(phrase):
        return None
    last, year = phrase.last, year_of(phrase)
    day_end = phrase.kept["day"] + 1
    if ("year" in phrase.kept and counts_before(phrase.next_word())) or (
        "short" in phrase.kept and phrase.next_word() not in ("(", "-", "")
    ):
        last, year = day_end, None
    number = phrase.value("month", "month")
    if year is None and last == day_end:
        before = phrase.words[phrase.first - 1] if phrase.first else ""
        following = phrase.words[last] if last < len(phrase.words) else ""
        if before in ("in", "during") or (before != "on" and counts_before(following)):
            return resolve(Stretch(rule="period.month", kind="month", month=number), phrase.published), phrase.kept["month"] + 1
        if following.isalpha() and before not in phrase.table.cues and _is_doubtful(phrase):
            return None
    stretch = Stretch(rule="period.month_day", kind="day", year=year, month=number, day=phrase.integer("day"))
    return resolve(stretch, phrase.published), last


def _is_doubtful(phrase: Phrase) -> bool:
    """Say whether the month's capital says nothing: "May 12 men ..." at a sentence's beginning or in capitals throughout."""
    capital_only = load_table("periods")["capital_only"]["words"]
    return phrase.words[phrase.kept["month"]] in capital_only and (phrase.upper or phrase.first == 0)


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


def month(phrase: Phrase) -> Built:
    """Build "January", "January 2025" and the token "January-2025"."""
    token = phrase.word("token")
    if token is not None:
        word, year = token.split("-")
        number = phrase.table.values["month"][word]
        return resolve(Stretch(rule="period.month", month=number, year=long_year(year) if len(year) == 2 else int(year)), phrase.published)
    if not is_month(phrase):
        return None
    year_said = phrase.integer("year")
    last = phrase.last
    if year_counts(phrase):
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
    if not is_month(phrase):
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
        day_follows = "year" not in phrase.kept and phrase.next_word().isdigit() and int(phrase.next_word()) <= 31
        if not is_month(phrase) or day_follows:
            return None
        part, number = phrase.word("part") or "", phrase.value("month", "month")
    return resolve(Stretch(rule="period.part_of_month", part=part, month=number, year=phrase.integer("year")), phrase.published)


def units_of_month(phrase: Phrase) -> Built:
    """Build "the first week of March": weeks are counted from its first day, the last one ends with its last."""
    unit, count = phrase.value("unit", "unit"), phrase.count()
    if not is_month(phrase) or unit not in _DAYS_OF_UNIT or count is None:
        return None
    stretch = resolve(Stretch(month=phrase.value("month", "month"), year=phrase.integer("year")), phrase.published)
    if stretch.start is None or stretch.end is None:
        return stretch
    return _nth_days(stretch.start, stretch.end, phrase.nth(), count * _DAYS_OF_UNIT[unit])


_DAYS_OF_UNIT = {"day": 1, "week": 7}


def _nth_days(first: date, last: date, nth: int, size: int) -> Stretch:
    """Return the nth piece of so many days of a stretch, the last piece for -1."""
    begin = (last - first).days + 1 - size if nth < 0 else (nth - 1) * size
    if begin < 0 or first + timedelta(days=begin) > last:
        return without_dates("invalid")
    start = first + timedelta(days=begin)
    return Stretch(start=start, end=min(start + timedelta(days=size - 1), last), rule="period.units")


_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "half": 6}


def units_of_year(phrase: Phrase) -> Built:
    """Build "the first six months of 2024", "the second half of last year", "the first week of 2024"."""
    word = phrase.word("half")
    unit = "half" if word is not None and word.startswith(("half", "пів", "пол")) else phrase.value("unit", "unit") or "quarter"
    year = phrase.integer("year")
    if year is None and "this" in phrase.kept and phrase.published is not None:
        year = phrase.published.year
    count = phrase.count()
    if count is None or unit not in _MONTHS_OF_UNIT | _DAYS_OF_UNIT:
        return None
    if year is None:
        return without_dates("unanchored")
    if unit in _DAYS_OF_UNIT:
        return _nth_days(date(year, 1, 1), date(year, 12, 31), phrase.nth(), count * _DAYS_OF_UNIT[unit])
    size = count * _MONTHS_OF_UNIT[unit]
    first = 12 - size + 1 if phrase.nth() < 0 else (phrase.nth() - 1) * size + 1
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
    """Build a year alone; a count of people or things is none, nor the first of two ("from 1900 to 2000 soldiers")."""
    said = phrase.integer("year") or 0
    if said < FIRST_BARE_YEAR or counts_before(phrase.next_word()):
        return None
    ahead = phrase.words[phrase.last + 1 : phrase.last + 3]
    if len(ahead) == 2 and ahead[0][0].isdigit() and counts_before(ahead[1]):
        return None
    return resolve(Stretch(rule="period.year", kind="year", year=said), phrase.published)


_ABSOLUTE = (
    full_date,
    numeric_date,
    dotted_date,
    day_month,
    day_month_token,
    month_day,
    day_of_last_month,
    day_and_month,
    month,
    month_range,
    past_month,
    part_of_month,
    units_of_month,
    units_of_year,
    quarter_name,
    season_of_year,
    relative_season,
    part_of_year,
    part_of_this_unit,
    decade,
    year,
)

BUILDERS: dict[str, Callable[[Phrase], Built]] = {build.__name__: build for build in (*_ABSOLUTE, *relative.BUILDERS)}
"""Builders by the name that the table's rows give."""

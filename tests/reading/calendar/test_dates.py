"""Stretches of the calendar: arithmetic and what is left open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.calendar.dates import Stretch, days_of_month, is_date, long_year, on_day, plus_months, resolve

DAYS = st.dates(date(1600, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_a_month_has_as_many_days_as_lie_before_the_next_one(day: date) -> None:
    first = day.replace(day=1)
    assert days_of_month(day.year, day.month) == (plus_months(first, 1) - first).days


@given(DAYS, st.integers(-600, 600))
def test_months_away_the_day_is_the_same_or_the_last_of_its_month(day: date, months: int) -> None:
    moved = plus_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(("short", "year"), [("00", 2000), ("29", 2029), ("30", 1930), ("90", 1990)])
def test_two_digits_are_years_of_1930_to_2029(short: str, year: int) -> None:
    assert long_year(short) == year


@pytest.mark.parametrize(("year", "month", "day"), [(2023, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 1, 0), (1900, 2, 29)])
def test_what_the_calendar_does_not_have_is_no_date(year: int, month: int, day: int) -> None:
    assert not is_date(year, month, day)


@given(DAYS, st.integers(1, 12))
def test_a_month_without_a_year_is_the_latest_that_has_begun(published: date, month: int) -> None:
    found = resolve(Stretch(month=month), published)
    assert found.start is not None
    assert found.start <= published < plus_months(found.start, 12)


def test_without_an_anchor_a_missing_year_stays_open() -> None:
    assert resolve(Stretch(month=5, day=3), None).rule == "period.unanchored"


def test_a_leap_day_without_a_year_is_read_only_where_this_or_the_last_year_has_it() -> None:
    assert resolve(Stretch(month=2, day=29), date(2025, 1, 24)).start == date(2024, 2, 29)
    assert resolve(Stretch(month=2, day=29), date(2023, 1, 24)).rule == "period.invalid"


def test_no_day_is_an_unanchored_stretch() -> None:
    assert on_day(None, "period.weekday").rule == "period.unanchored"

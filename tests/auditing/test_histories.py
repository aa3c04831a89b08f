"""What a source's own history allows: falls, stalls and jumps show at first sight, an honest history never does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import day_by_day
from tollbook.auditing.histories import allowance, first_sight, is_outlier, points_after, points_before
from tollbook.core.series import SeriesPoint
from tollbook.core.types import Number

FIRST = date(2025, 1, 1)


def points(values: Sequence[Number]) -> Sequence[SeriesPoint]:
    return day_by_day(FIRST, values, "tank").points


def sight(values: Sequence[Number], value: Number) -> str:
    return first_sight(points(values), FIRST + timedelta(days=len(values)), value)


STEADY = [11_000 + 5 * day + (day % 3) for day in range(60)]
BUSY = [100_000 + 1_000 * day + 100 * (day % 4) for day in range(60)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(11_300, "fits"), (11_297, "fits"), (1_130, "falls"), (113_000, "jumps"), (11_290, "falls"), (11_400, "jumps")],
)
def test_a_total_is_judged_by_the_days_before(value: int, expected: str) -> None:
    assert sight(STEADY, value) == expected


def test_a_busy_count_that_repeats_its_last_total_stalls() -> None:
    assert sight(BUSY, BUSY[-1]) == "stalls"
    assert sight(BUSY, BUSY[-1] + 900) == "fits"


def test_a_count_that_rests_on_some_days_may_rest_again() -> None:
    assert sight([*STEADY, STEADY[-1], STEADY[-1] + 5], STEADY[-1] + 5) == "fits"


def test_a_first_figure_has_no_history() -> None:
    assert first_sight((), FIRST, 100) == "unknown"
    assert allowance((), FIRST) is None


@pytest.mark.parametrize(("value", "expected"), [(130, "fits"), (280, "fits"), (1_300, "jumps"), (13, "falls")])
def test_few_points_allow_a_total_to_triple_and_no_more(value: int, expected: str) -> None:
    assert sight([100, 110], value) == expected


def test_a_count_that_has_not_begun_may_begin_with_anything() -> None:
    assert sight([0, 0, 0], 200) == "fits"


def test_a_history_that_ended_long_ago_says_nothing() -> None:
    assert first_sight(points(STEADY), date(2026, 1, 1), 99_999) == "unknown"


def test_a_monthly_history_reaches_over_its_own_gaps() -> None:
    months = [SeriesPoint(day=date(2024, month, 1), value=10_000 * month) for month in range(1, 13)]
    assert first_sight(months, date(2025, 1, 1), 130_000) == "fits"
    assert first_sight(months, date(2025, 1, 1), 1_300_000) == "jumps"


def test_the_day_after_a_slip_is_not_blamed() -> None:
    assert sight([*STEADY, 113_000], 11_305) == "fits"
    assert sight([*STEADY, 1_130], 11_305) == "fits"


def test_a_correction_of_the_source_shows_once_and_then_is_its_level() -> None:
    assert sight(STEADY, 11_250) == "falls"
    assert sight([*STEADY, 11_250], 11_255) == "fits"


@given(
    steps=st.lists(st.integers(0, 3_000), min_size=10, max_size=80),
    start=st.integers(0, 10_000),
    share=st.floats(0, 1),
)
def test_a_step_within_the_range_of_the_history_never_jumps(steps: list[int], start: int, share: float) -> None:
    values = list(accumulate(steps, initial=start))
    largest = sorted(steps)[-2]
    assert sight(values, values[-1] + round(share * largest)) in ("fits", "stalls")


@given(start=st.integers(1, 10_000), rate=st.floats(1.0, 1.5), days=st.integers(3, 60))
def test_even_growth_of_up_to_half_a_day_is_no_error(start: int, rate: float, days: int) -> None:
    values = [round(start * rate**day) for day in range(days)]
    assert sight(values[:-1], values[-1]) == "fits"


@given(start=st.integers(0, 10**6), step=st.integers(0, 10**5), days=st.integers(12, 60))
def test_a_straight_line_is_no_error(start: int, step: int, days: int) -> None:
    values = [start + step * day for day in range(days)]
    assert sight(values[:-1], values[-1]) == "fits"


@given(steps=st.lists(st.integers(1, 100), min_size=30, max_size=80), digit=st.integers(1, 9))
def test_a_leading_digit_too_many_always_shows(steps: list[int], digit: int) -> None:
    values = list(accumulate(steps, initial=5_000))
    assert sight(values[:-1], int(f"{digit}{values[-1]}")) == "jumps"


@pytest.mark.parametrize(("value", "expected"), [(3_667, True), (3_640, True), (3_657, False)])
def test_an_outlier_shows_once_two_later_totals_are_known(value: int, expected: bool) -> None:
    assert is_outlier(points([3_646, 3_650, 3_653]), value, points([3_660, 3_661])) is expected


def test_a_total_before_a_correction_of_the_source_is_no_outlier() -> None:
    assert not is_outlier(points([369, 369]), 369, points([368, 368]))
    assert not is_outlier((), 369, points([368, 368]))
    assert not is_outlier(points([300]), 369, points([310]))


def test_the_points_around_a_day_leave_the_day_out() -> None:
    series = day_by_day(FIRST, [1, 2, 3, 4, 5], "tank")
    day = FIRST + timedelta(days=2)
    assert [point.value for point in points_before(series, day)] == [1, 2]
    assert [point.value for point in points_after(series, day)] == [4, 5]

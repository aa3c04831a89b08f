"""How one number was printed for another: the words that `printed_as` gives."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.auditing.rounding import nearest_step, printed_as, printed_step


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        (826_820, 826_820, "exact"),
        (826_820, 826_000, "truncated"),
        (826_820, 827_000, "rounded"),
        (826_820, 826_800, "rounded"),
        (826_820, 820_000, "truncated"),
        (826_820, 800_000, "rounded"),
        (826_820, 900_000, "rounded_up"),
        (3_870, 3_900, "rounded"),
        (3_810, 3_900, "rounded_up"),
        (39_960, 40_000, "rounded"),
        (96, 100, "rounded"),
        (1_500, 2_000, "rounded"),
        (0.3636, 0.36, "rounded"),
        (0.368, 0.36, "truncated"),
        (12.4, 12, "rounded"),
        (0, 0, "exact"),
    ],
)
def test_a_number_is_printed_exactly_rounded_or_cut_off(value: float, printed: float, expected: str) -> None:
    assert printed_as(value, printed) == expected


@pytest.mark.parametrize(
    ("value", "printed"),
    [(1_119, 11_199), (826_820, 828_000), (26, 100), (4, 0), (0, 10), (50, -50), (12, 13), (math.inf, 12), (12, math.nan)],
)
def test_what_no_rounding_explains_is_none(value: float, printed: float) -> None:
    assert printed_as(value, printed) is None


def test_the_last_place_of_a_number_is_that_of_its_last_digit_other_than_zero() -> None:
    assert [int(printed_step(number)) for number in (1_500, 40, 7, 826_000, 0)] == [100, 10, 1, 1_000, 1]


@given(st.integers(1, 10**9), st.integers(0, 8))
def test_a_number_rounded_to_a_place_it_reaches_is_recognized(value: int, places: int) -> None:
    printed = round(value, -places)
    if printed and places < len(str(value)):
        assert printed_as(value, printed) in ("exact", "rounded")


@given(st.integers(1, 10**9), st.integers(1, 8))
def test_a_number_cut_off_is_never_said_to_be_rounded_up(value: int, places: int) -> None:
    printed = value // 10**places * 10**places
    if printed:
        assert printed_as(value, printed) in ("exact", "rounded", "truncated")


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_number_is_said_to_be_cut_off_only_where_the_nearest_step_is_another(value: int, printed: int) -> None:
    if printed_as(value, printed) == "truncated":
        assert nearest_step(value, printed) > printed

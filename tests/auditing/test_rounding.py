"""How one number was printed for another, and the rule that compares two prints of one figure."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.rounding import nearest_step, printed_as, printed_step, roundings_of_figures
from tollbook.core.types import Claim, Period, Quantity


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


def total(stated: Quantity | int, at: int, **fields: object) -> Claim:
    return claim(stated, "killed", "wounded", at=at, **fields)


def verdicts(*claims: Claim) -> list[str]:
    return [finding.verdict for finding in roundings_of_figures([reading(*claims)])]


def test_a_figure_that_is_cut_off_differs_and_one_that_is_rounded_agrees() -> None:
    assert verdicts(total(826_820, 0), total(827_000, 100)) == ["agrees"]
    (found,) = roundings_of_figures(
        [reading(total(826_820, 0)), reading(total(quantity(826_000, "about", 821_870, 830_130), 100), text="y")]
    )
    assert (found.verdict, found.arithmetic) == ("differs", "826,820 to the nearest 1,000 = 827,000")
    assert found.explanation == "About 826,000 is 826,820 cut off; to the same precision it is 827,000."
    assert found.claims == ("claim100", "claim0")


@pytest.mark.parametrize(
    "other",
    [
        total(quantity(826_000, "over", 826_000), 100),
        total(826_000, 100, source="GBR-MOD"),
        total(826_000, 100, source=None),
        total(826_000, 100, force="UKR"),
        total(826_000, 100, period=Period(kind="cumulative", end=date(2025, 1, 23))),
        total(826_000, 100, place="RUS-kursk"),
        total(840_000, 100),
    ],
    ids=["a bound", "source", "author", "force", "day", "place", "no rounding"],
)
def test_a_figure_that_may_be_another_is_no_print_of_it(other: Claim) -> None:
    assert verdicts(total(826_820, 0), other) == []


def test_small_numbers_are_counted_not_rounded() -> None:
    assert verdicts(total(12, 0), total(10, 100)) == []

"""Interval arithmetic: whatever the words allow is held by the result, and what they rule out is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.auditing.intervals import Interval, both_hold, difference, interval_of, lies_below, ratio, total
from tollbook.core.findings import Bounds
from tollbook.core.types import HedgeKind, Number, Quantity


def put(hedge: HedgeKind, low: Number, high: Number | None) -> Interval:
    return interval_of(Quantity(stated=None, low=low, high=high, hedge=hedge, text=""))


@st.composite
def ranges(draw: st.DrawFn, least: int = 0) -> tuple[Interval, int]:
    """Draw an interval and one of its values."""
    low = draw(st.integers(least, 10_000))
    value = low + draw(st.integers(0, 5_000))
    high = draw(st.one_of(st.none(), st.integers(value, value + 5_000)))
    return Interval(low=low, high=high), value


@pytest.mark.parametrize(
    ("hedge", "low", "high", "inside", "outside"),
    [
        ("exact", 12, 12, 12, 13),
        ("over", 12, None, 13, 12),
        ("at_least", 12, None, 12, 11),
        ("under", 0, 12, 11, 12),
        ("up_to", 0, 12, 12, 13),
        ("nearly", 180, 200, 199, 200),
        ("about", 3_500, 4_500, 4_500, 4_501),
        ("between", 10, 20, 15, 21),
        ("vague", 24, 99, 24, 100),
        ("over", 1 / 3, 1, 0.34, 1 / 3),
    ],
)
def test_a_hedge_lets_in_what_its_words_do(hedge: HedgeKind, low: float, high: float | None, inside: float, outside: float) -> None:
    assert put(hedge, low, high).holds(inside)
    assert not put(hedge, low, high).holds(outside)


def test_more_than_twelve_and_twelve_at_most_do_not_meet() -> None:
    assert not both_hold(put("over", 12, None), put("up_to", 0, 12))
    assert both_hold(put("at_least", 12, None), put("up_to", 0, 12))
    assert not both_hold(put("nearly", 180, 200), put("exact", 200, 200))


def test_nothing_lies_above_what_is_not_bounded() -> None:
    assert not lies_below(put("over", 12, None), put("exact", 10**9, 10**9))
    assert lies_below(put("exact", 12, 12), put("over", 12, None))


def test_a_part_that_is_greater_than_its_whole_leaves_no_difference() -> None:
    assert difference(put("exact", 10, 10), put("over", 10, None)) is None
    nothing = difference(put("exact", 10, 10), put("exact", 10, 10))
    assert nothing is not None
    assert nothing.bounds == Bounds(low=0, high=0)


def test_a_share_of_what_may_be_nothing_is_not_known() -> None:
    assert ratio(put("exact", 4, 4), put("up_to", 0, 10)) is None


@given(ranges(), ranges())
def test_a_sum_holds_the_sum_of_any_values(one: tuple[Interval, int], other: tuple[Interval, int]) -> None:
    assert total([one[0], other[0]]).holds(one[1] + other[1])


@given(ranges(), ranges())
def test_a_difference_holds_what_is_left_of_any_values(whole: tuple[Interval, int], part: tuple[Interval, int]) -> None:
    left = difference(whole[0], part[0])
    if whole[1] >= part[1]:
        assert left is not None
        assert left.holds(whole[1] - part[1])


@given(ranges(), ranges(least=1))
def test_a_ratio_holds_the_ratio_of_any_values(part: tuple[Interval, int], base: tuple[Interval, int]) -> None:
    share = ratio(part[0], base[0])
    assert share is not None
    assert share.holds(part[1] / base[1])


@given(ranges(), ranges())
def test_two_that_share_a_value_could_both_hold(one: tuple[Interval, int], other: tuple[Interval, int]) -> None:
    assert both_hold(one[0], other[0]) or not (one[0].holds(other[1]) or other[0].holds(one[1]))


@given(ranges(), ranges())
def test_whether_two_could_both_hold_does_not_depend_on_their_order(one: tuple[Interval, int], other: tuple[Interval, int]) -> None:
    assert both_hold(one[0], other[0]) == both_hold(other[0], one[0])

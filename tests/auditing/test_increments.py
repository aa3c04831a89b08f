"""Increments beside totals: yesterday's total and today's increment make today's total."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.increments import increments_on_totals
from tollbook.core.types import Claim, Period

TODAY = date(2025, 1, 24)
YESTERDAY = TODAY - timedelta(days=1)


def total(number: int, day: date = TODAY, *, at: int, **fields: object) -> Claim:
    return claim(number, "tank", at=at, unit="item", **{"period": Period(kind="cumulative", end=day), **fields})


def since_the_beginning(number: int) -> Claim:
    return total(number, at=100, period=Period(kind="cumulative", start=date(2022, 2, 24), end=TODAY))


def increment(number: int, first: date = TODAY, *, at: int = 50, **fields: object) -> Claim:
    return claim(number, "tank", at=at, unit="item", **{"period": Period(kind="flow", start=first, end=TODAY), **fields})


def verdicts(*claims: Claim) -> list[str]:
    return [finding.verdict for finding in increments_on_totals([reading(*claims)])]


@pytest.mark.parametrize("first", [TODAY, YESTERDAY])
def test_two_totals_and_the_increment_between_them_agree(first: date) -> None:
    """A release covers its day, and "the past 24 hours" end on it."""
    (found,) = increments_on_totals([reading(total(9_858, YESTERDAY, at=0), increment(2, first), total(9_860, at=100))])
    assert (found.verdict, found.arithmetic) == ("agrees", "9,858 + 2 = 9,860")
    assert found.claims == ("claim100", "claim50", "claim0")


def test_two_totals_that_the_increment_does_not_join_differ_across_texts() -> None:
    before, after = reading(total(9_858, YESTERDAY, at=0), text="y"), reading(increment(2), total(9_870, at=100))
    (found,) = increments_on_totals([before, after])
    assert (found.verdict, found.arithmetic) == ("differs", "9,858 + 2 = 9,860, printed as 9,870")
    assert "23 Jan 2025" in found.explanation


@pytest.mark.parametrize(
    "before",
    [
        total(9_858, YESTERDAY - timedelta(days=1), at=0),
        total(9_858, YESTERDAY, at=0, force="UKR"),
        total(9_858, YESTERDAY, at=0, source="GBR-MOD"),
        total(9_858, YESTERDAY, at=0, source=None),
        total(9_858, YESTERDAY, at=0, assertion="denied"),
        total(9_858, YESTERDAY, at=0, outcome="captured"),
        total(9_858, at=0, period=Period(kind="cumulative", start=date(2025, 1, 1), end=YESTERDAY)),
    ],
    ids=["a day missing", "force", "source", "author", "denied", "outcome", "start"],
)
def test_a_total_of_another_kind_is_no_total_of_yesterday(before: Claim) -> None:
    assert verdicts(before, increment(2), since_the_beginning(9_870)) == []


def test_two_totals_since_one_day_and_losses_by_another_word_are_of_one_row() -> None:
    before = total(9_858, at=0, period=Period(kind="cumulative", start=date(2022, 2, 24), end=YESTERDAY))
    assert verdicts(before, increment(2, outcome="lost"), since_the_beginning(9_860)) == ["agrees"]


def test_two_totals_of_one_day_make_the_rule_silent() -> None:
    assert verdicts(total(9_858, YESTERDAY, at=0), increment(2), total(9_870, at=100), total(9_860, at=200)) == []


def test_a_week_says_not_whether_its_first_day_counts() -> None:
    week_ago = TODAY - timedelta(days=7)
    assert verdicts(total(9_858, week_ago, at=0), increment(20, week_ago), total(9_900, at=100)) == []


def test_hedged_totals_may_be_joined() -> None:
    about = claim(quantity(41_030, "about", 41_025, 41_035), "tank", at=100, unit="item", period=Period(kind="cumulative", end=TODAY))
    assert verdicts(total(40_830, YESTERDAY, at=0), increment(196), about) == ["agrees"]


@given(st.integers(0, 10**6), st.integers(0, 10**4))
def test_a_true_increment_is_never_flagged(before: int, more: int) -> None:
    assert verdicts(total(before, YESTERDAY, at=0), increment(more), total(before + more, at=100)) == ["agrees"]


def test_nothing_comes_before_the_calendars_first_day() -> None:
    first = Period(kind="flow", start=date.min, end=date.min)
    assert verdicts(total(9_860, date.min, at=0), increment(2, period=first)) == []

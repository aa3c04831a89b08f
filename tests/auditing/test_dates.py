"""Dates that can't be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, reading
from tollbook.auditing.dates import impossible_dates
from tollbook.core.types import Claim, Likelihood, Period
from tollbook.vocab.theatres import Theatre, load_theatre

PUBLISHED = date(2025, 1, 24)
UKRAINE = load_theatre("russia-ukraine-2022")


def rules(*claims: Claim, published: date | None = PUBLISHED, theatre: Theatre | None = None) -> list[str]:
    return [finding.rule.removeprefix("date.") for finding in impossible_dates(reading(*claims, published=published), theatre)]


def until(end: date, *, start: date | None = None, at: int = 0, **fields: object) -> Claim:
    return claim(12, "killed", at=at, period=Period(kind="cumulative", start=start, end=end), **fields)


@pytest.mark.parametrize(("days", "found"), [(-1, []), (0, []), (1, []), (2, ["after_publication"])])
def test_a_count_does_not_end_after_its_text_is_published(days: int, found: list[str]) -> None:
    """One day later may be a matter of time zones."""
    assert rules(until(PUBLISHED + timedelta(days=days))) == found


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_the_calendars_first_and_last_day_are_days(edge: date) -> None:
    """The day of grace after the last day is that day."""
    assert rules(until(edge), published=edge) == []


def test_a_month_or_a_year_that_has_begun_is_meant_as_far_as_it_has_gone() -> None:
    def during(start: date, end: date) -> Claim:
        return claim(12, "killed", period=Period(kind="flow", start=start, end=end))

    assert rules(during(date(2025, 1, 1), date(2025, 12, 31))) == []
    assert rules(during(date(2025, 3, 1), date(2025, 3, 31))) == ["after_publication"]


def test_a_text_without_a_day_of_publication_has_none_to_be_held_to() -> None:
    assert rules(until(date(2099, 1, 1)), published=None) == []


def test_what_is_expected_or_likely_may_lie_ahead() -> None:
    likely = Likelihood(term="likely", low=0.55, high=0.75, scale="phia")
    assert rules(until(date(2025, 6, 1), assertion="hypothetical"), until(date(2025, 6, 1), likelihood=likely)) == []


def test_figures_that_share_a_date_are_one_finding() -> None:
    (found,) = impossible_dates(reading(until(date(2025, 6, 1)), until(date(2025, 6, 1), at=100)), None)
    assert found.claims == ("claim0", "claim100")
    assert found.explanation == "“xxxxx” and 1 more are counts to 1 Jun 2025, but the text was published on 24 Jan 2025."


def test_a_count_does_not_end_before_it_starts() -> None:
    assert rules(until(date(2024, 2, 5), start=date(2024, 3, 10))) == ["order"]


def test_a_total_of_a_war_does_not_end_before_it() -> None:
    assert rules(until(date(2022, 1, 20)), theatre=UKRAINE) == ["before_war"]
    assert rules(until(date(2022, 1, 20), source=None), theatre=UKRAINE) == []
    assert rules(until(date(2022, 1, 20))) == []


@given(st.dates(date(2022, 2, 24), PUBLISHED), st.dates(date(2022, 2, 24), PUBLISHED))
def test_dates_in_order_are_never_flagged(one: date, other: date) -> None:
    assert rules(until(max(one, other), start=min(one, other)), theatre=UKRAINE) == []

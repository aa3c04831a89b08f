"""Mentions of one assertion by one source are linked for a stated reason; what fits two assertions, or none, stands alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.ledger.linking import RULES, Candidate, Link, days_apart, link_of


def mention(stated: float | None = 4123, day: str = "2031-03-11", **fields: Any) -> Candidate:
    """Return a mention of a total of Norland's; each is of a document and a statement of its own unless told otherwise."""
    given = {"seq": 1, "statement": 1, "document": 1, "kind": "cumulative", "first_day": "", "place": None, "cell": 0, **fields}
    real = None if stated is None else float(stated)
    bounds = {"low": real or 0.0, "high": real}
    return Candidate(**{"stated": real, "unit": "person", "force": "NOR", "day": day, **bounds, **given})


NEW = mention(seq=9, statement=9, document=9)


def linked(one: Candidate, *others: Candidate) -> str | None:
    found = link_of(one, same_words=(), alike=others)
    return None if found is None else found.rule


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (mention(), "same figure"),
        (mention(day="2031-03-25"), "same figure"),  # a telling total is repeated for three weeks
        (mention(day="2031-04-15"), None),
        (mention(4124), None),
        (mention(place="wexley"), "same figure"),  # a place that is not named doesn't contradict
        (mention(4100), "rounded figure"),
        (mention(4000), "rounded figure"),
        (mention(4200), None),
        (mention(4100, day="2031-03-12"), None),
        (mention(4120.5), None),
    ],
)
def test_a_total_is_linked_by_its_figure_and_its_day(other: Candidate, rule: str | None) -> None:
    assert linked(NEW, other) == rule


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (mention(412, kind="flow"), mention(412, kind="flow", day="2031-03-12"), "same figure"),
        (mention(400, kind="flow"), mention(400, kind="flow", day="2031-03-12"), None),  # round numbers come again the next day
        (mention(400, kind="flow"), mention(400, kind="flow"), "same figure"),
        (mention(412, kind="flow", first_day="2031-03-10"), mention(412, kind="flow", first_day="2031-03-04"), None),  # a day, a week
        (mention(1000, high=1000.0, low=0.0), mention(1000, low=1001.0, high=None), None),  # at most, and more than
        (mention(1000), mention(1999), None),  # a figure's zeros alone make it no rounding
        (mention(412, kind="flow"), mention(412, kind="flow", day="2031-03-13"), None),
        (mention(4000), mention(4000, day="2031-03-18"), "same figure"),
        (mention(4000), mention(4000, day="2031-03-19"), None),  # a round total can be another day's
        (mention(place="wexley"), mention(place="norwick"), None),
        (mention(place="NOR-wexley"), mention(place="NOR-norwick"), None),
        (mention(place="NOR-wexley"), mention(place="geonames:1"), "same figure"),  # two gazetteers' ids can't be compared
        (mention(place="geonames:2"), mention(place="geonames:1"), None),
        (mention(None), mention(None), "same figure"),
        (mention(None), mention(None, high=9), None),
        (mention(0.25, unit="share"), mention(0.3, unit="share"), None),
        (mention(50), mention(51), None),  # too few digits to be a rounding
    ],
)
def test_flows_round_totals_words_and_shares_have_their_own_limits(one: Candidate, other: Candidate, rule: str | None) -> None:
    assert linked(one, other) == rule


def test_the_same_words_in_another_document_are_an_echo() -> None:
    copy = mention(document=2, statement=7, day="2031-04-20")
    assert link_of(NEW, same_words=[copy], alike=[]) == Link(statement=7, rule="same words")


@pytest.mark.parametrize("fields", [{"document": 9}, {"stated": 4124}, {"force": "SOR"}, {"day": "2031-04-26"}, {"day": ""}])
def test_the_same_words_count_only_with_the_same_figure_elsewhere_and_soon(fields: dict[str, Any]) -> None:
    stated = fields.pop("stated", 4123)
    assert link_of(NEW, same_words=[mention(stated, **{"document": 2, **fields})], alike=[]) is None


def test_the_nearest_day_decides_and_two_statements_equally_near_decide_nothing() -> None:
    near, far = mention(seq=2, statement=2, day="2031-03-12"), mention(seq=3, statement=3, day="2031-03-09")
    assert link_of(NEW, same_words=(), alike=[far, near]) == Link(statement=2, rule="same figure")
    rival = mention(seq=4, statement=4, day="2031-03-10")
    assert link_of(NEW, same_words=(), alike=[far, near, rival]) is None


def test_each_reason_is_explained() -> None:
    assert {"first", "same words", "same figure", "rounded figure", "same cell", "reread", "echo", "person"} == set(RULES)


DAYS = st.dates().map(lambda day: day.isoformat())


@given(DAYS, DAYS)
def test_days_apart_are_the_same_both_ways(one: str, other: str) -> None:
    assert days_apart(one, other) == days_apart(other, one)
    assert days_apart(one, one) == 0


@given(st.integers(min_value=0, max_value=10**7), st.lists(st.integers(min_value=0, max_value=10**7), max_size=5))
def test_a_link_is_to_one_of_the_candidates(stated: int, others: list[int]) -> None:
    candidates = [mention(float(value), seq=nth, statement=nth) for nth, value in enumerate(others)]
    found = link_of(mention(float(stated), seq=99, statement=99), same_words=(), alike=candidates)
    assert found is None or found.statement in range(len(others))


def test_a_mention_without_a_place_ties_no_two_places_together() -> None:
    founder = mention(seq=1, place="wexley")
    echo = mention(seq=2, statement=1, document=2)
    assert link_of(mention(seq=3, document=3, place="norwick"), same_words=(), alike=[founder, echo]) is None
    assert link_of(mention(seq=3, document=3, place="wexley"), same_words=(), alike=[founder, echo]) == Link(1, "same figure")


def test_words_copied_after_the_week_speak_of_other_losses() -> None:
    daily = mention(12, kind="flow", seq=1)
    assert link_of(mention(12, kind="flow", seq=2, document=2, day="2031-03-18"), same_words=[daily], alike=()) == Link(1, "same words")
    assert link_of(mention(12, kind="flow", seq=2, document=2, day="2031-03-19"), same_words=[daily], alike=()) is None

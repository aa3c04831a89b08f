"""A list of one day's losses is dated by its figures alone, or not at all where chance or a second day could explain it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.fingerprints import chance_words, date_lists, false_matches, fingerprint_of
from tollbook.core.display import day_words
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Claim, Number, Period, Quantity

FIRST = date(2024, 1, 1)
DAYS = 300
MEANS = {"tank": 12, "uav": 80, "artillery": 40, "mlrs": 2, "afv": 25}
RISES = {name: [random.Random(f"{name}{day}").randrange(2 * mean + 1) for day in range(DAYS)] for name, mean in MEANS.items()}
SERIES = tuple(day_by_day(FIRST, list(accumulate(rises)), name, unit="item") for name, rises in RISES.items())
AT = 200
DAY = FIRST + timedelta(days=AT)


def figures(day: date | None = DAY, at: int = AT, **other: Quantity | int) -> list[Claim]:
    """Return the list of a day as claims that the text dates to `day`; `other` figures replace the right ones."""
    period = Period(kind="flow", start=None if day is None else day - timedelta(days=1), end=day)
    numbers: dict[str, Quantity | int] = {name: rises[at] for name, rises in RISES.items()} | other
    return [claim(number, name, at=100 * place, unit="item", period=period) for place, (name, number) in enumerate(numbers.items())]


def found(claims: Sequence[Claim], series: Sequence[Series] = SERIES) -> list[Finding]:
    return list(date_lists([reading(*claims)], series))


def test_a_list_is_dated_to_the_only_day_that_has_all_its_figures() -> None:
    (finding,) = found(figures())
    assert finding.verdict == "agrees"
    assert f"5 of 5 figures match {day_words(DAY)} alone, of 300 days" in finding.arithmetic
    assert len(finding.points) == 10


@pytest.mark.parametrize(("days", "verdict"), [(0, "agrees"), (1, "agrees"), (2, "differs"), (-1, "differs"), (40, "differs")])
def test_the_day_that_a_text_gives_may_be_one_late(days: int, verdict: str) -> None:
    assert [finding.verdict for finding in found(figures(DAY + timedelta(days=days)))] == [verdict]


def test_an_undated_list_is_noted_with_its_day() -> None:
    (finding,) = found(figures(None))
    assert finding.verdict == "note"
    assert day_words(DAY) in finding.explanation


def test_one_mistyped_figure_is_named_and_does_not_hide_the_day() -> None:
    (finding,) = found(figures(uav=999))
    assert finding.verdict == "agrees"
    assert "4 of 5 figures" in finding.arithmetic
    assert "all but 999 drones" in finding.explanation


def test_a_composite_counts_as_the_sum_of_its_parts() -> None:
    whole = claim(RISES["artillery"][AT] + RISES["mlrs"][AT], "artillery", "mlrs", at=900, unit="item", period=figures()[0].period)
    rest = [one for one in figures() if not one.measure.categories & {"artillery", "mlrs"}]
    (finding,) = found([*rest, whole])
    assert finding.verdict == "agrees"
    assert "4 of 4" in finding.arithmetic


def test_hedged_figures_are_met_as_printed_first_and_then_as_rounded() -> None:
    exact = {name: quantity(rises[AT], "about", 0.9 * rises[AT], 1.1 * rises[AT]) for name, rises in RISES.items()}
    assert [finding.verdict for finding in found(figures(**exact))] == ["agrees"]
    uav = RISES["uav"][AT]
    rounded = quantity(round(uav, -1), "about", 0.9 * uav, 1.1 * uav)
    (finding,) = found(figures(uav=rounded))
    assert finding.verdict == "agrees"


def test_a_list_of_two_figures_or_of_a_week_is_no_fingerprint() -> None:
    assert found(figures()[:2]) == []
    week = Period(kind="flow", start=DAY - timedelta(days=7), end=DAY)
    assert found([claim(9, name, at=100 * n, unit="item", period=week) for n, name in enumerate(RISES)]) == []


def test_figures_of_two_voices_or_forces_are_no_one_list() -> None:
    period = figures()[0].period
    mixed = [claim(RISES[name][AT], name, at=100 * n, unit="item", period=period, source=f"S{n % 3}") for n, name in enumerate(RISES)]
    assert found(mixed) == []


def test_a_list_that_fits_no_day_is_not_dated() -> None:
    assert found(figures(tank=900, uav=901, artillery=902)) == []


def test_figures_that_return_every_other_day_are_unverifiable() -> None:
    series = [day_by_day(FIRST, list(accumulate([1, 2] * 50)), name, unit="item") for name in ("tank", "uav", "mlrs")]
    claims = [
        claim(1, name, at=100 * n, unit="item", period=Period(kind="flow", end=FIRST)) for n, name in enumerate(("tank", "uav", "mlrs"))
    ]
    (finding,) = found(claims, series)
    assert finding.verdict == "unverifiable"
    assert "other days" in finding.arithmetic


def test_lists_pieced_together_from_many_days_are_not_dated() -> None:
    rng = random.Random(11)
    for _ in range(40):
        pieced = {name: rises[rng.randrange(1, DAYS)] for name, rises in RISES.items()}
        fingerprint = fingerprint_of(figures(None, **pieced), SERIES)
        assert fingerprint is None or not fingerprint.is_sure


def test_the_expected_number_of_false_matches_is_that_of_simulated_series_or_more() -> None:
    """Three figures that match one day in ten each: 300 days have 0.3 triple matches by chance."""
    rng = random.Random(5)
    chances = [false_matches([[rng.random() < 0.1 for _ in range(DAYS)] for _ in range(3)], 3, leave_out=0) for _ in range(20)]
    assert 0.3 <= sum(chances) / len(chances) <= 0.5
    assert false_matches([[True] * DAYS] * 3, 0, leave_out=0) == pytest.approx(DAYS)


@given(hits=st.lists(st.lists(st.booleans(), min_size=20, max_size=20), min_size=3, max_size=5))
def test_more_matches_are_never_likelier_than_fewer(hits: list[list[bool]]) -> None:
    chances = [false_matches(hits, least, leave_out=3) for least in range(len(hits) + 1)]
    assert all(fewer >= more >= 0 for fewer, more in pairwise(chances))


def test_a_chance_is_said_in_words() -> None:
    number: Number = 0.004
    assert chance_words(number) == "0.004 false matches expected"

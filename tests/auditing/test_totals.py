"""A text's total against its source's own: printed exactly, rounded, cut off, or of no day nearby."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.totals import totals_on_series
from tollbook.core.findings import Finding
from tollbook.core.types import Number, Period, Quantity

PEOPLE = day_by_day(date(2025, 1, 20), [820_430, 822_030, 823_980, 825_320, 826_820], "killed", "wounded")


def found(number: Quantity | int, **fields: Any) -> list[Finding]:
    return list(totals_on_series([reading(claim(number, "killed", "wounded", **fields))], [PEOPLE]))


def about(number: Number) -> Quantity:
    return quantity(number, "about", 0.995 * number, 1.005 * number)


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        (quantity(826_820), "agrees"),
        (about(827_000), "agrees"),
        (quantity(827_000), "agrees"),
        (about(825_000), "agrees"),
        (about(826_000), "differs"),
        (quantity(826_000), "differs"),
        (about(800_000), "agrees"),
        (about(700_000), "differs"),
        (quantity(820_000, "over", 820_000, None), "agrees"),
        (quantity(830_000, "over", 830_000, None), "differs"),
        (quantity(830_000, "nearly", 800_000, 830_000), "agrees"),
        (quantity(500_000, "up_to", 0, 500_000), "differs"),
    ],
)
def test_a_total_agrees_where_it_prints_the_sources_own(number: Quantity, verdict: str) -> None:
    assert [finding.verdict for finding in found(number)] == [verdict]


def test_a_figure_that_was_cut_off_says_what_it_would_be_rounded_to() -> None:
    (finding,) = found(about(826_000))
    assert "cut off" in finding.explanation
    assert finding.arithmetic == "826,820 to the nearest 1,000 = 827,000"
    assert finding.points == ("UKR-GS-4",)


def test_a_total_of_days_ago_is_named_with_its_day() -> None:
    (finding,) = found(quantity(820_430))
    assert finding.verdict == "differs"
    assert "20 Jan 2025" in finding.explanation


def test_a_total_may_be_three_days_late() -> None:
    (finding,) = found(quantity(822_030))
    assert finding.verdict == "agrees"
    assert "21 Jan 2025" in finding.explanation


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "GBR-MOD-DI"},
        {"part_of": "another"},
        {"place": "RUS-kursk-oblast"},
        {"assertion": "denied"},
        {"period": Period(kind="flow", end=date(2025, 1, 24))},
        {"period": Period(kind="cumulative")},
        {"period": Period(kind="cumulative", start=date(2025, 3, 1), end=date(2025, 1, 24))},
        {"period": Period(kind="cumulative", end=date(2025, 6, 1))},
        {"period": Period(kind="cumulative", end=date.min)},
    ],
)
def test_what_is_not_this_total_is_left_alone(fields: dict[str, Any]) -> None:
    assert found(about(700_000), **fields) == []


def test_a_slip_of_a_digit_is_left_to_its_own_rule() -> None:
    assert found(quantity(862_820)) == []


def test_a_series_without_points_compares_with_nothing() -> None:
    empty = day_by_day(date(2025, 1, 20), [], "killed", "wounded")
    assert list(totals_on_series([reading(claim(1_000, "killed", "wounded"))], [empty])) == []


def test_a_slip_that_is_another_days_figure_differs_all_the_same() -> None:
    days = day_by_day(date(2025, 1, 20), [1_119, 1_119, 1_130, 1_150, 1_191], "tank")
    told = claim(1_191, "tank", period=Period(kind="cumulative", end=date(2025, 1, 21)))
    (finding,) = totals_on_series([reading(told)], [days])
    assert finding.verdict == "differs"

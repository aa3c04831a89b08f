"""A day's figure is the rise of its source's total since the day before, of one series or of several together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.daily import daily_on_series
from tollbook.core.findings import Finding
from tollbook.core.types import Number, Period, Quantity

FIRST = date(2025, 1, 21)
SERIES = (
    day_by_day(FIRST, [822_030, 823_980, 825_320, 826_820], "killed", "wounded"),
    day_by_day(FIRST, [22_134, 22_194, 22_256, 22_295], "artillery", unit="item"),
    day_by_day(FIRST, [1_262, 1_262, 1_262, 1_263], "mlrs", unit="item"),
    day_by_day(FIRST, [20_477, 20_485, 20_497, 20_508], "afv", unit="item"),
)
DAY = Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24))


def found(number: Quantity | int, *categories: str, **fields: Any) -> list[Finding]:
    return list(daily_on_series([reading(claim(number, *categories, **{"period": DAY, **fields}))], SERIES))


@pytest.mark.parametrize(
    ("number", "verdict"),
    [(1_500, "agrees"), (1_340, "agrees"), (quantity(1_500, "about", 1_425, 1_575), "agrees"), (1_900, "differs"), (15_000, "differs")],
)
def test_a_figure_of_a_day_agrees_with_the_rise_of_that_day_or_the_day_before(number: Quantity | int, verdict: str) -> None:
    assert [finding.verdict for finding in found(number, "killed", "wounded")] == [verdict]


def test_a_slip_of_a_digit_is_named() -> None:
    (finding,) = found(15_000, "killed", "wounded")
    assert "a digit typed twice" in finding.explanation
    assert finding.arithmetic == "826,820 - 825,320 = 1,500"


def test_a_composite_is_the_sum_of_the_rises() -> None:
    (finding,) = found(40, "artillery", "mlrs", unit="item")
    assert (finding.verdict, finding.arithmetic) == ("agrees", "39 + 1 = 40")
    assert len(finding.points) == 4


@pytest.mark.parametrize(("number", "verdicts"), [(11, ["agrees"]), (30, ["differs"]), (5, [])])
def test_kinds_of_a_category_may_be_fewer_than_its_rise_but_not_more(number: int, verdicts: list[str]) -> None:
    assert [finding.verdict for finding in found(number, "ifv", "apc", unit="item")] == verdicts


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "GBR-MOD-DI"},
        {"part_of": "another"},
        {"place": "RUS-kursk-oblast"},
        {"period": Period(kind="flow", start=date(2025, 1, 17), end=date(2025, 1, 24))},
        {"period": Period(kind="flow", start=DAY.end, end=date(2025, 3, 1))},
        {"period": Period(kind="flow")},
        {"period": Period(kind="flow", end=date.min)},
        {"period": Period(kind="flow", end=FIRST - timedelta(days=5))},
    ],
)
def test_what_is_no_figure_of_a_known_day_is_left_alone(fields: dict[str, Any]) -> None:
    assert found(1_900, "killed", "wounded", **fields) == []


def test_no_losses_on_a_day_are_a_figure_too() -> None:
    none: Number = 0
    (finding,) = found(quantity(none), "mlrs", unit="item")
    assert finding.verdict == "agrees"

"""A total that its source's history does not allow differs, and the number that was likely meant is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.typing_errors import slips_on_histories
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Period, Quantity

TANKS = day_by_day(
    date(2025, 9, 9), [11_167, 11_170, 11_174, 11_177, 11_180, 11_182, 11_184, 11_186, 11_189, 11_191, 11_192, 11_193], "tank", unit="item"
)


def found(number: Quantity | int, day: date = date(2025, 9, 21), known: Series = TANKS, **fields: Any) -> list[Finding]:
    told = claim(number, "tank", **{"unit": "item", "period": Period(kind="cumulative", end=day), **fields})
    return list(slips_on_histories([reading(told)], [known]))


@pytest.mark.parametrize(
    ("number", "verdict", "words"),
    [
        (11_199, "agrees", "lies within what its history allows"),
        (1_119, "differs", "11,193 to 11,199 with a digit dropped"),
        (111_999, "differs", "11,199 with a digit typed twice"),
        (11_159, "differs", "is below the last total"),
        (21_195, "differs", "11,195 with another first digit"),
        (13_000, "differs", "rises more than its history allows"),
    ],
)
def test_at_first_sight_a_total_is_judged_by_the_days_before(number: int, verdict: str, words: str) -> None:
    (finding,) = found(number)
    assert finding.verdict == verdict
    assert words in finding.explanation
    assert finding.points == ("UKR-GS-11",)


@pytest.mark.parametrize("number", [quantity(11_000, "about", 10_900, 11_100), quantity(11_200, "about", 11_100, 11_300)])
def test_a_rounded_total_is_no_fall(number: Quantity) -> None:
    assert [finding.verdict for finding in found(number)] == ["agrees"]


def test_where_the_day_is_known_a_slip_is_one_digit_away_from_the_sources_own() -> None:
    (finding,) = found(11_139, date(2025, 9, 20))
    assert finding.verdict == "differs"
    assert "11,193 with two neighboring digits swapped" in finding.explanation


@pytest.mark.parametrize("number", [11_193, 11_170, 11_190, 9_000, 11_000])
def test_the_sources_own_an_old_or_a_rounded_figure_and_one_of_no_digit_are_no_slips(number: int) -> None:
    assert found(number, date(2025, 9, 20)) == []


def test_an_outlier_of_the_source_itself_shows_once_later_totals_are_known() -> None:
    known = day_by_day(date(2023, 4, 13), [3_646, 3_650, 3_653, 3_667, 3_660, 3_661], "tank", unit="item")
    (finding,) = found(3_667, date(2023, 4, 16), known)
    assert finding.verdict == "differs"
    assert "3,657 to 3,660 with another digit" in finding.explanation
    assert found(3_653, date(2023, 4, 15), known) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "GBR-MOD-DI"},
        {"part_of": "another"},
        {"period": Period(kind="cumulative")},
        {"period": Period(kind="flow", end=date(2025, 9, 21))},
        {"period": Period(kind="cumulative", end=date(2026, 9, 21))},
        {"period": Period(kind="cumulative", end=date(2020, 1, 1))},
        {"assertion": "denied"},
    ],
)
def test_what_is_no_total_of_the_source_near_its_history_is_left_alone(fields: dict[str, Any]) -> None:
    assert found(1_119, **fields) == []


def test_a_bound_is_no_print() -> None:
    assert found(quantity(1_119, "over", 1_119, None)) == []

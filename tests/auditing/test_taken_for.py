"""A source's dead and wounded together, told as its dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.taken_for import casualties_taken_for_killed
from tollbook.core.findings import Finding
from tollbook.core.types import Quantity

BOTH = day_by_day(date(2025, 1, 20), [820_430, 822_030, 823_980, 825_320, 826_820], "killed", "wounded")
DEAD = day_by_day(date(2025, 1, 20), [120_430, 122_030, 123_980, 125_320, 126_820], "killed")


def found(number: Quantity | int, *categories: str, series: tuple[Any, ...] = (BOTH,), **fields: Any) -> list[Finding]:
    return list(casualties_taken_for_killed([reading(claim(number, *categories, **fields))], series))


@pytest.mark.parametrize(
    "number",
    [quantity(826_820), quantity(825_320), quantity(827_000), quantity(826_000), quantity(800_000, "over", 800_000, None)],
)
def test_the_number_of_killed_and_wounded_told_as_killed_differs(number: Quantity) -> None:
    (finding,) = found(number, "killed")
    assert (finding.rule, finding.verdict) == ("drift.on_series", "differs")
    assert "the wounded are told as dead" in finding.explanation


@pytest.mark.parametrize("number", [quantity(126_820), quantity(811_000), quantity(500_000, "up_to", 0, 500_000)])
def test_another_number_of_killed_is_no_drift(number: Quantity) -> None:
    assert found(number, "killed") == []


def test_killed_and_wounded_told_as_such_are_no_drift() -> None:
    assert found(quantity(826_820), "killed", "wounded") == []
    assert found(quantity(826_820), "wounded") == []


def test_a_source_that_counts_its_dead_apart_is_judged_by_that_count() -> None:
    assert found(quantity(826_820), "killed", series=(BOTH, DEAD)) == []


def test_another_force_is_not_compared() -> None:
    assert found(quantity(826_820), "killed", series=(replace(BOTH, force="UKR"),)) == []

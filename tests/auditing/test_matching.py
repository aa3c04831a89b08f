"""A claim is compared with the series that count what it counts, of a source that it cites."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.auditing.made import claim, day_by_day
from tollbook.auditing.matching import match_categories, matches, point_at, published_by, shifted
from tollbook.core.series import Series

FIRST = date(2025, 1, 20)


def series(*categories: str, source: str = "UKR-GS") -> Series:
    return day_by_day(FIRST, [10, 12, 15, 19, 24], *categories, source=source, unit="item")


def fits(categories: str, *known: str) -> str | None:
    match = match_categories(frozenset(categories.split("+")), [series(*one.split("+")) for one in known])
    return None if match is None else f"{match.fit} {' '.join('+'.join(sorted(one.categories)) for one in match.series)}"


@pytest.mark.parametrize(
    ("categories", "known", "expected"),
    [
        ("tank", ["tank", "mlrs"], "same tank"),
        ("artillery+mlrs", ["artillery", "mlrs", "tank"], "sum artillery mlrs"),
        ("artillery+mlrs", ["artillery", "artillery+mlrs", "mlrs"], "same artillery+mlrs"),
        ("ifv+apc", ["afv", "tank"], "wider afv"),
        ("vehicle", ["fuel_truck+vehicle"], "wider fuel_truck+vehicle"),
        ("artillery+mlrs", ["artillery", "tank"], None),
        ("tank", ["mlrs"], None),
        ("ifv+tank", ["afv"], None),
    ],
)
def test_categories_are_met_by_the_same_a_sum_or_a_wider_series(categories: str, known: list[str], expected: str | None) -> None:
    assert fits(categories, *known) == expected


def test_a_ministry_publishes_its_staffs_figures_but_not_the_reverse() -> None:
    assert list(matches(claim(24, "tank", source="UKR-MOD", unit="item"), [series("tank")]))
    assert not list(matches(claim(24, "tank", source="UKR-GS", unit="item"), [series("tank", source="UKR-MOD")]))
    assert published_by(None) == frozenset()


@pytest.mark.parametrize(
    "fields", [{"source": "GBR-MOD-DI"}, {"force": "UKR"}, {"force": None}, {"unit": "person"}, {"outcome": "captured"}, {"source": None}]
)
def test_another_source_force_unit_or_outcome_is_no_match(fields: dict[str, str | None]) -> None:
    assert not list(matches(claim(24, "tank", **{"unit": "item", **fields}), [series("tank")]))


def test_a_series_of_what_was_captured_is_not_of_what_was_lost() -> None:
    assert not list(matches(claim(24, "tank", unit="item"), [replace(series("tank"), outcome="captured")]))


def test_an_armys_losses_are_its_fighters_and_no_civilians() -> None:
    people = replace(series("killed"), unit="person")
    assert list(matches(claim(24, "killed", population="combatant"), [people]))
    assert not list(matches(claim(24, "killed", population="civilian"), [people]))


def test_totals_and_rises_need_every_part() -> None:
    match = match_categories(frozenset({"artillery", "mlrs"}), [series("artillery"), series("mlrs")])
    assert match is not None
    rise = match.rise(date(2025, 1, 22))
    assert rise is not None
    assert (rise.value, rise.parts, rise.arithmetic) == (6, (3, 3), "3 + 3 = 6")
    assert match.rise(FIRST) is None
    assert match.total(date(2025, 2, 1)) is None


def test_a_point_is_found_by_its_day() -> None:
    point = point_at(series("tank"), date(2025, 1, 22))
    assert point is not None
    assert point.value == 15
    assert point_at(series("tank"), date(2025, 1, 19)) is None


def test_days_stay_on_the_calendar() -> None:
    assert shifted(date.min, -1) == date.min
    assert shifted(date.max, 1) == date.max
    assert shifted(date(2024, 3, 1), -1) == date(2024, 2, 29)

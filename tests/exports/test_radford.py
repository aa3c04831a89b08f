"""Statements as the loss reports of Radford et al."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.sample_readings import AUTHOR, quantity
from tests.exports.made import entry, other
from tollbook.core.types import Attribution, Force, Measure, Period
from tollbook.exports.columns import columns_of
from tollbook.exports.radford import radford_row


def counted(*categories: str, unit: str = "person", **fields: object) -> Measure:
    return Measure(categories=frozenset(categories), unit=unit, **fields)  # type: ignore[arg-type]


def test_a_total_is_a_cumulative_report() -> None:
    row = radford_row(entry())
    assert row is not None
    assert list(row) == [column.name for column in columns_of("radford")]
    assert (row["days"], row["loss_count"], row["time_frame"]) == ((date(2025, 1, 24) - date(2022, 2, 23)).days, 4000, "Cumulative")
    assert (row["loss_type"], row["source_target"]) == ("Military Deaths-Russia", "UA Source-Russia")
    assert (row["minimum"], row["maximum"]) == (0, 0)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("RUS-MOD", "RU Source"),
        ("GBR-MOD-DI", "GB Source"),
        ("oryx", "OSI"),
        ("mediazona", "OSI"),
        ("un-ohchr", "United Nations"),
        ("reuters", "Other"),
    ],
)
def test_a_source_has_the_archives_name(source: str, named: str) -> None:
    row = radford_row(other(entry(), attribution=(Attribution(source=source, text=source, voice="reported"), *AUTHOR)))
    assert row is not None
    assert row["claim_source"] == named


@pytest.mark.parametrize(
    ("measure", "category"),
    [
        (counted("killed", "wounded"), "Military Casualties"),
        (counted("killed", population="civilian"), "Civilian Deaths"),
        (counted("tank", unit="item", outcome="lost"), "Tanks"),
        (counted("vehicle", "fuel_truck", unit="item"), "Vehicles & Fuel Tanks"),
        (counted("tank", unit="item", outcome="captured"), None),
        (counted("missing"), None),
        (counted("killed", unit="share"), None),
        (counted("killed", population="child"), None),
    ],
)
def test_a_category_has_the_archives_words_or_is_left_out(measure: Measure, category: str | None) -> None:
    row = radford_row(other(entry(), measure=measure))
    assert (None if row is None else row["category"]) == category


@pytest.mark.parametrize(
    ("source", "outcome", "whole"), [("UKR-GS", "destroyed", True), ("oryx", "destroyed", False), ("oryx", "lost", True)]
)
def test_what_pictures_show_destroyed_is_a_part_of_what_they_show_lost(source: str, outcome: str, whole: bool) -> None:
    chain = (Attribution(source=source, text=source, voice="reported"), *AUTHOR)
    made = other(entry(), measure=counted("tank", unit="item", outcome=outcome), attribution=chain)
    assert (radford_row(made) is not None) is whole


def test_a_floor_and_a_ceiling_are_marked() -> None:
    floor, ceiling = (radford_row(other(entry(), quantity=quantity(9, 9, None, hedge))) for hedge in ("over", "up_to"))
    assert floor is not None
    assert ceiling is not None
    assert (floor["minimum"], floor["maximum"], ceiling["minimum"], ceiling["maximum"]) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("period", "population", "frame"),
    [
        (Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24)), "combatant", "Day"),
        (Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24)), None, None),
        (Period(kind="flow", start=date(2025, 1, 1), end=date(2025, 1, 24)), "combatant", None),
        (Period(kind="stock", end=date(2025, 1, 24)), "combatant", None),
        (Period(kind="cumulative", end=date(2021, 1, 1)), None, None),
    ],
)
def test_a_days_losses_are_a_report_where_it_is_known_whose_they_are(period: Period, population: str | None, frame: str | None) -> None:
    row = radford_row(other(entry(), period=period, measure=counted("killed", population=population)))
    assert (None if row is None else row["time_frame"]) == frame


def test_another_forces_losses_are_left_out() -> None:
    assert radford_row(other(entry(), force=Force(id="PRK", text="North Koreans"))) is None

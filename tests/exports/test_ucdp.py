"""Claims of killed in the columns of UCDP's event data set."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exports.made import entry, other
from tollbook.core.records import Entry
from tollbook.core.types import Measure, Period
from tollbook.exports.columns import columns_of
from tollbook.exports.ucdp import ucdp_row

COORDINATES = ("latitude", "longitude", "geom_wkt", "where_coordinates", "priogrid_gid")


def event(population: str | None = None) -> Entry:
    measure = Measure(categories=frozenset({"killed"}), unit="person", population=population)
    return other(entry(), measure=measure, period=Period(kind="flow", start=date(2025, 1, 20), end=date(2025, 1, 24)))


def test_killed_over_some_days_are_a_row_without_coordinates() -> None:
    row = ucdp_row(event())
    assert row is not None
    assert list(row) == [column.name for column in columns_of("ucdp-ged")]
    assert (row["id"], row["date_start"], row["date_end"], row["date_prec"], row["year"]) == (1, "2025-01-20", "2025-01-24", 2, 2025)
    assert (row["best"], row["low"], row["high"], row["source_original"]) == (4000, 4000, 4000, "UKR-GS")
    assert all(row[name] is None for name in COORDINATES)


@pytest.mark.parametrize(
    ("population", "column"),
    [("combatant", "deaths_a"), ("civilian", "deaths_civilians"), (None, "deaths_unknown"), ("child", "deaths_civilians")],
)
def test_the_dead_stand_in_the_column_of_who_they_were(population: str | None, column: str) -> None:
    row = ucdp_row(event(population))
    assert row is not None
    deaths = {name: row[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")}
    assert {name for name, value in deaths.items() if value is not None} == {column}


@pytest.mark.parametrize(
    "fields",
    [
        {"period": Period(kind="cumulative", end=date(2025, 1, 24))},
        {"period": Period(kind="flow")},
        {"measure": Measure(categories=frozenset({"killed", "wounded"}), unit="person")},
        {"measure": Measure(categories=frozenset({"tank"}), unit="item")},
        {"assertion": "hypothetical"},
    ],
)
def test_totals_wounded_and_equipment_are_no_event(fields: dict[str, object]) -> None:
    assert ucdp_row(other(event(), **fields)) is None

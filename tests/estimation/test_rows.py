"""Observations as rows: revisions are no data, small figures are merged, hedges become bounds, relays are left out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from tests.estimation.made import START, named, observed, pictured, quick, released, said
from tollbook.core.assumptions import Relay
from tollbook.estimation.grid import make_grid
from tollbook.estimation.observations import Observations
from tollbook.estimation.rows import Row, make_rows


def rows_of(seen: Observations, **changes: Any) -> list[Row]:
    assumptions = replace(quick(), **changes)
    return make_rows(seen, assumptions, make_grid(seen.start, seen.days, assumptions.engine))[0]


def test_a_daily_figure_covers_its_day() -> None:
    rows = rows_of(observed(*released([100.0, 120.0, 90.0])))
    assert [row.cover.sum() for row in rows] == [1, 1, 1]
    assert [round(math.exp(row.value)) for row in rows] == [100, 120, 90]


def test_a_negative_increment_is_a_revision_and_no_data() -> None:
    rows = rows_of(observed(*released([100.0, -500.0, 90.0])))
    assert [round(math.exp(row.value)) for row in rows] == [100, 90]
    assert "GS-1" not in {ref for row in rows for ref in row.statements}


def test_a_zero_waits_for_the_figure_that_makes_up_for_it() -> None:
    (first, second) = rows_of(observed(*released([100.0, 0.0, 180.0])))
    assert second.statements == ("GS-1", "GS-2")
    assert second.cover.sum() == 2
    assert first.cover.sum() == 1


def test_small_figures_are_merged_until_thirty() -> None:
    rows = rows_of(observed(*released([7.0] * 12)))
    assert [round(math.exp(row.value)) for row in rows] == [35, 49]


def test_a_stream_of_nothing_is_one_row_under_one_loss() -> None:
    (row,) = rows_of(observed(*released([0.0] * 5)))
    assert row.value == math.log(0.5)


@pytest.mark.parametrize(
    ("hedge", "fields", "low", "high"),
    [
        ("about", {}, 950, 1050),
        ("exact", {"step": 0.0}, 1000, 1000),
        ("over", {"low": 1000, "high": 1100}, 1000, 1100 * math.exp(0.1)),
        ("at_least", {"high": None}, 1000, math.inf),
        ("up_to", {"low": 0}, 0, 1000),
        ("between", {"low": 800, "high": 1200, "stated": None}, 800, 1200),
    ],
)
def test_a_hedge_becomes_bounds(hedge: str, fields: dict[str, Any], low: float, high: float) -> None:
    (row,) = rows_of(observed(said("NIS", 1000, 30, **({"hedge": hedge, "step": 100.0} | fields))))
    assert math.exp(row.low) == pytest.approx(low, rel=2e-3)
    assert math.exp(row.high) == pytest.approx(high, rel=2e-3)


def test_zero_is_an_upper_bound_of_half_a_loss() -> None:
    (row,) = rows_of(observed(said("NIS", 0, 30, low=0, high=0, step=0.0)))
    assert (row.low, math.exp(row.high)) == (-math.inf, pytest.approx(0.5, rel=2e-3))


def test_a_floor_has_no_upper_bound() -> None:
    (row,) = rows_of(observed(pictured(120, 60)))
    assert row.high == math.inf


def test_a_total_of_a_list_is_a_floor() -> None:
    (row,) = rows_of(observed(said("list", 500, 60, role="named_count", category="killed")))
    assert (row.kind, row.high) == ("floor", math.inf)


def test_late_names_lower_what_is_expected() -> None:
    early, late = rows_of(observed(named(50, 0, 7, known=1000), named(20, 49, 56, known=60)))
    assert early.offset > -0.01
    assert late.offset < -1


def test_a_relay_is_left_out_beside_its_parent_and_listed() -> None:
    seen = observed(*released([100.0] * 60), *released([3000.0], days=30, source="MoD"))
    assumptions = replace(quick(), relays=(Relay(source="MoD", parent="GS"),))
    rows, relayed = make_rows(seen, assumptions, make_grid(START, 60, assumptions.engine))
    assert {row.source for row in rows} == {"GS"}
    assert [(one.source, one.parent, one.statements) for one in relayed] == [("MoD", "GS", ("MoD-0",))]

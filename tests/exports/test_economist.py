"""Statements as The Economist's table has them."""

from __future__ import annotations

import pytest

from tests.core.sample_readings import AUTHOR, quantity
from tests.exports.made import STAFF, entry, other
from tollbook.core.types import Attribution, Force, Measure, Period
from tollbook.exports.columns import columns_of
from tollbook.exports.economist import economist_row


def test_a_total_of_the_killed_is_a_row() -> None:
    row = economist_row(entry())
    assert row is not None
    assert list(row) == [column.name for column in columns_of("economist")]
    assert (row["date"], row["estimate"], row["type"], row["country"]) == ("24/01/2025", 4000, "deaths", "russia")
    assert row["source"] == "General Staff of the Armed Forces of Ukraine"
    assert (row["ignore for chart, data from warring parties"], row["quote"]) == ("yes", "4,000")


@pytest.mark.parametrize(
    ("hedge", "expected"),
    [("at_least", (4000, None, None)), ("up_to", (None, None, 4000)), ("between", (3000, None, 5000)), ("about", (None, 4000, None))],
)
def test_a_bound_or_a_range_has_its_own_columns(hedge: str, expected: tuple[object, ...]) -> None:
    row = economist_row(other(entry(), quantity=quantity(4000, 3000, 5000, hedge)))
    assert row is not None
    assert (row["estimate_low"], row["estimate"], row["estimate_high"]) == expected


def test_whoever_relays_a_figure_stands_in_brackets() -> None:
    officials = Attribution(source=None, text="US officials", voice="reported")
    row = economist_row(other(entry(), attribution=(officials, STAFF, *AUTHOR)))
    assert row is not None
    assert row["source"] == "US officials (via General Staff of the Armed Forces of Ukraine)"
    assert row["ignore for chart, data from warring parties"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"period": Period(kind="flow")},
        {"force": Force(id="NOR", text="Norland")},
        {"force": None},
        {"assertion": "denied"},
        {"measure": Measure(categories=frozenset({"wounded"}), unit="person")},
        {"measure": Measure(categories=frozenset({"killed"}), unit="person", population="civilian")},
        {"measure": Measure(categories=frozenset({"killed"}), unit="share")},
    ],
)
def test_what_the_table_has_no_place_for_is_left_out(fields: dict[str, object]) -> None:
    assert economist_row(other(entry(), **fields)) is None

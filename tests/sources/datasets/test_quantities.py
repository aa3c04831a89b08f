"""Quantities of cells: a number with its hedge, or a number within a range."""

from __future__ import annotations

import pytest

from tollbook.core.types import HedgeKind, Quantity
from tollbook.sources.datasets.cells import Fault
from tollbook.sources.datasets.forms import Figure, load_profile
from tollbook.sources.datasets.quantities import hedge_of, quantity_of

FORM = load_profile("ucdp-ged").forms[0]
RANGE = Figure(id="n", value="n", low="low", high="high")


def bounds(figure: Figure, **cells: str) -> tuple[object, object, object, str] | Fault:
    found = quantity_of(figure, FORM, cells, "words")
    return (found.stated, found.low, found.high, found.hedge) if isinstance(found, Quantity) else found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"n": "5"}, (5, 5, 5, "exact")),
        ({"n": "5", "low": "3", "high": "9"}, (5, 3, 9, "between")),
        ({"low": "3", "high": "9"}, (None, 3, 9, "between")),
        ({"n": "5", "low": "5", "high": "5"}, (5, 5, 5, "exact")),
        ({"low": "5", "high": "5"}, (5, 5, 5, "exact")),
        ({"low": "3"}, (3, 3, None, "at_least")),
        ({"high": "9"}, (9, 0, 9, "up_to")),
        ({"n": "0", "low": "0", "high": "0"}, (0, 0, 0, "exact")),
    ],
)
def test_a_range_is_what_its_cells_leave_open(cells: dict[str, str], expected: object) -> None:
    assert bounds(RANGE, **cells) == expected


@pytest.mark.parametrize(
    ("hedge", "value", "expected"),
    [
        ("exact", "0", (0, 0, 0)),
        ("about", "4000", (4000, 3500, 4500)),
        ("about", "0", (0, 0, 1)),
        ("nearly", "4000", (4000, 3600, 4000)),
        ("over", "100", (100, 100, None)),
        ("at_least", "100", (100, 100, None)),
        ("up_to", "100", (100, 0, 100)),
    ],
)
def test_a_hedge_says_what_a_number_leaves_open(hedge: HedgeKind, value: str, expected: tuple[object, ...]) -> None:
    assert bounds(Figure(id="n", value="n", hedge=hedge), n=value) == (*expected, hedge)


@pytest.mark.parametrize(("value", "low", "high"), [("826820", 826_815, 826_825), ("826823", 826_823, 826_823), ("0", 0, 5)])
def test_a_data_set_that_rounds_to_ten_is_read_to_the_nearest_ten(value: str, low: int, high: int) -> None:
    found = quantity_of(Figure(id="n", value="n", hedge="about"), load_profile("ua-mod").forms[0], {"n": value}, "words")
    assert isinstance(found, Quantity)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"n": "5", "low": "9", "high": "3"}, "above the high"),
        ({"n": "12", "low": "3", "high": "9"}, "outside its own range"),
        ({"n": "1", "low": "3"}, "outside its own range, 3 to any"),
        ({"n": "5", "high": "0"}, "outside its own range, 0 to 0"),
        ({"n": "many"}, "n: no number"),
        ({"n": "-1", "low": "3", "high": "9"}, "n: a negative count"),
    ],
)
def test_cells_that_contradict_each_other_are_a_fault(cells: dict[str, str], reason: str) -> None:
    found = bounds(RANGE, **cells)
    assert isinstance(found, Fault)
    assert reason in found.reason


def test_a_hedge_of_the_rows_own_goes_first_and_must_be_known() -> None:
    figure = Figure(id="n", value="n", hedge_column="n*", hedges={"more": "over"})
    assert hedge_of(figure, {"n*": "more"}) == "over"
    assert hedge_of(figure, {}) == "exact"
    assert hedge_of(figure, {"n*": "perhaps"}) == Fault("n*: 'perhaps' is no known hedge; expected one of: more")


def test_a_row_that_is_one_item_counts_one() -> None:
    assert bounds(Figure(id="s", value="s", counts_one={"Destroyed": "destroyed"}), s="Destroyed") == (1, 1, 1, "exact")

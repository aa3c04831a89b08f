"""The flat form of a claim: what goes into cells comes out of them again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.flat import (
    BOUNDS,
    HEDGES,
    UNITS,
    date_precision,
    group_of,
    last_day,
    measure_of,
    metric_of,
    period_of,
    period_type,
    row_cells,
    row_text,
)
from tollbook.core.types import Measure, Period

WORDS = st.sampled_from(["killed", "wounded", "tank", "captured", "strength", "territory"])
MEASURES = st.builds(
    Measure,
    categories=st.frozensets(WORDS, min_size=1, max_size=3),
    unit=st.sampled_from(sorted(UNITS)),
    population=st.none() | st.sampled_from(["civilian", "child"]),
    outcome=st.none() | st.sampled_from(["destroyed", "captured", "lost"]),
    base=st.none() | st.sampled_from(["strength", "capability"]),
)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(MEASURES)
def test_a_metric_names_its_measure(measure: Measure) -> None:
    back = measure_of(metric_of(measure), UNITS[measure.unit])
    assert back is not None
    assert metric_of(back) == metric_of(measure)
    assert (back.categories, back.unit, back.population, back.base) == (measure.categories, measure.unit, measure.population, measure.base)
    assert back.outcome == (None if measure.unit == "item" and measure.outcome == "lost" else measure.outcome)


@pytest.mark.parametrize(
    ("metric", "unit"),
    [("", "person"), ("killed", "men"), ("killed", "fraction"), ("killed:", "person"), ("a+", "item"), ("a:b:c", "item")],
)
def test_a_metric_that_nobody_wrote_is_none(metric: str, unit: str) -> None:
    assert measure_of(metric, unit) is None


def test_what_is_counted_belongs_to_one_group() -> None:
    groups = [group_of(Measure(categories=frozenset({name}), unit=unit)) for name, unit in (("killed", "person"), ("tank", "item"))]
    assert groups == ["people", "equipment"]
    assert group_of(Measure(categories=frozenset({"settlement"}), unit="item")) == "territory"
    assert group_of(Measure(categories=frozenset({"territory"}), unit="share")) == "share"


def test_every_hedge_has_a_bound_and_every_bound_a_hedge() -> None:
    assert {BOUNDS[hedge] for hedge in BOUNDS} == set(HEDGES)
    assert all(BOUNDS[hedge] == bound for bound, hedge in HEDGES.items())


@given(st.sampled_from(["flow", "cumulative", "stock"]), DAYS, DAYS, st.none() | st.integers(0, 60))
def test_a_period_comes_out_of_its_cells_as_it_went_in(kind: str, start: date | None, end: date | None, off: int | None) -> None:
    latest = None if end is None or off is None or end.year > 2099 else end + timedelta(days=off)
    period = Period(kind=kind, start=start, end=end, end_latest=latest)
    cells = period_type(period), start, last_day(period), date_precision(period)
    back = period_of(*cells)
    assert back is not None
    assert (period_type(back), back.start, last_day(back), date_precision(back)) == cells


@pytest.mark.parametrize(("days", "code"), [(0, 1), (1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)])
def test_precision_has_the_codes_of_ucdp(days: int, code: int) -> None:
    start = date(2031, 3, 1)
    assert date_precision(Period(kind="flow", start=start, end=start + timedelta(days=days))) == code
    assert date_precision(Period(kind="stock", end=start, end_latest=start + timedelta(days=days))) == code


def test_days_that_are_not_known_have_no_precision() -> None:
    assert date_precision(Period(kind="flow")) is None
    assert date_precision(Period(kind="flow", end=date(2031, 3, 1))) is None
    assert period_of("monthly", None, None, None) is None


@given(st.dictionaries(st.sampled_from(["claim_id", "quote", "place"]), st.text(st.characters(codec="utf-8"))))
def test_a_rows_text_gives_back_every_cell(cells: dict[str, str]) -> None:
    assert row_cells(row_text(cells)) == {name: value for name, value in cells.items() if value}


def test_another_text_holds_no_cells() -> None:
    assert row_cells("dataset: ua-mod\nclaim_id: 1") == {}

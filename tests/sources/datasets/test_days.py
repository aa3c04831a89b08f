"""The days of a figure: from its cells, by the form's rule."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.core.types import Period
from tollbook.sources.datasets.cells import Fault
from tollbook.sources.datasets.days import period_of
from tollbook.sources.datasets.forms import Form, Time, load_profile

FORM = load_profile("ucdp-ged").forms[0]


def form_of(profile: str, form: str) -> Form:
    return next(found for found in load_profile(profile).forms if found.id == form)


def test_totals_run_from_the_start_to_the_day() -> None:
    form = form_of("ua-mod", "totals")
    assert period_of(form.time, form, {"date": "2025-01-24"}, None) == Period(
        kind="cumulative", start=date(2022, 2, 24), end=date(2025, 1, 24)
    )


def test_a_month_ends_on_the_day_before_the_next() -> None:
    form = form_of("economist", "uk-mod")
    cells = {"date (at beginning of next month)": "01/03/2024"}
    assert period_of(form.time, form, cells, None) == Period(kind="flow", start=date(2024, 2, 1), end=date(2024, 2, 29))


def test_a_week_has_seven_days() -> None:
    form = form_of("economist", "meduza")
    found = period_of(form.time, form, {"Year": "2022", "Week": "8"}, None)
    assert found == Period(kind="flow", start=date(2022, 2, 21), end=date(2022, 2, 27))


def test_totals_without_a_day_take_the_one_that_is_given() -> None:
    form = form_of("oryx", "totals")
    assert period_of(form.time, form, {}, None) == Period(kind="cumulative", start=date(2022, 2, 24))
    assert period_of(form.time, form, {}, date(2025, 7, 19)) == Period(kind="cumulative", start=date(2022, 2, 24), end=date(2025, 7, 19))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"date_end": "2022-03-01"}, "date_start: no date"),
        ({"date_start": "2022-03-01"}, "date_end: no date"),
        ({"date_start": "2022-03-02", "date_end": "2022-03-01"}, "after the last"),
        ({"date_start": "2022-02-30", "date_end": "2022-03-01"}, "no such day"),
    ],
)
def test_days_that_make_no_sense_are_a_fault(cells: dict[str, str], reason: str) -> None:
    found = period_of(FORM.time, FORM, cells, None)
    assert isinstance(found, Fault)
    assert reason in found.reason


def test_a_start_that_is_missing_falls_to_the_fixed_one() -> None:
    time = Time(kind="cumulative", start=date(2020, 1, 1), start_column="date_start", end_column="date_end")
    found = period_of(time, FORM, {"date_end": "2022-03-01"}, None)
    assert found == Period(kind="cumulative", start=date(2020, 1, 1), end=date(2022, 3, 1))

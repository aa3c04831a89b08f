"""Work out which days a row's figure covers, from its cells and the form's rule. A row without its days is a `Fault`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tollbook.core.types import Period
from tollbook.sources.datasets.cells import Fault, read_date, read_week
from tollbook.sources.datasets.forms import Form, Time


def period_of(time: Time, form: Form, cells: Mapping[str, str], as_of: date | None) -> Period | Fault:
    """Return the period of a figure, or why the row states none."""
    if time.week_columns is not None:
        week = read_week(*(cells.get(column, "") for column in time.week_columns))
        return week if isinstance(week, Fault) else Period(kind=time.kind, start=week[0], end=week[1])
    end = as_of if time.end_column is None else _day(time.end_column, form, cells)
    if isinstance(end, Fault):
        return end
    if end is not None and time.end_before:
        end -= timedelta(days=1)
    start = _start(time, form, cells, end)
    if isinstance(start, Fault):
        return start
    if start is not None and end is not None and start > end:
        return Fault(f"the first day, {start.isoformat()}, is after the last, {end.isoformat()}")
    return Period(kind=time.kind, start=start, end=end)


def _start(time: Time, form: Form, cells: Mapping[str, str], end: date | None) -> date | Fault | None:
    if time.start_rule == "month_of_end" and end is not None:
        return end.replace(day=1)
    if time.start_column is None:
        return time.start
    if time.start_column not in cells and time.start is not None:
        return time.start
    return _day(time.start_column, form, cells)


def _day(column: str, form: Form, cells: Mapping[str, str]) -> date | Fault:
    found = read_date(cells.get(column, ""), form.dates)
    return Fault(f"{column}: {found.reason}") if isinstance(found, Fault) else found

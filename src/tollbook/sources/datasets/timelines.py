"""Make series of a data set's rows: what one source said of one measure, day by day. Nothing is added up or corrected.

`builtin_series` gives the General Staff's daily totals that come with Tollbook, without reading them as documents first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from tollbook.core.rows import Row
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Claim, PeriodKind, Unit, document_id, mention_id
from tollbook.sources.datasets.forms import Figure, Form, load_profile
from tollbook.sources.datasets.importing import read_rows
from tollbook.sources.datasets.layout import lay_out

BUILTIN_PROFILE = "ua-mod"
BUILTIN_FORM = "totals"
BUILTIN = f"builtin/{BUILTIN_PROFILE}.csv"
WHOLE = frozenset({None, "lost"})
"""Outcomes of a figure that is no part of another: "destroyed" is a part of what was lost."""


@dataclass(frozen=True, slots=True)
class _Name:
    """What makes figures one series."""

    source: str
    force: str | None
    categories: frozenset[str]
    unit: Unit
    kind: PeriodKind
    population: str | None


@dataclass(slots=True)
class _Line:
    """A series on the way: its points by their days, with the cell that each came from. `split` means that two cells told of one day."""

    points: dict[tuple[date | None, date], tuple[str, SeriesPoint]] = field(default_factory=dict)
    split: bool = False


def series_from_file(path: str | Path, profile: str, *, mapping: str | Path | None = None) -> tuple[Series, ...]:
    """Return the series of a data set's file; broken rows are left out. Raises what `read_rows` raises.

    A measure that the data set counts in several parts for one day (types of one category, events) makes no series: parts are
    not added up. Of two rows for one cell the later counts.
    """
    rows = read_rows(path, profile=profile, mapping=mapping)
    return series_of_rows(row for row in rows if isinstance(row, Row))


def series_of_rows(rows: Iterable[Row]) -> tuple[Series, ...]:
    """Return the series of rows; see `series_from_file`."""
    lines: dict[_Name, _Line] = {}
    for row in rows:
        for claim, cell in zip(row.reading.claims, row.cells, strict=True):
            found = _point(claim)
            if found is None:
                continue
            name, point = found
            line = lines.setdefault(name, _Line())
            days = point.start, point.day
            line.split = line.split or line.points.get(days, (cell,))[0] != cell
            line.points[days] = cell, point
    return tuple(_series(name, [point for _, point in line.points.values()]) for name, line in lines.items() if not line.split)


def _point(claim: Claim) -> tuple[_Name, SeriesPoint] | None:
    measure, source, end, stated = claim.measure, claim.attribution[0].source, claim.period.end, claim.quantity.stated
    if source is None or end is None or stated is None or claim.part_of is not None or measure.outcome not in WHOLE:
        return None
    start = claim.period.start if claim.period.kind == "flow" else None
    force = None if claim.force is None else claim.force.id
    name = _Name(source, force, measure.categories, measure.unit, claim.period.kind, measure.population)
    return name, SeriesPoint(day=end, start=start, value=stated, ref=claim.id)


def _series(name: _Name, points: Iterable[SeriesPoint]) -> Series:
    ordered = sorted(points, key=lambda point: (point.day, point.start or date.min))
    return Series(
        source=name.source,
        force=name.force,
        categories=name.categories,
        unit=name.unit,
        kind=name.kind,
        points=tuple(ordered),
        population=name.population,
    )


# ---- the built-in series


def builtin_series(theatre: str | None) -> tuple[Series, ...]:
    """Return the series that come with Tollbook for a theatre: cumulative, a series for each category; none for other theatres.

    The refs of their points are the ids that the claims get where the built-in file is imported by its profile.
    """
    form = _builtin_form()
    return _builtin() if theatre is not None and theatre == form.theatre else ()


def builtin_file() -> str:
    """Return the text of the built-in file, a CSV of the profile BUILTIN_PROFILE."""
    return (files("tollbook.sources.datasets") / BUILTIN).read_text(encoding="utf-8")


def _builtin_form() -> Form:
    return next(form for form in load_profile(BUILTIN_PROFILE).forms if form.id == BUILTIN_FORM)


@lru_cache(maxsize=1)
def _builtin() -> tuple[Series, ...]:
    """Read the file without making claims of it: 22,000 claims would take ten times as long."""
    form = _builtin_form()
    figures = [figure for figure in form.figures if figure.source is None]
    columns = [figure.id for figure in figures]
    points: dict[str, list[SeriesPoint]] = {column: [] for column in columns}
    rows = csv.reader(builtin_file().splitlines())
    header = next(rows)
    for row in rows:
        cells = {column: cell for column, cell in zip(header, row, strict=True) if cell}
        layout = lay_out(form, cells, unread={})
        document, day, places = document_id(layout.text), date.fromisoformat(cells["date"]), layout.cells
        for column in columns:
            if column in cells:
                place = places[column]
                points[column].append(SeriesPoint(day=day, value=int(cells[column]), ref=mention_id(document, place[0], place[1])))
    return tuple(_builtin_line(form, figure, points[figure.id]) for figure in figures if points[figure.id])


def _builtin_line(form: Form, figure: Figure, points: list[SeriesPoint]) -> Series:
    if figure.what is None or form.source.id is None:
        raise TypeError("a built-in figure without its measure or source")
    what = figure.what
    name = _Name(form.source.id, form.force.id, what.categories, what.unit, form.time.kind, what.population)
    return _series(name, points)

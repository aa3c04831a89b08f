"""A series in a notebook: its figures as claimed, as a table and over time. Nothing is corrected, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tollbook.core.display import counted, day_words, days_words, either, number_words, plain
from tollbook.core.notebook_page import SCHEMA, VEGALITE, NotebookChart, bundle, framed, paragraph, table
from tollbook.core.notebook_svg import Mark, days_svg
from tollbook.core.series import Series, SeriesPoint

MOST_ROWS = 12
"""Figures that the table shows: of more, the first and the last ones."""
MOST_MARKS = 150
"""Points of the picture at most: more are one thick line. The Vega-Lite has all of them."""
AS_CLAIMED = "Figures as claimed, in the order of their days; none is corrected."


def series_words(series: Series) -> str:
    """Return a series in one line: who says what of whom, over which days, and its last figure."""
    if not series.points:
        return f"{plain(series.name)}: no figures"
    first, last = series.points[0], series.points[-1]
    days = days_words(first.day, last.day)
    return f"{plain(series.name)}: {counted(len(series.points), 'figure')}, {days}; the last {number_words(last.value, series.unit)}"


def series_html(series: Series) -> str:
    """Return a series as one self-contained piece of HTML."""
    if not series.points:
        return framed(paragraph(series_words(series)))
    half = MOST_ROWS // 2
    points = series.points if len(series.points) <= MOST_ROWS else (*series.points[:half], *series.points[-half:])
    left_out = len(series.points) - len(points)
    rest = f" {counted(left_out, 'figure')} between them not shown." if left_out else ""
    rows = [_row(series, point) for point in points]
    return framed(
        paragraph(series_words(series)),
        series_chart(series).svg,
        table(("when", what_of(series), "leads back to"), rows, numeric=(1,), caption=AS_CLAIMED + rest),
    )


def series_chart(series: Series) -> NotebookChart:
    """Return the chart of a series: a point for each figure, on the last day that it covers; of very many, some in the picture."""
    title = f"{plain(series.name)}, as claimed"
    step = -(-len(series.points) // MOST_MARKS) or 1
    marks = [_mark(series, point) for point in (*series.points[:-1:step], *series.points[-1:])]
    svg = days_svg(title, [point.day for point in series.points], marks=marks) if marks else ""
    return NotebookChart(title=title, vegalite=_vegalite(title, series), svg=svg)


def series_bundle(series: Series, include: Collection[str] | None, exclude: Collection[str] | None) -> dict[str, Any]:
    """Return a series as a notebook may show it: words, HTML with the table, the chart as SVG and as Vega-Lite."""
    values: dict[str, Any] = {"text/plain": series_words(series), "text/html": series_html(series)}
    if series.points:
        chart = series_chart(series)
        values |= {"image/svg+xml": chart.svg, VEGALITE: chart.vegalite}
    return bundle(values, include, exclude)


def what_of(series: Series) -> str:
    """Return what a series counts, in words."""
    return either(sorted(series.categories))


def _mark(series: Series, point: SeriesPoint) -> Mark:
    when, value, _ = _row(series, point)
    return Mark(day=point.day, value=float(point.value), words=f"{when}: {value}")


def _row(series: Series, point: SeriesPoint) -> tuple[str, str, str]:
    when = day_words(point.day) if point.start is None else days_words(point.start, point.day)
    return when, number_words(point.value, series.unit), plain(point.ref)


def _vegalite(title: str, series: Series) -> dict[str, Any]:
    values = [{"day": point.day.isoformat(), "value": point.value, "ref": point.ref} for point in series.points]
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": title,
        "width": 600,
        "height": 240,
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "color": "#b23c07", "tooltip": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None},
            "y": {"field": "value", "type": "quantitative", "title": what_of(series)},
        },
    }

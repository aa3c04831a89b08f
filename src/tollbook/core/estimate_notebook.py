"""An estimate in a notebook: its totals and rates with intervals, what they rest on, and its chart. Nothing is loaded from anywhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tollbook.core.display import counted, day_words, either, plain
from tollbook.core.estimate_display import factor_words, interval_words, quantity_words, rounded
from tollbook.core.estimates import LEVELS, Estimate, Marginal, SourceSummary
from tollbook.core.notebook_page import SCHEMA, VEGALITE, NotebookChart, bundle, framed, paragraph, short, table
from tollbook.core.notebook_svg import SHADES, Band, days_svg

BANDS = (("95% interval", 0.025, 0.975), ("80% interval", 0.1, 0.9), ("50% interval", 0.25, 0.75))
MOST_SOURCES = 30
NOT_A_COUNT = "An estimate under stated assumptions, never a count: other assumptions give other totals."


def estimate_words(estimate: Estimate) -> str:
    """Return an estimate in one line: its total with an interval, and what pins its level."""
    last = estimate.at()
    total = last.total(estimate.quantities[0])
    what = quantity_words(estimate.measure, estimate.quantities[0])
    return (
        f"{plain(estimate.force)}: {rounded(total.median)} {what} to {day_words(last.date)} (90%: {interval_words(total)}), "
        f"estimated; level pinned by {_anchors(estimate)}"
    )


def estimate_html(estimate: Estimate) -> str:
    """Return an estimate as one self-contained piece of HTML."""
    days = f"{day_words(estimate.start)} to {day_words(estimate.dates[-1])}"
    head = ("", "median", "50%", "80%", "95%")
    return framed(
        table(head, _rows(estimate), numeric=(1, 2, 3, 4), caption=f"{plain(estimate.force)}: estimated losses, {days}"),
        estimate_chart(estimate).svg,
        paragraph(f"{NOT_A_COUNT} Level pinned by {_anchors(estimate)}."),
        _sources(estimate),
        paragraph(
            f"model {estimate.model_version}, assumptions {estimate.assumptions.id}, {counted(len(estimate.statements), 'statement')}, "
            f"Pareto k {estimate.diagnosis.khat:.2f}",
            note=True,
        ),
    )


def estimate_chart(estimate: Estimate, *, rate: bool = False, quantity: str | None = None) -> NotebookChart:
    """Return the chart of a quantity's total over time, or of its daily rate. Raises UsageError for a quantity that there is not."""
    name = estimate.quantities[0] if quantity is None else estimate.at().total(quantity).name
    path = next(path for path in (estimate.rates if rate else estimate.totals) if path.name == name)
    what = f"{quantity_words(estimate.measure, name)}{' a day' if rate else ''}"
    title = f"{plain(estimate.force)}: {what}, estimated with intervals of 50, 80 and 95%"
    bands = [
        Band(name=label, bounds=tuple((_at(quantiles, low), _at(quantiles, high)) for quantiles in path.quantiles))
        for label, low, high in BANDS
    ]
    line = [_at(quantiles, 0.5) for quantiles in path.quantiles]
    return NotebookChart(
        title=title,
        vegalite=_vegalite(title, estimate, bands, line, what),
        svg=days_svg(title, estimate.dates, bands=bands, line=line),
    )


def estimate_bundle(estimate: Estimate, include: Collection[str] | None, exclude: Collection[str] | None) -> dict[str, Any]:
    """Return an estimate as a notebook may show it: words, HTML with the table, the chart as SVG and as Vega-Lite."""
    chart = estimate_chart(estimate)
    values = {
        "text/plain": estimate_words(estimate),
        "text/html": estimate_html(estimate),
        "image/svg+xml": chart.svg,
        VEGALITE: chart.vegalite,
    }
    return bundle(values, include, exclude)


def _at(quantiles: tuple[float, ...], level: float) -> float:
    return float(quantiles[LEVELS.index(level)])


def _anchors(estimate: Estimate) -> str:
    return plain(either(estimate.anchors).replace(" or ", " and ")) or "a prior alone"


def _rows(estimate: Estimate) -> list[tuple[str, ...]]:
    last = estimate.at()
    rows = [_row(f"{quantity_words(estimate.measure, name)}, in total", last.total(name)) for name in estimate.quantities]
    return rows + [_row(f"{quantity_words(estimate.measure, name)}, a day", last.rate(name)) for name in estimate.quantities]


def _row(label: str, value: Marginal) -> tuple[str, ...]:
    return label, rounded(value.median), *(interval_words(value, mass) for mass in (0.5, 0.8, 0.95))


def _sources(estimate: Estimate) -> str:
    rows = [_source(one) for one in estimate.source_summaries[:MOST_SOURCES]]
    if not rows:
        return ""
    head = ("source", "role", "statements", "says of 1", "90%", "")
    return table(head, rows, numeric=(2, 3, 4), caption="What each source makes of the truth")


def _source(one: SourceSummary) -> tuple[str, ...]:
    value = one.factor if one.factor is not None else one.coverage
    middle, bounds = ("", "") if value is None else factor_words(value)
    note = f"repeats {plain(one.relays)}" if one.relays is not None else "anchor" if one.anchor else ""
    return plain(one.source), one.role.replace("_", " "), f"{one.statements:,}", middle, bounds, note


def _vegalite(title: str, estimate: Estimate, bands: list[Band], line: list[float], what: str) -> dict[str, Any]:
    """Return the chart as Vega-Lite: one layer for each band, the outermost first, and the median with words under the pointer."""
    day = {"field": "day", "type": "temporal", "title": None}
    layers: list[dict[str, Any]] = []
    for band, shade in zip(bands, SHADES, strict=True):
        values = [
            {"day": on.isoformat(), "low": short(low), "high": short(high)}
            for on, (low, high) in zip(estimate.dates, band.bounds, strict=True)
        ]
        encoding = {"x": day, "y": {"field": "low", "type": "quantitative", "title": what}, "y2": {"field": "high"}}
        layers.append(
            {"data": {"values": values}, "mark": {"type": "area", "color": shade}, "description": band.name, "encoding": encoding}
        )
    medians = [{"day": on.isoformat(), "median": short(value)} for on, value in zip(estimate.dates, line, strict=True)]
    layers.append(
        {
            "data": {"values": medians},
            "mark": {"type": "line", "color": "#24566b", "tooltip": True},
            "encoding": {"x": day, "y": {"field": "median", "type": "quantitative", "title": what}},
        }
    )
    return {"$schema": SCHEMA, "title": title, "description": title, "width": 600, "height": 240, "layer": layers}

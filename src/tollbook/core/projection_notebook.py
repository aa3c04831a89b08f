"""An outlook in a notebook: what is lost and left, which phrases hold, and the named scenarios. No scenario is a forecast."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tollbook.core.display import day_words, plain
from tollbook.core.estimate_display import interval_words, rounded, share_words
from tollbook.core.estimates import Marginal, marginal
from tollbook.core.notebook_page import SCHEMA, VEGALITE, NotebookChart, bundle, framed, paragraph, short, table
from tollbook.core.notebook_svg import intervals_svg
from tollbook.core.projections import Projection

NO_FORECAST = "Medians with intervals of 90%. No scenario is a forecast; each is named by what it assumes."
BASELINE = "28-day mean, baseline"


def projection_words(projection: Projection) -> str:
    """Return an outlook in one line: the share lost, or the losses where no strength is known."""
    what = f"{rounded(projection.lost.median)} lost"
    if projection.fraction is not None:
        middle, bounds = share_words(projection.fraction)
        what = f"{middle} of the deployed force lost (90%: {bounds})"
    return f"{plain(projection.force)}: {what} by {day_words(projection.day)}, estimated"


def projection_html(projection: Projection) -> str:
    """Return an outlook as one self-contained piece of HTML."""
    head = ("", "median", "90%")
    parts = [
        table(
            head, list(_present(projection)), numeric=(1, 2), caption=f"{plain(projection.force)}: outlook from {day_words(projection.day)}"
        )
    ]
    parts += [paragraph(f"Not given: {note}.", note=True) for note in projection.notes]
    if projection.phrases:
        rows = [(plain(one.phrase.text), plain(one.phrase.source), f"{one.probability:.0%}", plain(one.note)) for one in projection.phrases]
        parts.append(table(("published phrase", "by", "probability", ""), rows, numeric=(2,), caption="How probable each phrase is"))
    parts += [projection_chart(projection).svg, paragraph(NO_FORECAST), _assumed(projection)]
    return framed(*parts)


def projection_chart(projection: Projection) -> NotebookChart:
    """Return the chart of the new losses under each scenario within each horizon."""
    title = f"{plain(projection.force)}: new losses under named scenarios from {day_words(projection.day)} on, median and 90%"
    rows = list(_ways(projection))
    return NotebookChart(title=title, vegalite=_vegalite(title, rows), svg=intervals_svg(title, rows))


def projection_bundle(projection: Projection, include: Collection[str] | None, exclude: Collection[str] | None) -> dict[str, Any]:
    """Return an outlook as a notebook may show it: words, HTML with the tables, the chart as SVG and as Vega-Lite."""
    chart = projection_chart(projection)
    values = {
        "text/plain": projection_words(projection),
        "text/html": projection_html(projection),
        "image/svg+xml": chart.svg,
        VEGALITE: chart.vegalite,
    }
    return bundle(values, include, exclude)


def _present(projection: Projection) -> Iterator[tuple[str, str, str]]:
    values = (("lost so far", projection.lost), ("deployed", projection.deployed), ("still effective", projection.effective))
    for label, value in values:
        if value is not None:
            yield label, rounded(value.median), interval_words(value)
    if projection.fraction is not None:
        yield "share of the deployed lost", *share_words(projection.fraction)
    trend = projection.trend
    yield f"a day, last {trend.days} days", rounded(trend.recent.median), interval_words(trend.recent)


def _ways(projection: Projection) -> Iterator[tuple[str, float, float, float]]:
    """Give the losses that each scenario adds within each horizon, beside those of the baseline."""
    for nth, horizon in enumerate(projection.baseline.horizons):
        for fan in projection.fans:
            if nth < len(fan.losses):
                yield _way(f"{fan.name}, {horizon} days", _new(fan.losses[nth], projection.lost))
        yield _way(f"{BASELINE}, {horizon} days", projection.baseline.losses[nth])


def _new(after: Marginal, before: Marginal) -> Marginal:
    """Return the losses between two totals: draw by draw, or, where a total was stored without its draws, from the median before."""
    if after.draws and before.draws:
        return marginal("new", [late - early for late, early in zip(after.draws, before.draws, strict=True)], keep=False)
    return Marginal(name="new", quantiles=tuple(max(value - before.median, 0.0) for value in after.quantiles))


def _way(name: str, value: Marginal) -> tuple[str, float, float, float]:
    low, high = value.interval()
    return plain(name), float(low), float(value.median), float(high)


def _assumed(projection: Projection) -> str:
    rows = "; ".join(f"{fan.name}: {fan.assumes}" for fan in projection.fans)
    anchors = ", ".join(projection.anchors) or "a prior alone"
    return paragraph(f"{plain(rows)}. Level pinned by {plain(anchors)}; model {projection.model_version}.", note=True)


def _vegalite(title: str, rows: list[tuple[str, float, float, float]]) -> dict[str, Any]:
    values = [{"scenario": name, "low": short(low), "median": short(middle), "high": short(high)} for name, low, middle, high in rows]
    scenario = {"field": "scenario", "type": "nominal", "title": None, "sort": None}
    bar = {"x": {"field": "low", "type": "quantitative", "title": "new losses"}, "x2": {"field": "high"}, "y": scenario}
    point = {"x": {"field": "median", "type": "quantitative", "title": "new losses"}, "y": scenario}
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": title,
        "width": 440,
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 8, "color": "#a9c6d3", "strokeCap": "round", "tooltip": True}, "encoding": bar},
            {"mark": {"type": "point", "filled": True, "color": "#24566b", "tooltip": True}, "encoding": point},
        ],
    }

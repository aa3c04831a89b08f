"""Draw an estimate or a projection as SVG or PNG: bands of 50, 80 and 95%, and the statements as marks by the role of their source.

Needs the extra `charts`. May not compute a quantity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tollbook.cli.estimate_report import what
from tollbook.core.display import day_words, plain
from tollbook.core.errors import UsageError
from tollbook.core.estimates import LEVELS, Estimate
from tollbook.core.projections import Projection
from tollbook.estimation.observations import Floor, Increment, NamedCount, Observations, PointStatement
from tollbook.vocab.naming import source_name

if TYPE_CHECKING:
    from tollbook.estimation.observations import Observation

EXTRA = "pip install 'tollbook[charts]'"
BANDS = (("95%", 0.025, 0.975), ("80%", 0.1, 0.9), ("50%", 0.25, 0.75))
INK, MUTED, BLUE = "#1b2a3a", "#5b6b7b", "#2f6db3"
SHADES = {"50%": "#8fb1d8", "80%": "#b8cfe8", "95%": "#dce8f4"}
ROLE_COLORS = {
    "opponent": "#c8452f",
    "own side": "#d99a2b",
    "third party": "#2f6db3",
    "official": "#6f4fa3",
    "demographic": "#1f8a70",
    "one by one": "#444444",
    "others": "#8a8f98",
}
_ROLES = {
    "opponent": "opponent",
    "own_side": "own side",
    "third_party_intelligence": "third party",
    "international": "third party",
    "official": "official",
    "demographic": "demographic",
    "named_count": "one by one",
    "visual_confirmation": "one by one",
}
SHAPES = {"a number": "circle", "at least": "triangle-up", "at most": "triangle-down"}
WIDTH, HEIGHT, RATE_HEIGHT = 720, 320, 140
SCALE = 2.0
MOST_MARKS = 400
"""Marks of a chart at most: more are a band of their own, and make a picture slow."""


def draw_estimate(estimate: Estimate, observations: Observations, path: Path) -> None:
    """Write a chart of the total and the daily rate over time. Raises UsageError where the libraries are missing."""
    _check_extra()
    import altair as alt

    title = f"{plain(estimate.force)}: {plain(what(estimate))}"
    days = f"{day_words(estimate.start)} to {day_words(estimate.dates[-1])}"
    anchors = ", ".join(plain(source_name(source)) for source in estimate.anchors[:5]) or "a prior alone"
    subtitle = [
        f"Estimate with intervals of 50, 80 and 95%, {days}. Marks: figures as claimed.",
        f"Level pinned by {anchors}{' and others' if len(estimate.anchors) > 5 else ''}. Another anchor, another total.",
    ]
    totals = _bands(alt, estimate, "total", height=HEIGHT, axis="total since the first day")
    marks = _marks(alt, list(_marked(estimate, observations)))
    rates = _bands(alt, estimate, "rate", height=RATE_HEIGHT, axis="a day")
    upper = totals + marks if marks is not None else totals
    chart = alt.vconcat(upper, rates, spacing=18).properties(title=_head(alt, title, subtitle))
    _save(_styled(chart), path)


def draw_projection(projection: Projection, path: Path) -> None:
    """Write a chart of each scenario's losses beside the baseline's. Raises UsageError where the libraries are missing."""
    _check_extra()
    import altair as alt

    rows = [
        {
            "days": f"in {horizon} days",
            "order": horizon,
            "scenario": name,
            "low": value.quantile(0.05),
            "middle": value.median,
            "high": value.quantile(0.95),
        }
        for name, horizons, values in _ways(projection)
        for horizon, value in zip(horizons, values, strict=True)
    ]
    base = alt.Chart(_inline(alt, rows)).encode(
        y=alt.Y("scenario:N", title=None, sort=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)),
        color=alt.Color("scenario:N", legend=None, sort=None, scale=alt.Scale(range=[BLUE, "#1f8a70", "#c8452f", "#8a8f98"])),
    )
    bars = base.mark_rule(strokeWidth=7, opacity=0.35, strokeCap="round").encode(x=alt.X("low:Q", title="losses from now on"), x2="high:Q")
    points = base.mark_point(filled=True, size=90, opacity=1).encode(x="middle:Q")
    chart = alt.layer(bars, points).properties(width=560, height=120).facet(row=alt.Row("days:N", title=None, sort=alt.SortField("order")))
    title = f"{plain(projection.force)}: what may come after {day_words(projection.day)}"
    subtitle = ["Median and 90% of each named scenario, and of the 28-day mean with its own past errors.", "No scenario is a forecast."]
    _save(_styled(chart.properties(title=_head(alt, title, subtitle))), path)


def _head(alt: Any, title: str, subtitle: list[str]) -> Any:
    look = {"anchor": "start", "fontSize": 18, "subtitleFontSize": 12, "subtitleColor": MUTED, "color": INK, "offset": 14}
    return alt.Title(title, subtitle=subtitle, **look)


def _ways(projection: Projection) -> Iterator[tuple[str, tuple[int, ...], tuple[Any, ...]]]:
    from tollbook.core.estimates import marginal

    for fan in projection.fans:
        middle = projection.lost.median
        new = tuple(
            marginal("new", [draw - before for draw, before in zip(value.draws, projection.lost.draws, strict=True)])
            if value.draws and projection.lost.draws
            else marginal("new", [quantile - middle for quantile in value.quantiles])
            for value in fan.losses
        )
        yield fan.name, fan.horizons, new
    yield "28-day mean (baseline)", projection.baseline.horizons, projection.baseline.losses


def _bands(alt: Any, estimate: Estimate, kind: str, *, height: int, axis: str) -> Any:
    path = next(path for path in (estimate.totals if kind == "total" else estimate.rates) if path.name == estimate.quantities[0])
    rows, line = [], []
    for day, quantiles in zip(estimate.dates, path.quantiles, strict=True):
        line.append({"day": day.isoformat(), "value": _at(quantiles, 0.5)})
        rows += [
            {"day": day.isoformat(), "low": _at(quantiles, low), "high": _at(quantiles, high), "interval": name, "order": order}
            for order, (name, low, high) in enumerate(BANDS)
        ]
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", labelFlush=True, grid=False))
    y = alt.Y("low:Q", title=axis, axis=alt.Axis(format="~s"))
    shades = alt.Fill(
        "interval:N",
        scale=alt.Scale(domain=list(SHADES), range=list(SHADES.values())),
        legend=alt.Legend(title="interval", symbolType="square") if kind == "total" else None,
    )
    area = alt.Chart(_inline(alt, rows)).mark_area().encode(x=x, y=y, y2="high:Q", fill=shades, order="order:Q")
    median = alt.Chart(_inline(alt, line)).mark_line(color=INK, strokeWidth=1.6).encode(x=x, y=alt.Y("value:Q", title=axis))
    return alt.layer(area, median).properties(width=WIDTH, height=height)


def _at(quantiles: Sequence[float], level: float) -> float:
    return quantiles[LEVELS.index(level)]


def _marked(estimate: Estimate, observations: Observations) -> Iterator[dict[str, Any]]:
    """Give the figures for the total since the first day, in the category of the chart; a regular count is summed up to each issue."""
    chosen = estimate.quantities[0]
    others: tuple[PointStatement | Floor, ...] = (*observations.points, *observations.floors)
    for seen in others:
        if seen.category == chosen and seen.window.start == observations.start:
            yield _mark(seen, _value(seen))
    for count in observations.counts:
        if count.category == chosen and count.window.start == observations.start:
            yield _mark(count, float(count.count))
    yield from _thinned(list(_running(observations, chosen)))


def _running(observations: Observations, chosen: str) -> Iterator[dict[str, Any]]:
    sums: dict[str, float] = {
        point.source: _value(point)
        for point in observations.points
        if point.category == chosen and point.window.start == observations.start and point.hedge == "exact"
    }
    for increment in sorted(observations.increments, key=lambda one: (one.source, one.window.end)):
        if increment.category == chosen:
            sums[increment.source] = sums.get(increment.source, 0.0) + max(increment.value, 0.0)
            yield _mark(increment, sums[increment.source])


def _thinned(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    step = -(-len(marks) // MOST_MARKS) if marks else 1
    return marks[::step]


def _value(seen: PointStatement | Floor) -> float:
    if isinstance(seen, Floor):
        return seen.value
    if seen.stated is not None:
        return float(seen.stated)
    return float(seen.low if seen.high is None else (seen.low + seen.high) / 2)


def _mark(seen: Observation, value: float) -> dict[str, Any]:
    hedge = getattr(seen, "hedge", None)
    at_least = isinstance(seen, (Floor, NamedCount)) or hedge in ("at_least", "over")
    return {
        "day": seen.window.end.isoformat(),
        "value": value,
        "role": _ROLES.get(seen.role, "others"),
        "source": plain(seen.source),
        "shape": "at least" if at_least else "at most" if hedge in ("up_to", "under") else "a number",
        "size": 9 if isinstance(seen, Increment) else 48,
    }


def _marks(alt: Any, rows: list[dict[str, Any]]) -> Any:
    if not rows:
        return None
    met = [role for role in ROLE_COLORS if any(row["role"] == role for row in rows)]
    color = alt.Color(
        "role:N",
        scale=alt.Scale(domain=met, range=[ROLE_COLORS[role] for role in met]),
        legend=alt.Legend(title="claimed by", symbolOpacity=1),
    )
    shapes = [name for name in SHAPES if any(row["shape"] == name for row in rows)]
    shape = alt.Shape(
        "shape:N",
        scale=alt.Scale(domain=shapes, range=[SHAPES[name] for name in shapes]),
        legend=alt.Legend(title="meant as", symbolFillColor=MUTED, symbolStrokeColor=MUTED) if len(shapes) > 1 else None,
    )
    size = alt.Size("size:Q", scale=None, legend=None)
    base = alt.Chart(_inline(alt, rows)).mark_point(filled=True, opacity=0.85, stroke="white", strokeWidth=0.4)
    return base.encode(x="day:T", y="value:Q", color=color, shape=shape, size=size)


def _inline(alt: Any, rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)


def _styled(chart: Any) -> Any:
    axis = {"labelColor": MUTED, "titleColor": MUTED, "domainColor": "#c4ccd4", "tickColor": "#c4ccd4", "gridColor": "#e6eaee"}
    return (
        chart.configure(background="white", font="Helvetica, Arial, DejaVu Sans, sans-serif", padding=18)
        .configure_view(stroke=None)
        .configure_axis(titleFontWeight="normal", **axis)
        .configure_legend(labelColor=INK, titleColor=MUTED, titleFontWeight="normal")
        .configure_header(labelColor=INK, labelFontSize=12, labelAngle=0, labelAlign="left")
    )


def _save(chart: Any, path: Path) -> None:
    import vl_convert

    specification = chart.to_dict()
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(vl_convert.vegalite_to_svg(specification), encoding="utf-8")
        else:
            path.write_bytes(vl_convert.vegalite_to_png(specification, scale=SCALE))
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror or error}", where=str(path), do="choose another --chart") from error


def _check_extra() -> None:
    for library in ("altair", "vl_convert"):
        if find_spec(library) is None:
            raise UsageError(f"charts need {library}, which isn't installed", do=EXTRA)

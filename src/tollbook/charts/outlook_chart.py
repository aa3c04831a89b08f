"""The chart of an outlook: new losses under each named scenario, horizon by horizon, beside the baseline's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tollbook.charts.picture import Picture
from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import LIGHT, Theme
from tollbook.charts.wording import force_name, number
from tollbook.core.display import day_words
from tollbook.core.estimates import Marginal, marginal
from tollbook.core.projections import Projection

BASELINE = "28-day mean (baseline)"
WIDTH, ROW = 700, 30
_SPANS = ((0.95, "band95"), (0.8, "band80"), (0.5, "band50"))
_THICK = 15
_SUBTITLE = "New losses: median and intervals of 50, 80 and 95%. No scenario is a forecast. Each panel has its own axis from 0."


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What may come under one scenario, or by the baseline: new losses within each horizon."""

    name: str
    horizons: tuple[int, ...]
    losses: tuple[Marginal, ...]


def outlook_chart(projection: Projection, *, theme: Theme = LIGHT) -> Picture:
    """Return the chart of each scenario's new losses beside the baseline's. Raises UsageError where the libraries are missing."""
    sheet = Sheet(theme)
    ways = tuple(ways_of(projection))
    panels = [_panel(sheet, ways, nth, horizon) for nth, horizon in enumerate(projection.baseline.horizons)]
    chart = sheet.alt.vconcat(*panels, spacing=14).resolve_scale(x="independent")
    return sheet.finished(chart, _title(projection), [_SUBTITLE])


def ways_of(projection: Projection) -> Iterator[Way]:
    """Give each scenario's new losses, then the baseline's. Draws before and after belong together; without them the median stands."""
    before = projection.lost
    for fan in projection.fans:
        yield Way(name=fan.name, horizons=fan.horizons, losses=tuple(_new(after, before) for after in fan.losses))
    yield Way(name=BASELINE, horizons=projection.baseline.horizons, losses=projection.baseline.losses)


def _new(after: Marginal, before: Marginal) -> Marginal:
    if after.draws and before.draws:
        return marginal("new", [late - early for late, early in zip(after.draws, before.draws, strict=True)])
    return Marginal(name="new", quantiles=tuple(max(0.0, quantile - before.median) for quantile in after.quantiles))


def _title(projection: Projection) -> str:
    horizon, new = projection.baseline.horizons[0], projection.baseline.losses[0]
    low, high = new.interval(0.95)
    more = f"{number(new.median)} more within {horizon} days if the last four weeks go on, 95% between {number(low)} and {number(high)}"
    return f"{force_name(projection.force)}, from {day_words(projection.day)}: {more}"


def _panel(sheet: Sheet, ways: tuple[Way, ...], nth: int, horizon: int) -> Any:
    alt, theme = sheet.alt, sheet.theme
    shown = [(way.name, way.losses[nth]) for way in ways if nth < len(way.losses)]
    names = [name for name, _ in shown]
    axis = alt.Axis(labelLimit=280, ticks=False, domain=False, title=None, labelPadding=10)
    y = alt.Y("scenario:N", sort=names, axis=axis)
    x = alt.X("low:Q", axis=alt.Axis(format=",.0f", title=None, tickCount=6, grid=True), scale=alt.Scale(zero=True, nice=True))
    layers = []
    for mass, tone in _SPANS:
        rows = [{"scenario": name, "low": max(0.0, value.interval(mass)[0]), "high": value.interval(mass)[1]} for name, value in shown]
        bar = sheet.chart(rows).mark_bar(height=_THICK, color=getattr(theme, tone), description=f"Interval of {mass:.0%}")
        layers.append(bar.encode(x=x, x2=sheet.alt.X2("high:Q"), y=y))
    middles = [{"scenario": name, "value": value.median, "spoken": _spoken(name, horizon, value)} for name, value in shown]
    tick = sheet.chart(middles).mark_tick(thickness=2.6, size=21, color=theme.line, opacity=1)
    layers.append(tick.encode(x=alt.X("value:Q"), y=y, description=sheet.alt.Description("spoken:N")))
    words = sheet.chart([{"scenario": name, "value": value.median, "words": number(value.median)} for name, value in shown])
    label = words.mark_text(align="center", dy=-17, fontSize=11.5, color=theme.ink2, aria=False)
    layers.append(label.encode(x=alt.X("value:Q"), y=y, text=sheet.alt.Text("words:N")))
    head = alt.Title(f"within {horizon} days", anchor="start", frame="group", fontSize=13, fontWeight=600, color=theme.ink, offset=4)
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(ROW + 8), title=head)


def _spoken(name: str, horizon: int, value: Marginal) -> str:
    low, high = value.interval(0.95)
    return f"{name}, within {horizon} days: {number(value.median)}, 95% between {number(low)} and {number(high)}."

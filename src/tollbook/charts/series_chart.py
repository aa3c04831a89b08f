"""The chart of series: what sources said of one measure of one force, each point a link to its words; an estimate may lie below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tollbook.charts.estimate_chart import anchors_words, estimate_bands
from tollbook.charts.marks import Family, Leads, Mark, bound_of, family_of, thinned
from tollbook.charts.panel import Bands, Line, Panel, Tone, days_of
from tollbook.charts.picture import Picture
from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import HEIGHT, LIGHT, WIDTH, Theme
from tollbook.charts.wording import force_name, measure_title, number
from tollbook.core.assumptions import Assumptions
from tollbook.core.display import counted, day_words, plain
from tollbook.core.estimates import Estimate
from tollbook.core.series import Series
from tollbook.vocab.assumptions import load_assumptions
from tollbook.vocab.naming import source_name
from tollbook.vocab.sources import source_role
from tollbook.vocab.theatres import theatre_of_force

TONES: dict[Family, Tone] = {"belligerent": "claim", "relay": "claim", "independent": "independent", "other": "other"}
LINES = 3
"""Lines that are named at their ends: more would run into each other."""
LINE_POINTS = 8
POINTS = 240
"""Points of all sources at most, so that the page stays under its weight; the table and the files have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a series chart shows: days `first` to `last`, and the band of an estimate's quantity (None: its first) where one is given."""

    series: tuple[Series, ...]
    first: date | None = None
    last: date | None = None
    estimate: Estimate | None = None
    quantity: str | None = None


def series_chart(shown: Shown, *, theme: Theme = LIGHT, leads: Leads | None = None) -> Picture:
    """Return the chart of series of one force and measure. Raises UsageError without a point, or where the libraries are missing."""
    sheet = Sheet(theme)
    panel = _panel(shown, leads)
    title, subtitle = series_title(shown), _subtitle(shown, panel)
    chart = panel.drawn(sheet)
    return sheet.finished(chart, title, subtitle)


def within(series: Iterable[Series], first: date | None, last: date | None) -> tuple[Series, ...]:
    """Return series with the points of some days alone, both ends included; those without a point are dropped."""
    cut = (replace(one, points=tuple(point for point in one.points if _inside(point.day, first, last))) for one in series)
    return tuple(one for one in cut if one.points)


def _inside(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)


def marks_of(series: Series, *, leads: Leads | None = None) -> tuple[Mark, ...]:
    """Return a series' points as marks, in the order of their days."""
    family, name = family_of_source(series), source_name(series.source)
    notes = ", ".join(plain(note.replace("_", " ")) for note in (series.population, series.outcome) if note not in (None, "lost"))
    return tuple(
        Mark(
            day=point.day,
            value=float(point.value),
            source=name,
            family=family,
            bound=bound_of(point.hedge),
            low=None if point.hedge != "between" or point.low is None else float(point.low),
            high=None if point.hedge != "between" or point.high is None else float(point.high),
            start=point.start,
            path=None if leads is None or not point.ref else leads(point.ref),
            note=notes,
        )
        for point in series.points
    )


def family_of_source(series: Series) -> Family:
    """Return how a series' points are marked: by its source's role toward the force, and whether it repeats another's figures."""
    category = "casualties" if series.categories == {"killed", "wounded"} else min(series.categories)
    return _family(series.source, series.force, category)


@lru_cache(maxsize=4_096)
def _family(source: str, force: str | None, category: str) -> Family:
    assumptions = _assumptions(force)
    role = assumptions.role_of(source, source_role(source, force, theatre_of_force(force)))
    return family_of(role, relays=assumptions.parent_of(source, category) is not None)


@lru_cache(maxsize=64)
def _assumptions(force: str | None) -> Assumptions:
    return load_assumptions(theatre=theatre_of_force(force), force=force)


def series_title(shown: Shown) -> str:
    """Return a title that says what the figures come to: the last one of one source, or how far those of several differ."""
    series = shown.series
    whose, what = force_name(series[0].force), measure_title(series[0].categories)
    if shown.estimate is not None:
        last = shown.estimate.at().total(shown.quantity or shown.estimate.quantities[0])
        low, high = last.interval(0.95)
        day = day_words(shown.estimate.dates[-1])
        return f"{whose}, {what}: what is claimed, and an estimate of {number(low)} to {number(high)} by {day} (95%)"
    if len(series) == 1:
        return f"{plain(source_name(series[0].source))} on {whose}, {what}: {_course(series[0])}"
    lasts = [float(one.points[-1].value) for one in series]
    last_day = max(one.points[-1].day for one in series)
    said = (
        f"the latest claims of {counted(len({one.source for one in series}), 'source')} run from {min(lasts):,.10g} to {max(lasts):,.10g}"
    )
    return f"{whose}, {what}: {said} (to {day_words(last_day)})"


def _course(series: Series) -> str:
    first, last = series.points[0], series.points[-1]
    if series.kind == "flow" or len(series.points) == 1:
        return f"{last.value:,.10g} claimed for {'the time to ' if series.kind == 'flow' else 'the total to '}{day_words(last.day)}"
    rise = float(last.value) - float(first.value)
    way = "up" if rise >= 0 else "down"
    return f"{last.value:,.10g} claimed by {day_words(last.day)}, {way} {abs(rise):,.10g} since {day_words(first.day)}"


def _subtitle(shown: Shown, panel: Panel) -> list[str]:
    unit = {"person": "People", "item": "Items", "km2": "Square kilometers", "share": "Shares"}[shown.series[0].unit]
    kind = {"cumulative": "totals since the beginning", "flow": "counts over stretches of time", "stock": "at a day"}[shown.series[0].kind]
    every = sum(len(one.points) for one in shown.series)
    drawn = (
        "every figure is drawn"
        if len(panel.marks) == every
        else f"{len(panel.marks):,} of {every:,} figures are drawn, the lines run through all"
    )
    lines = [f"{unit}, {kind}, as claimed; {drawn}. The axis starts at {panel.axis.low:,.10g}."]
    if shown.estimate is not None:
        lines.append(f"The estimate's level is pinned by {anchors_words(shown.estimate)}. Another anchor, another total.")
    return lines


def _panel(shown: Shown, leads: Leads | None) -> Panel:
    marks = tuple(_all_marks(shown.series, leads))
    bands = None if shown.estimate is None else _cut_bands(estimate_bands(shown.estimate, quantity=shown.quantity), shown)
    days = (
        [mark.day for mark in marks] + [mark.start for mark in marks if mark.start is not None] + list(() if bands is None else bands.dates)
    )
    days += [day for day in (shown.first, shown.last) if day is not None]
    first, last = days_of(days)
    return Panel(
        first=shown.first or first,
        last=last,
        width=WIDTH,
        height=HEIGHT,
        bands=bands,
        marks=marks,
        lines=tuple(_lines(shown.series)),
        band_words="" if bands is None else "Estimate",
    )


def _cut_bands(bands: Bands, shown: Shown) -> Bands | None:
    kept = [nth for nth, day in enumerate(bands.dates) if _inside(day, shown.first, shown.last)]
    if not kept:
        return None
    path = replace(bands.path, quantiles=tuple(bands.path.quantiles[nth] for nth in kept), draws=None)
    return Bands(dates=tuple(bands.dates[nth] for nth in kept), path=path)


def _all_marks(series: Sequence[Series], leads: Leads | None) -> Iterator[Mark]:
    every = sum(len(one.points) for one in series)
    for one in series:
        marks = marks_of(one, leads=leads)
        yield from thinned(marks, max(2, POINTS * len(marks) // every)) if every > POINTS else marks


def _lines(series: Sequence[Series]) -> Iterator[Line]:
    """Give the lines of the longest series of totals; the others' points stand alone."""
    long = sorted((one for one in series if one.kind == "cumulative" and len(one.points) >= LINE_POINTS), key=lambda one: -len(one.points))
    for one in long[:LINES]:
        family = family_of_source(one)
        points = tuple((point.day, float(point.value)) for point in one.points)
        yield Line(points=points, words=plain(source_name(one.source)), tone=TONES[family])

"""Small charts as SVG for notebooks, drawn without a library: bands over days, figures as claimed, intervals of scenarios.

Colors are real ones, which a notebook's dark styles replace by class. May not compute a quantity.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tollbook.core.display import day_words
from tollbook.core.estimate_display import rounded
from tollbook.core.notebook_page import shown

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 78, 14, 12, 30
TICKS = 4
ROW = 24
LEAST = 1e-9
"""What an axis reaches at least: a logarithm needs a number above zero."""
_INK, _SOFT, _RULE, _LINE, _MARK = "#1b1e22", "#4b525a", "#d6d1c5", "#24566b", "#b23c07"
SHADES = ("#e3ecf0", "#cadce4", "#a9c6d3")
"""Fills of bands, the outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """An interval on each day: the outermost band of a chart first."""

    name: str
    bounds: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A figure as claimed, with the words that a pointer shows."""

    day: date
    value: float
    words: str


def days_svg(
    title: str, days: Sequence[date], *, bands: Sequence[Band] = (), line: Sequence[float] = (), marks: Sequence[Mark] = ()
) -> str:
    """Return a chart over days, from zero: bands, a line over the same days, and marks of their own. `title` is spoken."""
    all_days = [*days, *(mark.day for mark in marks)]
    highs = [high for band in bands for _, high in band.bounds]
    top = max([*highs, *line, *(mark.value for mark in marks), LEAST])
    plane = _Plane(first=min(all_days), last=max(all_days), top=_ceiling(top))
    parts = [*_axes(plane)]
    for nth, band in enumerate(bands):
        parts.append(_area(plane, days, band, SHADES[min(nth, len(SHADES) - 1)], nth))
    if line:
        path = " ".join(f"{plane.x(day):.1f},{plane.y(value):.1f}" for day, value in zip(days, line, strict=True))
        parts.append(f'<polyline class="tollbook-line" points="{path}" fill="none" stroke="{_LINE}" stroke-width="2"/>')
    parts += [_point(plane, mark) for mark in marks]
    return _drawn(title, HEIGHT, parts)


def intervals_svg(title: str, rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Return rows of name, low, middle and high as bars with a point, from zero. `title` is spoken."""
    top = _ceiling(max([*(high for _, _, _, high in rows), LEAST]))
    left, height = 210, TOP + ROW * max(len(rows), 1) + BOTTOM
    scale = (WIDTH - left - RIGHT) / top
    parts = []
    for step in range(TICKS + 1):
        at = left + step * top / TICKS * scale
        parts.append(_rule(at, TOP, at, height - BOTTOM))
        parts.append(_text(at, height - BOTTOM + 17, rounded(step * top / TICKS), anchor="middle"))
    for nth, (name, low, middle, high) in enumerate(rows):
        y = TOP + ROW * (nth + 0.5)
        words = shown(f"{name}: {rounded(middle)}, 90% {rounded(low)} to {rounded(high)}")
        parts.append(_text(left - 10, y + 4, name, anchor="end"))
        parts.append(
            f'<g><title>{words}</title><line class="tollbook-band" x1="{left + low * scale:.1f}" y1="{y:.1f}" '
            f'x2="{left + high * scale:.1f}" y2="{y:.1f}" stroke="{SHADES[2]}" stroke-width="9" stroke-linecap="round"/>'
            f'<circle class="tollbook-dot" cx="{left + middle * scale:.1f}" cy="{y:.1f}" r="4" fill="{_LINE}"/></g>'
        )
    return _drawn(title, height, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plane:
    """From days and numbers to places of a chart."""

    first: date
    last: date
    top: float

    def x(self, day: date) -> float:
        extent = max((self.last - self.first).days, 1)
        return LEFT + (day - self.first).days / extent * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)


def _ceiling(value: float) -> float:
    """Return the least round number, four steps of which are round too, that is no less than a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value * (1 - 1e-9))


def _axes(plane: _Plane) -> Iterator[str]:
    for step in range(TICKS + 1):
        value = plane.top * step / TICKS
        yield _rule(LEFT, plane.y(value), WIDTH - RIGHT, plane.y(value))
        yield _text(LEFT - 8, plane.y(value) + 4, rounded(value), anchor="end")
    extent = (plane.last - plane.first).days
    for step in range(TICKS + 1 if extent >= TICKS else 1):
        day = plane.first + timedelta(days=round(extent * step / TICKS))
        anchor = "start" if step == 0 else "end" if step == TICKS else "middle"
        yield _text(plane.x(day), HEIGHT - BOTTOM + 18, day_words(day), anchor=anchor)


def _area(plane: _Plane, days: Sequence[date], band: Band, shade: str, nth: int) -> str:
    over = [f"{plane.x(day):.1f},{plane.y(high):.1f}" for day, (_, high) in zip(days, band.bounds, strict=True)]
    under = [f"{plane.x(day):.1f},{plane.y(low):.1f}" for day, (low, _) in zip(days, band.bounds, strict=True)]
    points = " ".join([*over, *reversed(under)])
    return f'<polygon class="tollbook-band{nth}" points="{points}" fill="{shade}"><title>{shown(band.name)}</title></polygon>'


def _point(plane: _Plane, mark: Mark) -> str:
    place = f'cx="{plane.x(mark.day):.1f}" cy="{plane.y(mark.value):.1f}"'
    return f'<circle class="tollbook-mark" {place} r="3.5" fill="{_MARK}"><title>{shown(mark.words)}</title></circle>'


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="tollbook-rule" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_RULE}" stroke-width="1"/>'


def _text(x: float, y: float, words: str, *, anchor: str) -> str:
    look = f'font-family="system-ui, Arial, sans-serif" font-size="12" fill="{_SOFT}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{shown(words)}</text>'


def _drawn(title: str, height: float, parts: Sequence[str]) -> str:
    spoken = shown(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tollbook-chart" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="{spoken}"><title>{spoken}</title>{"".join(parts)}</svg>'
    )

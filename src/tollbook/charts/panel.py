"""A panel over time: intervals as bands, lines, marks, and words at the ends of lines. Values come drawn up; nothing is estimated here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

from tollbook.charts.legend import Key, legend_layers
from tollbook.charts.marks import Mark, kind_words, kinds_of, mark_layers, symbol
from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import Theme
from tollbook.core.estimates import LEVELS, Path

INTERVALS = (("95%", 0.025, 0.975), ("80%", 0.1, 0.9), ("50%", 0.25, 0.75))
_LINE_HEIGHT = 17
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_WANTED_TICKS = 5
_CHARACTERS = 22
_MARGIN = 0.012
Tone = Literal["line", "claim", "independent", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with the words at its end. `tone` is the theme's name of its color."""

    points: tuple[tuple[date, float], ...]
    words: str = ""
    tone: Tone = "claim"
    dashed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The quantiles of one quantity on each date, at `LEVELS`."""

    dates: tuple[date, ...]
    path: Path

    def at(self, level: float) -> tuple[float, ...]:
        """Return one quantile on each date."""
        index = LEVELS.index(level)
        return tuple(row[index] for row in self.path.quantiles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The values of a vertical axis: where it starts and ends, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What one panel shows, over days `first` to `last`."""

    first: date
    last: date
    width: int
    height: int
    bands: Bands | None = None
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    band_words: str = ""
    title: str | None = None
    from_zero: bool = False

    @property
    def axis(self) -> Axis:
        """The vertical axis that holds everything shown. It starts at zero, unless all values lie far above it."""
        return axis_of(list(self._values()), from_zero=self.from_zero)

    def _values(self) -> Iterator[float]:
        for mark in self.marks:
            yield from (value for value in (mark.value, mark.low, mark.high) if value is not None)
        for line in self.lines:
            yield from (value for _, value in line.points)
        if self.bands is not None:
            yield from self.bands.at(0.025)
            yield from self.bands.at(0.975)

    def drawn(self, sheet: Sheet) -> Any:
        """Return the panel as a layered chart of Altair."""
        alt, axis = sheet.alt, self.axis
        x, y = self._x(alt), _vertical(alt, axis, self.title)
        layers = [*self._band_layers(sheet, x, y), *self._line_layers(sheet, x, y)]
        layers += [*mark_layers(sheet, self.marks, x, y), *self._labels(sheet)]
        layers += legend_layers(sheet, _keys(sheet.theme, self), self.width)
        return alt.layer(*layers).properties(width=self.width, height=self.height)

    def _x(self, alt: Any) -> Any:
        days = (self.last - self.first).days
        # A mark on the first or last day would cover the axis.
        margin = timedelta(hours=round(24 * days * _MARGIN))
        form = "%Y" if days > 3_000 else "%b %Y" if days > 120 else "%-d %b %Y"
        domain = [_moment(self.first, -margin), _moment(self.last, margin)]
        # UTC, or the machine's time zone would move every day by one.
        scale = alt.Scale(type="utc", domain=domain, nice=False)
        axis = alt.Axis(format=form, labelFlush=True, grid=False, tickCount=6, labelOverlap=True)
        return lambda name: alt.X(name, title=None, scale=scale, axis=axis)

    def _band_layers(self, sheet: Sheet, x: Any, y: Any) -> Iterator[Any]:
        if self.bands is None:
            return
        for name, lower, upper in INTERVALS:
            pairs = zip(self.bands.dates, self.bands.at(lower), self.bands.at(upper), strict=True)
            rows = [{"day": day.isoformat(), "low": low, "high": high} for day, low, high in pairs]
            area = sheet.chart(rows).mark_area(clip=True, opacity=1, color=sheet.theme.band(name), description=f"Interval of {name}")
            yield area.encode(x=x("day:T"), y=y("low:Q"), y2=sheet.alt.Y2("high:Q"))

    def _line_layers(self, sheet: Sheet, x: Any, y: Any) -> Iterator[Any]:
        for line in self._all_lines():
            rows = [{"day": day.isoformat(), "value": value} for day, value in line.points]
            dash = {"strokeDash": [5, 3], "strokeWidth": 1.4} if line.dashed else {"strokeWidth": 2.2}
            drawn = sheet.chart(rows).mark_line(color=getattr(sheet.theme, line.tone), clip=True, description=line.words or "Line", **dash)
            yield drawn.encode(x=x("day:T"), y=y("value:Q"))

    def _all_lines(self) -> tuple[Line, ...]:
        if self.bands is None:
            return self.lines
        middle = tuple(zip(self.bands.dates, self.bands.at(0.5), strict=True))
        return (*self.lines, Line(points=middle, words=self.band_words, tone="line", dashed=False))

    def _labels(self, sheet: Sheet) -> Iterator[Any]:
        alt, axis = sheet.alt, self.axis
        ends = [(line.points[-1][1], line) for line in self._all_lines() if line.points and line.words]
        blocks = [broken(line.words) for _, line in ends]
        wanted = [self.height * (axis.high - value) / (axis.high - axis.low) for value, _ in ends]
        places = apart(wanted, [_LINE_HEIGHT * len(block) + 4 for block in blocks], self.height)
        for (_, line), words, place in zip(ends, blocks, places, strict=True):
            top = place - _LINE_HEIGHT * (len(words) - 1) / 2
            mark = sheet.chart([{"at": 0}]).mark_text(
                text=words, align="left", baseline="middle", fontSize=13, fontWeight=600, lineHeight=_LINE_HEIGHT,
                color=getattr(sheet.theme, line.tone), aria=False,
            )  # fmt: skip
            yield mark.encode(x=alt.XValue(self.width + 10), y=alt.YValue(top))


def axis_of(values: Sequence[float], *, from_zero: bool = False) -> Axis:
    """Return the axis for some values: from zero, or from a round number below them where all lie far above zero.

    >>> axis_of([0, 930]).ticks, axis_of([480_000, 700_000]).low
    ((0.0, 200.0, 400.0, 600.0, 800.0, 1000.0), 450000.0)
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    start = 0.0 if from_zero or low < 0.4 * high else low - 0.04 * (high - low)
    step = _step((high - start) or abs(high) or 1.0)
    first, last = math.floor(start / step), math.ceil(high / step) or 1
    last = last if last > first else first + 1
    return Axis(low=first * step, high=last * step, ticks=tuple(round(number * step, 9) for number in range(first, last + 1)))


def _step(extent: float) -> float:
    """Return a round step that makes about five of the extent."""
    power = 10.0 ** math.floor(math.log10(extent / _WANTED_TICKS))
    return next(step * power for step in _STEPS if step * power * _WANTED_TICKS >= extent * 0.999)


def apart(wanted: Sequence[float], heights: Sequence[float], limit: float) -> list[float]:
    """Return places near the wanted ones, so that words of those heights don't touch and none lies beyond the limit.

    >>> apart([50, 52, 10], [20, 20, 20], 100)
    [50, 70.0, 10]
    """
    order = sorted(range(len(wanted)), key=lambda nth: wanted[nth])
    placed = list(wanted)
    for before, nth in pairwise(order):
        placed[nth] = max(placed[nth], placed[before] + (heights[before] + heights[nth]) / 2)
    ceiling = limit
    for nth in reversed(order):
        placed[nth] = min(placed[nth], ceiling - heights[nth] / 2 if ceiling < limit else limit)
        ceiling = placed[nth] - heights[nth] / 2
    return placed


def broken(words: str, width: int = _CHARACTERS) -> list[str]:
    """Return words in lines of at most so many characters, at most three of them."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]} …"]


def days_of(days: Iterable[date]) -> tuple[date, date]:
    """Return the first and the last of some days, a day apart at least. `days` holds one or more."""
    met = sorted(days)
    return (met[0], met[-1]) if met[0] < met[-1] else (shifted(met[0], -1), shifted(met[-1], 1))


def shifted(day: date, days: int) -> date:
    """Return a day some days later, or the last day of the calendar where there is none.

    >>> shifted(date(2031, 1, 1), -1), shifted(date.max, 3) == date.max
    (datetime.date(2030, 12, 31), True)
    """
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _keys(theme: Theme, panel: Panel) -> Iterator[Key]:
    """Give what the legend explains: the kinds of marks, and the intervals where they are named."""
    for family, bound in kinds_of(panel.marks):
        yield Key(words=kind_words(family, bound), look=symbol(theme, family, bound))
    if panel.bands is not None and panel.band_words:
        for name, _, _ in reversed(INTERVALS):
            look = {"filled": True, "opacity": 1, "shape": "square", "size": 150, "color": theme.band(name)}
            yield Key(words=f"{panel.band_words.lower()}, {name}" if name == INTERVALS[-1][0] else name, look=look)


def _moment(day: date, by: timedelta) -> str:
    """Return a moment near a day's beginning, or the day where the calendar ends."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    inside = timedelta(days=400) < start - datetime.min.replace(tzinfo=UTC) and day.year < date.max.year
    return (start + by if inside else start).isoformat().removesuffix("+00:00")


def _vertical(alt: Any, axis: Axis, title: str | None) -> Any:
    scale = alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False)
    form = ",.0f" if axis.ticks[1] - axis.ticks[0] >= 1 else ",.2~f"
    shown = alt.Axis(format=form, values=list(axis.ticks), domain=False, ticks=False, title=title)
    return lambda name: alt.Y(name, scale=scale, axis=shown)

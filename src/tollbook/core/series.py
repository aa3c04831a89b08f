"""A source's own figures over time: what one source said of one measure of one force, day by day.

A series relates claims; it doesn't correct them. Values are as claimed, in the order of their days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tollbook.core.types import HedgeKind, Number, PeriodKind, Unit

if TYPE_CHECKING:
    from tollbook.core.estimates import Estimate
    from tollbook.core.notebook_page import NotebookChart


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One figure of a series. `day` is the last day that it covers, `start` the first of a flow; `ref` leads back to its claim or row.

    `hedge`, `low` and `high` are those of its words; they tell no two points apart.
    """

    day: date
    value: Number
    start: date | None = None
    ref: str = ""
    hedge: HedgeKind = field(default="exact", compare=False)
    low: Number | None = field(default=None, compare=False)
    high: Number | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one source said of one measure of one force. `kind` is "cumulative" for totals, "flow" for counts over stretches of time.

    `source` and `force` are ids ("UKR-GS", "RUS"); `categories` is a measure's set, never split; points are sorted by day.
    """

    source: str
    force: str | None
    categories: frozenset[str]
    unit: Unit
    kind: PeriodKind
    points: tuple[SeriesPoint, ...] = field(default=())
    population: str | None = None
    outcome: str | None = None

    @property
    def name(self) -> str:
        """Return what tells this series from others, in words: "UKR-GS RUS killed+wounded cumulative"."""
        measure = [self.force or "-", "+".join(sorted(self.categories)), self.kind]
        return " ".join([self.source, *measure, *(note for note in (self.population, self.outcome) if note is not None)])

    def estimate(self, *, start: date | None = None, assumptions: Any = None, theatre: str | None = None) -> Estimate:
        """Estimate the losses from this source's own figures alone: a wide answer, as its bias stays unknown.

        `start` is the first day of the losses, by default the theatre's; `assumptions` a value or a TOML file. Raises EstimationError.
        """
        # By name: a value knows nothing of the flow above it, and the import contract holds.
        make = import_module("tollbook.flow.estimate").estimate_series
        made: Estimate = make(self, start=start, assumptions=assumptions, theatre=theatre)
        return made

    def at(self, day: date) -> SeriesPoint | None:
        """Return the point of a day, None where there is none."""
        return next((point for point in self.points if point.day == day), None)

    def chart(self) -> NotebookChart:
        """Return the chart of the figures as claimed: shown by a notebook, `svg` and `vegalite` for other uses."""
        from tollbook.core.series_notebook import series_chart

        return series_chart(self)

    def __str__(self) -> str:
        """Return who says what, over which days in one line."""
        from tollbook.core.series_notebook import series_words

        return series_words(self)

    def __repr__(self) -> str:
        """Show the line, not the fields: a series at a prompt would print every point."""
        return str(self)

    def _repr_html_(self) -> str:
        """Show the figures as claimed, as a chart and a table: what a notebook displays."""
        from tollbook.core.series_notebook import series_html

        return series_html(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Give a notebook words, HTML, SVG and Vega-Lite; it shows the richest that it knows."""
        from tollbook.core.series_notebook import series_bundle

        return series_bundle(self, include, exclude)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCount:
    """How much a ledger has for a series: mentions that stand, and the first and last of their days.

    `source` and `kind` are None where all of a force and measure are counted together; `sources` counts them then.
    """

    force: str | None
    categories: frozenset[str]
    mentions: int
    sources: int
    first: date
    last: date
    source: str | None = None
    kind: PeriodKind | None = None

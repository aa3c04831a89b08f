"""An estimate as a value: totals and rates over time with intervals, and all that they rest on. May not compute a posterior.

Every quantity comes from the same joint draws, so that killed and wounded never exceed the casualties. Draws are held as sequences of rows
(any array will do: it is only iterated over) and stay out of the printed forms.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import UnknownRecord, UsageError

if TYPE_CHECKING:
    from tollbook.core.notebook_page import NotebookChart
    from tollbook.core.projections import Projection

LEVELS: tuple[float, ...] = (0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.995)
"""The probabilities of the stored quantiles: the intervals of 50, 80, 90, 95 and 99% and the median."""

Rows = Any
"""Draws x dates: any sequence of rows of numbers, as an array of numpy is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """What is believed of one number: its quantiles at `LEVELS`, and its draws where they are at hand."""

    name: str
    quantiles: tuple[float, ...]
    draws: tuple[float, ...] = field(default=(), repr=False, compare=False)

    @property
    def median(self) -> float:
        """Return the middle of the distribution."""
        return self.quantiles[LEVELS.index(0.5)]

    def quantile(self, probability: float) -> float:
        """Return the value that the number lies under with this probability: stored, from the draws, or interpolated between stored ones.

        Raises UsageError outside (0, 1).
        """
        if not 0 < probability < 1:
            raise UsageError(f"probability {probability} has no quantile", expected="a number between 0 and 1")
        near = [i for i, level in enumerate(LEVELS) if math.isclose(level, probability, abs_tol=1e-9)]
        if near:
            return self.quantiles[near[0]]
        if self.draws:
            return _quantile(sorted(self.draws), probability)
        return _interpolated(probability, LEVELS, self.quantiles)

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds the number with probability `mass`."""
        return self.quantile((1 - mass) / 2), self.quantile((1 + mass) / 2)

    def probability(self, *, above: float) -> float:
        """Return how probable it is that the number is greater than `above`. Raises UsageError where the draws are not at hand."""
        if not self.draws:
            raise UsageError(f"{self.name} was stored without its draws", do="estimate again, or ask for its quantiles")
        return sum(draw > above for draw in self.draws) / len(self.draws)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One quantity over the estimate's dates: a row of quantiles (at `LEVELS`) for each date, and draws x dates where at hand."""

    name: str
    quantiles: tuple[tuple[float, ...], ...]
    draws: Rows | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """What was learnt of one source: factor over the truth at the end of the period, coverage where it counts one by one.

    `relays` names the source whose figures it repeats: then it carried no weight. `anchor`: it pins the absolute level.
    """

    source: str
    role: str
    statements: int
    factor: Marginal | None = None
    coverage: Marginal | None = None
    relays: str | None = None
    anchor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """What one observation did to the last total: the median's shift in posterior sd if it were left out (positive: it held it down).

    `khat` above .7: the shift is beyond what reweighting can tell. `residual` is log(stated / expected) in the noise's sd.
    """

    statements: tuple[str, ...]
    source: str
    category: str
    start: date
    end: date
    kind: str
    shift: float
    khat: float
    residual: float | None
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The last total under one changed assumption. `reliable` False: the change is too large to be told by reweighting."""

    assumption: str
    change: str
    quantity: str
    median: float
    low: float
    high: float
    reliable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """Whether the computation can be relied on. `khat` is the Pareto shape of the importance weights, `ess` the effective number of draws.

    A chain has no weights (`khat` 0), but `divergences` (None for other engines), an effective number for each quantity in `sizes` (`ess`
    is the least) and the split R-hat `rhat`, the greatest. `scalars` are the learnt scales. `seconds` is filled in by who holds a clock.
    """

    converged: bool
    khat: float
    ess: float
    nodes: int
    iterations: int
    engine: str
    steps: int
    step_days: int
    scalars: tuple[Marginal, ...] = ()
    divergences: int | None = None
    rhat: float | None = None
    sizes: tuple[tuple[str, float], ...] = ()
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All quantities on one date."""

    date: date
    totals: Mapping[str, Marginal]
    rates: Mapping[str, Marginal]

    def total(self, quantity: str = "casualties") -> Marginal:
        """Return the total since the start of one quantity: casualties, killed or wounded. Raises UsageError for another."""
        return _named(self.totals, quantity)

    def rate(self, quantity: str = "casualties") -> Marginal:
        """Return the daily rate of one quantity. Raises UsageError for another."""
        return _named(self.rates, quantity)

    def interval(self, mass: float = 0.9, *, quantity: str = "casualties") -> tuple[float, float]:
        """Return the central interval of a total."""
        return self.total(quantity).interval(mass)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the sources together support for one force and measure, over time.

    `dates` are the last days of the grid's steps; totals run from `start` through each of them, rates are the mean per day of the step.
    """

    force: str
    measure: str
    start: date
    dates: tuple[date, ...]
    totals: tuple[Path, ...]
    rates: tuple[Path, ...]
    killed_share: Path | None
    source_summaries: tuple[SourceSummary, ...]
    influences: tuple[Influence, ...]
    sensitivities: tuple[Sensitivity, ...]
    diagnosis: Diagnostics
    assumptions: Assumptions
    statements: tuple[str, ...]
    model_version: str
    seed: int

    @property
    def quantities(self) -> tuple[str, ...]:
        """Return the names of the quantities: casualties alone for materiel, killed and wounded too for people."""
        return tuple(path.name for path in self.totals)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the sources that pin the absolute level: print them beside every total."""
        return tuple(summary.source for summary in self.source_summaries if summary.anchor and summary.relays is None)

    def at(self, day: date | None = None) -> Snapshot:
        """Return all quantities on a day, the last one by default; between the grid's dates they are interpolated. UsageError outside."""
        when = self.dates[-1] if day is None else day
        if not self.start <= when <= self.dates[-1]:
            raise UsageError(f"{when} lies outside the estimate", expected=f"a day from {self.start} to {self.dates[-1]}")
        index = bisect_left(self.dates, when)
        before = self.dates[index - 1].toordinal() if index else self.start.toordinal() - 1
        weight = (when.toordinal() - before) / (self.dates[index].toordinal() - before)
        totals = {path.name: _between(path, index, weight, floor=0.0) for path in self.totals}
        return Snapshot(date=when, totals=totals, rates={path.name: _on(path, index) for path in self.rates})

    def rate(self, day: date | None = None, *, quantity: str = "casualties") -> Marginal:
        """Return the daily rate of one quantity on a day, the last one by default."""
        return self.at(day).rate(quantity)

    def sources(self) -> tuple[SourceSummary, ...]:
        """Return what was learnt of each source."""
        return self.source_summaries

    def sensitivity(self) -> tuple[Sensitivity, ...]:
        """Return the last totals under changed assumptions, one change at a time."""
        return self.sensitivities

    def outlook(
        self,
        ledger: Any = None,
        *,
        deployed: float | tuple[float, float] | None = None,
        horizons: Sequence[int] = (30, 90, 180),
        window: tuple[date, date] | None = None,
        against: Estimate | None = None,
        assumptions: Any = None,
        as_known_on: Any = None,
    ) -> Projection:
        """Return what this estimate implies for the force: share lost, strength left, rates, ratios and scenarios by name.

        The force's size and the phrases published about it come from a `ledger`, as known on a day; `deployed` is a size, or its lowest
        and highest, in the ledger's place. `window` is the first and last day of the ratios, `against` another force's estimate, for the
        exchange ratio; `assumptions` an OutlookAssumptions. Raises UsageError: a window outside the estimate, a size or horizon below one,
        an estimate without its draws.
        """
        # By name: a value knows nothing of the flow above it, and the import contract holds.
        make = import_module("tollbook.flow.project").project_estimate
        made: Projection = make(
            self,
            ledger,
            deployed=(deployed, deployed) if isinstance(deployed, int | float) else deployed,
            horizons=horizons,
            window=window,
            against=against,
            assumptions=assumptions,
            as_known_on=as_known_on,
        )
        return made

    def explain(self, statement: str) -> tuple[Influence, ...]:
        """Return what one statement did to the result, for each observation that it is part of. Raises UnknownRecord for others."""
        found = tuple(influence for influence in self.influences if statement in influence.statements)
        if not found:
            raise UnknownRecord(f"statement {statement!r} is no part of this estimate", do="see `statements` for those that are")
        return found

    def diagnostics(self) -> Diagnostics:
        """Return whether the computation can be relied on, and how it went."""
        return self.diagnosis

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON values: quantiles, never draws."""
        from tollbook.core.estimate_contract import estimate_as_dict

        return estimate_as_dict(self)

    def chart(self, *, rate: bool = False, quantity: str | None = None) -> NotebookChart:
        """Return the chart of a quantity's total, or of its daily rate: shown by a notebook, `svg` and `vegalite` for other uses.

        Needs no library; `tollbook estimate --chart` draws the figures as claimed, too. Raises UsageError for a quantity that there is not.
        """
        from tollbook.core.estimate_notebook import estimate_chart

        return estimate_chart(self, rate=rate, quantity=quantity)

    def __str__(self) -> str:
        """Return the total with its interval in one line."""
        from tollbook.core.estimate_notebook import estimate_words

        return estimate_words(self)

    def __repr__(self) -> str:
        """Show the line, not the fields: an estimate at a prompt would print thousands of numbers."""
        return str(self)

    def _repr_html_(self) -> str:
        """Show totals, rates, what they rest on and the chart: what a notebook displays."""
        from tollbook.core.estimate_notebook import estimate_html

        return estimate_html(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Give a notebook words, HTML, SVG and Vega-Lite; it shows the richest that it knows."""
        from tollbook.core.estimate_notebook import estimate_bundle

        return estimate_bundle(self, include, exclude)


def marginal(name: str, draws: Sequence[float], *, keep: bool = True) -> Marginal:
    """Return what a sequence of draws says of one number.

    >>> marginal("x", [1.0, 2.0, 3.0]).median
    2.0
    """
    values = tuple(float(draw) for draw in draws)
    ordered = sorted(values)
    return Marginal(name=name, quantiles=tuple(_quantile(ordered, level) for level in LEVELS), draws=values if keep else ())


def _on(path: Path, index: int) -> Marginal:
    draws = () if path.draws is None else tuple(float(row[index]) for row in path.draws)
    return Marginal(name=path.name, quantiles=path.quantiles[index], draws=draws)


def _between(path: Path, index: int, weight: float, *, floor: float) -> Marginal:
    """Interpolate a total between two dates; before the first it is `floor`."""
    if weight == 1.0:
        return _on(path, index)
    if path.draws is not None:
        pairs = ((floor if index == 0 else float(row[index - 1]), float(row[index])) for row in path.draws)
        return marginal(path.name, [low + weight * (high - low) for low, high in pairs])
    before = path.quantiles[index - 1] if index else (floor,) * len(LEVELS)
    mixed = tuple(low + weight * (high - low) for low, high in zip(before, path.quantiles[index], strict=True))
    return Marginal(name=path.name, quantiles=mixed)


def _named(quantities: Mapping[str, Marginal], name: str) -> Marginal:
    if name not in quantities:
        raise UsageError(f"no quantity {name!r} in this estimate", expected=f"one of {', '.join(quantities)}")
    return quantities[name]


def _quantile(ordered: Sequence[float], probability: float) -> float:
    """Linear between order statistics: Hyndman and Fan's type 7."""
    place = probability * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _interpolated(at: float, grid: Sequence[float], values: Sequence[float]) -> float:
    if at <= grid[0] or at >= grid[-1]:
        raise UsageError(f"the quantile at {at} was not stored", expected=f"a probability from {grid[0]} to {grid[-1]}")
    index = bisect_left(grid, at)
    weight = (at - grid[index - 1]) / (grid[index] - grid[index - 1])
    return values[index - 1] + weight * (values[index] - values[index - 1])

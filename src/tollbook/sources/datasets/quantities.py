"""Make the quantity of a figure from its cells: one number with a hedge, or a number between two others."""

from __future__ import annotations

from collections.abc import Mapping

from tollbook.core.types import HedgeKind, Number, Quantity
from tollbook.sources.datasets.cells import Fault, read_count, shown
from tollbook.sources.datasets.forms import Figure, Form
from tollbook.vocab.hedge_bounds import hedged_bounds


def quantity_of(figure: Figure, form: Form, cells: Mapping[str, str], text: str) -> Quantity | Fault:
    """Return the quantity that a figure's cells state; `text` are the words that it rests on."""
    if figure.counts_one is not None:
        return Quantity(stated=1, low=1, high=1, hedge="exact", text=text)
    numbers: dict[str, Number] = {}
    for column in figure.columns:
        if column in cells:
            number = read_count(cells[column], thousands=form.thousands, decimals=figure.decimals)
            if isinstance(number, Fault):
                return Fault(f"{column}: {number.reason}")
            numbers[column] = number
    hedge = hedge_of(figure, cells)
    if isinstance(hedge, Fault):
        return hedge
    value, low, high = (None if column is None else numbers.get(column) for column in (figure.value, figure.low, figure.high))
    if low is None and high is None:
        return _single(value, hedge, form.rounded_to, text)
    return _ranged(value, low, high, text)


def hedge_of(figure: Figure, cells: Mapping[str, str]) -> HedgeKind | Fault:
    """Return the hedge of a figure: that of its own cell where it has one, else the figure's."""
    cell = cells.get(figure.hedge_column or "")
    if cell is None:
        return figure.hedge
    found = figure.hedges.get(cell)
    if found is None:
        return Fault(f"{figure.hedge_column}: {shown(cell)} is no known hedge; expected one of: {', '.join(figure.hedges)}")
    return found


def _single(value: Number | None, hedge: HedgeKind, rounded_to: int | None, text: str) -> Quantity | Fault:
    if value is None:
        return Fault("no number")
    low, high = hedged_bounds(value, hedge, rounded_to=rounded_to)
    return Quantity(stated=value, low=low, high=high, hedge=hedge, text=text)


def _ranged(value: Number | None, low: Number | None, high: Number | None, text: str) -> Quantity | Fault:
    if low is not None and high is not None and low > high:
        return Fault(f"the low figure, {low:,}, is above the high one, {high:,}")
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        return Fault(f"the figure, {value:,}, is outside its own range, {low or 0:,} to {'any' if high is None else f'{high:,}'}")
    if high is None:
        floor = low if low is not None else 0
        return Quantity(stated=floor if value is None else value, low=floor, high=None, hedge="at_least", text=text)
    if low is None:
        return Quantity(stated=high if value is None else value, low=0, high=high, hedge="up_to", text=text)
    hedge: HedgeKind = "exact" if low == high else "between"
    return Quantity(stated=high if low == high else value, low=low, high=high, hedge=hedge, text=text)

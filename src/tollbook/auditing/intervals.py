"""Interval arithmetic over what words allow: a hedged number is all the values that it may stand for.

Bounds are closed, as `core.findings.Bounds` are: what is open ("more than 12", "fewer than 12") is held by `excludes`, beside the
bounds. Moore, Kearfott and Cloud, "Introduction to Interval Analysis" (SIAM 2009), chapter 2, for amounts that are never negative.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tollbook.core.findings import Bounds
from tollbook.core.types import Number, Quantity

_OPEN_BELOW = frozenset({"over"})
_OPEN_ABOVE = frozenset({"under", "nearly"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The values from `low` to `high` (None: nothing bounds them from above); an open end is itself left out."""

    low: Number
    high: Number | None
    open_low: bool = False
    open_high: bool = False

    @property
    def bounds(self) -> Bounds:
        """Return the closed bounds that hold the interval."""
        return Bounds(low=self.low, high=self.high)

    def holds(self, value: Number) -> bool:
        """Say whether a value is one of the interval's."""
        above = value > self.low or (value == self.low and not self.open_low)
        below = self.high is None or value < self.high or (value == self.high and not self.open_high)
        return above and below


def interval_of(quantity: Quantity) -> Interval:
    """Return what the words of a quantity allow: "more than 12" leaves 12 out, "at least 12" holds it.

    >>> quantity = Quantity(stated=12, low=12, high=None, hedge="over", text="more than 12")
    >>> interval_of(quantity).holds(12), interval_of(quantity).holds(13)
    (False, True)
    """
    wide = quantity.high is None or quantity.high > quantity.low
    return Interval(
        low=quantity.low,
        high=quantity.high,
        open_low=quantity.hedge in _OPEN_BELOW and wide,
        open_high=quantity.hedge in _OPEN_ABOVE and wide,
    )


def total(parts: Iterable[Interval]) -> Interval:
    """Return what the sum of the parts may be.

    >>> total([Interval(low=1, high=2), Interval(low=10, high=None)]).bounds
    Bounds(low=11, high=None)
    """
    low: Number = 0
    high: Number | None = 0
    open_low = open_high = False
    for part in parts:
        low += part.low
        high = None if high is None or part.high is None else high + part.high
        open_low, open_high = open_low or part.open_low, open_high or part.open_high
    return Interval(low=low, high=high, open_low=open_low, open_high=open_high and high is not None)


def difference(whole: Interval, part: Interval) -> Interval | None:
    """Return what may be left of a whole after a part, never less than nothing; None where the part is greater than the whole.

    >>> difference(Interval(low=3500, high=4500), Interval(low=1000, high=1000)).bounds
    Bounds(low=2500, high=3500)
    """
    if lies_below(whole, part):
        return None
    low = 0 if part.high is None else max(0, whole.low - part.high)
    high = None if whole.high is None else whole.high - part.low
    open_low = low > 0 and (whole.open_low or part.open_high)
    open_high = high is not None and high > low and (whole.open_high or part.open_low)
    return Interval(low=low, high=high, open_low=open_low, open_high=open_high)


def ratio(part: Interval, base: Interval) -> Interval | None:
    """Return what a part may be of a base, both never negative; None where the base may be nothing.

    >>> ratio(Interval(low=3500, high=4500), Interval(low=10_000, high=12_500)).bounds
    Bounds(low=0.28, high=0.45)
    """
    if base.low <= 0:
        return None
    low = 0.0 if base.high is None else part.low / base.high
    high = None if part.high is None else part.high / base.low
    return Interval(
        low=low, high=high, open_low=part.open_low or base.open_high, open_high=high is not None and (part.open_high or base.open_low)
    )


def both_hold(one: Interval, other: Interval) -> bool:
    """Say whether the two could both be true of one value."""
    return not (lies_below(one, other) or lies_below(other, one))


def lies_below(one: Interval, other: Interval) -> bool:
    """Say whether every value of the one is less than every value of the other."""
    if one.high is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.open_high or other.open_low))

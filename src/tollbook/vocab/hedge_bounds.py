"""What a hedge leaves open of a count: "about 4,000" is 3,500 to 4,500, "more than 300" has no upper bound. It reads no words."""

from __future__ import annotations

import math
from functools import cache

from tollbook.core.types import HedgeKind, Number
from tollbook.vocab.tables import load_table

_ROUND_DIGITS = 2


def hedged_bounds(value: Number, hedge: HedgeKind, *, rounded_to: int | None = None) -> tuple[Number, Number | None]:
    """Return the bounds of a count of 0 or more behind a hedge, None for no upper one.

    Who is known to round to the nearest ten has said with "about" that, and no more: `rounded_to`.

    >>> hedged_bounds(4_000, "about"), hedged_bounds(300, "over"), hedged_bounds(4_000, "about", rounded_to=10)
    ((3500, 4500), (300, None), (3995, 4005))
    """
    if hedge == "about":
        reach = _rounding(value, rounded_to) if rounded_to is not None else about_reach(value, spread_of(hedge))
        return _whole(value, max(0, value - reach), value + reach)
    if hedge == "nearly":
        return _whole(value, value - value * share_of_spread(value, spread_of(hedge)), value)
    if hedge in ("over", "at_least"):
        return value, None
    return (0 if hedge in ("under", "up_to") else value), value


def about_reach(value: Number, spread: float) -> float:
    """Return how far "about" reaches from a figure: the spread's share of it, or half of its last place where that is wider."""
    return max(abs(value) * share_of_spread(value, spread), last_place(value) / 2)


def share_of_spread(value: Number, spread: float) -> float:
    """Return the spread, a tenth of it for each digit beyond the second: "about 826,000" is no guess to 5 percent."""
    digits = len(str(int(abs(value) / last_place(value) + 0.5)))
    return float(spread / 10.0 ** max(0, digits - _ROUND_DIGITS))


def last_place(value: Number) -> float:
    """Return the place of the last digit that says something: 1000 for 826,000, 0.1 for 4.8.

    A figure that is its first digit alone ("200") may be as rough as that; it says so.
    """
    rounded = round(float(value), 6)
    if not rounded:
        return 1
    if not rounded.is_integer():
        return float(10 ** -len(f"{rounded:.6f}".rstrip("0").partition(".")[2]))
    digits = str(int(abs(rounded)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


@cache
def spread_of(hedge: HedgeKind) -> float:
    """Return the share of a number over which the table lets a kind of hedge spread, 0 where it lets none."""
    return next((float(row["spread"]) for row in load_table("hedges")["hedge"] if row["kind"] == hedge and "spread" in row), 0.0)


def _rounding(value: Number, step: int) -> float:
    """Return how far a rounded figure may be from what was rounded: half a step, none where the figure is no multiple of it."""
    return step / 2 if value % step == 0 else 0


def _whole(value: Number, low: Number, high: Number) -> tuple[Number, Number]:
    """Return bounds of a whole number as whole ones, outwards."""
    return (math.floor(low), math.ceil(high)) if isinstance(value, int) else (low, high)

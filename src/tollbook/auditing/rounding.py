"""How one number was printed for another: exactly, rounded, or cut off. Numbers in, a word out; it knows of no source and no day."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from tollbook.core.types import Number

PrintedAs = Literal["exact", "rounded", "truncated", "rounded_up"]


def printed_step(printed: Number) -> Decimal:
    """Return the last place that a printed number says something about: 1,000 for 826,000, and a hundredth for 0.36.

    >>> int(printed_step(826_000)), int(printed_step(826_820)), float(printed_step(0.36))
    (1000, 10, 0.01)
    """
    digits = Decimal(str(printed)).normalize()
    exponent = digits.as_tuple().exponent
    return Decimal(1) if digits == 0 or not isinstance(exponent, int) else Decimal(10) ** exponent


def printed_as(value: Number, printed: Number) -> PrintedAs | None:
    """Say how `value` was printed as `printed`; None where no rounding at the printed number's own precision explains it.

    "rounded" is to the nearest step (a half may go either way), "truncated" down where the nearest step is the next one, "rounded_up"
    the reverse. A number is never rounded to a step greater than its own first digit stands for: 26 isn't "rounded up" to 100.

    >>> printed_as(826_820, 826_000), printed_as(3_870, 3_900), printed_as(826_820, 827_000), printed_as(1_119, 11_199)
    ('truncated', 'rounded', 'rounded', None)
    """
    if not (math.isfinite(value) and math.isfinite(printed)) or (value < 0) != (printed < 0):
        return None
    exact, shown = abs(Decimal(str(value))), abs(Decimal(str(printed)))
    if exact == shown:
        return "exact"
    if exact == 0:
        return None
    step = min(printed_step(printed), Decimal(10) ** exact.adjusted())
    below, above = _multiple(exact, step, ROUND_FLOOR), _multiple(exact, step, ROUND_CEILING)
    if shown not in (below, above):
        return None
    if abs(exact - shown) * 2 <= step:
        return "rounded"
    return "truncated" if shown == below else "rounded_up"


def nearest_step(value: Number, printed: Number) -> Number:
    """Return `value` rounded to the precision of `printed`, a half away from zero: what it would be printed as.

    >>> nearest_step(826_820, 826_000)
    827000
    """
    step = printed_step(printed)
    nearest = _multiple(Decimal(str(value)) + step / 2, step, ROUND_FLOOR)
    return int(nearest) if nearest == nearest.to_integral_value() else float(nearest)


def _multiple(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step

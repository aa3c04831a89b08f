"""How one number was printed for another: exactly, rounded, or cut off; and the rule that compares two prints of one figure.

The rule holds one source to one number for one force, measure and period. Two that no rounding explains are no matter of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from tollbook.auditing.comparable import amount, force_of, place_of, put, same_period, source_of, standing
from tollbook.core.findings import Bounds, Finding
from tollbook.core.types import Claim, Number, Reading

PrintedAs = Literal["exact", "rounded", "truncated", "rounded_up"]
RULE = "rounding.of_figure"
Key = tuple[str, str, frozenset[str], str, str | None, str | None, str, date | None, date | None, str | None]
_PLAIN = frozenset({"exact", "about"})
_LEAST = 100
"""Smaller numbers are counted one by one: 11 is no way to print 12."""


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


def roundings_of_figures(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Compare the prints of one source's figure for one force, measure and period, where one is a rounder form of the other."""
    grouped: dict[Key, dict[Number, Claim]] = defaultdict(dict)
    for reading in readings:
        for claim in standing(reading):
            key = _key(claim)
            if key is not None and claim.quantity.stated is not None:
                grouped[key].setdefault(claim.quantity.stated, claim)
    for prints in grouped.values():
        finest = min(prints, key=printed_step)
        for printed, claim in prints.items():
            how = printed_as(finest, printed) if printed_step(printed) > printed_step(finest) else None
            if how is not None and min(finest, printed) >= _LEAST:
                yield _finding(claim, prints[finest], how)


def _key(claim: Claim) -> Key | None:
    """Return what two prints of one figure share; None for a claim that could be of another. "More than" is a bound, no print."""
    source, force, measure, period = source_of(claim), force_of(claim), claim.measure, claim.period
    usable = claim.quantity.hedge in _PLAIN and claim.part_of is None and measure.unit != "share" and same_period(period, period)
    if source is None or force is None or not usable:
        return None
    kind = (measure.categories, measure.unit, measure.population, measure.outcome)
    return (source, force, *kind, period.kind, period.start if period.kind == "flow" else None, period.end, place_of(claim))


def _finding(printed: Claim, exact: Claim, how: PrintedAs) -> Finding:
    unit, value, shown = printed.measure.unit, exact.quantity.stated or 0, printed.quantity.stated or 0
    nearest = nearest_step(value, shown)
    words = {"rounded": "rounded", "truncated": "cut off", "rounded_up": "rounded up"}.get(how, "printed")
    ending = "." if how == "rounded" else f"; to the same precision it is {amount(nearest, unit)}."
    return Finding(
        rule=RULE,
        verdict="agrees" if how == "rounded" else "differs",
        claims=(printed.id, exact.id),
        arithmetic=f"{amount(value, unit)} to the nearest {amount(int(printed_step(shown)), unit)} = {amount(nearest, unit)}",
        expected=Bounds(low=nearest, high=nearest),
        found=Bounds(low=shown, high=shown),
        explanation=f"{put(printed.quantity, unit).capitalize()} is {amount(value, unit)} {words}{ending}",
    )

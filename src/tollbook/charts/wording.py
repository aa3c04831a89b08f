"""The words that reports, charts and pages share: rounded numbers, intervals, what is estimated, whose. May not compute a quantity."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

from tollbook.core.display import plain
from tollbook.core.estimates import Estimate, Marginal
from tollbook.vocab.naming import categories_words

NOT_OFFERED = "Not offered, as nothing defends it: capability as a percentage, a breaking point, one date of exhaustion, who wins."
PEOPLE_CATEGORIES = frozenset({"killed", "wounded"})


def number(value: float) -> str:
    """Return a number with three digits, millions as such, small ones with one decimal, those below one with two digits.

    >>> number(1_234_567), number(34_567), number(7.26), number(0.0731), number(0.0)
    ('1.23M', '34,600', '7.3', '0.073', '0')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) < 0.995:
        return f"{value:.2g}"
    if abs(value) < 10:
        return f"{value:.1f}"
    if abs(value) >= 999_500:
        return f"{value / 1e6:,.{max(0, 2 - math.floor(math.log10(abs(value) / 1e6) + 1e-9))}f}M"
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.0f}"


def span(value: Marginal, mass: float) -> str:
    """Return an interval in words."""
    low, high = value.interval(mass)
    return f"{number(low)}-{number(high)}"


def what(estimate: Estimate) -> str:
    """Return what is estimated, in words."""
    return "casualties" if estimate.measure == "casualties" else f"{categories_words([estimate.measure], 2)} lost"


def measure_title(categories: Iterable[str]) -> str:
    """Return what a series counts, for a title.

    >>> measure_title({"killed", "wounded"}), measure_title({"tank"}), measure_title({"killed"})
    ('casualties', 'tanks', 'killed')
    """
    counted = frozenset(categories)
    return "casualties" if counted == PEOPLE_CATEGORIES else categories_words(counted, 2)


def force_name(force: str | None) -> str:
    """Return the name that goes with a force's id, else the id or the words as they are.

    >>> force_name("PRK"), force_name("the 9th brigade"), force_name(None)
    ('North Korea', 'the 9th brigade', 'force not named')
    """
    return "force not named" if force is None else plain(_names().get(force, force))


@cache
def _names() -> Mapping[str, str]:
    from tollbook.flow.naming import names_of_all

    return names_of_all()

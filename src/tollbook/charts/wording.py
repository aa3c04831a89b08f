"""The words that reports, charts and pages share: rounded numbers, intervals, what is estimated, whose. May not compute a quantity."""

from __future__ import annotations

from collections.abc import Iterable

from tollbook.core.display import plain
from tollbook.core.estimate_display import rounded
from tollbook.core.estimates import Estimate, Marginal
from tollbook.flow.naming import names_of_all
from tollbook.vocab.naming import categories_words

NOT_OFFERED = "Not offered, as nothing defends it: capability as a percentage, a breaking point, one date of exhaustion, who wins."
PEOPLE_CATEGORIES = frozenset({"killed", "wounded"})
LIKELY, UNLIKELY = 0.66, 0.33
"""Where a phrase is called likely or unlikely: the bounds of "likely" and "unlikely" on the scale of the IPCC."""


def number(value: float) -> str:
    """Return a number as a table and an axis have room for: three digits, millions as M.

    >>> number(1_234_567), number(0.0731)
    ('1.23M', '0.073')
    """
    return rounded(value, million="M")


def span(value: Marginal, mass: float) -> str:
    """Return an interval in words."""
    low, high = value.interval(mass)
    return f"{number(low)}-{number(high)}"


def stated(low: float, high: float) -> str:
    """Return a number that somebody states, or the range of it.

    >>> stated(9_000, 9_000), stated(9_000, 12_000)
    ('9,000', '9,000 to 12,000')
    """
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def verdict(probability: float) -> str:
    """Return a word for how probable a published phrase is.

    >>> verdict(0.7), verdict(0.5), verdict(0.33)
    ('likely', 'may be', 'unlikely')
    """
    return "likely" if probability >= LIKELY else "unlikely" if probability <= UNLIKELY else "may be"


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
    return "force not named" if force is None else plain(names_of_all().get(force, force))

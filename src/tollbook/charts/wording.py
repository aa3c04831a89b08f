"""The words that reports, charts and pages share: rounded numbers, intervals, what is estimated, whose. May not compute a quantity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from tollbook.core.display import plain
from tollbook.core.estimate_display import rounded
from tollbook.core.estimates import Estimate, Marginal
from tollbook.vocab.naming import categories_words

NOT_OFFERED = "Not offered, as nothing defends it: capability as a percentage, a breaking point, one date of exhaustion, who wins."
PEOPLE_CATEGORIES = frozenset({"killed", "wounded"})


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

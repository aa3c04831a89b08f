"""Numbers of an estimate in words: three digits, as more would claim too much. Standard library only; may not compute a quantity."""

from __future__ import annotations

import math

from tollbook.core.estimates import Marginal

DASH = "\u2013"


def rounded(value: float, *, million: str = " million") -> str:
    """Return a number with three digits, millions as such, small ones with one decimal, those below one with two digits.

    >>> rounded(1_234_567), rounded(34_567), rounded(7.26), rounded(0.0731), rounded(0.0)
    ('1.23 million', '34,600', '7.3', '0.073', '0')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    size = abs(value)
    if size < 0.995:
        return f"{value:.2g}"
    if size < 9.95:
        return f"{value:.1f}"
    if size >= 999_500:
        decimals = max(0, 2 - math.floor(math.log10(max(size, 1e6) / 1e6) + 1e-9))
        return f"{value / 1e6:,.{decimals}f}{million}"
    return f"{round(value, 2 - math.floor(math.log10(size))):,.0f}"


def interval_words(value: Marginal, mass: float = 0.9) -> str:
    """Return the central interval that holds the number with probability `mass`, its bounds with three digits.

    >>> interval_words(Marginal(name="x", quantiles=(1, 2, 30, 100, 2500, 3490, 4000, 4500, 5110, 6000, 7000)))
    '30\\u20135,110'
    """
    low, high = value.interval(mass)
    first, last = rounded(low), rounded(high)
    if first.endswith(" million") and last.endswith(" million"):
        first = first.removesuffix(" million")
    return f"{first}{DASH}{last}"


def share_words(value: Marginal) -> tuple[str, str]:
    """Return the median of a share and its interval of 90%, in percent without decimals."""
    low, high = value.interval()
    return f"{value.median:.0%}", f"{low:.0%}{DASH}{high:.0%}"


def factor_words(value: Marginal) -> tuple[str, str]:
    """Return the median of a factor and its interval of 90%, with two decimals."""
    low, high = value.interval()
    return f"{value.median:.2f}", f"{low:.2f}{DASH}{high:.2f}"


def quantity_words(measure: str, quantity: str) -> str:
    """Return what a quantity of an estimate counts: killed, wounded, or what is lost of materiel.

    >>> quantity_words("casualties", "killed"), quantity_words("armored_vehicle", "casualties")
    ('killed', 'armored vehicle lost')
    """
    return quantity if measure == "casualties" else f"{measure.replace('_', ' ')} lost"

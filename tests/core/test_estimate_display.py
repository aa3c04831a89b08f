"""Numbers of an estimate in words: three digits, no more."""

from __future__ import annotations

import pytest

from tollbook.core.estimate_display import factor_words, interval_words, quantity_words, rounded, share_words
from tollbook.core.estimates import LEVELS, Marginal


def spread(*values: float) -> Marginal:
    """Return a marginal whose 5%, median and 95% are given."""
    low, middle, high = values
    known = {0.05: low, 0.5: middle, 0.95: high}
    return Marginal(name="x", quantiles=tuple(known.get(level, middle) for level in LEVELS))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"), (0.04, "0.04"), (0.0731, "0.073"), (9.94, "9.9"), (9.96, "10"), (99.6, "100"), (12_345, "12,300"), (999_499, "999,000"),
        (999_501, "1.00 million"), (12_345_678, "12.3 million"), (-34_567, "-34,600"), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_a_number_has_three_digits(value: float, words: str) -> None:
    assert rounded(value) == words


def test_an_interval_of_millions_says_so_once() -> None:
    assert interval_words(spread(1_100_000, 1_200_000, 1_300_000)) == "1.10\u20131.30 million"
    assert interval_words(spread(900_000, 1_000_000, 1_300_000)) == "900,000\u20131.30 million"


def test_shares_are_in_percent_and_factors_with_two_decimals() -> None:
    assert share_words(spread(0.2, 0.318, 0.44)) == ("32%", "20%\u201344%")
    assert factor_words(spread(0.79, 1.064, 1.42)) == ("1.06", "0.79\u20131.42")


def test_a_quantity_of_people_is_its_name_and_one_of_materiel_what_is_lost() -> None:
    assert quantity_words("casualties", "wounded") == "wounded"
    assert quantity_words("tank", "casualties") == "tank lost"

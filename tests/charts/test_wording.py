"""Numbers are rounded to what an estimate can claim, and ids are called by their names."""

from __future__ import annotations

import pytest

from tests.outlook.made import made_estimate
from tollbook.charts.wording import force_name, measure_title, number, span, what
from tollbook.core.estimates import marginal


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (7.26, "7.3"), (34_567, "34,600"), (999_499, "999,000"), (1_234_567, "1.23M")])
def test_a_number_has_three_digits(value: float, words: str) -> None:
    assert number(value) == words


def test_an_interval_is_two_numbers() -> None:
    assert span(marginal("x", [100.0, 200.0, 300.0]), 0.5) == "150-250"


def test_what_is_estimated_is_said_in_words() -> None:
    assert what(made_estimate(draws=10)) == "casualties"
    assert what(made_estimate(draws=10, measure="tank")) == "tanks lost"
    assert measure_title({"killed", "wounded"}) == "casualties"


def test_a_force_without_a_name_keeps_its_words() -> None:
    assert (force_name("PRK"), force_name("the 9th"), force_name(None)) == ("North Korea", "the 9th", "force not named")

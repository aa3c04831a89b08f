"""Numbers are rounded to what an estimate can claim, and ids are called by their names."""

from __future__ import annotations

import pytest

from tests.outlook.made import made_estimate
from tollbook.charts.wording import force_name, measure_title, number, span, stated, verdict, what
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


def test_a_stated_range_is_told_from_a_number() -> None:
    assert (stated(12_000, 12_000), stated(9_000, 12_000)) == ("12,000", "9,000 to 12,000")


@pytest.mark.parametrize(("probability", "word"), [(0.66, "likely"), (0.65, "may be"), (0.34, "may be"), (0.33, "unlikely")])
def test_a_phrase_is_likely_from_two_thirds_on(probability: float, word: str) -> None:
    assert verdict(probability) == word

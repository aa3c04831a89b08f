"""A force's size is as uncertain as what is said of it; a phrase is as probable as the draws within its words."""

from __future__ import annotations

import numpy as np
import pytest

from tollbook.core.projections import PhraseStatement, StrengthStatement
from tollbook.outlook.strengths import draw_deployed, fraction_of, judge_phrase

FRACTION = np.linspace(0.0, 0.999, 1_000)


def test_a_number_as_stated_has_its_spread() -> None:
    one = [StrengthStatement(source="A", low=11_000, high=11_000)]
    drawn = draw_deployed(one, spread=0.06, random=np.random.default_rng(1), count=4_000)
    assert np.median(drawn) == pytest.approx(11_000, rel=0.01)
    assert np.log(drawn).std() == pytest.approx(0.06, rel=0.1)


def test_a_range_is_drawn_from_within() -> None:
    one = [StrengthStatement(source="A", low=10_000, high=12_000)]
    drawn = draw_deployed(one, spread=0.0, random=np.random.default_rng(1), count=500)
    assert drawn.min() >= 10_000
    assert drawn.max() <= 12_000.01


@pytest.mark.parametrize(
    ("low", "high", "within", "reached"), [(1 / 3, None, 0.666, 0.666), (0.36, 0.4, 0.041, 0.64), (0.0, 0.5, 0.501, 1.0)]
)
def test_a_phrase_is_as_probable_as_the_draws_within_its_words(low: float, high: float | None, within: float, reached: float) -> None:
    judged = judge_phrase(PhraseStatement(text="x", low=low, high=high), FRACTION)
    assert (judged.probability, judged.at_least) == pytest.approx((within, reached), abs=0.002)


def test_a_share_is_at_most_all_and_none_where_losses_are_greater_than_the_force() -> None:
    assert fraction_of(np.array([5.0] * 99 + [20.0]), np.full(100, 10.0)) is not None
    assert fraction_of(np.array([20.0] * 10), np.full(10, 10.0)) is None

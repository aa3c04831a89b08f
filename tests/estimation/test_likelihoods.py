"""Likelihoods of rows: probabilities that sum to one, derivatives that are derivatives, tails that stay finite."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tollbook.estimation import likelihoods

ETA = np.linspace(-1.5, 1.5, 13)


def families() -> dict[str, object]:
    ones = np.ones_like(ETA)
    return {
        "normal": lambda eta: likelihoods.normal(eta, 0.3 * ones, 0.2 * ones),
        "interval": lambda eta: likelihoods.interval(eta, -0.1 * ones, 0.4 * ones, 0.2 * ones),
        "floor": lambda eta: likelihoods.interval(eta, 0.2 * ones, np.inf * ones, 0.2 * ones),
        "ceiling": lambda eta: likelihoods.interval(eta, -np.inf * ones, 0.2 * ones, 0.2 * ones),
        "count": lambda eta: likelihoods.negative_binomial(eta, 3.0 * ones, np.log(5.0) * ones),
    }


@pytest.mark.parametrize("name", list(families()))
def test_derivatives_are_those_of_the_value(name: str) -> None:
    family = families()[name]
    step = 1e-4
    middle, up, down = family(ETA), family(ETA + step), family(ETA - step)  # type: ignore[operator]
    assert middle[1] == pytest.approx((up[0] - down[0]) / (2 * step), rel=1e-5, abs=1e-5)
    assert middle[2] == pytest.approx((up[1] - down[1]) / (2 * step), rel=1e-5, abs=1e-5)


def test_an_interval_has_student_ts_probability() -> None:
    value = likelihoods.interval(ETA, np.full(13, -0.1), np.full(13, 0.4), np.full(13, 0.2))[0]
    expected = stats.t.cdf((0.4 - ETA) / 0.2, 4) - stats.t.cdf((-0.1 - ETA) / 0.2, 4)
    assert np.exp(value) == pytest.approx(expected, rel=1e-9)


def test_a_count_has_the_negative_binomials_probability() -> None:
    value = likelihoods.negative_binomial(np.array([1.2]), np.array([3.0]), np.array([np.log(5.0)]))[0]
    mean = np.exp(1.2)
    assert value == pytest.approx(stats.nbinom.logpmf(3, 5.0, 5.0 / (5.0 + mean)))


@pytest.mark.parametrize("away", [-40.0, 40.0])
def test_far_from_a_narrow_interval_value_and_slope_stay_finite_and_point_back(away: float) -> None:
    value, first, _ = likelihoods.interval(np.array([away]), np.array([-0.001]), np.array([0.001]), np.array([0.1]))
    assert np.isfinite(value).all()
    assert np.sign(first[0]) == -np.sign(away)

"""Importance weights: smoothed as the reference library does, and resampled in proportion."""

from __future__ import annotations

import numpy as np
import pytest

from tollbook.estimation.weights import resampled, smoothed


@pytest.mark.parametrize("spread", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("size", [128, 2048])
def test_smoothing_agrees_with_the_reference_library(spread: float, size: int) -> None:
    from arviz_stats.base import array_stats

    logs = spread * np.random.default_rng(4).standard_normal(size)
    weights, khat = smoothed(logs)
    reference, shape = array_stats.psislw(-logs)
    assert khat == pytest.approx(float(shape), abs=1e-9)
    assert weights == pytest.approx(np.exp(reference - np.logaddexp.reduce(reference)), rel=1e-9)


def test_equal_ratios_weigh_the_same() -> None:
    weights, khat = smoothed(np.full(100, -3.0))
    assert khat == 0
    assert weights == pytest.approx(0.01)


def test_without_a_finite_ratio_nothing_can_be_relied_on() -> None:
    assert smoothed(np.full(10, -np.inf))[1] == np.inf


def test_resampling_keeps_proportions_to_within_one() -> None:
    weights = np.array([0.1, 0.0, 0.6, 0.3])
    counts = np.bincount(resampled(weights, 1000, np.random.default_rng(0)), minlength=4)
    assert np.abs(counts - 1000 * weights).max() <= 1

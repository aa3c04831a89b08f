"""The Gaussian about a mode: what the factors say is what the dense matrix says."""

from __future__ import annotations

import numpy as np
import pytest

from tollbook.estimation.gaussian import Precision, factor


def made(n: int = 30, m: int = 4, p: int = 3, *, seed: int = 0) -> tuple[Precision, np.ndarray]:
    random = np.random.default_rng(seed)
    band = random.normal(size=(4, n)) * 0.3
    band[0] = 5.0
    columns, cross, weights = random.normal(size=(n, m)) * 0.3, random.normal(size=(n, p)) * 0.2, random.uniform(0.5, 3, m)
    rest = np.eye(p) * 4
    whole = np.zeros((n + p, n + p))
    for offset in range(4):
        for i in range(n - offset):
            whole[i, i + offset] = whole[i + offset, i] = band[offset, i]
    whole[:n, :n] += columns * weights @ columns.T
    whole[:n, n:], whole[n:, :n], whole[n:, n:] = cross, cross.T, rest
    return Precision(band=band, columns=columns, weights=weights, cross=cross, rest=rest), whole


@pytest.mark.parametrize("m", [0, 4])
def test_it_solves_as_the_dense_matrix_does(m: int) -> None:
    parts, whole = made(m=m)
    gaussian = factor(parts)
    assert gaussian is not None
    right = np.random.default_rng(1).normal(size=33)
    states, scalars = gaussian.solve(right[:30], right[30:])
    assert np.concatenate([states, scalars]) == pytest.approx(np.linalg.solve(whole, right))
    assert gaussian.log_det == pytest.approx(np.linalg.slogdet(whole)[1])


@pytest.mark.parametrize("m", [0, 4])
def test_draws_have_the_inverse_as_covariance_and_the_density_of_the_gaussian(m: int) -> None:
    parts, whole = made(m=m)
    gaussian = factor(parts)
    assert gaussian is not None
    states, scalars, density = gaussian.draw(40_000, np.random.default_rng(2))
    drawn = np.concatenate([states, scalars], axis=1)
    assert np.abs(np.cov(drawn.T) - np.linalg.inv(whole)).max() < 0.01
    dense = -0.5 * (drawn @ whole * drawn).sum(1) + 0.5 * np.linalg.slogdet(whole)[1] - 0.5 * 33 * np.log(2 * np.pi)
    assert density == pytest.approx(dense)


def test_a_precision_that_is_not_positive_definite_is_refused() -> None:
    parts, _ = made()
    broken = Precision(band=-parts.band, columns=parts.columns, weights=parts.weights, cross=parts.cross, rest=parts.rest)
    assert factor(broken) is None

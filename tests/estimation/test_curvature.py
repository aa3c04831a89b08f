"""Gradient and precision at a point are the derivatives of the log density."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.simulation import simulate, simulated_assumptions
from tollbook.estimation import curvature
from tollbook.estimation.estimate import model_of
from tollbook.estimation.mode import find_mode
from tollbook.estimation.model import Model, log_density, log_prior_hyper, log_prior_states, prior_band, sds
from tollbook.estimation.posterior import starting_point


@pytest.fixture(scope="module")
def model() -> Model:
    assumptions = simulated_assumptions()
    observations, _ = simulate(4, days=210, assumptions=assumptions)
    return model_of(observations, assumptions.with_engine(step_days=7))[0]


def somewhere(model: Model) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    states = random.normal(size=(model.steps, model.states)) * 0.1
    states[:, 0] += 6.5
    states[:, 2] -= 1.2
    return states, model.layout.mean + random.normal(size=model.scalars) * 0.05


def density(model: Model, flat: np.ndarray, hyper: np.ndarray) -> float:
    states, scalars = flat[: model.size].reshape(model.steps, model.states), flat[model.size :]
    return float(log_density(model, states, scalars, hyper=hyper))


def test_the_gradient_is_that_of_the_density(model: Model) -> None:
    states, scalars = somewhere(model)
    hyper = model.layout.start
    noise, (band, pull) = sds(model, hyper), prior_band(model, hyper)
    point = curvature.evaluate(model, states, scalars, noise=noise, band=band, pull=pull)
    by_states, by_scalars = curvature.gradient(model, point, curvature.slopes_at(model, point), band=band, pull=pull)
    flat = np.concatenate([states.ravel(), scalars])
    numeric = np.empty(flat.size)
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = 1e-5
        numeric[i] = (density(model, flat + step, hyper) - density(model, flat - step, hyper)) / 2e-5
    assert np.concatenate([by_states, by_scalars]) == pytest.approx(numeric, rel=1e-4, abs=1e-3)


def test_the_exact_precision_is_the_negative_second_derivative(model: Model) -> None:
    """At the mode, with so much noise that no row lies in the tail of Student's t, where a weight would have to be raised."""
    hyper = model.layout.start
    hyper[model.layout.hyper("point_sd")] += 1.5
    mode = find_mode(model, hyper, starting_point(model), limit=80)
    assert mode is not None
    states, scalars = mode.states, mode.scalars
    noise, (band, pull) = sds(model, hyper), prior_band(model, hyper)
    point = curvature.evaluate(model, states, scalars, noise=noise, band=band, pull=pull)
    assert (point.first[model.local :] - point.second[model.local :]).min() > -1e-6
    parts = curvature.precision(model, point, curvature.slopes_at(model, point), band=band, noise=noise, exact=True)
    n, p = model.size, model.scalars
    whole = np.zeros((n + p, n + p))
    for offset in range(parts.band.shape[0]):
        for i in range(n - offset):
            whole[i, i + offset] = whole[i + offset, i] = parts.band[offset, i]
    whole[:n, :n] += parts.columns * parts.weights @ parts.columns.T
    whole[:n, n:], whole[n:, :n], whole[n:, n:] = parts.cross, parts.cross.T, parts.rest
    random = np.random.default_rng(8)
    flat = np.concatenate([states.ravel(), scalars])
    for _ in range(6):
        along = random.normal(size=n + p)
        h = 1e-3 / np.linalg.norm(along)
        numeric = (
            -(density(model, flat + h * along, hyper) - 2 * density(model, flat, hyper) + density(model, flat - h * along, hyper)) / h**2
        )
        assert along @ whole @ along == pytest.approx(numeric, rel=2e-2)


def test_the_band_holds_the_prior_of_the_states(model: Model) -> None:
    """Differences of the banded form are differences of the log prior density."""
    states, scalars = somewhere(model)
    hyper = model.layout.start
    band, pull = prior_band(model, hyper)
    other = states + 0.1 * np.random.default_rng(2).normal(size=states.shape)
    there = curvature.band_log_density(model, band, pull, other) - curvature.band_log_density(model, band, pull, states)
    assert there == pytest.approx(float(log_prior_states(model, other, hyper) - log_prior_states(model, states, hyper)), rel=1e-6)
    assert np.isfinite(log_prior_hyper(model, hyper))
    assert scalars.size == model.scalars

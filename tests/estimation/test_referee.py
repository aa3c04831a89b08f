"""The referee's density is the engine's: the same model written twice."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.simulation import simulate, simulated_assumptions
from tollbook.estimation.estimate import model_of
from tollbook.estimation.model import log_density


def test_differences_of_the_referees_density_are_those_of_the_engines() -> None:
    import jax

    jax.config.update("jax_enable_x64", True)
    from tollbook.estimation.referee import _density

    assumptions = simulated_assumptions().with_engine(step_days=7)
    observations, _ = simulate(3, days=120, assumptions=assumptions)
    model = model_of(observations, assumptions)[0]
    density = _density(model)
    random = np.random.default_rng(0)
    states = random.normal(size=(3, model.steps, model.states)) * 0.1 + np.array([6.0, 0.0, -1.1])
    scalars = model.layout.mean + random.normal(size=(3, model.scalars)) * 0.05
    hyper = np.tile(model.layout.start, (3, 1))
    hyper[:, model.layout.free] += random.normal(size=(3, len(model.layout.free))) * 0.2
    theirs = [float(density(np.concatenate([states[i].ravel(), scalars[i], hyper[i, model.layout.free]]))) for i in range(3)]
    assert np.diff(theirs) == pytest.approx(np.diff(log_density(model, states, scalars, hyper=hyper)), rel=1e-6)

"""The referee's density is the engine's: the same model written twice."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from benchmarks.simulation import simulate, simulated_assumptions
from tests.estimation.made import observed, quick, released, said
from tollbook.core.errors import FitFailed, UsageError
from tollbook.estimation.estimate import estimate, model_of
from tollbook.estimation.model import log_density
from tollbook.estimation.referee import _chain

SHORT = observed(*released([900.0, 1100.0, 1000.0, 950.0], days=7), said("US", 2_700, 28), days=28)
NUTS = quick(name="nuts", draws=400, warmup=300, step_days=7)


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


def test_as_an_engine_it_agrees_with_the_other_and_tells_how_it_went() -> None:
    """A short war and few draws: medians within a third of a posterior sd, ten times the noise of 400 draws."""
    told: list[tuple[int, int]] = []
    theirs = estimate(SHORT, NUTS, progress=lambda done, total: told.append((done, total)))
    ours = estimate(SHORT, quick(step_days=7))
    for one, other in zip((*ours.totals, *ours.rates), (*theirs.totals, *theirs.rates), strict=True):
        logs = np.log(np.asarray(one.draws)[:, -1]), np.log(np.asarray(other.draws)[:, -1])
        assert np.median(logs[0]) == pytest.approx(np.median(logs[1]), abs=logs[0].std() / 3)
    found = theirs.diagnostics()
    assert (found.engine, found.khat, found.nodes) == ("NUTS", 0.0, 0)
    assert found.divergences is not None
    assert found.rhat is not None
    assert found.rhat < 1.05
    assert [name for name, _ in found.sizes] == ["total casualties", "total killed", "rate casualties", "rate killed"]
    assert found.ess == min(size for _, size in found.sizes)
    assert theirs.to_dict()["diagnostics"]["divergences"] == found.divergences
    assert told == [(done, 700) for done in range(0, 700, 50)]


@pytest.mark.parametrize(
    ("diverging", "wander", "message"),
    [(0.0, 0.05, "has not mixed: "), (0.02, 0.0, "2.0% of the transitions of NUTS diverged; expected at most 1%")],
)
def test_a_chain_that_cannot_be_relied_on_is_refused(diverging: float, wander: float, message: str) -> None:
    """A chain that walks away from where it began has not mixed."""
    model = model_of(SHORT, NUTS)[0]
    random = np.random.default_rng(0)
    drawn = 5 + 0.1 * random.normal(size=(400, model.size + model.scalars + len(model.layout.free)))
    drawn += wander * np.cumsum(random.normal(size=drawn.shape), axis=0)
    with pytest.raises(FitFailed, match=rf"{message}.*raise `warmup` and `draws` under \[engine\]"):
        _chain(model, drawn, divergent=np.arange(400) < 400 * diverging, leaps=1)


@pytest.mark.parametrize("missing", ["jax", "numpyro"])
def test_without_its_libraries_the_message_names_the_extra(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match=rf"the engine nuts needs {missing}.*; pip install 'tollbook\[nuts\]'"):
        estimate(SHORT, NUTS)

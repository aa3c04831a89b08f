"""Draws: where the search for the mode ended too early, nodes move to where the posterior is; where nothing helps, a fit is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulation import simulate, simulated_assumptions
from tests.estimation.made import observed, quick, released, said
from tollbook.core.errors import FitFailed
from tollbook.estimation import posterior
from tollbook.estimation.estimate import model_of
from tollbook.estimation.model import Model
from tollbook.estimation.outer import OuterMode, find_outer, moved_to
from tollbook.estimation.posterior import draw_posterior, starting_point

WEEKLY = quick(step_days=7)


@pytest.fixture(scope="module")
def short() -> Model:
    """A war of three months, by week."""
    assumptions = simulated_assumptions().with_engine(step_days=7)
    return model_of(simulate(4, days=91, assumptions=assumptions)[0], assumptions)[0]


def test_nodes_about_a_wrong_center_find_the_posterior(short: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """A center one sd off in every scalar, three in all, gives the posterior of the right one, to a fifth of its sd."""
    settings = simulated_assumptions().with_engine(step_days=7, nodes=64).engine
    right = find_outer(short, starting_point(short), limit=settings.iterations)
    away = right.outer - np.sqrt(np.diag(right.covariance))
    wrong = moved_to(short, right, away, right.covariance, limit=settings.iterations)
    learnt = posterior._learnt(short, settings, wrong, posterior._propose(short, settings, wrong, progress=None))
    assert np.abs(learnt.outer - right.outer).sum() < np.abs(wrong.outer - right.outer).sum()
    expected = draw_posterior(short, settings)
    monkeypatch.setattr(posterior, "find_outer", lambda *_, **__: wrong)
    found = draw_posterior(short, settings)
    totals = [np.log(np.exp(one.states[:, :, 0] + one.states[:, :, 1]).sum(1)) for one in (expected, found)]
    assert np.median(totals[1]) == pytest.approx(np.median(totals[0]), abs=totals[0].std() / 5)


def test_a_fit_is_refused_after_the_last_try(short: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[OuterMode] = []
    propose = posterior._propose
    monkeypatch.setattr(
        posterior, "_propose", lambda model, asked, center, **rest: tried.append(center) or propose(model, asked, center, **rest)
    )
    monkeypatch.setattr(posterior, "ROUGHEST", -1.0)
    monkeypatch.setattr(posterior, "ENOUGH_DRAWS", np.inf)
    with pytest.raises(FitFailed, match="try more nodes"):
        draw_posterior(short, replace(WEEKLY.engine, nodes=24))
    assert len(tried) == len(posterior.TRIES)


def test_the_same_seed_gives_the_same_digits_and_another_one_other_draws() -> None:
    observations = observed(*released([900.0, 1100.0, 1000.0, 950.0], days=7), said("US", 2_700, 28), days=28)
    model = model_of(observations, WEEKLY)[0]
    one, same, other = (draw_posterior(model, replace(WEEKLY.engine, seed=seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.states, same.states)
    assert not np.array_equal(one.states, other.states)

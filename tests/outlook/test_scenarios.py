"""Scenarios begin where the estimate ends, never fall, and never lose more than there are."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outlook.made import made_estimate
from tollbook.core.projections import OutlookAssumptions
from tollbook.outlook.paths import paths_of
from tollbook.outlook.returning import draw_returning
from tollbook.outlook.scenarios import SCENARIOS, Present, Scenario, effective_now, run_scenario

SETTINGS = OutlookAssumptions()
COUNT = 500


def present(rate: float = 100.0) -> Present:
    made = made_estimate(draws=COUNT)
    wounded = paths_of(made, "wounded")
    return Present(
        lost=paths_of(made).until(42),
        rate=np.full(COUNT, rate),
        wounded_share=np.full(COUNT, 0.75),
        deployed=np.full(COUNT, 11_000.0),
        wounded=wounded,
        returning=draw_returning(SETTINGS, random=np.random.default_rng(1), count=COUNT),
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_losses_never_fall_and_the_strength_is_never_negative(scenario: Scenario) -> None:
    fan = run_scenario(scenario, present(400.0), (7, 30, 90), assumptions=SETTINGS, random=np.random.default_rng(2))
    medians = [value.median for value in fan.losses]
    assert medians == sorted(medians)
    assert all(value.quantile(0.005) >= 0 and value.quantile(0.995) <= 11_000 for value in fan.effective)
    assert all(value.quantile(0.995) <= 1 for value in fan.fraction)


def test_a_constant_rate_without_a_strength_adds_up() -> None:
    begin = Present(lost=np.full(COUNT, 1_000.0), rate=np.full(COUNT, 10.0))
    fan = run_scenario(SCENARIOS[0], begin, (30,), assumptions=SETTINGS, random=np.random.default_rng(2))
    assert fan.losses[0].median == pytest.approx(1_300)
    assert effective_now(begin) is None

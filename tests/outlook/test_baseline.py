"""The baseline carries the last 28 days on, with its own past errors, or widely where it has none."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outlook.made import made_estimate
from tollbook.outlook.baseline import WIDE, make_baseline, past_errors
from tollbook.outlook.paths import paths_of


def test_a_steady_rate_has_no_errors_and_a_narrow_baseline() -> None:
    paths = paths_of(made_estimate(draws=500, days=300, spread=0.01, wobble=0.0))
    found = make_baseline(paths, (30,), random=np.random.default_rng(1))
    assert np.allclose(past_errors(paths, 30), 0)
    assert found.errors == (17,)
    assert found.widened == ""
    low, high = found.losses[0].interval()
    assert high / low < 1.05
    assert found.losses[0].median == pytest.approx(384, rel=0.02)


def test_a_young_war_gets_a_wide_baseline_and_says_so() -> None:
    found = make_baseline(paths_of(made_estimate(draws=2_000, days=40, wobble=0.0)), (30, 90), random=np.random.default_rng(1))
    low, high = found.losses[0].interval()
    assert np.log(high / low) > 3 * WIDE
    assert found.widened.startswith("fewer than 8 past errors at 30 and 90 days")

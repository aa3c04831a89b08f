"""Some of the wounded come back, half of those within the median delay, and none before they are wounded."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outlook.made import made_estimate
from tollbook.core.projections import OutlookAssumptions
from tollbook.outlook.paths import paths_of
from tollbook.outlook.returning import draw_returning, returned_by

DRAWN = draw_returning(OutlookAssumptions(), random=np.random.default_rng(1), count=4_000)


def test_half_of_the_wounded_come_back_in_the_end() -> None:
    assert DRAWN.returned(10_000.0).mean() == pytest.approx(0.5, abs=0.02)


def test_half_of_those_are_back_after_the_median_delay() -> None:
    assert DRAWN.returned(30.0).mean() == pytest.approx(0.25, abs=0.02)


def test_those_who_are_back_grow_with_time_and_never_exceed_the_wounded() -> None:
    wounded = paths_of(made_estimate(draws=4_000, days=30), "wounded")
    now, later = returned_by(wounded, DRAWN), returned_by(wounded, DRAWN, after=60)
    assert np.all(later >= now)
    assert np.all(later <= wounded.totals[:, -1])

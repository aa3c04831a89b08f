"""Totals between the grid's days lie on a straight line, and start at nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outlook.made import made_estimate
from tollbook.core.errors import UsageError
from tollbook.outlook.paths import paths_of

MADE = made_estimate(draws=10, days=10)


def test_totals_are_straight_between_days() -> None:
    paths = paths_of(MADE)
    assert np.allclose(paths.until(0), 0)
    assert np.allclose(paths.until(3.5), (paths.until(3) + paths.until(4)) / 2)
    assert np.allclose(paths.between(0, paths.days), paths.totals[:, -1])


def test_beyond_the_last_day_nothing_is_added() -> None:
    paths = paths_of(MADE)
    assert np.allclose(paths.until(99), paths.until(paths.days))


def test_an_unknown_quantity_is_refused() -> None:
    with pytest.raises(UsageError, match="no quantity 'missing'"):
        paths_of(MADE, "missing")


def test_the_recent_rate_is_a_mean_over_the_last_days_or_over_all_where_there_are_fewer() -> None:
    paths = paths_of(MADE)
    assert np.allclose(paths.recent_rate(2), (paths.until(10) - paths.until(8)) / 2)
    assert np.allclose(paths.recent_rate(28), paths.until(10) / 10)

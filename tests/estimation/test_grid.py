"""The grid of time: days for a short war, ISO weeks for a long one, windows in days."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.core.assumptions import EngineSettings
from tollbook.estimation.grid import make_grid
from tollbook.estimation.observations import Window


def test_a_short_war_is_stepped_in_days() -> None:
    grid = make_grid(date(2025, 1, 1), 60, EngineSettings())
    assert (grid.step_days, grid.steps) == (1, 60)


def test_a_long_war_is_stepped_in_weeks_from_monday_to_sunday() -> None:
    grid = make_grid(date(2022, 2, 24), 1000, EngineSettings())
    assert grid.step_days == 7
    assert {day.weekday() for day in grid.dates[:-1]} == {6}
    assert grid.widths.sum() == 1000


@pytest.mark.parametrize("days", [1, 2, 6, 7, 8])
def test_any_length_is_covered_once(days: int) -> None:
    grid = make_grid(date(2025, 1, 1), days, EngineSettings(step_days=7))
    assert grid.widths.sum() == days
    assert (grid.widths > 0).all()


def test_a_window_is_shared_out_over_the_steps_that_it_meets() -> None:
    grid = make_grid(date(2025, 1, 6), 21, EngineSettings(step_days=7))
    assert list(grid.cover(Window(start=date(2025, 1, 10), end=date(2025, 1, 22)))) == [3, 7, 2]

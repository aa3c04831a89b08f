"""A chart of an outlook shows each scenario by name beside the baseline, and calls none a forecast."""

from __future__ import annotations

from tests.outlook.made import made_estimate
from tollbook.charts.outlook_chart import BASELINE, outlook_chart, ways_of
from tollbook.core.projections import Projection, StrengthStatement
from tollbook.outlook.project import project


def made_projection() -> Projection:
    """Return a projection of a force of 11,000."""
    return project(made_estimate(draws=200), [StrengthStatement(source="INST", low=11_000, high=11_000)])


def test_every_scenario_stands_beside_the_baseline_at_every_horizon() -> None:
    projection = made_projection()
    text = outlook_chart(projection).svg()
    for fan in projection.fans:
        assert text.count(f">{fan.name}<") == len(projection.baseline.horizons)
    assert BASELINE in text
    assert "No scenario is a forecast" in text


def test_new_losses_start_from_what_is_lost() -> None:
    projection = made_projection()
    for way in ways_of(projection):
        assert all(loss.quantile(0.025) >= 0 for loss in way.losses)
        assert way.losses[0].median < projection.lost.median


def test_a_png_is_a_png() -> None:
    assert outlook_chart(made_projection()).png(scale=0.5).startswith(b"\x89PNG")

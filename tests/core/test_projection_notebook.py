"""An outlook in a notebook: share lost, phrases, scenarios by name; what isn't given and why; a Vega-Lite that draws."""

from __future__ import annotations

from dataclasses import replace

import pytest
import vl_convert

from tests.core.test_notebook import parsed
from tests.outlook.made import made_estimate
from tollbook.core.estimates import Marginal
from tollbook.core.notebook_page import VEGALITE
from tollbook.core.projection_notebook import projection_chart, projection_html, projection_words
from tollbook.core.projections import PhraseStatement, Projection, StrengthStatement
from tollbook.outlook.project import project

PHRASE = PhraseStatement(text="more than <a third>", low=1 / 3, high=None, source="INST", base="strength")


@pytest.fixture(scope="module")
def made() -> Projection:
    """The outlook of an estimate by hand, with a strength and a phrase."""
    return project(made_estimate(draws=200), [StrengthStatement(source="INST", low=11_000, high=11_000)], [PHRASE])


def test_what_is_lost_and_left_and_each_phrase_is_shown(made: Projection) -> None:
    words = " ".join(parsed(projection_html(made)).words)
    for part in (
        "lost so far",
        "still effective",
        "share of the deployed lost",
        "more than <a third>",
        "No scenario is a forecast",
        "INST",
    ):
        assert part in words
    assert "<a third>" not in projection_html(made)


def test_without_a_strength_it_is_said_why_no_share_is_given() -> None:
    bare = project(made_estimate(draws=200), [])
    assert "Not given" in projection_html(bare)
    assert "lost by 11 Feb 2031, estimated" in projection_words(bare)


def test_at_a_prompt_it_is_one_line(made: Projection) -> None:
    assert repr(made) == projection_words(made)
    assert "of the deployed force lost" in repr(made)


def test_scenarios_are_compared_by_the_losses_that_they_add(made: Projection) -> None:
    rows = projection_chart(made).vegalite["data"]["values"]
    assert len(rows) == len(made.baseline.horizons) * (len(made.fans) + 1)
    fan = made.fans[0]
    first = next(row for row in rows if row["scenario"] == f"{fan.name}, {fan.horizons[0]} days")
    new = sorted(late - early for late, early in zip(fan.losses[0].draws, made.lost.draws, strict=True))
    assert new[len(new) // 2 - 1] * 0.9999 <= first["median"] <= new[len(new) // 2] * 1.0001


def test_totals_that_were_stored_without_draws_are_compared_by_quantiles(made: Projection) -> None:
    stored = replace(made, lost=Marginal(name="lost", quantiles=made.lost.quantiles))
    rows = projection_chart(stored).vegalite["data"]["values"]
    assert all(0 <= row["low"] <= row["median"] <= row["high"] for row in rows)


def test_a_notebook_gets_a_specification_that_draws_in_vega_lite_5(made: Projection) -> None:
    shown = made._repr_mimebundle_()
    assert shown["text/html"] == made._repr_html_()
    assert shown[VEGALITE] == made.chart().vegalite
    assert vl_convert.vegalite_to_svg(dict(shown[VEGALITE]), vl_version="5.20").startswith("<svg")

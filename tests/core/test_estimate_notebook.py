"""An estimate in a notebook: all it rests on, escaped, self-contained; a Vega-Lite that draws."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import vl_convert

from tests.core.test_notebook import parsed
from tests.outlook.made import made_estimate
from tollbook.core.errors import UsageError
from tollbook.core.estimate_notebook import estimate_chart, estimate_html, estimate_words
from tollbook.core.notebook_page import VEGALITE

MADE = made_estimate(draws=200)


def test_totals_rates_anchors_and_assumptions_are_shown() -> None:
    words = " ".join(parsed(estimate_html(MADE)).words)
    for part in ("casualties, in total", "wounded, a day", "Level pinned by INST", "never a count", "repeats INST", MADE.assumptions.id):
        assert part in words


def test_names_are_escaped_and_nothing_is_loaded() -> None:
    odd = replace(MADE, force="<script>alert(1)</script>", start=MADE.start)
    html = estimate_html(odd)
    assert "<script" not in html
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|src=|@import|url\(", html)


def test_an_estimate_at_a_prompt_is_one_line() -> None:
    assert repr(MADE) == str(MADE) == estimate_words(MADE)
    assert "\n" not in repr(MADE)
    assert "estimated; level pinned by INST" in repr(MADE)


def test_without_an_anchor_the_level_rests_on_a_prior() -> None:
    assert "pinned by a prior alone" in estimate_words(replace(MADE, source_summaries=()))


@pytest.mark.parametrize("rate", [False, True])
def test_the_chart_draws_in_vega_lite_5(rate: bool) -> None:
    chart = MADE.chart(rate=rate, quantity="killed")
    assert "killed" in chart.title
    assert vl_convert.vegalite_to_svg(dict(chart.vegalite), vl_version="5.20").startswith("<svg")


def test_the_chart_holds_the_bounds_of_the_intervals() -> None:
    layers = estimate_chart(MADE).vegalite["layer"]
    last = [layer["data"]["values"][-1] for layer in layers]
    total = MADE.at().total()
    assert (last[0]["low"], last[0]["high"]) == pytest.approx(total.interval(0.95), rel=1e-4)
    assert (last[2]["low"], last[2]["high"]) == pytest.approx(total.interval(0.5), rel=1e-4)
    assert last[3]["median"] == pytest.approx(total.median, rel=1e-4)


def test_a_quantity_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="no quantity 'tanks'"):
        MADE.chart(quantity="tanks")


def test_a_notebook_gets_words_html_svg_and_vega_lite_as_json() -> None:
    shown = MADE._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html", "image/svg+xml", VEGALITE}
    assert json.loads(json.dumps(shown[VEGALITE]))["$schema"].endswith("vega-lite/v5.json")
    assert MADE._repr_html_() == shown["text/html"]


def test_materiel_is_said_to_be_lost() -> None:
    assert "tank lost" in estimate_words(made_estimate(draws=100, measure="tank"))

"""A chart of an estimate is a picture of it: bands, figures by who claims them, and who pins the level."""

from __future__ import annotations

from tests.flow.told import START, day, said
from tests.outlook.made import made_estimate
from tollbook.charts.estimate_chart import MARKS_A_SOURCE, anchors_words, estimate_bands, estimate_chart
from tollbook.charts.theme import DARK, PAGE
from tollbook.flow.selection import Wanted, select

TOLD = [said(1_200, 20, source="UKR-GS"), said(2_500, 30, hedge="at_least", bounds=(2_500, None)), said(900, 35, categories=("killed",))]
OBSERVATIONS = select(TOLD, Wanted(force="NOR", start=START, end=day(41))).observations


def test_a_chart_says_what_is_estimated_and_who_pins_the_level() -> None:
    text = estimate_chart(made_estimate(draws=100), OBSERVATIONS).svg()
    for words in ("Norway: about", "95% between", "pinned by INST", "at least", "a day"):
        assert words in text


def test_a_figure_of_another_category_is_no_mark_of_the_total() -> None:
    spoken = estimate_chart(made_estimate(draws=100), OBSERVATIONS, leads=lambda statement: f"/c/{statement}").svg()
    assert "900." not in spoken
    assert spoken.count("<a href") == 2


def test_every_mark_leads_to_its_statement() -> None:
    text = estimate_chart(made_estimate(draws=100), OBSERVATIONS, leads=lambda statement: f"/c/{statement}").svg()
    for told in TOLD[:2]:
        assert f'href="/c/{told.statement}"' in text


def test_a_regular_release_is_summed_up_and_thinned() -> None:
    told = [said(10 * number, number, source="UKR-GS") for number in range(1, 101)]
    observations = select(told, Wanted(force="NOR", start=START, end=day(101))).observations
    drawn = estimate_chart(made_estimate(draws=100), observations, leads=lambda statement: f"/c/{statement}").svg()
    assert drawn.count("<a href") <= MARKS_A_SOURCE + 1
    assert "UKR-GS" not in drawn, "a source is called by its name"
    assert "General Staff" in drawn


def test_the_three_intervals_lie_within_each_other() -> None:
    bands = estimate_bands(made_estimate(draws=200))
    for outer, inner in ((0.025, 0.1), (0.1, 0.25)):
        assert all(low <= high for low, high in zip(bands.at(outer), bands.at(inner), strict=True))


def test_an_estimate_without_an_anchor_says_so() -> None:
    estimate = made_estimate(draws=50)
    assert anchors_words(estimate) == "INST"
    assert anchors_words(estimate, most=0).endswith("and 1 more")


def test_inside_of_a_page_the_colors_are_the_pages_and_the_title_is_left_out() -> None:
    picture = estimate_chart(made_estimate(draws=50), theme=PAGE)
    text = picture.svg(inside_page=True)
    assert "var(--est" in text
    assert f">{picture.title}<" not in text
    assert estimate_chart(made_estimate(draws=50), theme=DARK).svg().count("var(") == 0

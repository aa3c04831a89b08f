"""A series in a notebook: figures as claimed, the first and last of many, escaped; a Vega-Lite that draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import vl_convert

from tests.core.test_notebook import parsed
from tollbook.core.notebook_page import VEGALITE
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.series_notebook import MOST_MARKS, MOST_ROWS, series_chart, series_html, series_words


def made(points: int, *, source: str = "INST") -> Series:
    counted = tuple(SeriesPoint(day=date(2031, 1, 1) + timedelta(days=nth), value=100 * (nth + 1), ref=f"c{nth}") for nth in range(points))
    return Series(source=source, force="NOR", categories=frozenset({"killed"}), unit="person", kind="cumulative", points=counted)


def test_figures_are_shown_as_claimed_with_where_they_lead() -> None:
    words = parsed(series_html(made(3))).words
    assert [word for word in words if word.strip()][-3:] == ["3 Jan 2031", "300", "c2"]
    assert any("none is corrected" in word for word in words)


def test_of_many_figures_the_first_and_the_last_are_shown() -> None:
    html = series_html(made(40))
    assert html.count('<th scope="row">') == MOST_ROWS
    assert "28 figures between them not shown" in html


def test_the_picture_of_very_many_figures_has_some_and_the_specification_all() -> None:
    chart = series_chart(made(1_000))
    assert chart.svg.count("<circle") <= MOST_MARKS + 1
    assert "100,000" in chart.svg
    assert len(chart.vegalite["data"]["values"]) == 1_000


def test_a_flow_is_shown_with_its_first_and_last_day() -> None:
    flow = replace(made(1), kind="flow", points=(SeriesPoint(day=date(2031, 1, 31), start=date(2031, 1, 1), value=7),))
    assert "1-31 Jan 2031" in series_html(flow)


def test_names_are_escaped() -> None:
    assert "<b>" not in series_html(made(2, source="<b>x</b>"))


def test_a_series_at_a_prompt_is_one_line() -> None:
    assert repr(made(2)) == series_words(made(2)) == "INST NOR killed cumulative: 2 figures, 1-2 Jan 2031; the last 200"


def test_a_series_without_figures_says_so() -> None:
    empty = made(0)
    assert set(empty._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert "no figures" in series_html(empty)
    assert empty.chart().svg == ""


def test_a_notebook_gets_a_specification_that_draws_in_vega_lite_5() -> None:
    shown = made(5)._repr_mimebundle_()
    assert shown["text/html"] == made(5)._repr_html_()
    assert vl_convert.vegalite_to_svg(dict(shown[VEGALITE]), vl_version="5.20").startswith("<svg")

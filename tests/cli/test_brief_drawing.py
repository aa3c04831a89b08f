"""The chart of a brief: the same from the other process as from this one, and drawn here where that one fails."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import Any

import pytest

from tests.outlook.made import made_estimate
from tollbook.cli.brief_drawing import Drawing, can_draw, estimate_chart_of, series_chart_of, without_draws
from tollbook.core.series import Series, SeriesPoint

MADE = made_estimate(draws=200)


def test_the_other_process_draws_the_same_chart() -> None:
    with Drawing() as drawing:
        assert drawing.chart(MADE, None) == estimate_chart_of(MADE, None)


def test_a_chart_has_words_and_no_heading_of_its_own() -> None:
    chart = estimate_chart_of(MADE, None)
    assert chart.svg.startswith("<svg")
    assert "NOR" in chart.alt or "Norway" in chart.alt
    assert chart.alt.split(":")[0] + ":" not in chart.svg.split(">", 1)[1]


def test_the_words_can_be_had_without_drawing() -> None:
    assert estimate_chart_of(MADE, None, drawn=False).svg == ""


def test_totals_as_claimed_have_a_chart_of_their_own() -> None:
    points = (SeriesPoint(day=date(2031, 1, 1), value=40), SeriesPoint(day=date(2031, 2, 1), value=88))
    series = Series(source="INST", force="NOR", categories=frozenset({"tank"}), unit="item", kind="cumulative", points=points)
    chart = series_chart_of((series,))
    assert chart.svg.startswith("<svg")
    assert "88" in chart.alt


def test_where_no_process_can_be_had_the_chart_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: Any, **options: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with Drawing() as drawing:
        assert drawing.chart(MADE, None).svg.startswith("<svg")


def test_where_the_other_process_fails_the_chart_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbook.cli.brief_drawing.sys.executable", "/bin/false")
    with Drawing() as drawing:
        assert drawing.chart(MADE, None) == estimate_chart_of(MADE, None)


def test_a_process_that_is_not_needed_is_ended() -> None:
    with Drawing() as drawing:
        process = drawing._process
    assert process is not None
    assert process.returncode is not None


def test_a_chart_needs_no_draws_and_the_libraries_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(path.draws is None for path in without_draws(MADE).totals)
    assert can_draw()
    monkeypatch.setattr("tollbook.cli.brief_drawing.find_spec", lambda name: None)
    assert not can_draw()

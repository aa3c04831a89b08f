"""What is drawn on a sheet is valid Vega-Lite with its rows beside it."""

from __future__ import annotations

from tollbook.charts.sheet import Sheet
from tollbook.charts.theme import LIGHT, PAGE


def test_rows_stand_beside_the_layers_that_name_them() -> None:
    sheet = Sheet(LIGHT)
    chart = sheet.chart([{"a": 1}]).mark_point().encode(x="a:Q")
    picture = sheet.finished(chart, "A title", ["below it"], validate=True)
    assert picture.specification["datasets"] == {"rows0": [{"a": 1}]}
    assert picture.specification["data"] == {"name": "rows0"}
    assert picture.spoken == "A title. below it"


def test_inside_of_a_page_there_is_neither_title_nor_paper() -> None:
    sheet = Sheet(PAGE)
    made = sheet.finished(sheet.chart([{"a": 1}]).mark_point().encode(x="a:Q"), "A title", [])
    assert "title" not in made.specification
    assert made.specification["config"]["background"] == "transparent"

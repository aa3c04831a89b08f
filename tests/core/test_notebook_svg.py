"""Small charts: well-formed SVG with spoken words, in which every mark lies inside and stands where its number says."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.notebook_svg import HEIGHT, LEFT, TOP, WIDTH, Band, Mark, days_svg, intervals_svg

DAYS = [date(2031, 1, 1) + timedelta(days=nth) for nth in range(10)]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_bands_a_line_and_marks_are_drawn_with_their_words() -> None:
    band = Band(name="90%", bounds=tuple((float(nth), nth + 10.0) for nth in range(10)))
    mark = Mark(day=DAYS[3], value=8, words="<4 Jan>: 8 & more")
    root = parsed(days_svg("A <title>", DAYS, bands=[band], line=[nth + 5.0 for nth in range(10)], marks=[mark]))
    assert root.attrib["aria-label"] == "A <title>"
    assert len(root.findall(f"{SVG}polygon")) == len(root.findall(f"{SVG}polyline")) == 1
    (dot,) = root.findall(f"{SVG}circle")
    assert dot[0].text == "<4 Jan>: 8 & more"


@given(st.lists(st.floats(min_value=1e-6, max_value=1e9), min_size=1, max_size=10))
def test_every_mark_lies_inside_of_the_plot(values: list[float]) -> None:
    marks = [Mark(day=day, value=value, words="") for day, value in zip(DAYS, values, strict=False)]
    root = parsed(days_svg("t", DAYS[: len(values)], marks=marks))
    for dot in root.findall(f"{SVG}circle"):
        assert LEFT - 0.1 <= float(dot.attrib["cx"]) <= WIDTH
        assert TOP - 0.1 <= float(dot.attrib["cy"]) <= HEIGHT


def test_a_greater_number_stands_higher_and_a_later_day_further_right() -> None:
    marks = [Mark(day=DAYS[0], value=1, words=""), Mark(day=DAYS[9], value=2, words="")]
    first, second = parsed(days_svg("t", DAYS, marks=marks)).findall(f"{SVG}circle")
    assert float(first.attrib["cx"]) < float(second.attrib["cx"])
    assert float(first.attrib["cy"]) > float(second.attrib["cy"])


def test_one_day_and_zeros_are_drawn_too() -> None:
    root = parsed(days_svg("t", DAYS[:1], marks=[Mark(day=DAYS[0], value=0, words="none")]))
    assert len(root.findall(f"{SVG}circle")) == 1


def test_intervals_are_bars_with_a_point_in_the_order_given() -> None:
    root = parsed(intervals_svg("t", [("drift", 10, 20, 40), ("\ud800 pause", 0, 5, 30)]))
    groups = root.findall(f"{SVG}g")
    assert [group[0].text for group in groups] == ["drift: 20, 90% 10 to 40", "? pause: 5.0, 90% 0 to 30"]
    low, high = (float(groups[0][1].attrib[name]) for name in ("x1", "x2"))
    assert low < float(groups[0][2].attrib["cx"]) < high <= WIDTH


@pytest.mark.parametrize("rows", [[], [("nothing", 0.0, 0.0, 0.0)]])
def test_without_a_number_above_zero_there_is_an_empty_chart(rows: list[tuple[str, float, float, float]]) -> None:
    assert parsed(intervals_svg("t", rows)).attrib["role"] == "img"

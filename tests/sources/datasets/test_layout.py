"""The text of a row: the same for the same cells, whatever the file around them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import DatasetError
from tollbook.sources.datasets.forms import load_profile
from tollbook.sources.datasets.layout import lay_out, match_columns

FORM = next(form for form in load_profile("ua-mod").forms if form.id == "totals")
EVENTS = load_profile("ucdp-ged").forms[0]
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=20)


def test_a_row_names_its_data_set_and_lists_its_fields() -> None:
    layout = lay_out(FORM, {"tank": "9", "date": "2025-01-24"}, unread={})
    assert layout.text == "dataset: ua-mod\ndate: 2025-01-24\ntank: 9"
    assert layout.text[slice(*layout.title)] == "ua-mod"


@given(st.dictionaries(st.sampled_from(FORM.columns), WORDS), st.dictionaries(WORDS.map(lambda word: f"x{word}"), WORDS, max_size=3))
def test_every_cell_and_line_stands_where_it_is_said_to(cells: dict[str, str], unread: dict[str, str]) -> None:
    layout = lay_out(FORM, cells, unread=unread)
    for column, value in {**cells, **unread}.items():
        assert layout.text[slice(*layout.cells[column])] == value
        assert layout.text[slice(*layout.lines(column, column))] == f"{column}: {value}"
    assert layout.text == lay_out(FORM, dict(reversed(cells.items())), unread=unread).text


def test_unknown_columns_are_quoted_or_only_named() -> None:
    assert lay_out(FORM, {}, unread={"airships": "3"}).text.endswith("\nairships: 3")
    assert lay_out(EVENTS, {}, unread={"victim": "A. Person", "more": "x"}).text.endswith("\nnot read: victim, more")


def test_the_day_that_the_caller_gives_stands_in_the_text() -> None:
    form = load_profile("oryx").forms[1]
    text = lay_out(form, {"country": "Russia", "destroyed": "4"}, unread={}, as_of=date(2025, 7, 19)).text
    assert text.splitlines()[1:] == ["country: Russia", "as of: 2025-07-19", "destroyed: 4"]


def test_columns_are_matched_whatever_their_case() -> None:
    found = match_columns(FORM, ["Date", "TANK", "day", "airships", ""])
    assert found.names == {"Date": "date", "TANK": "tank"}
    assert found.unknown == ("airships",)


def test_two_columns_that_are_the_same_to_a_form_are_an_error() -> None:
    with pytest.raises(DatasetError, match="two columns for 'tank'"):
        match_columns(FORM, ["date", "tank", "Tank"])

"""Cells for spreadsheets: none is run, none loses a character, and the apostrophe comes off again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.spreadsheets import as_written, harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\u202e=1",
        "\ufeff=1",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        "\uff20A",
        "\ufe63 1",
        " \u200b \uff1d1",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "87", "around 4,000", "a=b", "1-2", "“=1”", "~10", "No", "5 +1", None, -5, 0.5, 0])
def test_another_cell_stays_as_it_is(cell: object) -> None:
    assert harmless(cell) == cell


@given(st.text(st.characters()))
def test_a_cell_keeps_every_character(cell: str) -> None:
    assert harmless(cell) in {cell, f"'{cell}"}


@given(st.text(st.characters()))
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    assert not str(harmless(cell)).lstrip().startswith(("=", "+", "-", "@"))


@given(st.text(st.characters()) | st.text("'=+-@\t a1", max_size=6))
def test_the_inverse_gives_back_every_text(cell: str) -> None:
    assert as_written(str(harmless(cell))) == cell


def test_a_text_that_begins_with_an_apostrophe_keeps_it() -> None:
    assert (harmless("'tis"), as_written("'tis")) == ("'tis", "'tis")
    assert (harmless("'=1"), as_written("''=1")) == ("''=1", "'=1")

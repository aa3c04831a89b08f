"""Flat rows: every cell is a value of the contract, and none is run by a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample_readings import sample_reading
from tollbook.cli.rows import COLUMNS, claim_cells, harmless


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


def test_a_row_holds_the_values_of_the_claim() -> None:
    reading = sample_reading()
    row = dict(zip(COLUMNS, claim_cells(reading.claims[0], reading.document), strict=True))
    assert row["quote"] == "around 4,000"
    assert (row["value_stated"], row["value_low"], row["value_high"], row["hedge"]) == (4000, 3600, 4400, "about")
    assert (row["categories"], row["term"]) == ("killed; wounded", "casualties")
    assert (row["force_id"], row["claimant_id"], row["claimant"], row["attribution_chain"]) == (
        "NOR",
        "INST",
        "the Institute",
        "INST > author",
    )
    assert (row["period_kind"], row["date_end"], row["date_end_latest"]) == ("cumulative", "2031-03-11", "2031-03-20")
    assert (row["doc_title"], row["doc_published"]) == ("Norland's spring", "2031-03-20")
    assert row["sentence"].startswith("As of mid-March")


def test_the_author_as_claimant_leaves_the_cell_empty() -> None:
    reading = sample_reading()
    row = dict(zip(COLUMNS, claim_cells(reading.claims[3], reading.document), strict=True))
    assert (row["claimant"], row["voice"]) == (None, "author")


def test_every_column_says_what_it_holds() -> None:
    assert all(meaning for meaning, _ in COLUMNS.values())

"""Flat rows: every cell is a value of the contract."""

from __future__ import annotations

from tests.core.sample_readings import sample_reading
from tollbook.cli.rows import COLUMNS, claim_cells


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

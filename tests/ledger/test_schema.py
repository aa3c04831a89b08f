"""Every row carries the position of the entry that appended it, and nothing is given out by the database."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from tollbook.ledger import schema
from tollbook.ledger.columns import DERIVED

TABLES = schema.TABLES.sorted_tables


@pytest.mark.parametrize("table", [table for table in TABLES if table is not schema.checkpoint], ids=str)
def test_a_row_carries_its_position(table: Table) -> None:
    assert "position" in table.c


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_number_is_given_out_by_the_writer(table: Table) -> None:
    (key,) = table.primary_key.columns
    assert key.autoincrement is False
    assert key is next(iter(table.columns))  # rows are sorted by their first cell


def test_a_claim_repeats_what_follows_from_its_reading_in_order() -> None:
    names = [column.name for column in schema.claim.columns]
    assert names[names.index("mention") : names.index("statement")] == list(DERIVED)

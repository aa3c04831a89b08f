"""Tables: a reading comes back from its row, every row fits its columns, and the columns are those of Parquet."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from tests.scale.corpora import war_text
from tollbook.core.types import Document
from tollbook.flow.read import read_document
from tollbook.scale.tables import TABLES, add_reading, add_rejection, as_table, empty_rows, reading_of

REPORT = (
    war_text(1)
    + " On Tuesday a missile strike killed 7 people, among them 3 children, and wounded 20 in the town of Ostrova, officials said. "
    "British intelligence said the brigade is highly likely to withdraw from the front line."
)


def rows_of(text: str):
    document = Document.of(text, title="A title", published=date(2031, 3, 4), publisher="The Post", url="https://post.example/1")
    reading, rows = read_document(document), empty_rows()
    add_reading(rows, reading, place="a.jsonl@0")
    return reading, rows


def test_a_reading_comes_back_from_its_row() -> None:
    reading, rows = rows_of(REPORT)
    columns = [column.name for column in TABLES["documents"]]
    row = dict(zip(columns, rows["documents"][0], strict=True))
    assert reading_of(row["text"], orjson.loads(row["reading"])) == reading


def test_every_row_fits_its_columns_and_quotes_its_text() -> None:
    reading, rows = rows_of(REPORT)
    add_rejection(rows, place="b@1", reason="no text", kind="EmptyInput")
    assert {table: len(held) for table, held in rows.items()} == {
        "documents": 1,
        "claims": len(reading.claims),
        "judgements": len(reading.judgements),
        "tolls": len(reading.tolls),
        "rejected": 1,
    }
    assert all(rows[table] for table in ("claims", "judgements", "tolls"))
    for table, held in rows.items():
        names = [column.name for column in TABLES[table]]
        for row in held:
            named = dict(zip(names, row, strict=True))
            if "quote" in named:
                assert named["quote"] == REPORT[named["span_start"] : named["span_end"]]


@pytest.mark.parametrize("table", TABLES)
def test_rows_become_arrow_with_the_tables_columns(table: str) -> None:
    _, rows = rows_of(REPORT)
    for held in (rows[table], []):
        made = as_table(table, held)
        assert made.schema.names == [column.name for column in TABLES[table]]
        assert made.num_rows == len(held)


def test_every_column_says_what_it_holds() -> None:
    assert all(column.meaning for columns in TABLES.values() for column in columns)


def test_a_place_with_half_of_a_character_is_told_with_its_escape() -> None:
    rows = empty_rows()
    add_rejection(rows, place="\ud800.txt", reason="no \udc80", kind="damage")
    assert as_table("rejected", rows["rejected"]).num_rows == 1

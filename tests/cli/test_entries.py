"""The formats of what a query finds."""

from __future__ import annotations

from dataclasses import replace

from tests.core.sample_readings import sample_reading
from tollbook.cli.entries import ENTRY_COLUMNS, entry_cells, entry_row
from tollbook.cli.rows import COLUMNS, claim_cells
from tollbook.core.records import Entry, Sighting


def entry(**fields: object) -> Entry:
    reading = sample_reading()
    claim = reading.claims[0]
    document = reading.document
    made = Entry(
        seq=7,
        claim=claim,
        sighting=Sighting(
            document=document.id, title=document.title, published=document.published, publisher=document.publisher, url=document.url
        ),
        quote=reading.quote(claim),
        sentence=document.text[slice(*claim.sentence)],
        reader_version="1",
        recorded_at="2026-11-25T22:40:01.000000Z",
        statement=claim.id,
        link="first",
    )
    return replace(made, **fields)


def test_a_csv_row_begins_as_that_of_read_does() -> None:
    reading = sample_reading()
    assert entry_cells(entry())[: len(COLUMNS)] == claim_cells(reading.claims[0], reading.document)


def test_a_csv_row_has_a_cell_for_each_column() -> None:
    assert len(entry_cells(entry())) == len(ENTRY_COLUMNS)


def test_cells_that_a_spreadsheet_would_run_are_made_harmless() -> None:
    cells = dict(zip(ENTRY_COLUMNS, entry_cells(entry(reader_version="=1+1", quote="+5")), strict=True))
    assert (cells["ledger_reader"], cells["quote"]) == ("'=1+1", "'+5")


def test_an_entry_that_was_replaced_says_why() -> None:
    assert entry_row(entry(reason="retracted"), names={})[2].startswith("retracted: ")
    assert not entry_row(entry(), names={})[2].startswith("retracted")

"""What comes out of a ledger is what went in: the claim, its words, where they stand and what is known of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.sample_readings import sample_reading
from tests.ledger.databases import Databases, store_of
from tests.ledger.samples import fill, report, roundup, row
from tollbook.core.records import Sighting
from tollbook.core.types import Reading, text_sha256
from tollbook.ledger.entries import load_entries
from tollbook.ledger.ledger import Ledger


def test_every_quote_is_the_slice_of_its_document(ledger: Ledger) -> None:
    fill(ledger)
    for entry in ledger.entries("status:all"):
        reading = ledger.reading_of(entry.sighting.document)
        assert reading is not None
        text = reading.document.text
        assert entry.quote == text[entry.claim.span.start : entry.claim.span.end]
        assert entry.sentence == text[slice(*entry.claim.sentence)]
        assert entry.claim.span.document == reading.document.id


def test_a_reading_comes_back_as_it_was_with_its_first_sighting(ledger: Ledger) -> None:
    ledger.add([sample_reading(), report(), report(url="https://post.example/again"), roundup(), roundup(version="2", wounded=None)])
    assert ledger.reading_of(sample_reading().document.id) == sample_reading()
    assert ledger.reading_of(report().document.id) == report()
    assert ledger.reading_of(roundup().document.id) == roundup(version="2", wounded=None)
    assert ledger.reading_of("0" * 32) is None


def test_a_correction_leaves_the_readers_reading_as_it_was(ledger: Ledger) -> None:
    ledger.add(report())
    ledger.review(report().claims[0].id, "correct", by="Ada", why="x", change={"force": "SOR"})
    assert ledger.reading_of(report().document.id) == report()


def test_an_entry_tells_where_its_document_was_seen(ledger: Ledger) -> None:
    ledger.add_rows([row({"killed": 2300}, nth=4)])
    (entry,) = ledger.entries()
    assert (entry.sighting.file, entry.sighting.sha256, entry.sighting.row) == ("losses.csv", "0f" * 32, 4)
    ledger.add(report(url="https://post.example/a"))
    document = report().document
    assert next(iter(ledger.entries("wexley"))).sighting == Sighting(
        document=document.id, title=document.title, published=document.published, publisher=document.publisher, url="https://post.example/a"
    )


def test_entries_come_in_the_order_of_their_numbers_given_however_many(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add([report(f"{number:,}") for number in range(1000, 1060)])
    monkeypatch.setattr("tollbook.ledger.chunks._CHUNK", 25)
    numbers = [3, 1, *range(4, 61), 2]
    with store_of(ledger).reading() as connection:
        assert [entry.seq for entry in load_entries(connection, numbers, size=10_000)] == numbers


def test_an_entry_as_json_has_the_contracts_claim_and_what_the_ledger_knows(ledger: Ledger) -> None:
    fill(ledger)
    (entry,) = ledger.entries("status:corrected")
    told = entry.to_dict()
    assert told["quote"] == entry.quote
    assert told["ledger"]["reason"] == "corrected"
    assert told["ledger"]["review"]["by"] == "Ada"


@settings(max_examples=20)
@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))
def test_any_words_about_a_document_come_back(databases: Databases, title: str, publisher: str, url: str) -> None:
    document = replace(report().document, title=title, publisher=publisher, url=url)
    reading: Reading = replace(report(), document=document, theatre=title, claims=report().claims)
    with databases.ledger("sqlite") as ledger:
        ledger.add(reading)
        assert ledger.reading_of(document.id) == reading


def test_an_entry_names_the_hash_of_its_documents_whole_text(ledger: Ledger) -> None:
    fill(ledger)
    for entry in ledger.entries("status:all"):
        reading = ledger.reading_of(entry.sighting.document)
        assert reading is not None
        assert entry.text_sha256 == text_sha256(reading.document.text)
        assert entry.text_sha256.startswith(entry.sighting.document)

"""Notes: one for each claim and computation, in the order of use, with words cut and addresses that can't run."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.sample_readings import sample_reading
from tests.ledger.samples import report
from tollbook.core.findings import Mention
from tollbook.core.records import Entry, Sighting
from tollbook.exports.brief_notes import NoteBook


def entry(seq: int = 1, *, url: str | None = None, title: str | None = "Norland counts", row: int | None = None) -> Entry:
    reading = report()
    claim, text = reading.claims[0], reading.document.text
    sighting = Sighting(
        document=reading.document.id, title=title, published=date(2031, 3, 11), publisher="The Invented Post", url=url, row=row
    )
    return Entry(
        seq=seq,
        claim=claim,
        sighting=sighting,
        quote="4,000",
        sentence=text,
        reader_version="1",
        recorded_at="",
        statement="s",
        link="founding",
    )


def test_the_same_claim_has_the_same_note() -> None:
    book = NoteBook()
    assert [book.of_entry(entry(), "INST"), book.computed("a sum", (1,)), book.of_entry(entry(), "INST")] == [1, 2, 1]
    assert len(book.notes) == 2


def test_a_note_quotes_the_number_in_its_sentence() -> None:
    book = NoteBook(near=200)
    book.of_entry(entry(), "the Institute")
    sentence = book.notes[0].sentence
    assert sentence is not None
    assert sentence.before + sentence.quote + sentence.after == entry().sentence
    assert (sentence.claimant, sentence.title, sentence.published) == ("the Institute", "Norland counts", date(2031, 3, 11))


def test_a_long_sentence_is_cut_at_blanks_around_its_number() -> None:
    book = NoteBook(near=20)
    book.of_entry(entry(), "the Institute")
    sentence = book.notes[0].sentence
    assert sentence is not None
    assert (sentence.before, sentence.quote, sentence.after) == ("…Institute said that ", "4,000", " soldiers of Norland…")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://post.example/a?b=1", "https://post.example/a?b=1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://post.example/a b", None),
        ("https://[bad", None),
        ("file:///etc/passwd", None),
        ("https:", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_linked(url: str | None, linked: str | None) -> None:
    book = NoteBook()
    book.of_entry(entry(url=url), "INST")
    sentence = book.notes[0].sentence
    assert sentence is not None
    assert sentence.url == linked


def test_a_row_of_a_data_set_is_named_and_a_text_without_a_title_is_called_so() -> None:
    book = NoteBook()
    book.of_entry(entry(1, row=7), "INST")
    book.of_entry(entry(2, title=None), "INST")
    titles = [note.sentence.title for note in book.notes if note.sentence is not None]
    assert titles == ["Norland counts, row 7", "a text without a title"]


def test_a_mention_of_an_audit_is_quoted_where_the_ledger_has_no_entry() -> None:
    reading, book = sample_reading(), NoteBook()
    mention = Mention(claim=reading.claims[0], document=reading.document, number=1)
    assert book.of_mention(mention, "the Institute") == 1
    assert book.of_mention(mention, "the Institute") == 1
    assert book.notes[0].sentence is not None
    assert book.notes[0].sentence.quote == "around 4,000"


def test_a_reserved_note_is_settled_once_its_parts_are_numbered() -> None:
    book = NoteBook()
    total = book.reserve("an estimate")
    book.settle(total, [book.of_entry(entry(), "INST"), 2])
    assert book.notes[0].rests_on == (2,)

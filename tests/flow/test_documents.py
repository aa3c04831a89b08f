"""A document as a ledger knows it: with corrections, with what stands no longer, as it was on a day."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tollbook.core.errors import UnknownRecord
from tollbook.core.records import Sighting
from tollbook.core.types import Document
from tollbook.flow.documents import DocumentView, text_of_document, title_of, view_document
from tollbook.flow.read import read_document
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import create, open_store

TEXT = "Russian forces lost 12 tanks and 3 helicopters near Kupiansk on 19 October 2025."
DOCUMENT = Document.of(TEXT, published=date(2025, 10, 20))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    from datetime import UTC, datetime

    made = tmp_path / "ledger.db"
    with Ledger(create(str(made), now=datetime.now(UTC), actor="desk")) as ledger:
        ledger.add(read_document(DOCUMENT))
    return made


def viewed(place: Path, document: str = DOCUMENT.id, **options: str) -> DocumentView:
    store = open_store(str(place))
    with closing(store):
        return view_document(store, document, **options)


def test_a_correction_stands_in_the_place_of_what_was_read(place: Path) -> None:
    first = viewed(place).reading.claims[0]
    with Ledger.open(str(place)) as ledger:
        change = {"quantity.stated": 13, "quantity.low": 13, "quantity.high": 13}
        ledger.review(first.id, "correct", by="ann", why="misprint", change=change)
    view = viewed(place)
    assert [claim.quantity.stated for claim in view.reading.claims] == [13, 3]
    assert view.entries[first.id].stands
    assert view.entries[first.id].review is not None


def test_what_stands_no_longer_is_still_there_and_says_so(place: Path) -> None:
    first = viewed(place).reading.claims[0]
    with Ledger.open(str(place)) as ledger:
        ledger.review(first.id, "reject", by="ann", why="no loss")
    view = viewed(place)
    assert len(view.reading.claims) == 2
    assert not view.entries[first.id].stands
    assert view.entries[first.id].reason == "rejected"


def test_every_place_where_it_was_seen_is_known(place: Path) -> None:
    with Ledger.open(str(place)) as ledger:
        ledger.add(read_document(Document.of(TEXT, title="Elsewhere", published=date(2025, 10, 21))))
    assert [sighting.title for sighting in viewed(place).sightings] == [None, "Elsewhere"]


def test_a_document_that_was_not_known_is_not_found(place: Path) -> None:
    with pytest.raises(UnknownRecord):
        viewed(place, "f" * 32)
    with pytest.raises(UnknownRecord):
        viewed(place, as_known_on="2020-01-01")


@pytest.mark.parametrize(
    ("sighting", "text", "title"),
    [
        (Sighting(document="d", title="Given"), "Text", "Given"),
        (Sighting(document="d", row=7, file="a.csv"), "tanks: 1", "Row 7 of a.csv"),
        (Sighting(document="d", row=0, file="a.txt"), "\n\n  First line \nSecond", "First line"),
        (None, "w" * 200, "w" * 109 + "…"),
        (None, "word " * 40, "word " * 21 + "word…"),
        (None, "  ", "A text without words"),
    ],
)
def test_a_document_has_a_title_whatever_it_lacks(sighting: Sighting | None, text: str, title: str) -> None:
    assert title_of(sighting, text) == title


def test_a_text_alone_is_that_of_its_document(place: Path) -> None:
    with closing(open_store(str(place))) as store:
        assert text_of_document(store, DOCUMENT.id) == TEXT
        with pytest.raises(UnknownRecord, match="no document"):
            text_of_document(store, "0" * 32)

"""What a ledger learned last: texts, statements, what was replaced, and the log, the newest first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.web.shelves import make_shelf
from tollbook.core.types import Document
from tollbook.flow.ledger import open_ledger
from tollbook.flow.news import read_documents, read_news
from tollbook.flow.read import read_document
from tollbook.ledger.engines import Store
from tollbook.ledger.opening import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(str(make_shelf(tmp_path_factory.mktemp("news"))))


def test_texts_are_news_and_rows_of_data_sets_are_not(store: Store) -> None:
    documents = read_news(store).documents
    assert [document.title for document in documents] == [
        "A second paper",
        "What both sides say of Kupiansk",
        "Losses on the Kupiansk axis",
    ]
    assert [document.claims for document in documents] == [1, 5, 27]


def test_a_statement_is_news_and_its_echo_is_not(store: Store) -> None:
    statements = read_news(store, most=200).statements
    assert len(statements) == 156
    assert all(entry.statement == entry.claim.id for entry in statements)
    assert [entry.seq for entry in statements] == sorted((entry.seq for entry in statements), reverse=True)


def test_what_was_corrected_is_told_with_what_stands_in_its_place(store: Store) -> None:
    (replaced,) = read_news(store).replaced
    assert replaced.old.claim.quantity.stated == 12
    assert replaced.old.reason == "corrected"
    assert replaced.new is not None
    assert replaced.new.claim.quantity.stated == 13


def test_the_log_counts_what_each_batch_added(store: Store) -> None:
    batches = read_news(store, most=20).batches
    assert [(batch.kind, batch.documents, batch.reviews) for batch in batches] == [
        ("review", 0, 1),
        ("review", 0, 1),
        ("import", 9, 0),
        ("add", 1, 0),
        ("add", 1, 0),
        ("add", 1, 0),
        ("init", 0, 0),
    ]


def test_pages_of_documents_hold_each_text_once(store: Store) -> None:
    found, before = [], None
    for _ in range(5):
        documents, before = read_documents(store, most=2, before=before)
        found += [document.title for document in documents]
        if before is None:
            break
    assert found == ["A second paper", "What both sides say of Kupiansk", "Losses on the Kupiansk axis"]


def test_what_is_added_while_somebody_reads_shifts_no_page(tmp_path: Path) -> None:
    place = make_shelf(tmp_path)
    store = open_store(str(place))
    first, before = read_documents(store, most=2)
    with open_ledger(place) as ledger:
        ledger.add(read_document(Document.of("Russian forces lost 2 tanks on 20 October 2025.", published=date(2025, 10, 21))))
    second, _ = read_documents(store, most=2, before=before)
    store.close()
    assert {document.id for document in first} & {document.id for document in second} == set()
    assert [document.title for document in second] == ["Losses on the Kupiansk axis"]

"""From an answer to the ledger: what the page says of itself counts first, and a second time changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tollbook.core.errors import EmptyInput
from tollbook.flow.ledger import create_ledger
from tollbook.scale.feeds.settings import watchlist_of
from tollbook.scale.feeds.taking import document_of, take
from tollbook.sources.web import Fetched

(FEED,) = watchlist_of('[[feed]]\nname = "Desk"\nurl = "https://news.example/feed"\npublisher = "News Example"\n').feeds
TEXT = "Russian forces lost 12 tanks and 3,000 of 11,000 soldiers, about half, near Kupiansk, the General Staff of Ukraine said on Monday."


def fetched(body: str, head: str = "") -> Fetched:
    page = f"<!doctype html><html><head>{head}</head><body><article><p>{body}</p></article></body></html>"
    return Fetched(content=page.encode(), url="https://news.example/a", media_type="text/html", charset="utf-8")


def test_what_the_page_does_not_say_comes_from_the_listing() -> None:
    document = document_of(fetched(TEXT), FEED, title="As listed", day=date(2025, 1, 24))
    assert (document.title, document.published, document.publisher, document.url) == (
        "As listed",
        date(2025, 1, 24),
        "News Example",
        "https://news.example/a",
    )


def test_what_the_page_says_counts_first() -> None:
    head = '<title>Own title</title><meta property="article:published_time" content="2025-01-20">'
    document = document_of(fetched(TEXT, head), FEED, title="As listed", day=date(2025, 1, 24))
    assert (document.title, document.published) == ("Own title", date(2025, 1, 20))


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(EmptyInput):
        document_of(Fetched(content=b" ", url="https://news.example/a", media_type="text/plain", charset=None), FEED, title=None, day=None)


def test_a_document_is_added_and_audited_once(tmp_path: Path) -> None:
    document = document_of(fetched(TEXT), FEED, title="As listed", day=date(2025, 1, 24))
    with create_ledger(tmp_path / "ledger.db") as ledger:
        first = take(document, FEED, ledger)
        assert (first.is_new, first.statements) == (True, first.claims)
        assert first.claims >= 2
        second = take(document, FEED, ledger)
        assert (second.is_new, second.statements, second.findings) == (False, 0, ())
        assert ledger.stats().documents == 1
        assert all(claim.id for claim in ledger.readings()[0].claims)


def test_a_text_without_claims_is_kept_too(tmp_path: Path) -> None:
    document = document_of(fetched("Rain is expected for the rest of the week, forecasters said."), FEED, title=None, day=None)
    with create_ledger(tmp_path / "ledger.db") as ledger:
        assert take(document, FEED, ledger).claims == 0
        assert ledger.stats().documents == 1

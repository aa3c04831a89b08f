"""A claim's own page: its sentence, its echoes, what persons said, its history and its checks against the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.core.records import Entry
from tollbook.flow.ledger import open_ledger


@pytest.fixture(scope="module")
def echoed(shelf: Path) -> Entry:
    """Return the first mention of a statement that three texts tell."""
    with open_ledger(shelf) as ledger:
        return ledger.query("source:GBR-MOD-DI measure:casualties").entries[-1]


def test_it_shows_the_sentence_with_the_figure_marked_and_where_it_stands(client: TestClient, echoed: Entry) -> None:
    page = client.get(f"/c/{echoed.claim.id}").text
    assert '<mark class="loss">around 5,000</mark>' in page
    assert f'href="/d/{echoed.sighting.document}/{echoed.claim.id}"' in page
    assert 'href="/src/GBR-MOD-DI"' in page


def test_every_mention_of_its_statement_is_in_the_tree_with_the_reason(client: TestClient, echoed: Entry, shelf: Path) -> None:
    page = client.get(f"/c/{echoed.claim.id}").text
    with open_ledger(shelf) as ledger:
        mentions = ledger.trace(echoed.claim.id).statement.entries
    assert len(mentions) == 3
    for mention in mentions:
        assert f'href="/c/{mention.claim.id}"' in page
        assert mention.link in page
    assert "told 3 times in 3 documents" in page


def test_its_checks_stand_with_their_arithmetic(client: TestClient, echoed: Entry) -> None:
    page = client.get(f"/c/{echoed.claim.id}").text
    assert "5,000 / 18,000 = 27.8%" in page
    assert "one statement, however often it is printed" in page


def test_a_corrected_claim_shows_both_entries_and_who_corrected_it_why(client: TestClient, shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        entry = ledger.query("review:correct", limit=1).entries[0]
    page = client.get(f"/c/{entry.claim.id}").text
    assert "12 tanks" in page
    assert "13 tanks" in page
    assert "corrected by ann" in page
    assert "the release says 13" in page
    assert "quantity.stated = 13" in page


def test_a_row_of_a_data_set_says_which_row_of_which_file(client: TestClient, shelf: Path) -> None:
    with open_ledger(shelf) as ledger:
        entry = ledger.query("origin:dataset category:tank", limit=1).entries[0]
    page = client.get(f"/c/{entry.claim.id}").text
    assert "of ua-mod-october-2025.csv" in page
    assert "SHA-256" in page
    assert "imported as" in page


def test_the_beginning_of_an_id_leads_to_the_whole(client: TestClient, echoed: Entry) -> None:
    answer = client.get(f"/c/{echoed.claim.id[:8]}", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/c/{echoed.claim.id}"


def test_a_claim_that_was_not_known_then_is_not_found(client: TestClient, echoed: Entry) -> None:
    assert client.get(f"/c/{echoed.claim.id}?asof=2020-01-01").status_code == 404

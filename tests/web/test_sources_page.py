"""Sources: who claims what, how often it is repeated, its role, and whom it repeats itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.core.assumptions import ROLES as PRIORS
from tollbook.flow.ledger import open_ledger
from tollbook.vocab.sources import ROLES as KNOWN
from tollbook.web.app import make_app
from tollbook.web.sources_page import ROLES


def test_sources_are_listed_by_their_statements_with_their_echoes(client: TestClient) -> None:
    page = client.get("/src").text
    assert page.index("/src/UKR-GS") < page.index("/src/GBR-MOD-DI")
    row = page[page.index("/src/GBR-MOD-DI") :].split("</tr>")[0]
    assert '<td class="r">3</td><td class="r">5</td><td class="r">40%</td>' in row


def test_a_record_gives_role_counts_subjects_and_latest_claims(client: TestClient) -> None:
    page = client.get("/src/UKR-GS").text
    assert "General Staff of the Armed Forces of Ukraine" in page
    assert "On Russia: opponent" in page
    assert "<b>139</b> statements" in page
    assert "<b>1</b> read wrongly" in page
    assert "/c?q=source:UKR-GS%20measure:tank%20force:RUS" in page
    assert 'class="hit' in page


def test_a_relay_is_named_with_its_grounds(client: TestClient) -> None:
    page = client.get("/src/GBR-MOD-DI").text
    assert "Whom it repeats" in page
    assert 'href="/src/UKR-GS"' in page


def test_a_source_that_only_passes_on_what_others_say_has_a_page_too(client: TestClient) -> None:
    page = client.get("/src/USA-DOD").text
    assert "<b>0</b> statements" in page
    assert client.get("/src/nobody%20at%20all").status_code == 404


def test_a_source_whose_words_no_query_can_state_has_a_page_with_its_claims(tmp_path: Path) -> None:
    place = make_shelf(tmp_path)
    words = 'the "old, grey" man <b>'
    with open_ledger(place) as ledger:
        claim = ledger.query("category:tank origin:text", limit=5).entries[0].claim.id
        ledger.review(claim, "correct", by="ann", why="he said so", change={"source": words})
    with TestClient(make_app(str(place))) as client:
        page = client.get(f"/src/{quote(words, safe='')}")
    assert page.status_code == 200
    assert f'href="/c/{claim}"' in page.text
    assert "All its claims" not in page.text


def test_the_texts_own_authors_are_a_source_of_no_name(client: TestClient) -> None:
    assert "own authors" in client.get("/src/author").text


def test_every_role_of_the_vocabulary_and_of_the_priors_is_worded() -> None:
    assert {*KNOWN, *(prior.role for prior in PRIORS)} - set(ROLES) == set()

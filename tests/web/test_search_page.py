"""Search: the query language, pages that go on where the last one ended, and mistakes shown in their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.web.app import make_app
from tollbook.web.search_page import EXAMPLES, find_mistake
from tollbook.web.settings import Settings


def ids(page: str) -> list[str]:
    return re.findall(r'class="figure"><a href="/c/([0-9a-f]{16})"', page)


def test_a_query_finds_claims_with_their_sentences_and_places(client: TestClient) -> None:
    page = client.get("/c", params={"q": "source:GBR-MOD-DI measure:casualties"}).text
    assert len(ids(page)) == 3
    assert "around 5,000" in page
    assert re.search(r'href="/d/[0-9a-f]{32}/[0-9a-f]{16}"', page)


def test_pages_hold_every_claim_once(shelf: Path) -> None:
    with TestClient(make_app(str(shelf), Settings(page_size=40))) as client:
        found, address = [], "/c"
        while address:
            page = client.get(address).text
            found += ids(page)
            following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
            address = "" if following is None else following.group(1).replace("&amp;", "&")
    assert len(found) == len(set(found)) == 159


@pytest.mark.parametrize(
    ("query", "wrong", "do"),
    [
        ("force:RUS mesure:killed Kursk", "mesure:killed", "measure"),
        ('"two words" value:many', "value:many", ""),
        ("period:2025 period:2024", "period:2024", ""),
        ("kind:flows", "kind:flows", ""),
        ("force:", "force:", ""),
        ("period:2025-13", "period:2025-13", ""),
    ],
)
def test_a_mistake_is_found_in_its_place(query: str, wrong: str, do: str) -> None:
    mistake = find_mistake(query)
    assert mistake is not None
    assert mistake.wrong == wrong
    assert mistake.before + mistake.wrong + mistake.after == query
    assert do in mistake.do
    assert mistake.expected


def test_a_query_that_makes_sense_has_no_mistake() -> None:
    assert [query for query, _ in EXAMPLES if find_mistake(query) is not None] == []
    assert find_mistake("") is None


def test_a_mistake_is_marked_on_the_page_with_status_422(client: TestClient) -> None:
    answer = client.get("/c", params={"q": "force:RUS mesure:killed"})
    assert answer.status_code == 422
    assert "force:RUS <mark>mesure:killed</mark>" in answer.text
    assert "Did you mean measure" in answer.text


def test_a_query_without_words_to_look_for_is_told_so(client: TestClient) -> None:
    answer = client.get("/c", params={"q": "***"})
    assert answer.status_code == 422
    assert "no word to look for" in answer.text


def test_nothing_found_says_what_finds_more(client: TestClient) -> None:
    answer = client.get("/c", params={"q": "nothingofthesort"})
    assert answer.status_code == 200
    assert "No claim fits" in answer.text


def test_a_search_as_of_a_day_shows_what_was_known_then(client: TestClient) -> None:
    assert "No claim fits" in client.get("/c?asof=2020-01-01").text
    assert ids(client.get("/c?asof=2999-01-01").text)


def test_a_query_longer_than_any_is_refused(client: TestClient) -> None:
    assert client.get("/c", params={"q": "a" * 1_001}).status_code == 422

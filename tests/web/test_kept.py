"""An answer has a tag that lasts as long as the log stays as it is; what is personal or wrong is neither tagged nor kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.ledger.samples import report
from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.web import kept
from tollbook.web.app import make_app
from tollbook.web.remembered import Remembered
from tollbook.web.settings import Settings

TOKEN = "a token for reviews"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, Path]]:
    """Return a client on a ledger that the test writes to; the head is looked up at every request."""
    monkeypatch.setattr(kept, "HEAD_SECONDS", -1.0)
    place = make_shelf(tmp_path)
    with TestClient(make_app(str(place), Settings(review_token=TOKEN)), raise_server_exceptions=False) as made:
        yield made, place


@pytest.mark.parametrize("path", ["/", "/c", "/s/RUS~tank", "/api/v1/claims?q=force:RUS", "/api/v1/claims.csv", "/feed.atom"])
def test_who_has_an_answer_is_told_that_it_is_unchanged(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path).content == first.content


def test_what_is_added_changes_the_tag_and_the_answer(own: tuple[TestClient, Path]) -> None:
    client, place = own
    before = client.get("/api/v1/claims/count")
    with open_ledger(place) as ledger:
        ledger.add(report())
    after = client.get("/api/v1/claims/count", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["count"] == before.json()["count"] + 1


COUNTED = ("/", "/src", "/src/UKR-GS", "/s", "/s?force=RUS", "/api/v1/sources", "/api/v1/sources/UKR-GS", "/api/v1/series")


@pytest.mark.parametrize("path", COUNTED)
def test_counts_of_an_earlier_log_do_not_stand_until_the_log_grows_again(
    own: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client, place = own
    monkeypatch.setattr(kept, "BRIEF_SECONDS", -1.0)
    first = client.get(path)
    with open_ledger(place) as ledger:
        ledger.add(report())
    stale = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (stale.status_code, "etag" in stale.headers, stale.headers["cache-control"]) == (200, False, kept.BRIEFLY)
    monkeypatch.setattr(Remembered, "get", lambda self: self._anew(self._known))  # as if a minute had passed
    fresh = client.get(path)
    assert fresh.headers["etag"] != first.headers["etag"]
    assert client.get(path, headers={"if-none-match": fresh.headers["etag"]}).status_code == 304


def test_the_first_page_does_not_contradict_the_counts_for_long(own: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    client, place = own
    monkeypatch.setattr(kept, "BRIEF_SECONDS", -1.0)
    assert "<b>159</b> claims stand" in client.get("/").text
    with open_ledger(place) as ledger:
        ledger.add(report())
    assert "<b>159</b> claims stand" in client.get("/").text
    monkeypatch.setattr(Remembered, "get", lambda self: self._anew(self._known))
    assert "<b>160</b> claims stand" in client.get("/").text
    assert client.get("/api/v1/stats").json()["standing"] == 160


def test_a_page_with_counts_of_an_earlier_log_is_made_once_a_moment(own: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    client, place = own
    client.get("/")
    with open_ledger(place) as ledger:
        ledger.add(report())
    asked: list[int] = []
    get = Remembered.get
    monkeypatch.setattr(Remembered, "get", lambda self: asked.append(1) or get(self))
    monkeypatch.setattr(kept, "BRIEF_SECONDS", 60.0)
    assert len({client.get("/").content for _ in range(3)}) == 1
    assert asked == [1]


def test_a_review_here_is_seen_at_once(tmp_path: Path) -> None:
    with TestClient(make_app(str(make_shelf(tmp_path)), Settings(review_token=TOKEN))) as client:
        log = client.get("/api/v1/log").json()
        claim = client.get("/api/v1/review").json()["claims"][0]["id"]
        given = {"decision": "accept", "by": "ann", "why": "seen"}
        client.post(f"/api/v1/claims/{claim}/review", json=given, headers={"authorization": f"Bearer {TOKEN}"})
        assert client.get("/api/v1/log").json() != log


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/review", "/read", "/nowhere", "/api/v1/claims?q=mesure:x"])
def test_what_is_personal_of_the_moment_or_wrong_has_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(path).headers


def test_a_request_with_a_cookie_is_neither_answered_from_memory_nor_kept(client: TestClient) -> None:
    assert "etag" not in client.get("/c", headers={"cookie": "a=b"}).headers


def test_a_page_and_a_problem_of_one_address_are_kept_apart(client: TestClient) -> None:
    page = client.get("/s/RUS~tank").headers["etag"]
    assert client.get("/s/RUS~tank", headers={"accept": "application/json"}).headers["etag"] != page


def test_a_head_has_the_tag_and_no_body(client: TestClient) -> None:
    answer = client.head("/c")
    assert answer.headers["etag"] == client.get("/c").headers["etag"]

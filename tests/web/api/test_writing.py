"""Texts are added and claims retracted with a token of the scope; each is appended once, in the token's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.tokens import make_token
from tollbook.web.app import make_app

TEXT = {"text": "Shelling killed 12 soldiers near the front line on Monday.", "published": "2024-05-08", "publisher": "Example Post"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client that sends a token of the scope admin."""
    place = make_shelf(tmp_path)
    with open_ledger(place) as ledger:
        _, secret = make_token(ledger._store, "chief", scope="admin", days=1, actor="desk", now=datetime.now(UTC))
    with TestClient(make_app(str(place)), raise_server_exceptions=False, headers={"authorization": f"Bearer {secret}"}) as client:
        yield client


def test_a_text_is_added_once_however_often_it_is_sent(desk: TestClient) -> None:
    first = desk.post("/api/v1/documents", json=TEXT).json()
    assert (first["added"], first["claims"]) == (True, 1)
    again = desk.post("/api/v1/documents", json=TEXT).json()
    assert (again["added"], again["claims"], again["log"]) == (False, 0, first["log"])
    kept = desk.get(f"/api/v1/documents/{first['document']}").json()
    assert kept["text"] == TEXT["text"]
    assert kept["sightings"][0]["publisher"] == "Example Post"


def test_a_retraction_takes_claims_out_and_its_undoing_brings_them_back(desk: TestClient) -> None:
    document = desk.post("/api/v1/documents", json=TEXT).json()["document"]
    given = {"target": document, "by": "chief", "why": "withdrawn"}
    assert desk.post("/api/v1/retractions", json=given).json()["claims"] == 1
    assert desk.get("/api/v1/claims/count", params={"q": f"document:{document}"}).json()["count"] == 0
    assert desk.post("/api/v1/retractions", json=given | {"undo": True}).json()["claims"] == 1
    assert desk.get("/api/v1/claims/count", params={"q": f"document:{document}"}).json()["count"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"target": "ffffffffffffffff", "by": "a", "why": "b"}, 404),
        ({"target": "ffffff", "by": " ", "why": "b"}, 422),
        ({"target": "x", "by": "a", "why": "b"}, 422),
        ({"by": "a", "why": "b"}, 422),
    ],
)
def test_a_retraction_of_nothing_is_told(desk: TestClient, body: dict[str, str], status: int) -> None:
    assert desk.post("/api/v1/retractions", json=body).status_code == status


def test_a_text_of_nothing_is_refused(desk: TestClient) -> None:
    before = desk.get("/api/v1/log").json()
    assert desk.post("/api/v1/documents", json={"text": "  \n"}).status_code == 422
    assert desk.post("/api/v1/documents", json=TEXT | {"published": "2024-13-01"}).status_code == 422
    assert desk.post("/api/v1/documents", json=TEXT | {"kind": "x"}).status_code == 422
    assert desk.get("/api/v1/log").json() == before

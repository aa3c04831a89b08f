"""The queue can be read by anybody; a review takes the token, is appended, and says who and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.web.app import make_app
from tollbook.web.settings import Settings

TOKEN = "a token for reviews"
BEARER = {"authorization": f"Bearer {TOKEN}"}
GIVEN = {"decision": "accept", "by": "ann", "why": "seen"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a server that takes reviews, on a ledger of its own."""
    with TestClient(make_app(str(make_shelf(tmp_path)), Settings(review_token=TOKEN)), raise_server_exceptions=False) as made:
        yield made


def test_a_review_takes_a_claim_off_the_queue(desk: TestClient) -> None:
    queue = desk.get("/api/v1/review").json()
    claim = queue["claims"][0]["id"]
    told = desk.post(f"/api/v1/claims/{claim}/review", json=GIVEN, headers=BEARER)
    assert told.status_code == 200
    assert told.json()["entry"]["ledger"]["review"]["by"] == "ann"
    assert claim not in {one["id"] for one in desk.get("/api/v1/review").json()["claims"]}


def test_a_correction_changes_fields_by_their_names(desk: TestClient) -> None:
    claim = desk.get("/api/v1/claims", params={"q": "category:wounded origin:text", "limit": 1}).json()["claims"][0]["id"]
    change = {"quantity.stated": 7, "quantity.low": 7, "quantity.high": 7}
    told = desk.post(f"/api/v1/claims/{claim}/review", json=GIVEN | {"decision": "correct", "change": change}, headers=BEARER).json()
    assert told["entry"]["quantity"]["stated"] == 7


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"authorization": "Bearer wrong"}, 401), ({"authorization": "Basic x"}, 401)])
def test_without_the_token_nothing_is_appended(desk: TestClient, headers: dict[str, str], status: int) -> None:
    before = desk.get("/api/v1/log").json()
    claim = desk.get("/api/v1/review").json()["claims"][0]["id"]
    answer = desk.post(f"/api/v1/claims/{claim}/review", json=GIVEN, headers=headers)
    assert answer.status_code == status
    assert answer.headers["www-authenticate"] == "Bearer"
    assert desk.get("/api/v1/log").json() == before


def test_tokens_can_not_be_tried_without_end(desk: TestClient) -> None:
    claim = desk.get("/api/v1/review").json()["claims"][0]["id"]
    statuses = [
        desk.post(f"/api/v1/claims/{claim}/review", json=GIVEN, headers={"authorization": f"Bearer {number}"}).status_code
        for number in range(12)
    ]
    assert statuses[0] == 401
    assert statuses[-1] == 429


def test_a_server_without_a_token_takes_no_reviews(client: TestClient) -> None:
    answer = client.post("/api/v1/claims/ffffffffffff/review", json=GIVEN, headers=BEARER)
    assert (answer.status_code, answer.json()["status"]) == (403, 403)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "delete", "by": "a", "why": "b"}, "decision"),
        ({"decision": "accept", "by": "", "why": "b"}, "by"),
        ({"decision": "accept", "by": "a", "why": "b", "change": {"quantity.stated": 1}}, "change"),
        ({"decision": "correct", "by": "a", "why": "b", "change": {"quantity.sated": 1}}, "change"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(desk: TestClient, body: dict[str, object], field: str) -> None:
    claim = desk.get("/api/v1/review").json()["claims"][0]["id"]
    answer = desk.post(f"/api/v1/claims/{claim}/review", json=body, headers=BEARER)
    assert answer.status_code == 422
    assert answer.json()["field"] == field

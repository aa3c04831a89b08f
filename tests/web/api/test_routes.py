"""What the ledger holds and the state of its log, now and then."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_the_counts_come_with_the_state_of_the_log(client: TestClient) -> None:
    told = client.get("/api/v1/stats").json()
    assert told["log"] == client.get("/api/v1/log").json()
    assert told["entries"] == told["log"]["size"]
    assert told["claims"] >= told["standing"] >= told["statements"] > 0


def test_a_past_day_has_its_own_state(client: TestClient) -> None:
    assert client.get("/api/v1/log", params={"asof": "2999-01-01"}).json() == client.get("/api/v1/log").json()
    assert client.get("/api/v1/log", params={"asof": "1999-01-01"}).status_code == 404

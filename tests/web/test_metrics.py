"""The server says whether it answers, and counts what it answered by section, without a name that a visitor makes up."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tollbook.web.metrics import section_of


def value(text: str, line: str) -> float:
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
    assert found is not None, line
    return float(found[1])


def test_health_is_the_length_of_the_log(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "entries": client.get("/api/v1/log").json()["size"]}


def test_requests_and_the_ledger_are_counted(client: TestClient) -> None:
    line = 'tollbook_requests_total{method="GET",section="/s",status="404"}'
    client.get("/s/no-such-series")
    before = value(client.get("/metrics").text, line)
    client.get("/s/no-such-series")
    text = client.get("/metrics").text
    assert value(text, line) == before + 1
    assert value(text, "tollbook_ledger_claims") == client.get("/api/v1/stats").json()["claims"]
    assert 'tollbook_request_seconds_bucket{le="0.15",section="/s"}' in text


@pytest.mark.parametrize(
    ("path", "section"), [("/", "/"), ("/d/abc", "/d"), ("/api/v1/claims", "/api"), ("/.env", "other"), ("/feed.atom", "/feed.atom")]
)
def test_a_made_up_path_is_one_of_many(path: str, section: str) -> None:
    assert section_of(path) == section

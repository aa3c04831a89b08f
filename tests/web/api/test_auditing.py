"""A text that is sent is read, audited and forgotten; one that is too long is refused before it is all there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tollbook.web.settings import UPLOAD_BYTES

TEXT = "Russian forces lost 12 tanks on Monday. Of 100 soldiers, 40 were killed, nearly 60 percent, the ministry said of the war."


def test_a_text_is_read_and_audited_and_not_stored(client: TestClient) -> None:
    before = client.get("/api/v1/log").json()
    told = client.post("/api/v1/audit", json={"text": TEXT, "published": "2025-10-20", "title": "A test"}).json()
    assert told["reading"]["document"]["title"] == "A test"
    assert told["reading"]["claims"][0]["quote"] == "12"
    assert all(finding["rule"] for finding in told["findings"])
    assert client.get("/api/v1/log").json() == before
    assert client.get(f"/api/v1/documents/{told['reading']['document']['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x", "published": "soon"}, "published"),
        ({"text": "x", "context": "peace"}, "context"),
        ({"text": "x", "colour": "red"}, "colour"),
        ([], "body"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(client: TestClient, body: object, field: str) -> None:
    answer = client.post("/api/v1/audit", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_told(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/v1/audit", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["field"] == "body"


def test_a_body_over_the_limit_is_refused_while_it_comes(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 50 * UPLOAD_BYTES:
            sent += 100_000
            yield b"x" * 100_000

    answer = client.post("/api/v1/audit", content=endless())
    assert answer.status_code == 413
    assert f"at most {UPLOAD_BYTES + 20_000:,}" in answer.json()["detail"]


def test_a_blank_text_and_a_lone_surrogate_are_answered(client: TestClient) -> None:
    assert client.post("/api/v1/audit", json={"text": "  \n"}).status_code == 422
    answer = client.post("/api/v1/audit", content=b'{"text": "12 soldiers \\ud800 were killed in the war."}')
    assert answer.status_code in (200, 422)

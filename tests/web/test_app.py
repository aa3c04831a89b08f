"""The application as a whole: it answers, with headers that keep everything else out."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tollbook.web.headers import SECURITY


def test_the_first_page_answers_with_every_security_header(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in SECURITY} == dict(SECURITY)


def test_an_unknown_address_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text

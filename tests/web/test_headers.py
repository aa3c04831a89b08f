"""What every answer says to a browser, and under which names the server answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tollbook.web.app import make_app
from tollbook.web.headers import POLICY, SECURITY
from tollbook.web.settings import LOOPBACK, Settings


def test_the_policy_allows_no_script_and_no_style_within_a_page_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in POLICY


@pytest.mark.parametrize("path", ["/", "/nowhere", "/c?q=mesure:1", "/static/tollbook.css", "/api/v1/nothing"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in SECURITY} == dict(SECURITY)


def test_head_is_answered_as_get_is(client: TestClient) -> None:
    assert client.head("/about/method").status_code == 200
    assert client.head("/nowhere").status_code == 404


def test_a_server_on_loopback_answers_to_no_other_name(shelf: Path) -> None:
    with TestClient(make_app(str(shelf), Settings(hosts=LOOPBACK)), base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "localhost:8000"}).status_code == 200
        assert client.get("/", headers={"host": "[::1]:8000"}).status_code == 200
        refused = client.get("/", headers={"host": "evil.example"})
        assert refused.status_code == 400
        assert "--allow-host" in refused.text
        assert client.get("/", headers={"host": "a]b["}).status_code == 400

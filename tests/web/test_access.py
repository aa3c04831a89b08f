"""Who may do what: without a token that is enough, nothing; a private server shows nothing without one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.tokens import list_writes, make_token, revoke_token
from tollbook.web.access import secret_of
from tollbook.web.app import make_app
from tollbook.web.settings import Settings

TEXT = {"text": "Shelling killed 12 soldiers near the front line on Monday.", "published": "2024-05-08"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return make_shelf(tmp_path)


def token_for(place: Path, scope: str) -> tuple[str, str]:
    with open_ledger(place) as ledger:
        token, secret = make_token(ledger._store, f"Ann {scope}", scope=scope, days=1, actor="desk", now=datetime.now(UTC))  # type: ignore[arg-type]
    return token.id, secret


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def private(place: Path) -> Iterator[TestClient]:
    with TestClient(make_app(str(place), Settings(private=True)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/d", "/c", "/api/v1/claims", "/api/v1/openapi.json", "/docs", "/metrics", "/feed.atom", "/static/x.css"]
)
def test_a_private_server_shows_nothing_without_a_token(private: TestClient, path: str) -> None:
    answer = private.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "content-security-policy" in answer.headers


def test_a_private_server_is_read_with_a_token_as_bearer_or_password(private: TestClient, place: Path) -> None:
    _, secret = token_for(place, "read")
    assert private.get("/api/v1/claims", headers=bearer(secret)).status_code == 200
    assert private.get("/", auth=("anybody", secret)).status_code == 200
    assert private.get("/", headers=bearer(secret + "x")).status_code == 401
    assert private.get("/healthz").status_code == 200


def test_no_cache_between_a_private_server_and_its_readers_may_keep_what_it_shows(private: TestClient, place: Path) -> None:
    headers = bearer(token_for(place, "read")[1])
    with open_ledger(place) as ledger:
        head = ledger.checkpoint()
    pinned = f"/s/RUS~tank@{head.size}-{head.root.hex()[:8]}"
    shown = [private.get(path, headers=headers) for path in (pinned, pinned + ".csv", "/", "/s/RUS~tank", "/api/v1/sources")]
    assert [answer.status_code for answer in shown] == [200] * len(shown)
    assert [answer.headers["cache-control"] for answer in shown[:2]] == ["private, max-age=86400"] * 2
    told = " ".join(answer.headers.get("cache-control", "") for answer in shown)
    assert not any(word in told for word in ("public", "s-maxage", "must-revalidate"))


def test_a_private_server_forgets_a_revoked_token_at_once(private: TestClient, place: Path) -> None:
    identity, secret = token_for(place, "read")
    assert private.get("/", headers=bearer(secret)).status_code == 200
    with open_ledger(place) as ledger:
        revoke_token(ledger._store, identity, why="", actor="desk", now=datetime.now(UTC))
    assert private.get("/", headers=bearer(secret)).status_code == 401


def test_tokens_can_not_be_tried_without_end_not_even_the_right_one_afterwards(private: TestClient, place: Path) -> None:
    _, secret = token_for(place, "read")
    statuses = [private.get("/", headers=bearer(f"wrong {number}")).status_code for number in range(11)]
    assert statuses == [401] * 10 + [429]
    assert private.get("/", headers=bearer(secret)).status_code == 429


def test_a_password_that_a_browser_sends_along_does_not_write(place: Path) -> None:
    """Else a page elsewhere could let it write: a browser sends a password along with any request."""
    _, secret = token_for(place, "admin")
    with TestClient(make_app(str(place), Settings(private=True))) as client:
        assert client.post("/api/v1/documents", json=TEXT, auth=("ann", secret)).status_code == 401
        assert client.post("/api/v1/documents", json=TEXT, headers=bearer(secret)).status_code == 200


def test_the_log_keeps_whose_token_wrote(place: Path) -> None:
    identity, secret = token_for(place, "write")
    with TestClient(make_app(str(place))) as client:
        claim = client.get("/api/v1/review").json()["claims"][0]["id"]
        given = {"decision": "accept", "by": "somebody else", "why": "seen"}
        assert client.post(f"/api/v1/claims/{claim}/review", json=given, headers=bearer(secret)).status_code == 200
    with open_ledger(place) as ledger:
        (write,) = list_writes(ledger._store, most=5, token=identity)
        assert (write.kind, write.actor) == ("review", f"token:{identity} Ann write")
        assert list(ledger.verify()) == []


def test_a_token_that_writes_too_often_is_told_how_long_to_wait(place: Path) -> None:
    _, secret = token_for(place, "write")
    with TestClient(make_app(str(place), Settings(writes_per_minute=2))) as client:
        answers = [client.post("/api/v1/documents", json=TEXT, headers=bearer(secret)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 31


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic " + b64encode(b"ann:se:cret").decode(), "se:cret"),
        ("Basic " + b64encode(b"ann").decode(), None),
        ("Basic " + b64encode(b"\xff:\xff").decode(), None),
        ("Basic not base64", None),
        ("Basic \xe9", None),
        ("Bearer ", None),
        ("", None),
        ("Digest abc", None),
    ],
)
def test_a_secret_is_read_from_a_bearer_or_a_password(header: str, secret: str | None) -> None:
    assert secret_of(header) == secret

"""Every route that writes, with no token, a wrong, an expired, a revoked and a lesser one: nobody is let in, nothing is appended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.core.records import Scope
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.tokens import SCOPES, make_token, revoke_token
from tollbook.web.app import ROUTERS, make_app
from tollbook.web.settings import Settings

STARTED = "a token of the server's own"
REVIEW = {"decision": "accept", "by": "ann", "why": "seen"}
WRITES: dict[str, tuple[Scope, dict[str, Any]]] = {
    "/api/v1/claims/{claim}/review": ("review", REVIEW),
    "/api/v1/documents": ("write", {"text": "Shelling killed 12 soldiers near the front line on Monday."}),
    "/api/v1/retractions": ("admin", {"target": "{claim}", "by": "ann", "why": "withdrawn"}),
}
"""Routes for programs that write: the scope that they want, and a body that would do."""
FORMS = {"/review/{claim}", "/review/session"}
"""Routes for browsers, which want a session and the mark of a form."""
WRITES_NOTHING = {"/read", "/api/v1/audit", "/review/end"}
"""Routes that are posted to and store nothing."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    client: TestClient
    claim: str
    secrets: dict[str, str]

    def log(self) -> Any:
        return self.client.get("/api/v1/log").json()

    def send(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> int:
        filled = {name: self.claim if value == "{claim}" else value for name, value in body.items()}
        return self.client.post(path.replace("{claim}", self.claim), json=filled, headers=headers).status_code


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    place, now = make_shelf(tmp_path_factory.mktemp("writes")), datetime.now(UTC)
    with open_ledger(place) as ledger:
        store = ledger._store
        secrets: dict[str, str] = {scope: make_token(store, scope, scope=scope, days=1, actor="desk", now=now)[1] for scope in SCOPES}
        _, secrets["expired"] = make_token(store, "old", scope="admin", days=1, actor="desk", now=now - timedelta(days=2))
        revoked, secrets["revoked"] = make_token(store, "lost", scope="admin", days=1, actor="desk", now=now)
        revoke_token(store, revoked.id, why="lost", actor="desk", now=now)
        claim = ledger.query("review:none origin:text", limit=1).entries[0].claim.id
    app = make_app(str(place), Settings(review_token=STARTED, writes_per_minute=10_000))
    app.state.opened.tokens.may_try = lambda client: True
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Desk(client=client, claim=claim, secrets=secrets)


def test_every_route_that_takes_something_is_in_the_table(desk: Desk) -> None:
    pages = {route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and route.methods - {"GET", "HEAD"}}
    described = desk.client.get("/api/v1/openapi.json").json()["paths"]
    programs = {path for path, operations in described.items() if set(operations) - {"get", "head"}}
    assert pages | programs == set(WRITES) | FORMS | WRITES_NOTHING


def bad_headers(desk: Desk, scope: Scope) -> dict[str, dict[str, str]]:
    """Return what must not open a route of a scope, by name."""
    admin = desk.secrets["admin"]
    prefix, identity, secret = admin.split("_", 2)
    secrets = {
        "of another secret": f"{prefix}_{identity}_{secret[::-1]}",
        "of another id": f"{prefix}_{'0' * 8}_{secret}",
        "cut": admin[:-1],
        "longer": admin + "A",
        "in capitals": admin.upper(),
        "empty": "",
        "of words": "a token",
        "of SQL": "' or '1'='1",
        "with a null": admin + "\0",
        "expired": desk.secrets["expired"],
        "revoked": desk.secrets["revoked"],
        **{f"of the scope {lesser}": desk.secrets[lesser] for lesser in SCOPES[: SCOPES.index(scope)]},
    }
    if scope != "review":
        secrets["that the server was started with"] = STARTED
    headers = {name: {"authorization": f"Bearer {value}"} for name, value in secrets.items()}
    headers["no token"] = {}
    headers["a token of another kind"] = {"authorization": f"Basic {admin}"}
    headers["a token in a cookie"] = {"cookie": f"tollbook_review={admin}; token={admin}"}
    headers["a token in another header"] = {"x-token": admin, "x-forwarded-authorization": f"Bearer {admin}"}
    return headers


@pytest.mark.parametrize("path", WRITES)
def test_nobody_is_let_in_without_a_token_that_is_enough(desk: Desk, path: str) -> None:
    scope, body = WRITES[path]
    before = desk.log()
    tried = bad_headers(desk, scope)
    answered = {name: desk.send(path, body, headers) for name, headers in tried.items()}
    assert {name: status for name, status in answered.items() if status not in (401, 403)} == {}
    assert len(tried) >= 15
    assert desk.log() == before


@pytest.mark.parametrize("path", WRITES)
def test_a_token_in_the_address_opens_nothing(desk: Desk, path: str) -> None:
    before = desk.log()
    assert desk.send(f"{path}?token={desk.secrets['admin']}&access_token={desk.secrets['admin']}", WRITES[path][1], {}) == 401
    assert desk.log() == before


def test_forms_want_a_session_their_own_mark_and_this_server(desk: Desk) -> None:
    before, form = desk.log(), REVIEW | {"mark": "0" * 64}
    for secret in ("read", "expired", "revoked"):
        assert desk.client.post("/review/session", data={"token": desk.secrets[secret]}).status_code == 403
    for headers in ({}, {"cookie": "tollbook_review=a.b.9999999999.0"}, {"authorization": f"Bearer {desk.secrets['admin']}"}):
        assert desk.client.post(f"/review/{desk.claim}", data=form, headers=headers).status_code == 403
    with TestClient(desk.client.app) as browser:
        browser.post("/review/session", data={"token": desk.secrets["review"]})
        assert browser.post(f"/review/{desk.claim}", data=form).status_code == 403
        elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
        assert browser.post("/review/session", data={"token": desk.secrets["review"]}, headers=elsewhere).status_code == 403
    assert desk.log() == before


@pytest.mark.parametrize("path", WRITES)
def test_a_token_of_the_scope_is_let_in(desk: Desk, path: str) -> None:
    """Else the table above would hold for a server that lets nobody in at all."""
    scope, body = WRITES[path]
    assert desk.send(path, body, {"authorization": f"Bearer {desk.secrets[scope]}"}) == 200

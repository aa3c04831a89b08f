"""Every route that writes, and every token that must not open it: what a server answers, and what its log takes in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from tests.web.shelves import make_shelf
from tollbook.core.records import Scope
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.tokens import SCOPES, make_token, revoke_token
from tollbook.web.app import make_app
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
REFUSED = (401, 403)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A server on a ledger with tokens of every kind."""

    client: TestClient
    claim: str
    secrets: dict[str, str]

    def log(self) -> Any:
        """Return the head of the log."""
        return self.client.get("/api/v1/log").json()

    def send(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> int:
        """Post a body to a route, and return the status of the answer."""
        filled = {name: self.claim if value == "{claim}" else value for name, value in body.items()}
        return self.client.post(path.replace("{claim}", self.claim), json=filled, headers=headers).status_code


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """Run a server on a new ledger in a folder."""
    place, now = make_shelf(folder), datetime.now(UTC)
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


@dataclass(slots=True, kw_only=True)
class Attempts:
    """Requests that must not write, by what was wrong with them: their statuses, and whether the log is another afterwards."""

    statuses: dict[str, int] = field(default_factory=dict)
    appended: bool = False

    @property
    def let_in(self) -> list[str]:
        """What was answered otherwise than refused."""
        return [what for what, status in self.statuses.items() if status not in REFUSED]


def try_writes(desk: Desk) -> Attempts:
    """Send every bad token to every route for programs that writes, and a good one where it doesn't belong."""
    before, made = desk.log(), Attempts()
    admin = desk.secrets["admin"]
    for path, (scope, body) in WRITES.items():
        for name, headers in bad_headers(desk, scope).items():
            made.statuses[f"{path}: {name}"] = desk.send(path, body, headers)
        made.statuses[f"{path}: a token in the address"] = desk.send(f"{path}?token={admin}&access_token={admin}", body, {})
    made.appended = desk.log() != before
    return made


def try_forms(desk: Desk) -> Attempts:
    """Send forms that are of no session, of another's, without their mark, and from another site."""
    before, made, form = desk.log(), Attempts(), REVIEW | {"mark": "0" * 64}
    client, path = desk.client, f"/review/{desk.claim}"
    for name in ("read", "expired", "revoked"):
        made.statuses[f"a session for the token {name}"] = client.post("/review/session", data={"token": desk.secrets[name]}).status_code
    for name, headers in (
        ("no session", {}),
        ("a made-up session", {"cookie": "tollbook_review=a.b.9999999999.0"}),
        ("a token in place of a session", {"authorization": f"Bearer {desk.secrets['admin']}"}),
    ):
        made.statuses[f"a form of {name}"] = client.post(path, data=form, headers=headers).status_code
    with TestClient(client.app) as browser:
        browser.post("/review/session", data={"token": desk.secrets["review"]})
        made.statuses["a form with another mark"] = browser.post(path, data=form).status_code
        elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
        token = {"token": desk.secrets["review"]}
        made.statuses["a session asked for by another site"] = browser.post("/review/session", data=token, headers=elsewhere).status_code
    made.appended = desk.log() != before
    return made

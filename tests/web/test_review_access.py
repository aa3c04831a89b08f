"""Who may review: a token, signed sessions that end, and forms with marks of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import make_token, revoke_token
from tollbook.web.review_access import COOKIE, SESSION_HOURS, ReviewAccess, is_from_here
from tollbook.web.tokens import TokenBook

TOKEN = "a token that nobody guesses"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def request(cookie: str | None = None, **headers: str) -> Request:
    sent = {"host": "127.0.0.1:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if cookie is not None:
        sent["cookie"] = f"{COOKIE}={cookie}"
    return Request({"type": "http", "method": "POST", "headers": [(name.encode(), value.encode()) for name, value in sent.items()]})


def access_of(token: str | None, clock: Clock | None = None) -> ReviewAccess:
    return ReviewAccess(TokenBook(review_token=token), clock=clock or Clock())


def cookie_of(access: ReviewAccess, *, secure: bool = False) -> tuple[str, str]:
    response = Response()
    holder = access.holder_of(TOKEN)
    assert holder is not None
    access.open_session(response, holder, secure=secure)
    header = response.headers["set-cookie"]
    return header.split(";")[0].removeprefix(f"{COOKIE}="), header


def test_only_the_token_is_admitted() -> None:
    access = access_of(TOKEN)
    assert access.enabled
    assert access.holder_of(TOKEN) is not None
    assert access.holder_of(TOKEN + " ") is None
    assert access.holder_of("") is None
    assert access_of(None).holder_of("") is None
    assert not access_of(None).enabled


def test_the_cookie_is_kept_from_scripts_and_from_other_sites() -> None:
    _, header = cookie_of(access_of(TOKEN), secure=True)
    assert "HttpOnly" in header
    assert "SameSite=strict" in header
    assert "Path=/review" in header
    assert "Secure" in header


def test_a_session_ends_after_its_hours() -> None:
    clock = Clock()
    access = access_of(TOKEN, clock)
    cookie, _ = cookie_of(access)
    assert access.session_of(request(cookie)) is not None
    clock.now += timedelta(hours=SESSION_HOURS)
    assert access.session_of(request(cookie)) is None


def test_a_clock_that_is_put_back_makes_no_session_longer() -> None:
    clock = Clock()
    access = access_of(TOKEN, clock)
    cookie, _ = cookie_of(access)
    clock.now -= timedelta(seconds=2)
    assert access.session_of(request(cookie)) is not None
    clock.now -= timedelta(days=365)
    assert access.session_of(request(cookie)) is None


@pytest.mark.parametrize("cookie", ["", "a", "a.b", "a.99999999999.0", "..", "a.x.y", "ä.1.2"])
def test_a_cookie_that_is_not_signed_is_no_session(cookie: str) -> None:
    assert access_of(TOKEN).session_of(request(cookie)) is None


def test_a_cookie_of_another_run_of_the_server_is_no_session() -> None:
    cookie, _ = cookie_of(access_of(TOKEN))
    assert access_of(TOKEN).session_of(request(cookie)) is None


def test_a_form_is_accepted_with_the_mark_of_its_claim_from_this_server_alone() -> None:
    access = access_of(TOKEN)
    cookie, _ = cookie_of(access)
    session = access.session_of(request(cookie))
    assert session is not None
    mark = access.form_mark(session, "c1")
    assert access.accepted(request(cookie, origin="http://127.0.0.1:8000", sec_fetch_site="same-origin"), "c1", mark) == session.holder
    assert access.accepted(request(cookie), "c2", mark) is None
    assert access.accepted(request(cookie), "c1", "ä") is None
    assert access.accepted(request(cookie, origin="null"), "c1", mark) is None
    assert access.accepted(request(None), "c1", mark) is None


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({}, True),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "none"}, True),
    ],
)
def test_a_browser_tells_where_a_form_stands(headers: dict[str, str], here: bool) -> None:
    assert is_from_here(request(**headers)) is here


def test_a_session_ends_with_its_token(tmp_path: Path) -> None:
    with Ledger.create(str(tmp_path / "desk.db")) as ledger:
        now = datetime.now(UTC)
        token, secret = make_token(ledger._store, "Ann", scope="review", days=1, actor="desk", now=now)
        _, reader = make_token(ledger._store, "Ben", scope="read", days=1, actor="desk", now=now)
        access = ReviewAccess(TokenBook(ledger._store))
        holder = access.holder_of(secret)
        assert holder is not None
        assert access.holder_of(reader) is None
        response = Response()
        access.open_session(response, holder, secure=False)
        sent = request(response.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}="))
        session = access.session_of(sent)
        assert session is not None
        assert session.holder.actor == f"token:{token.id} Ann"
        revoke_token(ledger._store, token.id, why="", actor="desk", now=now)
        assert access.session_of(sent) is None

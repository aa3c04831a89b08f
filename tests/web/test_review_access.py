"""Who may review: the token, signed sessions that end, and forms with marks of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from tollbook.web.review_access import COOKIE, SESSION_HOURS, ReviewAccess, is_from_here

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


def cookie_of(access: ReviewAccess, *, secure: bool = False) -> tuple[str, str]:
    response = Response()
    access.open_session(response, secure=secure)
    header = response.headers["set-cookie"]
    return header.split(";")[0].removeprefix(f"{COOKIE}="), header


def test_only_the_token_is_admitted() -> None:
    access = ReviewAccess(TOKEN)
    assert access.enabled
    assert access.admits(TOKEN)
    assert not access.admits(TOKEN + " ")
    assert not access.admits("")
    assert not ReviewAccess(None).admits("")
    assert not ReviewAccess(None).enabled


def test_the_cookie_is_kept_from_scripts_and_from_other_sites() -> None:
    _, header = cookie_of(ReviewAccess(TOKEN), secure=True)
    assert "HttpOnly" in header
    assert "SameSite=strict" in header
    assert "Path=/review" in header
    assert "Secure" in header


def test_a_session_ends_after_its_hours() -> None:
    clock = Clock()
    access = ReviewAccess(TOKEN, clock=clock)
    cookie, _ = cookie_of(access)
    assert access.session_of(request(cookie)) is not None
    clock.now += timedelta(hours=SESSION_HOURS)
    assert access.session_of(request(cookie)) is None


@pytest.mark.parametrize("cookie", ["", "a", "a.b", "a.99999999999.0", "..", "a.x.y", "ä.1.2"])
def test_a_cookie_that_is_not_signed_is_no_session(cookie: str) -> None:
    assert ReviewAccess(TOKEN).session_of(request(cookie)) is None


def test_a_cookie_of_another_run_of_the_server_is_no_session() -> None:
    cookie, _ = cookie_of(ReviewAccess(TOKEN))
    assert ReviewAccess(TOKEN).session_of(request(cookie)) is None


def test_a_form_is_accepted_with_the_mark_of_its_claim_from_this_server_alone() -> None:
    access = ReviewAccess(TOKEN)
    cookie, _ = cookie_of(access)
    session = access.session_of(request(cookie))
    assert session is not None
    mark = access.form_mark(session, "c1")
    assert access.accepts(request(cookie, origin="http://127.0.0.1:8000", sec_fetch_site="same-origin"), "c1", mark)
    assert not access.accepts(request(cookie), "c2", mark)
    assert not access.accepts(request(cookie), "c1", "ä")
    assert not access.accepts(request(cookie, origin="null"), "c1", mark)
    assert not access.accepts(request(None), "c1", mark)


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


def test_tokens_can_not_be_tried_without_end() -> None:
    access = ReviewAccess(TOKEN)
    assert [access.may_try() for _ in range(11)] == [True] * 10 + [False]

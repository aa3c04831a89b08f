"""Too much at once, too often and too long are answered with 503, 429 and 413, early, and the server goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.web.shelves import make_shelf
from tollbook.web.app import make_app
from tollbook.web.limits import OWN_LIMIT, ROOM, SMALL_BODY, Limits, refusal
from tollbook.web.settings import Settings


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the number of bytes that came."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def limited(**limits: Any) -> Limits:
    return Limits(echo, **{"at_once": 10, "per_minute": None, "text_bytes": 1_000, **limits})


def pieces(size: int, of: int = 1_000) -> Iterator[bytes]:
    """Return a body that doesn't say how long it is."""
    for start in range(0, size, of):
        yield b"a" * min(of, size - start)


@pytest.mark.parametrize("path", ["/review/x", "/api/v1/claims/x/review", "/"])
def test_a_body_ends_at_its_limit_whether_or_not_it_says_how_long_it_is(path: str) -> None:
    client = TestClient(limited())
    assert client.post(path, content=b"a" * SMALL_BODY).text == str(SMALL_BODY)
    assert client.post(path, content=pieces(SMALL_BODY)).text == str(SMALL_BODY)
    assert client.post(path, content=b"a" * (SMALL_BODY + 1)).status_code == 413
    assert client.post(path, content=pieces(SMALL_BODY + 1)).status_code == 413


def test_a_route_that_takes_texts_takes_longer_bodies() -> None:
    client = TestClient(limited(text_bytes=200_000))
    most = 200_000 + ROOM
    assert client.post("/api/v1/documents", content=b"a" * most).text == str(most)
    assert client.post("/api/v1/documents", content=pieces(most + 1)).status_code == 413


@pytest.mark.parametrize("path", OWN_LIMIT)
def test_a_route_with_a_limit_of_its_own_refuses_too(path: str, tmp_path: Any) -> None:
    with TestClient(make_app(str(make_shelf(tmp_path)), Settings(upload_bytes=1_000))) as client:
        assert client.post(path, content=pieces(30_000), headers={"content-type": "multipart/form-data; boundary=x"}).status_code == 413


@pytest.mark.parametrize("length", ["99999999999999999999999999", "-1", "ten", "١٠", ""])
def test_a_length_that_lies_does_not_help(length: str) -> None:
    headers = {"content-length": length.encode()}
    answer = TestClient(limited()).post("/", content=pieces(SMALL_BODY + 1), headers=headers)
    assert answer.status_code == 413


def test_no_more_of_a_long_body_is_read_than_its_limit() -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1_000
            yield b"a" * 1_000

    async def ask() -> list[dict[str, Any]]:
        source, sent = endless(), []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": next(source), "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        await limited()({"type": "http", "method": "POST", "path": "/", "headers": [], "client": ("a", 1)}, receive, send)
        return sent

    assert asyncio.run(ask())[0]["status"] == 413
    assert read <= SMALL_BODY + 2_000


def test_a_client_that_asks_too_often_is_told_how_long_to_wait() -> None:
    client = TestClient(limited(per_minute=3))
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert 1 <= int(client.get("/").headers["retry-after"]) <= 20
    assert TestClient(client.app, client=("10.0.0.8", 1)).get("/").status_code == 200


def test_the_watchers_are_always_answered() -> None:
    client = TestClient(limited(per_minute=1, at_once=0))
    assert client.get("/").status_code == 503
    assert [client.get("/healthz").status_code for _ in range(3)] == [200] * 3


def test_one_request_too_many_is_told_to_come_again_and_the_server_recovers() -> None:
    async def ask() -> tuple[list[int], list[int]]:
        free, statuses = asyncio.Event(), []

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await free.wait()
            await PlainTextResponse("late")(scope, receive, send)

        app = Limits(slow, at_once=5, per_minute=None, text_bytes=1_000)

        async def one() -> None:
            async def send(message: Any) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            await app({"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("a", 1)}, None, send)  # type: ignore[arg-type]

        waiting = [asyncio.create_task(one()) for _ in range(12)]
        while len(statuses) < 7:
            await asyncio.sleep(0)
        refused = list(statuses)
        free.set()
        await asyncio.gather(*waiting)
        statuses.clear()
        await one()
        return refused, statuses

    refused, after = asyncio.run(ask())
    assert refused == [503] * 7
    assert after == [200]


def test_a_program_gets_a_problem_and_a_reader_a_line() -> None:
    scope: Scope = {"type": "http", "path": "/api/v1/claims"}
    told = refusal(scope, 429, "Wait.", wait=0.2)
    assert told.headers["content-type"] == "application/problem+json"
    assert told.headers["retry-after"] == "1"
    assert bytes(refusal({"type": "http", "path": "/"}, 413, "Long.").body) == b"That is too large: Long.\n"


def test_a_form_and_a_review_over_the_limit_are_refused_with_413(tmp_path: Any) -> None:
    with TestClient(make_app(str(make_shelf(tmp_path)), Settings(review_token="a token for reviews"))) as client:
        for path in ("/review/session", "/review/ffffffffffffffff", "/api/v1/claims/ffffffffffffffff/review"):
            answer = client.post(path, content=pieces(SMALL_BODY + 1), headers={"content-type": "application/x-www-form-urlencoded"})
            assert answer.status_code == 413, path
            assert answer.headers["x-content-type-options"] == "nosniff"

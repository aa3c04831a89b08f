"""How much a server takes: requests at once, requests a minute of each client, bytes of a body. What is too much is answered early and
small: 503 and 429 with Retry-After, 413. Nothing here looks at the ledger.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tollbook.web.rates import Rate, client_of
from tollbook.web.rendering import problem

ROOM: Final = 20_000
"""Bytes that a body takes beside its text."""
SMALL_BODY: Final = 64_000
"""Bytes of a body that holds no text to read: a review's longest words are 2,000 characters each."""
TEXT_PATHS: Final = ("/api/v1/documents",)
OWN_LIMIT: Final = ("/read", "/api/v1/audit")
"""Routes that count the bytes of a text themselves, and say more of one that is too long."""
_ALWAYS: Final = ("/healthz",)


class Limits:
    """Pass on what a server can take. `per_minute` is None where a client may ask as often as it likes."""

    def __init__(self, app: ASGIApp, *, at_once: int, per_minute: int | None, text_bytes: int) -> None:
        self.app = app
        self._at_once, self._open = at_once, 0
        self._rate = None if per_minute is None else Rate(per_minute)
        self._text_bytes = text_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self.app(scope, receive, send)
            return
        if self._open >= self._at_once:
            await refusal(scope, 503, "The server is busy with other requests. Try again in a moment.", wait=1)(scope, receive, send)
            return
        wait = 0.0 if self._rate is None else self._rate.take(client_of(scope))
        if wait > 0:
            await refusal(scope, 429, "Too many requests from your address. Wait a little.", wait=wait)(scope, receive, send)
            return
        self._open += 1
        try:
            await (self.app if scope["path"] in OWN_LIMIT else self._bounded)(scope, receive, send)
        finally:
            self._open -= 1

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose body ends where it must; what the application says of a longer one is replaced by 413."""
        most = self._text_bytes + ROOM if scope["path"] in TEXT_PATHS else SMALL_BODY
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isascii() and stated.isdigit() and int(stated[:20]) > most:
            await _too_large(scope, most)(scope, receive, send)
            return
        received, started = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if received > most and not started:
                raise _TooLargeError
            started = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except _TooLargeError:
            if not started:
                await _too_large(scope, most)(scope, receive, send)


class _TooLargeError(Exception):
    """A body went on over its limit. It never leaves this module."""


def _too_large(scope: Scope, most: int) -> Response:
    return refusal(scope, 413, f"A body of over {most:,} bytes.")


def refusal(scope: Scope, status: int, detail: str, *, wait: float = 0.0, headers: Mapping[str, str] | None = None) -> Response:
    """Return a small answer: a problem for programs, a line for others. `wait` is in seconds, 0 for not to be told."""
    told = dict(headers or {})
    if wait > 0:
        told["retry-after"] = str(max(1, math.ceil(wait)))
    titles = {401: "A token is needed", 413: "That is too large", 429: "Too many requests", 503: "The server is busy"}
    if scope["path"].startswith("/api/"):
        content = problem(status, titles[status], detail)
        return JSONResponse(content, status_code=status, headers=told, media_type="application/problem+json")
    return PlainTextResponse(f"{titles[status]}: {detail}\n", status_code=status, headers=told)

"""Answers that are the same as long as the log is: a tag for each (RFC 9110, 8.8.3), 304 for whoever has it, and the answers kept.

An answer depends on its address and on what the ledger holds, so a tag is the log's root with the address. What depends on who asks (a
cookie, a token) or on the time is neither tagged nor kept; what shows counts of an earlier log isn't tagged, and is kept for a moment.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from threading import Lock
from time import monotonic
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tollbook.core.errors import TollbookError
from tollbook.core.version import __version__
from tollbook.ledger.ledger import Ledger

KEPT_BYTES = 32_000_000
LARGEST = 600_000
HEAD_SECONDS = 0.2
"""How long the log's head is taken for the newest: what others add is seen that much later, what is added here at once."""
BRIEFLY: Final = "max-age=1"
"""What an answer says that must not stand until the log grows. For that moment it is kept, so that it isn't made for each reader."""
BRIEF_SECONDS = 1.0
_PASSED_OVER: Final = ("/static", "/docs", "/healthz", "/metrics", "/review", "/read")
_PERSONAL: Final = ("cookie", "authorization", "range")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it was sent: its headers and its body. `until` is when it is too old, on the monotonic clock."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    until: float = inf


class KeptAnswers:
    """Tag the answers of a ledger's pages, and send those that are asked for again from memory."""

    def __init__(self, app: ASGIApp, ledger: Ledger, *, most: int = KEPT_BYTES) -> None:
        self.app, self._ledger, self._most = app, ledger, most
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._head: tuple[float, bytes] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it from memory."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_PASSED_OVER) or any(name in headers for name in _PERSONAL):
            await self.app(scope, receive, send)
            if scope["method"] not in ("GET", "HEAD"):
                self._head = None
            return
        tag = await self._tag(scope, headers)
        if tag is None:
            await self.app(scope, receive, send)
        elif tag in (one.strip() for one in headers.get("if-none-match", "").split(",")):
            await _send(send, 304, [(b"etag", tag.encode()), (b"cache-control", b"no-cache")], b"")
        elif (known := self._known(tag)) is not None:
            await _send(send, 200, list(known.headers), known.body)
        else:
            await self.app(scope, receive, self._keeping(tag, send))

    async def _tag(self, scope: Scope, headers: Headers) -> str | None:
        """Return the tag of an answer, None where the ledger can't be asked now: the page itself tells why."""
        now = monotonic()
        if self._head is None or now - self._head[0] > HEAD_SECONDS:
            try:
                checkpoint = await run_in_threadpool(self._ledger.checkpoint)
            except TollbookError:
                return None
            self._head = (now, checkpoint.root + str(checkpoint.size).encode())
        accepted = headers.get("accept", "")
        kind = "json" if "json" in accepted and "html" not in accepted else "html"
        asked = f"{__version__} {kind} {headers.get('host', '')} {scope['scheme']}://{scope['path']}?".encode() + scope["query_string"]
        return f'W/"{sha256(self._head[1] + asked).hexdigest()[:32]}"'

    def _known(self, tag: str) -> Answer | None:
        with self._lock:
            known = self._kept.get(tag)
            if known is None or known.until < monotonic():
                return None
            self._kept.move_to_end(tag)
            return known

    def _keeping(self, tag: str, send: Send) -> Send:
        """Return a sender that tags a good answer and keeps it, unless it says itself that it isn't to be kept, or for a moment only."""
        told: list[tuple[bytes, bytes]] = []
        body = bytearray()
        keeps, until = False, inf

        async def keeping(message: Message) -> None:
            nonlocal keeps, until
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                stated = headers.get("cache-control", "")
                keeps = message["status"] == 200 and "set-cookie" not in headers and "no-store" not in stated
                if stated == BRIEFLY:
                    until = monotonic() + BRIEF_SECONDS
                elif keeps:
                    headers["etag"] = tag
                    headers.setdefault("cache-control", "no-cache")
                told.extend(message["headers"])
            elif keeps and len(body) <= LARGEST:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False) and len(body) <= LARGEST:
                    self._keep(tag, Answer(headers=tuple(told), body=bytes(body), until=until))
            await send(message)

        return keeping

    def _keep(self, tag: str, answer: Answer) -> None:
        with self._lock:
            former = self._kept.pop(tag, None)
            self._kept[tag] = answer
            self._size += len(answer.body) - (0 if former is None else len(former.body))
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.body)


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

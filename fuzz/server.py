"""What is fuzzed of the server: whole requests, as they come over the wire, to the application in this process."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from fuzz.target import BrokenLaw, Target, scratch, seeds_of

REVIEW_TOKEN = "fuzz-review-token"
RENEWED = 400
"""Requests that one ledger gets: what some of them add makes it slower for those behind."""
_MARK = re.compile(r'name="mark" value="([0-9a-f]+)"')
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: @LENGTH@\r\n"
_JSON = b"Content-Type: application/json\r\nContent-Length: @LENGTH@\r\n"
_PARTS = b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: @LENGTH@\r\n"


def _get(target: str, headers: bytes = b"") -> bytes:
    return b"GET %s HTTP/1.1\r\nHost: desk\r\n%s\r\n" % (target.encode(), headers)


def _post(target: str, headers: bytes, body: bytes) -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: desk\r\n%s\r\n%s" % (target.encode(), headers, body)


_AGENT = b'Accept: text/html\r\nAccept-Language: en\r\nIf-None-Match: W/"1"\r\nIf-Modified-Since: Fri, 24 Jan 2025 08:00:00 GMT\r\n'
QUESTIONS = (
    _get("/", _AGENT), _get("/?before=5&asof=2025-10-20"), _get("/c?q=force:RUS+%22combat+losses%22&after=2025-10-18~5&asof=3", _AGENT),
    _get("/c/@CLAIM@?asof=2025-10-20"), _get("/d?after=2"), _get("/d/@DOCUMENT@?part=1&asof=9"), _get("/d/@DOCUMENT@/@CLAIM@"),
    _get("/s?force=RUS&q=tank"), _get("/s/RUS~tank~UKR-GS@12?from=2025-10-01&to=2025-10-20&view=rate"),
    _get("/src?q=UKR"), _get("/src/UKR-GS"),
    _get("/o/RUS?asof=2025-10-20"), _get("/about/method"), _get("/about/limits?part=2"), _get("/read"), _get("/feed.atom?q=force:RUS"),
    _get("/healthz"), _get("/metrics"), _get("/docs"), _get("/static/tollbook.css?v=1", b"Range: bytes=0-9\r\n"),
    _get("/review?q=review:none&by=ann"),
    _get("/review/@CLAIM@?done=3f9a12bc-accept", b"Cookie: tollbook_review=@SESSION@\r\n"),
    _get("/api/v1/claims?q=category:killed&limit=2&after=2025-10-18~5&asof=2025-10-20", b"Accept: application/json\r\n"),
    _get("/api/v1/claims/count?q=Kupiansk"), _get("/api/v1/claims.csv?q=value:1000..5000&profile=statements"),
    _get("/api/v1/claims.jsonl?q="),
    _get("/api/v1/claims/@CLAIM@/dossier"), _get("/api/v1/documents/@DOCUMENT@/audit"), _get("/api/v1/documents?limit=3"),
    _get("/api/v1/series?force=RUS"), _get("/api/v1/series/RUS~tank~UKR-GS?from=2025-10-01"), _get("/api/v1/sources/UKR-GS"),
    _get("/api/v1/review?limit=2"), _get("/api/v1/log?asof=2025-10-20"), _get("/api/v1/openapi.json"),
    _get("/api/v1/claims", b"Authorization: Bearer @TOKEN@\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\n"),
)  # fmt: skip
_SAID = b"The army said that 12 soldiers were killed on 19 October 2025."
WRITES = (
    _post("/read", _FORM, b"text=The+army+lost+12+tanks+%D0%B2&published=2025-10-18&part=1"),
    _post(
        "/read",
        _PARTS,
        b'--b\r\nContent-Disposition: form-data; name="published"\r\n\r\n2025-10-18\r\n--b\r\nContent-Disposition: form-data; name="file"; '
        b'filename="a.html"\r\nContent-Type: text/html\r\n\r\n<p>' + _SAID + b"</p>\r\n--b--\r\n",
    ),
    _post("/api/v1/audit", _JSON, b'{"text": "%s", "published": "2025-10-20", "title": "Losses"}' % _SAID),
    _post("/api/v1/audit", b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: @LENGTH@\r\n", _SAID),
    _post(
        "/api/v1/documents",
        _JSON + b"Authorization: Bearer @TOKEN@\r\n",
        b'{"text": "%s", "title": "Losses", "published": "2025-10-20", "publisher": "Post", "url": "https://news.example/a"}' % _SAID,
    ),
    _post("/api/v1/retractions", _JSON + b"Authorization: Bearer @TOKEN@\r\n", b'{"target": "@CLAIM@", "by": "ann", "why": "gone"}'),
    _post(
        "/api/v1/claims/@CLAIM@/review",
        _JSON + b"Authorization: Bearer @TOKEN@\r\n",
        b'{"decision": "correct", "by": "ann", "why": "seen", "change": {"quantity.stated": 13, "place": "Wexley"}}',
    ),
    _post("/review/session", _FORM, b"token=@TOKEN@"),
    _post(
        "/review/@CLAIM@",
        _FORM + b"Cookie: tollbook_review=@SESSION@\r\nOrigin: http://desk\r\nSec-Fetch-Site: same-origin\r\n",
        b"mark=@MARK@&decision=correct&by=ann&why=seen&change=stated%3D13%0Aforce%3DPRK&q=review%3Anone&after=",
    ),
    _post("/review/end", _FORM, b""),
)


@dataclass(slots=True)
class _Answer:
    """What came back of a request."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = False


logging.getLogger("python_multipart").setLevel(logging.ERROR)  # it warns of each form that breaks off


class _Desk:
    """A server on a ledger of its own, in this process, with the names that stand in for what only it knows."""

    def __init__(self) -> None:
        from tollbook.web.app import make_app
        from tollbook.web.settings import Settings

        self.asked = 0
        place = scratch() / "desk.db"
        for left in scratch().glob("desk.db*"):
            left.unlink()
        shutil.copyfile(_shelf(), place)
        admin, claim, document = _prepared(str(place))
        self.runner = _runner(os.getpid())
        self.app = make_app(str(place), Settings(review_token=REVIEW_TOKEN, writes_per_minute=1_000_000, requests_per_minute=None))
        self.app.state.opened.tokens.may_try = lambda client: True
        self.names = {b"@TOKEN@": admin.encode(), b"@CLAIM@": claim.encode(), b"@DOCUMENT@": document.encode()}
        opened = self.ask(_post("/review/session", _FORM, b"token=" + REVIEW_TOKEN.encode()))
        session = opened.headers[b"set-cookie"].partition(b"=")[2].partition(b";")[0]
        self.names[b"@SESSION@"] = session
        shown = self.ask(_get(f"/review/{claim}", b"Cookie: tollbook_review=@SESSION@\r\n"))
        found = _MARK.search(shown.body.decode())
        self.names[b"@MARK@"] = b"" if found is None else found[1].encode()

    @property
    def size(self) -> int:
        """How long the ledger's log is."""
        size: int = self.app.state.opened.ledger.checkpoint().size
        return size

    def filled(self, content: bytes) -> bytes:
        """Return a request with what only this server knows in it."""
        for name, value in self.names.items():
            content = content.replace(name, value)
        head, blank, body = content.partition(b"\r\n\r\n")
        return head.replace(b"@LENGTH@", str(len(body)).encode()) + blank + body

    def ask(self, content: bytes) -> _Answer:
        """Send a request as it came over the wire; what is no HTTP is answered with status 400 as servers do, and never gets here."""
        scope, body = _scope_of(self.filled(content))
        answer = _Answer()
        if scope is None:
            answer.status, answer.whole = 400, True
            return answer
        self.asked += 1
        self.runner.run(_sent(self.app, scope, body, answer))
        return answer


def _scope_of(content: bytes) -> tuple[dict[str, Any] | None, bytes]:
    """Return a request as the application gets it from its server, None where the server refuses it."""
    import h11

    connection = h11.Connection(h11.SERVER)
    try:
        connection.receive_data(content)
        request = connection.next_event()
        if not isinstance(request, h11.Request):
            return None, b""
        body = bytearray()
        while isinstance(event := connection.next_event(), h11.Data):
            body += event.data
    except h11.RemoteProtocolError:
        return None, b""
    path, _, query = request.target.partition(b"?")
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": request.http_version.decode("ascii"),
        "server": ("127.0.0.1", 8_000), "client": ("127.0.0.1", 50_000), "scheme": "http", "method": request.method.decode("ascii"),
        "root_path": "", "path": unquote(path.decode("ascii")), "raw_path": path, "query_string": query, "headers": list(request.headers),
        "state": {},
    }  # fmt: skip
    return scope, bytes(body)


async def _sent(app: Any, scope: dict[str, Any], body: bytes, answer: _Answer) -> None:
    """Let the application answer; whatever error it lets through goes on from here."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return waiting.pop()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], dict(message["headers"])
        else:
            answer.body += message.get("body", b"")
            answer.whole = not message.get("more_body", False)

    await app(scope, receive, send)


@lru_cache(maxsize=1)
def _runner(_: int) -> asyncio.Runner:
    return asyncio.Runner()


@lru_cache(maxsize=1)
def _shelf() -> str:
    from tests.web.shelves import make_shelf
    from tollbook.flow.ledger import open_ledger
    from tollbook.ledger.backup import back_up

    folder = scratch() / "shelf"
    folder.mkdir(exist_ok=True)
    with open_ledger(make_shelf(folder)) as ledger:
        back_up(ledger._store, folder / "copy.db")
    return str(folder / "copy.db")


def _prepared(place: str) -> tuple[str, str, str]:
    """Return a token that lets its holder do everything, a claim and a document of a ledger."""
    from datetime import UTC, datetime

    from tollbook.flow.ledger import open_ledger
    from tollbook.ledger.tokens import make_token

    with open_ledger(place) as ledger:
        _, secret = make_token(ledger._store, "admin", scope="admin", days=1, actor="desk", now=datetime.now(UTC))
        entry = ledger.query("review:none origin:text", limit=1).entries[0]
        return secret, entry.claim.id, entry.sighting.document


_desks: list[tuple[int, _Desk]] = []


def _desk() -> _Desk:
    """Return this process's server, a new one after so many requests."""
    if not _desks or _desks[0][0] != os.getpid() or _desks[0][1].asked >= RENEWED:
        if _desks and _desks[0][0] == os.getpid():
            _desks[0][1].app.state.opened.ledger.close()
        _desks[:] = [(os.getpid(), _Desk())]
    return _desks[0][1]


def _request(content: bytes) -> None:
    desk = _desk()
    before = desk.size
    answer = desk.ask(content)
    if not answer.whole:
        raise BrokenLaw(f"an answer that never ends: {answer.status}")
    if answer.status >= 500:
        raise BrokenLaw(f"a fault of the server: {answer.status}")
    if b"Traceback (most recent call last)" in answer.body:
        raise BrokenLaw("an answer with a traceback")
    filled = desk.filled(content)
    known = (desk.names[b"@TOKEN@"], desk.names[b"@SESSION@"], REVIEW_TOKEN.encode())
    if desk.size != before and not any(secret in filled for secret in known):
        raise BrokenLaw("something was written without a token")


TARGETS = (
    Target(name="question", run=_request, seeds=seeds_of(*QUESTIONS)),
    Target(name="form", run=_request, seeds=seeds_of(*WRITES)),
)

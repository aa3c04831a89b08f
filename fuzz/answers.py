"""What is fuzzed of what servers answer, to whoever fetches a page and to whoever asks a model: one on loopback says the input."""

from __future__ import annotations

import gzip
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from fuzz.target import BrokenLaw, Target, seeds_of
from tollbook.core.errors import Unreachable
from tollbook.sources.limits import Limits

SECONDS = 3.0
_BODY = b"<html><title>A report</title><body><p>The army lost 12 tanks.</p></body></html>"
_PACKED = gzip.compress(_BODY, mtime=0)
_HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a"\r\nLast-Modified: Fri, 24 Jan 2025 08:00:00 GMT\r\n'
PAGES = (
    _HEAD + b"Content-Length: %d\r\n\r\n" % len(_BODY) + _BODY,
    _HEAD + b"Content-Encoding: gzip\r\n\r\n" + _PACKED,
    _HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(_BODY), _BODY),
    b"HTTP/1.0 200\r\nContent-Type: text/plain\r\n\r\nThe army lost 12 tanks.",
    b"HTTP/1.1 302 Found\r\nLocation: /b?c=%d0%b2\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: https://news.example:443/\xd0\xb2\r\n\r\n",
    b"HTTP/1.1 503 Busy\r\nRetry-After: Fri, 24 Jan 2025 08:00:00 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Often\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n",
)
_COMPLETION = b'{"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{\\"claims\\": []}"}}]}'
COMPLETIONS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(_COMPLETION) + _COMPLETION,
    b"HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n",
)


class _Site:
    """A server that says the same bytes to whoever connects, and hangs up."""

    def __init__(self) -> None:
        self.content = b""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection, suppress(OSError):
                connection.settimeout(SECONDS)
                asked = b""
                while b"\r\n\r\n" not in asked and (piece := connection.recv(65_536)):
                    asked += piece
                connection.sendall(self.content)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65_536):  # a reset would take the answer back
                    pass


def _site(content: bytes) -> _Site:
    site = _site_of(os.getpid())
    site.content = content
    return site


@lru_cache(maxsize=1)
def _site_of(_: int) -> _Site:
    return _Site()


@contextmanager
def _loopback_alone() -> Iterator[None]:
    """Let nothing be connected to but this machine, wherever an answer sends its reader."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] != "127.0.0.1":
            raise ConnectionRefusedError(111, "Connection refused")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]


def _nobody(host: str, port: int) -> list[str]:
    raise Unreachable("no resolver here")


def _web(content: bytes) -> None:
    from tollbook.sources.files import from_bytes
    from tollbook.sources.web import fetch

    host = f"127.0.0.1:{_site(content).port}"
    with _loopback_alone():
        fetched = fetch(f"http://{host}/a", limits=Limits(fetch_seconds=SECONDS), allow_hosts=frozenset({host}), resolve=_nobody)
    if len(fetched.content) > Limits().fetch_bytes:
        raise BrokenLaw("more than the limit was taken")
    from_bytes(fetched.content, name=fetched.url, media_type=fetched.media_type, charset=fetched.charset, url=fetched.url)


def _model(content: bytes) -> None:
    from tollbook.sources.model_endpoint import Answer, Endpoint, ModelClient, NoAnswer, make_endpoint

    made = make_endpoint(f"http://127.0.0.1:{_site(content).port}/v1", model="small", key="sk-made-up")
    endpoint = Endpoint(target=made.target, model=made.model, key=made.key, seconds=SECONDS)
    answer = ModelClient(endpoint, wait=lambda seconds: None).ask("be brief", "what?", schema={"type": "object"})
    if not isinstance(answer, Answer | NoAnswer):
        raise BrokenLaw(f"neither an answer nor none: {answer!r}")
    if isinstance(answer, NoAnswer) and "sk-made-up" in answer.reason:
        raise BrokenLaw("a reason that tells the key")


TARGETS = (
    Target(name="web answer", run=_web, seeds=seeds_of(*PAGES), share=10),
    Target(name="endpoint", run=_model, seeds=seeds_of(*COMPLETIONS), share=10),
)

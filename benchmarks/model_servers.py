"""A stand-in for a language model: a server on loopback with the form of OpenAI's, whose answers are functions.

Tests and benchmarks let it answer well, badly, slowly or maliciously. No model is behind it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behavior = Callable[["Asked", BaseHTTPRequestHandler], None]
"""Answers one question by writing to the connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: where it went, what its headers and its body were. `body` is {} where it was no JSON object."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def passage(self) -> str:
        """Return the passage that it carries, as a model would find it."""
        return str(json.loads(self.body["messages"][-1]["content"])["passage"])

    @property
    def form(self) -> str:
        """Return the form of answer that it asks for."""
        return str(self.body["response_format"]["type"])


@dataclass(slots=True)
class ModelServer:
    """A running server: its address as a base URL, what it was asked, and how it answers."""

    url: str
    behavior: Behavior
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def model_server(behavior: Behavior) -> Iterator[ModelServer]:
    """Run a server on a free port of loopback for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked(path=self.path, headers=dict(self.headers.items()), body=json.loads(content))
            running.asked.append(asked)
            running.behavior(asked, self)

        def do_GET(self) -> None:
            running.asked.append(Asked(path=self.path, headers=dict(self.headers.items()), body={}))
            send(200, b"{}")(running.asked[-1], self)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up early is among what is looked at."""

    server = Server(("127.0.0.1", 0), Handler)
    running = ModelServer(f"http://127.0.0.1:{server.server_address[1]}/v1", behavior)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(status: int, body: bytes, **headers: str) -> Behavior:
    """Return a behavior that answers with these bytes (`Retry_After="2"` is a header)."""

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def completion(content: str, *, finish: str = "stop") -> bytes:
    """Return the body of a completion that says `content`."""
    return json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}]}).encode()


def says(content: str | Callable[[str], str]) -> Behavior:
    """Return a behavior that says something, or what a function makes of the passage."""

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        send(200, completion(content if isinstance(content, str) else content(asked.passage)))(asked, handler)

    return behave


def in_turn(*behaviors: Behavior) -> Behavior:
    """Return a behavior that does one after another, and the last one from then on."""
    left = list(behaviors)

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(asked, handler)

    return behave


def claims(*proposals: dict[str, Any]) -> str:
    """Return an answer of the form that is asked for; what a proposal leaves out has a plain value."""
    rest = {"start": None, "categories": ["killed"], "period": "flow", "assertion": "stated", "force": None, "claimant": None}
    return json.dumps({"claims": [rest | proposal for proposal in proposals]})

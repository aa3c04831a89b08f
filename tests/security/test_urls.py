"""Hostile addresses, redirects and resolvers that change their minds: nothing is connected to. Each case counts the connections it made."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.sources.test_addresses import REFUSED_URLS
from tollbook.core.errors import FetchError, RefusedUrl
from tollbook.sources.limits import Limits
from tollbook.sources.web import fetch

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
]
"""Answers of a resolver for a public name."""


def leads_elsewhere(url: str) -> bool:
    """Tell whether an address names a place of its own, whatever page it stands on, and can stand in a header as it is."""
    if not (url.isascii() and url.isprintable() and " " not in url) or url.startswith("//"):
        return False  # what begins so is a public name with the page's own scheme
    try:
        return urlsplit(urljoin("http://home/", url)).netloc not in ("", "home")
    except ValueError:
        return True


REDIRECTED = [url for url in REFUSED_URLS if leads_elsewhere(url)]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that a socket of this process is connected to, as it is tried."""
    tried: list[object] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def watched(self: socket.socket, address: object) -> None:
        tried.append(address)
        connect(self, address)  # type: ignore[arg-type]

    def watched_ex(self: socket.socket, address: object) -> int:
        tried.append(address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket.socket, "connect_ex", watched_ex)
    return tried


@pytest.fixture
def no_resolver(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that were asked for; no test here asks a real resolver."""
    asked: list[str] = []

    ask = socket.getaddrinfo

    def refused(host: str, *rest: Any, **named: Any) -> Any:
        if host == "127.0.0.1":  # no name: connecting to an address passes through here too
            return ask(host, *rest, **named)
        asked.append(host)
        raise OSError("no resolver here")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return asked


class Redirecting:
    """A server on loopback, which the user named, that sends whoever asks to an address of its choice."""

    def __init__(self) -> None:
        self.location, self.asked = "", 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                self.send_response(302)
                self.send_header("Location", site.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})


@pytest.fixture(scope="module")
def site() -> Iterator[Redirecting]:
    made = Redirecting()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def test_no_hostile_address_is_connected_to_or_resolved(connected: list[object], no_resolver: list[str]) -> None:
    for url in REFUSED_URLS:
        with pytest.raises(RefusedUrl):
            fetch(url)
    assert (connected, no_resolver) == ([], [])
    assert len(REFUSED_URLS) >= 60


def test_no_redirect_to_a_hostile_address_is_followed(connected: list[object], no_resolver: list[str], site: Redirecting) -> None:
    home = (f"127.0.0.1:{site.port}",)
    for location in REDIRECTED:
        site.location = location
        with pytest.raises(RefusedUrl):
            fetch(f"http://127.0.0.1:{site.port}/", allow_hosts=frozenset(home))
    assert len(REDIRECTED) >= 60
    assert set(connected) == {("127.0.0.1", site.port)}
    assert site.asked == len(connected) == len(REDIRECTED)
    assert no_resolver == []


@pytest.mark.parametrize("address", PRIVATE)
def test_a_public_name_that_leads_home_is_not_connected_to(address: str, connected: list[object]) -> None:
    for answers in ([address], ["1.1.1.1", address], [address, "1.1.1.1"]):
        with pytest.raises(RefusedUrl):
            fetch("https://news.example/", resolve=lambda host, port, answers=answers: answers)  # type: ignore[misc]
    assert connected == []


@pytest.mark.parametrize("address", PRIVATE[:8])
def test_a_name_that_is_rebound_between_two_questions_leads_nowhere_new(
    address: str, connected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is public, every later one leads home: the name is asked for once, and the connection goes to what was checked."""
    answers = iter(["1.1.1.1"])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(answers, address)]

    def unreachable(self: socket.socket, target: tuple[str, int]) -> None:
        connected.append(target)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    with pytest.raises(FetchError):
        fetch("http://news.example/", resolve=rebinding, limits=Limits(fetch_seconds=5))
    assert asked == ["news.example"]
    assert {target[0] for target in connected} == {"1.1.1.1"}  # type: ignore[index]


def test_a_server_without_the_right_fetches_nothing_from_the_web() -> None:
    """No route takes an address to read: the word `url` of a text that is added is kept, and never asked for."""
    from tollbook.web import app

    assert "fetch" not in app.__dict__
    modules = [module for module in dir(app) if hasattr(getattr(app, module), "router")]
    assert all("tollbook.sources.web" not in str(getattr(app, module).__dict__.values()) for module in modules)

"""Hostile addresses, redirects to them, and resolvers that change their minds: how many are tried, and what is connected to."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.sources.test_addresses import REFUSED_URLS
from tollbook.core.errors import FetchError, RefusedUrl
from tollbook.sources.limits import Limits
from tollbook.sources.web import fetch

PRIVATE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "168.63.129.16",
    "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
    "ff02::1",
)  # fmt: skip
"""Answers of a resolver for a public name."""
PUBLIC = "1.1.1.1"


def leads_elsewhere(url: str) -> bool:
    """Tell whether an address names a place of its own, whatever page it stands on, and can stand in a header as it is."""
    if not (url.isascii() and url.isprintable() and " " not in url) or url.startswith("//"):
        return False  # what begins so is a public name with the page's own scheme
    try:
        return urlsplit(urljoin("http://home/", url)).netloc not in ("", "home")
    except ValueError:
        return True


REDIRECTED = tuple(url for url in REFUSED_URLS if leads_elsewhere(url))


@dataclass(slots=True, kw_only=True)
class Tried:
    """What came of some attempts: those that were not refused, every address that was connected to, and every name that was asked for."""

    tried: int = 0
    let_through: list[str] = field(default_factory=list)
    connected: list[object] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def watched(tried: Tried, *, reachable: int | None = None) -> Iterator[None]:
    """Write down every connection that this process begins, and every name that it asks for. No real resolver is asked.

    Nothing is connected to in truth but the port `reachable` of loopback.
    """
    connect, ask = socket.socket.connect, socket.getaddrinfo

    def watching(self: socket.socket, address: Any) -> None:
        tried.connected.append(address)
        if address != ("127.0.0.1", reachable):
            raise ConnectionRefusedError(111, "Connection refused")
        connect(self, address)

    def asking(host: Any, *rest: Any, **named: Any) -> Any:
        if _is_address(host):  # no name: connecting to an address passes through here too
            return ask(host, *rest, **named)
        tried.asked.append(str(host))
        raise OSError("no resolver here")

    socket.socket.connect, socket.getaddrinfo = watching, asking  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = connect, ask  # type: ignore[method-assign]


def _is_address(host: Any) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _attempt(tried: Tried, what: str, url: str, **how: Any) -> None:
    tried.tried += 1
    try:
        fetch(url, **how)
    except RefusedUrl:
        return
    except FetchError:
        pass
    tried.let_through.append(what)


def try_addresses() -> Tried:
    """Fetch every hostile address."""
    tried = Tried()
    with watched(tried):
        for url in REFUSED_URLS:
            _attempt(tried, url, url)
    return tried


def try_redirects() -> Tried:
    """Fetch a page of a site on loopback, which the user named, that leads to each hostile address. Its own connections aren't told."""
    tried = Tried()
    with redirecting() as site, watched(tried, reachable=site.port):
        for site.location in REDIRECTED:
            _attempt(tried, site.location, f"http://127.0.0.1:{site.port}/", allow_hosts=frozenset({f"127.0.0.1:{site.port}"}))
    own = tried.connected.count(("127.0.0.1", site.port))
    if own != len(REDIRECTED):
        raise RuntimeError(f"the site was asked {own} times, not {len(REDIRECTED)}")
    tried.connected = [address for address in tried.connected if address != ("127.0.0.1", site.port)]
    return tried


def try_private_answers(addresses: Sequence[str] = PRIVATE) -> Tried:
    """Fetch a public name whose resolver answers with a private address: alone, or beside a public one."""
    tried = Tried()
    with watched(tried):
        for address in addresses:
            for answers in ([address], [PUBLIC, address], [address, PUBLIC]):
                _attempt(tried, f"{answers}", "https://news.example/", resolve=lambda host, port, answers=answers: answers)
    return tried


def try_rebinding(addresses: Sequence[str] = PRIVATE) -> Tried:
    """Fetch names whose resolver answers first with a public address and ever after with a private one.

    The connection to the public one, which was checked, is begun and not told; a second question is told.
    """
    tried = Tried()
    for address in addresses:
        answers, asked = iter([PUBLIC]), 0

        def rebinding(host: str, port: int, answers: Iterator[str] = answers, address: str = address) -> list[str]:
            nonlocal asked
            asked += 1
            if asked > 1:
                tried.asked.append(host)
            return [next(answers, address)]

        tried.tried += 1
        with watched(tried):
            try:
                fetch("http://news.example/", resolve=rebinding, limits=Limits(fetch_seconds=5))
                tried.let_through.append(address)
            except FetchError:
                pass
    begun = sum(target[0] == PUBLIC for target in tried.connected if isinstance(target, tuple))
    if begun < len(addresses):
        raise RuntimeError(f"the checked address was connected to {begun} times, not {len(addresses)}")
    tried.connected = [target for target in tried.connected if not (isinstance(target, tuple) and target[0] == PUBLIC)]
    return tried


class Redirecting:
    """A server on loopback that sends whoever asks to an address of its choice."""

    def __init__(self) -> None:
        """Bind the server to a free port."""
        self.location = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(302)
                self.send_header("Location", site.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]


@contextmanager
def redirecting() -> Iterator[Redirecting]:
    """Run a redirecting server for as long as the block lasts."""
    made = Redirecting()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join()

"""A news site on loopback that misbehaves: slow, down, moved, changed, broken, compressed. It keeps count of what it has published."""

from __future__ import annotations

import gzip
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PLACES = ("Orlivka", "Stepne", "Zarichne", "Hlyboke", "Makiivka", "Berestove", "Tavilzhanka", "Nove")
OPENINGS = (
    "The Norland army said on Monday that {n} soldiers were killed near {place}.",
    "Norland lost {n} tanks near {place}, the Norland Defence Ministry said.",
    "At least {n} Norland soldiers were wounded in shelling near {place}, officials said.",
    "Rain is expected near {place} for the rest of the week, forecasters said on day {n}.",
)
SLOW_SECONDS = 0.2
"""How long a slow answer takes: longer than the watch of a soak waits."""
FEEDS, SITEMAPS = ("rss", "atom", "broken"), ("plain", "packed", "child")
_KEPT_LISTED = 400


@dataclass(slots=True)
class Page:
    """One article: its versions, the newest last, and whether it answers at another address than the listed one."""

    versions: list[str]
    moved: bool = False


@dataclass(slots=True)
class Site:
    """What the server publishes. `chaos` is the share of requests that it spoils; `turn` publishes and changes."""

    random: random.Random
    chaos: float
    pages: dict[str, Page] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in (*FEEDS, *SITEMAPS)})
    asked: int = 0
    sent_unchanged: int = 0
    spoiled: int = 0
    port: int = 0

    def turn(self, *, new: int, changes: int) -> None:
        """Publish some pages, and change some that are still listed."""
        for _ in range(new):
            number = len(self.pages)
            self.pages[f"/a/{number}"] = Page(versions=[self._text(number, 0)], moved=number % 7 == 3)
            for name in self.random.sample([*FEEDS, *SITEMAPS], self.random.choice((1, 1, 2))):
                self.listed[name] = [f"/a/{number}", *self.listed[name]][:_KEPT_LISTED]
        for _ in range(changes):
            path = self.random.choice([path for paths in self.listed.values() for path in paths])
            page = self.pages[path]
            page.versions.append(self._text(int(path.rpartition("/")[2]), len(page.versions)))

    def _text(self, number: int, version: int) -> str:
        said = self.random.choice(OPENINGS).format(n=13 + number % 70, place=self.random.choice(PLACES))
        return f"Report {number}, edition {version}. {said} No further details of report {number} were given by the authorities."

    def address(self, path: str) -> str:
        """Return a path as a whole address."""
        return f"http://127.0.0.1:{self.port}{path}"


def article(text: str, number: str) -> bytes:
    """Return an article as a page with what surrounds one."""
    body = f"<article><h1>Report {number}</h1><p>{text}</p><p>This page was written by a program to test another one.</p></article>"
    return f"<!doctype html><html><head><title>Report {number}</title></head><body><nav>Home</nav>{body}</body></html>".encode()


def _edition(site: Site, path: str) -> int:
    return len(site.pages[path].versions)


def _rss(site: Site, name: str) -> bytes:
    entries = "".join(
        f"<item><title>Report {path}</title><link>{site.address(path)}</link><description>{_edition(site, path)}</description></item>"
        for path in site.listed[name]
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{entries}</channel></rss>".encode()


def _atom(site: Site) -> bytes:
    entries = "".join(
        f"<entry><title>Report {path}</title><id>{path}</id><link href='{path}'/><summary>{_edition(site, path)}</summary></entry>"
        for path in site.listed["atom"]
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>atom</title>{entries}</feed>".encode()


def _sitemap(site: Site, name: str) -> bytes:
    # A last change that only the time of day tells apart.
    entries = "".join(
        f"<url><loc>{site.address(path)}</loc><lastmod>2026-11-26T{len(site.pages[path].versions) % 24:02}:00:00Z</lastmod></url>"
        for path in site.listed[name]
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()


def _index(site: Site) -> bytes:
    stamp = sum(len(site.pages[path].versions) for path in site.listed["child"]) + len(site.pages)
    entry = f"<sitemap><loc>{site.address('/child.xml')}</loc><lastmod>v{stamp}</lastmod></sitemap>"
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entry}</sitemapindex>".encode()


def body_of(site: Site, path: str) -> tuple[bytes, str] | None:
    """Return what stands at a path, with its type; None where nothing does."""
    feeds = {
        "/robots.txt": (lambda: b"User-agent: *\nDisallow: /secret/\n", "text/plain"),
        "/rss.xml": (lambda: _rss(site, "rss"), "application/rss+xml"),
        "/broken.xml": (lambda: _rss(site, "broken"), "text/xml"),
        "/atom.xml": (lambda: _atom(site), "application/atom+xml"),
        "/plain.xml": (lambda: _sitemap(site, "plain"), "application/xml"),
        "/packed.xml.gz": (lambda: gzip.compress(_sitemap(site, "packed"), mtime=0), "application/gzip"),
        "/index.xml": (lambda: _index(site), "application/xml"),
        "/child.xml": (lambda: _sitemap(site, "child"), "application/xml"),
    }
    if path in feeds:
        make, kind = feeds[path]
        return make(), kind
    page = site.pages.get(path.removeprefix("/moved"))
    return None if page is None else (article(page.versions[-1], path.rpartition("/")[2]), "text/html; charset=utf-8")


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked += 1
        spoiled = self.path != "/robots.txt" and site.random.random() < site.chaos
        site.spoiled += spoiled
        if spoiled and self._spoil():
            return
        page = site.pages.get(self.path)
        if page is not None and page.moved:
            self._send(site.random.choice((301, 302, 307)), b"", Location=f"/moved{self.path}")
            return
        found = body_of(site, self.path)
        if found is None:
            self._send(404, b"gone")
            return
        body, kind = found
        etag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if self.headers.get("If-None-Match") == etag:
            site.sent_unchanged += 1
            self._send(304, b"")
        else:
            self._send(200, body[: len(body) // 2] if spoiled else body, Content_Type=kind, ETag="" if spoiled else etag)

    def _spoil(self) -> bool:
        """Answer badly, or return False for an answer that is cut in the middle."""
        way = self.site.random.randrange(7)
        if way == 0:
            self._send(500, b"oops")
        elif way == 1:
            self._send(503, b"later", Retry_After="90")
        elif way == 2:
            self._send(429, b"slower")
        elif way == 3:
            self._send(302, b"", Location=self.path)
        elif way == 4:
            self.close_connection = True  # nothing at all
        elif way == 5:
            time.sleep(SLOW_SECONDS)
        else:
            # A listing that is cut in the middle; a page would be another text, so it is sent as damaged compression.
            if not self.path.endswith(".xml"):
                self._send(200, b"\x1f\x8bdamaged", Content_Type="text/html", Content_Encoding="gzip")
                return True
            return False
        return True

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up early is part of the run."""


@contextmanager
def served(*, seed: int, chaos: float) -> Iterator[Site]:
    """Serve a site on loopback."""
    site = Site(random=random.Random(seed), chaos=chaos)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

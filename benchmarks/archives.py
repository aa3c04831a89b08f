"""Make web archives as a crawl of news leaves them: own articles inside the menus, teasers, scripts and footers of news sites.

The same seed gives the same archive. Every figure is drawn at random and says nothing about any event.
"""

from __future__ import annotations

import gzip
import html
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.texts import dense_articles, general_articles

CONFLICT_SHARE = 1 / 20
"""One article in so many is about a war: more than in most days' news, so that the gate is not flattered."""
SECTIONS = (
    "World",
    "Politics",
    "Business",
    "Sport",
    "Culture",
    "Technology",
    "Science",
    "Opinion",
    "Travel",
    "Weather",
    "Video",
    "Podcasts",
)
WAR_TEASERS = (
    "Live: the war, day {n}",
    "Ceasefire talks go on as both armies dig in",
    "Missile strike on the capital: what is known so far",
)
TEASERS = (
    "House prices rise for the {n}th month in a row",
    "Ten recipes for a rainy weekend in {n} minutes",
    "The {n} best films of the year so far",
    "Transfer news: the winger who cost {n} million",
    "Why your phone knows more than you think",
    "Opinion: the council has learned nothing in {n} years",
    "Storm warning for the coast, trains canceled",
    "How a village of {n} people saved its school",
    "Quiz: how well do you know the week’s news?",
)
SCRIPT = "window.dataLayer=window.dataLayer||[];function t{n}(e,a){{return e&&a?e.map(function(o){{return o.id===a}}):[]}}t{n}([],{n});"
STYLE = (
    ".c{n}{{margin:0 {n}px;padding:{n}px;font:400 {n}px/1.4 serif;color:#2{n}3;display:flex}}"
    "@media(max-width:{n}00px){{.c{n}{{display:none}}}}"
)


WAR_SITES = 1 / 2
"""Sites with teasers of war beside every article. The others are of a town, a sport or a trade."""


def _links(draw: random.Random, count: int, css: str) -> str:
    return "".join(
        f'<li class="{css}__item"><a class="{css}__link" href="/{draw.choice(SECTIONS).lower()}/{draw.randint(1, 99999)}"'
        f' data-track="{css}-{n}"><span>{draw.choice(SECTIONS)}</span></a></li>'
        for n in range(count)
    )


def _teasers(draw: random.Random, count: int, *, of_war: bool) -> str:
    titles = TEASERS + WAR_TEASERS if of_war else TEASERS
    return "".join(
        f'<article class="teaser"><a href="/story/{draw.randint(1, 99999)}"><figure>'
        f'<img loading="lazy" src="/img/{draw.randint(1, 9999)}.jpg" width="320" height="180" alt=""></figure>'
        f'<h3 class="teaser__title">{draw.choice(titles).format(n=draw.randint(2, 98))}</h3></a>'
        f'<time class="teaser__time">{draw.randint(1, 23)} h ago</time></article>'
        for _ in range(count)
    )


def make_page(text: str, title: str, day: str, draw: random.Random, *, of_war: bool) -> str:
    """Return a news site's page around an article: 60 to 90 kB, of which the article is a few."""
    body = "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in text.split("\n\n"))
    linked = json.dumps(
        {"@type": "NewsArticle", "headline": title, "datePublished": day, "publisher": {"@type": "Organization", "name": "The Post"}}
    )
    scripts = "".join(f"<script>{SCRIPT.format(n=n) * 9}</script>" for n in range(draw.randint(10, 16)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} | The Post</title>'
        f'<meta property="og:title" content="{html.escape(title)}"><meta property="article:published_time" content="{day}T08:00:00Z">'
        f'<meta property="og:site_name" content="The Post"><script type="application/ld+json">{linked}</script>'
        f"<style>{''.join(STYLE.format(n=n) for n in range(10, 90))}</style>{scripts}</head><body>"
        f'<div class="cookie" role="dialog"><p>This site uses cookies to measure how its pages are read.</p><button>Accept</button></div>'
        f'<header class="masthead"><a href="/" class="logo">The Post</a><nav><ul class="nav">{_links(draw, 60, "nav")}</ul></nav></header>'
        f'<main><article class="story"><h1>{html.escape(title)}</h1>'
        f'<div class="byline">By <a href="/by/{draw.randint(1, 99)}">a reporter</a></div>'
        f'<div class="story__body">{body}</div></article>'
        f'<aside class="related"><h2>More on this</h2>{_teasers(draw, 24, of_war=of_war)}</aside></main>'
        f'<section class="most-read"><h2>Most read</h2><ol>{_links(draw, 40, "most-read")}</ol></section>'
        f'<footer><ul class="footer">{_links(draw, 80, "footer")}</ul><p>© The Post. All rights reserved. Terms. Privacy.</p></footer>'
        "</body></html>"
    )


def make_pages(count: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield the address and the page of so many articles."""
    draw = random.Random(seed)
    general, dense = general_articles(seed=seed), dense_articles(seed=seed)
    for number in range(count):
        conflict = draw.random() < CONFLICT_SHARE
        text = next(dense).text if conflict else next(general)
        title = " ".join(text.split()[:9])
        day = f"2024-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        yield f"https://news.example/story/{number}", make_page(text, title, day, draw, of_war=conflict or draw.random() < WAR_SITES)


def record(url: str, page: bytes, *, content_type: str = "text/html; charset=utf-8", headers: str = "") -> bytes:
    """Return a page as a response record, not compressed."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{headers}Content-Length: {len(page)}\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-06-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash_of(url)):012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def hash_of(url: str) -> int:
    """Return a number of at most twelve digits for an address, the same in every process."""
    return sum(byte * (31**nth % 10**9) for nth, byte in enumerate(url.encode())) % 10**12


def write_archive(path: Path, count: int, *, seed: int = 1) -> Path:
    """Write an archive of so many pages, each record a gzip member, as Common Crawl does."""
    with path.open("wb") as stream:
        stream.write(gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", mtime=0))
        for url, page in islice(make_pages(count, seed=seed), count):
            stream.write(gzip.compress(record(url, page.encode()), 6, mtime=0))
    return path

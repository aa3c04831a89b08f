"""What is fuzzed of a watch: feeds, sitemaps, robots.txt, lists of links, the list of feeds, and what a watch remembers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date

from fuzz.target import BrokenLaw, Target, scratch, seeds_of, written
from tollbook.scale.feeds.listed import Listed, chosen

URL = "https://news.example/en/feed.xml"
RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post</title><item><title>Losses &amp; more'
    b"</title><link>/a?b=1#top</link><guid isPermaLink='false'>tag:1</guid><pubDate>Fri, 24 Jan 2025 23:30:00 -0200</pubDate><description>"
    b"<![CDATA[<p>12 tanks</p>]]></description><content:encoded><![CDATA[<p>The army lost 12 tanks.</p>]]></content:encoded></item><item>"
    b"<guid>https://news.example/g</guid><dc:date>2025-01-24T08:00Z</dc:date></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk" xml:base="https://news.example/d/"><title>x</title><entry><title type="html">'
    b'Report &lt;b&gt;1&lt;/b&gt;</title><id>tag:1</id><link rel="alternate" href="b"/><link rel="enclosure" href="c.mp3" length="1"/>'
    b'<updated>2025-01-24T10:00:00+02:00</updated><published>2025-01-23T10:00:00Z</published><content type="xhtml"><div><p>Text</p></div>'
    b"</content></entry></feed>"
)
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t'
    b'</title></channel><item rdf:about="https://news.example/r"><title>One</title><link>https://news.example/r</link></item></rdf:RDF>'
)
SITEMAP = (
    b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    b"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc> https://news.example/a </loc><lastmod>2025-01-24</lastmod>"
    b"<news:news><news:publication_date>2025-01-23T08:00Z</news:publication_date><news:title>Losses</news:title></news:news></url>"
    b"<url><loc>/b</loc></url><url><priority>1</priority></url></urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>https://news.example/1.xml</loc><lastmod>2025-01-02T00:00:00+00:00</lastmod></sitemap></sitemapindex>"
LINES = b"https://news.example/a\nhttps://news.example/b\nnote\n"
ROBOTS = (
    b"# rules\nUser-agent: *\nDisallow: /secret/\nAllow: /secret/not\nCrawl-delay: 7\nRequest-rate: 1/10\n\nUser-agent: tollbook\n"
    b"Disallow: /private/*.pdf$\nDisallow: https://news.example/a?b=%D0%B2\nCrawl-delay: 3\nSitemap: https://news.example/s.xml\n"
)
LINKS = (
    b"<html><head><base href='/en/'><meta charset='windows-1251'></head><body><a href='news/1'>First <b>release</b></a><a href=2>2</a>"
    b"<a href='//other.example/x?y=1#z'>third</a><a href='mailto:a@b'>m</a><map><area href='4'></map><a name='y'></a></body></html>"
)
WATCHLIST = (
    b'[watch]\ncontact = "desk@news.example"\nevery = "1h"\ngap = "9s"\nsince = "30d"\nmost = 5\n\n[[feed]]\nname = "Desk"\n'
    b'url = "https://news.example/feed.xml"\nkind = "feed"\nevery = "15m"\nmatch = "/(news|war)/[0-9]+"\ntext = "feed"\n'
    b'theatre = "none"\ncontext = "any"\npublisher = "Post"\n\n[[feed]]\nname = "Map"\nurl = "https://other.example/sitemap.xml"\n'
    b'kind = "sitemap"\nrecheck = "7d"\nsince = "2d"\nmost = 100\n'
)
ADDRESSES = ("https://news.example/secret/a", "https://news.example/private/%41.pdf?q=[1]", "https://news.example/")
"""What is asked of a robots.txt."""


def _hold(listed: list[Listed]) -> None:
    """Check the laws of a listing: whole web addresses alone, titles of one line, and none that may not be fetched is chosen."""
    for one in listed:
        if not one.url.startswith(("http://", "https://")) or "#" in one.url:
            raise BrokenLaw(f"no whole address: {one.url!r}")
        if one.title is not None and "\n" in one.title:
            raise BrokenLaw(f"a title of two lines: {one.title!r}")
    kept = chosen(listed, since=date(2025, 1, 1), match="[ab]", allow_hosts=frozenset())
    if len({one.url for one in kept}) != len(kept):
        raise BrokenLaw("an address that was chosen twice")


def _feed(content: bytes) -> None:
    from tollbook.scale.feeds.syndication import read_feed

    _hold(read_feed(content, url=URL))


def _sitemap(content: bytes) -> None:
    from tollbook.scale.feeds.sitemaps import read_sitemap

    _hold(read_sitemap(content, url=URL))


def _links(content: bytes) -> None:
    from tollbook.scale.feeds.linked import read_links

    _hold(read_links(content, url=URL))


def _robots(content: bytes) -> None:
    from tollbook.scale.feeds.robots import Robots
    from tollbook.sources.web import Fetched, Wanted

    def give(url: str, wanted: Wanted) -> Fetched:
        return Fetched(content=content, url=url, media_type="text/plain", charset=None)

    robots = Robots(give, wanted=Wanted())
    for address in ADDRESSES:
        if not 0 <= robots.check(address, now=0.0) <= 3_600:
            raise BrokenLaw("a pause outside of its bounds")


def _watchlist(content: bytes) -> None:
    from tollbook.scale.feeds.settings import load_watchlist

    for feed in load_watchlist(written("feeds.toml", content)).feeds:
        if not (feed.every >= 1 and feed.since >= 0 and 1 <= feed.most <= 100_000):
            raise BrokenLaw(f"a feed outside of its bounds: {feed}")


def _state(content: bytes) -> None:
    """Open a watch's memory whose file was damaged, and go through what a look at a place does."""
    from tollbook.scale.feeds.state import Listing, State
    from tollbook.sources.web import Validators

    for name in ("state-wal", "state-shm"):
        (scratch() / name).unlink(missing_ok=True)
    with State(written("state", content), ledger="desk") as state:
        state.watch([("Desk", URL)], now=5.0, all_due=True)
        task, _ = state.next_task(6.0, asked_before=6.0, patient=True)
        if isinstance(task, Listing):
            state.listed(task, [Listed(url="https://news.example/a")], validators=Validators(), now=6.0, due=9.0, most=5)
        state.was_read("https://news.example/a", feed="Desk", document="d", validators=Validators(), now=7.0)
        state.rest("news.example", until=9.0, failures=1)
        state.waiting()


def _states() -> list[bytes]:
    from tollbook.scale.feeds.state import State

    place = scratch() / "state-seed"
    with State(place, ledger="desk") as state:
        state.watch([("Desk", URL)], now=1.0, all_due=False)
        state.rest("news.example", until=2.0, failures=0)
    content = place.read_bytes()
    place.unlink()
    return [content]


def _packed(*contents: bytes) -> Callable[[], list[bytes]]:
    return seeds_of(*contents, *(gzip.compress(content, mtime=0) for content in contents))


TARGETS = (
    Target(name="feed", run=_feed, seeds=seeds_of(RSS, ATOM, RDF)),
    Target(name="sitemap", run=_sitemap, seeds=_packed(SITEMAP, INDEX, LINES)),
    Target(name="robots", run=_robots, seeds=seeds_of(ROBOTS)),
    Target(name="links", run=_links, seeds=seeds_of(LINKS)),
    Target(name="list of feeds", run=_watchlist, seeds=seeds_of(WATCHLIST)),
    Target(name="watch state", run=_state, seeds=_states, share=4, longest=200_000, in_place=True),
)

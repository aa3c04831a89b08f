"""Sitemaps: plain, packed, indexes and lines; and that hostile ones end in an error of Tollbook's."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tollbook.core.errors import FeedError
from tollbook.scale.feeds import sitemaps
from tollbook.scale.feeds.sitemaps import read_sitemap

URL = "https://news.example/sitemap.xml"
NS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
NEWS = "<news:news><news:publication_date>2025-01-23T08:00Z</news:publication_date><news:title>Losses</news:title></news:news>"
PLAIN = (
    f"<?xml version='1.0'?><urlset {NS}><url><loc> https://news.example/a </loc><lastmod>2025-01-24</lastmod>{NEWS}</url>"
    "<url><loc>/b</loc></url><url><priority>1</priority></url></urlset>"
)


def test_a_sitemap_lists_addresses_with_their_days() -> None:
    first, second = read_sitemap(PLAIN.encode(), url=URL)
    assert (first.url, first.day, first.stamp, first.title) == ("https://news.example/a", date(2025, 1, 23), "2025-01-24", "Losses")
    assert (second.url, second.day, second.stamp, second.is_listing) == ("https://news.example/b", None, "", False)


def test_a_packed_sitemap_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(PLAIN.encode()), url=URL) == read_sitemap(PLAIN.encode(), url=URL)


def test_an_index_lists_sitemaps() -> None:
    index = f"<sitemapindex {NS}><sitemap><loc>https://news.example/1.xml</loc><lastmod>2025-01-02</lastmod></sitemap></sitemapindex>"
    (one,) = read_sitemap(index.encode(), url=URL)
    assert (one.url, one.is_listing) == ("https://news.example/1.xml", True)


def test_a_sitemap_may_be_lines() -> None:
    assert [one.url for one in read_sitemap(b"https://news.example/a\nhttps://news.example/b\nnote\n", url=URL)] == [
        "https://news.example/a",
        "https://news.example/b",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no sitemap"),
        (b"hello", "no sitemap"),
        (b"<html><body>x</body></html>", "its root is 'html'"),
        (PLAIN[:-20].encode(), "broken XML"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-12], "stops in the middle"),
        (b"\x1f\x8bdamaged", "damaged compression"),
        (b"<!DOCTYPE x [<!ENTITY a 'aaa'>]>" + PLAIN.encode(), "document type"),
        (PLAIN.encode("utf-16"), "no UTF-8"),
    ],
)
def test_what_is_no_sitemap_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        read_sitemap(content, url=URL)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_BYTES", 200_000)
    with pytest.raises(FeedError, match="when it is unpacked"):
        read_sitemap(gzip.compress(b"<" + b" " * 3_000_000), url=URL)


def test_no_more_entries_are_read_than_a_sitemap_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_LISTED", 3)
    many = "".join(f"<url><loc>/{n}</loc></url>" for n in range(10))
    assert len(read_sitemap(f"<urlset {NS}>{many}</urlset>".encode(), url=URL)) == 3


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=len(PLAIN)), st.binary(max_size=12))
def test_a_damaged_sitemap_lists_something_or_is_refused(place: int, noise: bytes) -> None:
    raw = PLAIN.encode()
    try:
        listed = read_sitemap(raw[:place] + noise + raw[place + len(noise) :], url=URL)
    except FeedError:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in listed)

"""What a place lists: the documents that it names, as values. It fetches and parses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin

import re2

from tollbook.core.errors import RefusedUrl
from tollbook.sources.addresses import check_url

MOST_LISTED = 50_000
"""Entries that are looked at in one listing: as many as a sitemap may have."""
MOST_LISTINGS = 200
_MOST_URL = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document that a place names. `stamp` changes when the listing says that the document did; `day` is its own, or its last change's.

    `text` is the document itself, where the feed holds it. `is_listing` marks a sitemap that an index names.
    """

    url: str
    stamp: str = ""
    day: date | None = None
    title: str | None = None
    text: str | None = None
    is_listing: bool = False


def stamp_of(*parts: str | None) -> str:
    """Return a short stamp of what a listing says of a document: another one when any part of it changes."""
    words = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def absolute(base: str, address: str) -> str | None:
    """Return a listed address as a whole one without its fragment; None for what is no web address.

    >>> absolute("https://news.example/feed", " /a?b=1#top "), absolute("https://news.example/", "mailto:desk@news.example")
    ('https://news.example/a?b=1', None)
    """
    try:
        url = urldefrag(urljoin(base, address.strip())).url
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) and len(url) <= _MOST_URL else None


def chosen(listed: Iterable[Listed], *, since: date, match: str | None, allow_hosts: frozenset[str]) -> list[Listed]:
    """Return what to look at: each address once, what matches and is not too old, the newest first where days are known.

    Addresses that are never fetched are left out. Of the listings that an index names the newest MOST_LISTINGS are kept.
    """
    wanted = list(_once(_fitting(listed, since=since, match=match, allow_hosts=allow_hosts)))
    wanted.sort(key=lambda one: one.day or date.max, reverse=True)
    listings = [one for one in wanted if one.is_listing]
    return listings[:MOST_LISTINGS] + [one for one in wanted if not one.is_listing]


def _fitting(listed: Iterable[Listed], *, since: date, match: str | None, allow_hosts: frozenset[str]) -> Iterator[Listed]:
    pattern = None if match is None else re2.compile(match)
    for one in listed:
        if one.day is not None and one.day < since:
            continue
        if pattern is not None and not one.is_listing and pattern.search(one.url) is None:
            continue
        try:
            check_url(one.url, allow_hosts=allow_hosts)
        except RefusedUrl:
            continue
        yield one


def _once(listed: Iterable[Listed]) -> Iterator[Listed]:
    met: set[str] = set()
    for one in listed:
        if one.url not in met:
            met.add(one.url)
            yield one

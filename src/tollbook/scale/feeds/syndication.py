"""Read what an RSS or Atom feed lists. feedparser parses it; nothing here opens a file or an address."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from tollbook.core.errors import FeedError, TollbookError, UsageError
from tollbook.scale.feeds.listed import MOST_LISTED, Listed, absolute, stamp_of

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TAG = re.compile(rb"<[A-Za-z]")
_MOST_TAGS = 500_000
_DO = "open the address in a browser: it has to be RSS or Atom"


def read_feed(content: bytes, *, url: str) -> list[Listed]:
    """Return the documents that a feed lists. Raises FeedError for what is no feed, UsageError where feedparser is not installed."""
    try:
        feedparser = import_module("feedparser")
    except ImportError as error:
        raise UsageError("feeds are read with feedparser, which is not installed", do="pip install 'tollbook[feeds]'") from error
    _refuse_bombs(content, url)
    parsed = _parsed(feedparser, content, url)
    if not parsed.entries and (_is_cut(parsed) or not parsed.get("version")):
        raise FeedError("no RSS or Atom", where=url, expected="a feed", do=_DO)
    entries = parsed.entries[:MOST_LISTED]
    if _is_cut(parsed):
        # Where the markup breaks off, the last address may be the beginning of one.
        entries = entries[:-1]
    # Plain dictionaries: the library's own guess one date from another, and warn of it.
    listed = (_entry(dict(entry), base=url) for entry in entries)
    return [one for one in listed if one is not None]


def _refuse_bombs(content: bytes, url: str) -> None:
    """Refuse what grows when it is parsed: entities of its own, and more tags than a feed has."""
    if _ENTITY.search(content):
        raise FeedError("a feed that declares entities", where=url, expected="RSS or Atom without them", do=_DO)
    if sum(1 for _ in _TAG.finditer(content)) > _MOST_TAGS:
        raise FeedError(f"a feed of over {_MOST_TAGS:,} tags", where=url, do=_DO)


def _parsed(feedparser: Any, content: bytes, url: str) -> Any:
    try:
        # A stream, as bytes would be taken for the name of a file first.
        return feedparser.parse(io.BytesIO(content), response_headers={"content-location": url}, sanitize_html=False)
    except TollbookError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, LookupError, RecursionError, AssertionError) as error:
        # The library lets through what its parsers and date readers trip over.
        raise FeedError(f"a feed that can't be parsed ({type(error).__name__})", where=url, do=_DO) from error


def _is_cut(parsed: Any) -> bool:
    return bool(parsed.bozo) and type(parsed.get("bozo_exception")).__name__ == "SAXParseException"


def _entry(entry: Mapping[str, Any], *, base: str) -> Listed | None:
    link = entry.get("link") or _alternate(entry) or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None)
    address = absolute(base, str(link)) if link else None
    if address is None:
        return None
    title = " ".join(str(entry.get("title") or "").split()) or None
    body = _body(entry)
    changed = str(entry.get("updated") or entry.get("published") or "")
    return Listed(
        url=address,
        stamp=stamp_of(changed, title, str(entry.get("summary") or ""), body),
        day=_day(entry),
        title=title,
        text=body or str(entry.get("summary") or "") or None,
    )


def _alternate(entry: Mapping[str, Any]) -> str | None:
    for link in entry.get("links") or []:
        if link.get("rel") in (None, "alternate") and link.get("href"):
            return str(link["href"])
    return None


def _body(entry: Mapping[str, Any]) -> str | None:
    """Return the longest of an entry's contents."""
    bodies = [str(content.get("value") or "") for content in entry.get("content") or []]
    return max(bodies, key=len, default="") or None


def _day(entry: Mapping[str, Any]) -> date | None:
    """Return the day on which an entry was published, in UTC; else that of its last change."""
    for key in ("published_parsed", "updated_parsed"):
        moment = entry.get(key)
        if moment is not None:
            try:
                return datetime.fromtimestamp(timegm(moment), UTC).date()
            except (ValueError, OverflowError, OSError):
                continue
    return None

"""Read the links of a page that lists releases. It keeps those that lead to a page on the web, in their order."""

from __future__ import annotations

import codecs
from importlib import import_module
from typing import Any

from tollbook.core.errors import FeedError
from tollbook.scale.feeds.listed import MOST_LISTED, Listed, absolute

_MOST_BYTES = 4_000_000


def read_links(content: bytes, *, url: str, charset: str | None = None) -> list[Listed]:
    """Return the links of an HTML page. Raises FeedError where it has none, or is too large."""
    if len(content) > _MOST_BYTES:
        raise FeedError(f"a page of {len(content):,} bytes", where=url, expected=f"at most {_MOST_BYTES:,}", do="watch another page")
    lxml_html: Any = import_module("lxml.html")
    etree: Any = import_module("lxml.etree")
    try:
        root = lxml_html.document_fromstring(content, parser=_parser(lxml_html, charset))
    except (etree.ParserError, ValueError) as error:
        raise FeedError("an empty page, or no HTML", where=url, expected="a page with links", do="check the address") from error
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), url)
    listed: dict[str, Listed] = {}
    for element in root.iter("a"):
        address = absolute(absolute(url, base) or url, element.get("href") or "") if element.get("href") else None
        if address is not None and address != url and len(listed) < MOST_LISTED:
            listed.setdefault(address, Listed(url=address, title=" ".join(element.text_content().split())[:300] or None))
    if not listed:
        raise FeedError("no links", where=url, expected="a page with links", do="check the address, or give kind = 'page'")
    return list(listed.values())


def _parser(lxml_html: Any, charset: str | None) -> Any:
    """Return a parser for a character set; it finds one itself where none is declared, or one that Python or libxml2 doesn't know."""
    keep = {"remove_comments": True, "remove_pis": True, "collect_ids": False}
    try:
        return lxml_html.HTMLParser(**keep, encoding=None if charset is None else codecs.lookup(charset).name)
    except LookupError:
        return lxml_html.HTMLParser(**keep)

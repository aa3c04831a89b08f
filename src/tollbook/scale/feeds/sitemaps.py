"""Read a sitemap (sitemaps.org 0.90): plain, gzip, an index of others, or one address a line. Entities are refused, sizes bounded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

from tollbook.core.errors import FeedError
from tollbook.scale.feeds.listed import MOST_LISTED, Listed, absolute

MOST_BYTES = 52_428_800
"""An unpacked sitemap has at most 50 MiB, by its protocol."""
_GZIP = b"\x1f\x8b"
_CHUNK = 65_536
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DO = "open the address in a browser: it has to be a sitemap"


def read_sitemap(content: bytes, *, url: str) -> list[Listed]:
    """Return the documents, and for an index the sitemaps, that a sitemap lists. Raises FeedError for what is none."""
    plain = _unpacked(content, url)
    if plain.lstrip()[:1] != b"<" and not plain.startswith((b"\xef\xbb\xbf", *_WIDE)):
        return _from_lines(plain, url)
    if plain.startswith(_WIDE) or _DOCTYPE.search(plain):
        raise FeedError("a sitemap that declares a document type or is no UTF-8", where=url, expected="plain XML in UTF-8", do=_DO)
    return list(_from_xml(plain, url))


def _unpacked(content: bytes, url: str) -> bytes:
    """Return a sitemap without gzip, whether its server says so or not."""
    if not content.startswith(_GZIP):
        return content
    made, stream, rest = bytearray(), zlib.decompressobj(31), content
    while rest and not stream.eof:
        try:
            made += stream.decompress(rest, _CHUNK)
        except zlib.error as error:
            raise FeedError(f"damaged compression ({error})", where=url, do="try again later") from error
        rest = stream.unconsumed_tail
        if len(made) > MOST_BYTES:
            raise FeedError(f"a sitemap of over {MOST_BYTES:,} bytes when it is unpacked", where=url, do=_DO)
    if not stream.eof:
        raise FeedError("a compressed sitemap that stops in the middle", where=url, do="try again later")
    return bytes(made)


def _from_lines(plain: bytes, url: str) -> list[Listed]:
    """Return the addresses of a sitemap in its text form."""
    lines = plain.decode("utf-8", "replace").split()[:MOST_LISTED]
    addresses = [address for line in lines if line.startswith(("http://", "https://")) and (address := absolute(url, line)) is not None]
    if not addresses:
        raise FeedError("no sitemap", where=url, expected="XML, or one address a line", do=_DO)
    return [Listed(url=address) for address in addresses]


def _from_xml(plain: bytes, url: str) -> Iterator[Listed]:
    etree: Any = import_module("lxml.etree")
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    count, root = 0, ""
    for start in range(0, len(plain), _CHUNK):
        try:
            parser.feed(plain[start : start + _CHUNK])
            events = list(parser.read_events())
        except etree.XMLSyntaxError as error:
            raise FeedError(f"broken XML ({error})", where=url, expected="a sitemap", do="try again later") from error
        for _, element in events:
            root = _local(element.tag)
            if root in ("url", "sitemap"):
                count += 1
                listed = _listed(element, url, is_listing=root == "sitemap")
                element.clear()
                if listed is not None:
                    yield listed
                if count >= MOST_LISTED:
                    return
    _close(etree, parser, url)
    if root not in ("urlset", "sitemapindex"):
        raise FeedError(f"no sitemap: its root is {root!r}", where=url, expected="urlset or sitemapindex", do=_DO)


def _close(etree: Any, parser: Any, url: str) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise FeedError(f"broken XML ({error})", where=url, expected="a sitemap", do="try again later") from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _listed(element: Any, url: str, *, is_listing: bool) -> Listed | None:
    """Return what one element lists: its address, its last change, and what an extension for news says of it."""
    found: dict[str, str] = {}
    for below in element.iter():
        text = (below.text or "").strip()
        if isinstance(below.tag, str) and text:
            found.setdefault(_local(below.tag), text)
    address = absolute(url, found.get("loc", ""))
    if "loc" not in found or address is None:
        return None
    changed = found.get("lastmod") or found.get("publication_date") or ""
    return Listed(url=address, stamp=changed[:40], day=_day(found), title=found.get("title"), is_listing=is_listing)


def _day(found: dict[str, str]) -> date | None:
    for key in ("publication_date", "lastmod"):
        day = _DAY.match(found.get(key, ""))
        if day is not None:
            try:
                return date.fromisoformat(day.group())
            except ValueError:
                continue
    return None

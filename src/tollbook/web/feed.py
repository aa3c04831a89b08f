"""`/feed.atom`: what a ledger learned last, for a feed reader (RFC 4287). Lists documents and claims that stand no longer; judges none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree

from fastapi import APIRouter, Request
from fastapi.responses import Response

from tollbook.core.display import counted, plain
from tollbook.core.version import __version__
from tollbook.flow.news import NewDocument, News, Replaced, read_news
from tollbook.web.cards import claim_words
from tollbook.web.opened import Here

router = APIRouter(include_in_schema=False)
ATOM: Final = "http://www.w3.org/2005/Atom"
MOST = 30
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535), 65533)
"""Characters that XML 1.0 can't hold (2.2): each becomes the mark of what can't be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of the feed. `name` makes its id, which never changes; `path` leads to its page; `updated` is a time of the ledger."""

    name: str
    title: str
    updated: str
    path: str
    summary: str


@router.get("/feed.atom")
def tell_news(request: Request, here: Here) -> Response:
    """Tell what the ledger learned last."""
    root = str(request.base_url).rstrip("/")
    items = sorted(_items(read_news(here.store, most=MOST)), key=lambda item: item.updated, reverse=True)
    origin = here.ledger.checkpoint().origin
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "title", f"Claims of war losses: {origin}")
    _add(feed, "subtitle", "What was added to a ledger of claims, and what stands no longer. No claim is a fact.")
    _add(feed, "id", _id(origin, "feed"))
    _add(feed, "updated", items[0].updated if items else "1970-01-01T00:00:00Z")
    _add(feed, "generator", "Tollbook", version=__version__)
    _add(feed, "link", rel="self", href=f"{root}/feed.atom", type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{root}/", type="text/html")
    _add(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), "name", origin)
    for item in items[:MOST]:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "title", item.title)
        _add(entry, "id", _id(origin, item.name))
        _add(entry, "updated", item.updated)
        _add(entry, "link", rel="alternate", href=root + item.path, type="text/html")
        _add(entry, "summary", item.summary)
    ElementTree.register_namespace("", ATOM)
    return Response(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True), media_type="application/atom+xml")


def _items(news: News) -> Iterator[Item]:
    for document in news.documents:
        yield _document(document)
    for replaced in news.replaced:
        if replaced.old.superseded_at is not None:
            yield _replaced(replaced, replaced.old.superseded_at)


def _document(document: NewDocument) -> Item:
    publisher = f" by {plain(document.sighting.publisher)}" if document.sighting.publisher else ""
    day = f", published {document.sighting.published.isoformat()}" if document.sighting.published is not None else ""
    return Item(
        name=f"document:{document.id}",
        title=plain(document.title),
        updated=document.recorded_at,
        path=f"/d/{document.id}",
        summary=f"A text{publisher}{day}, with {counted(document.claims, 'claim')}.",
    )


def _replaced(replaced: Replaced, updated: str) -> Item:
    old, new = replaced.old, replaced.new
    after = "Nothing stands in its place." if new is None else f"In its place stands: {plain(claim_words(new.claim))}."
    return Item(
        name=f"replaced:{old.seq}",
        title=f"Stands no longer ({old.reason}): {plain(claim_words(old.claim))}",
        updated=updated,
        path=f"/c/{old.claim.id}",
        summary=after,
    )


def _id(origin: str, name: str) -> str:
    """Return an id that stays the same wherever the ledger is served: a URN (RFC 8141) in a namespace of no registry's."""
    return f"urn:x-tollbook:{quote(origin, safe='')}:{name}"


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", {key: value.translate(_NOT_XML) for key, value in attributes.items()})
    child.text = None if text is None else text.translate(_NOT_XML)

"""Read what a page states about itself: title, publisher and date of publication. A date is never guessed from the text.

A modified, created or retrieved date is not a date of publication, and neither is a date in the URL or in a sentence.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

# Names of <meta> elements that state publication, in the order in which they are believed.
PUBLISHED_NAMES = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "date_published", "date.published", "article.published", "publishdate", "publish_date", "publish-date", "published_date",
    "published-date", "pubdate", "publication_date", "publication-date", "originalpublicationdate", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dc.issued", "prism.publicationdate", "bt:pubdate", "rbpubdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "mediator_published_time", "shareaholic:article_published_time",
)  # fmt: skip
ARTICLE_TYPES = ("article", "posting", "report", "pressrelease")
PAGE_TYPES = ("webpage", "itempage")
# What hangs below these keys is another page's.
OTHER_PAGES = frozenset(
    {"itemListElement", "relatedLink", "hasPart", "mentions", "citation", "isBasedOn", "comment", "video", "image", "review"}
)
LINKED_DATA_LENGTH = 500_000
LINKED_DATA_NODES = 5_000
TITLE_LENGTH = 1_000

ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
OTHER_DATES = (
    re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})(?![0-9])"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{4,6}.{0,10})?$"),
)
MAIL_DATE = re.compile(r"(?:[A-Za-z]{3}, *)?[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}\b")
YEARS = range(1900, 2101)


def stated_date(text: str | None) -> date | None:
    """Return the date that `text` states in ISO 8601 or as in e-mail; the day is that of its own time zone.

    Forms whose day and month can be taken for each other give None.

    >>> stated_date("2025-01-24T23:30:00-05:00")
    datetime.date(2025, 1, 24)
    >>> stated_date("01/02/2025") is None
    True
    """
    if not text:
        return None
    text = text[:80].strip()
    for pattern in (ISO_DATE, *OTHER_DATES):
        found = pattern.match(text)
        if found is not None:
            return make_date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    return _mail_date(text) if MAIL_DATE.match(text) else None


def make_date(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where the calendar has none or the year can't be a page's."""
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _mail_date(text: str) -> date | None:
    from email.utils import parsedate

    parsed = parsedate(text)
    return None if parsed is None else make_date(*parsed[:3])


class PageStatements:
    """What one page's head and linked data state. Built from an lxml tree, read through the three methods."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._meta = _meta_contents(tree)
        self._nodes = list(_linked_data(tree))

    def published(self) -> date | None:
        """Return the date of publication that the page states, or None."""
        stated = [self._meta.get(name) for name in PUBLISHED_NAMES]
        stated += [_as_text(node.get("datePublished")) for node in self._nodes]
        stated += _marked_up_dates(self._tree)
        return next((found for found in map(stated_date, stated) if found is not None), None)

    def title(self) -> str | None:
        """Return the headline as stated: for sharing, in linked data, or as the page's title."""
        candidates = [self._meta.get("og:title"), *(_as_text(node.get("headline")) for node in self._nodes)]
        candidates += [_element_text(self._tree, "title"), _element_text(self._tree, "h1")]
        return next((title for title in map(one_line, candidates) if title is not None), None)

    def publisher(self, url: str | None) -> str | None:
        """Return the publisher's stated name, else the site's, else the host of `url`."""
        names = [_name_of(node.get("publisher")) for node in self._nodes]
        names += [self._meta.get("og:site_name"), self._meta.get("dc.publisher"), self._meta.get("citation_publisher")]
        stated = next((name for name in map(one_line, names) if name is not None), None)
        return stated if stated is not None else host_of(url)

    def url(self) -> str | None:
        """Return the address that the page gives for itself, where it is a complete one."""
        links = [link.get("href") for link in self._tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
        for candidate in (*links, self._meta.get("og:url")):
            if candidate and len(candidate) < 2_000 and candidate.startswith(("http://", "https://")) and host_of(candidate):
                return str(candidate)
        return None


def one_line(text: str | None) -> str | None:
    """Return `text` with blanks collapsed, or None where nothing or too much is there."""
    if not text or len(text) > TITLE_LENGTH:
        return None
    return " ".join(text.split()) or None


def host_of(url: str | None) -> str | None:
    """Return the host of a URL without "www.", or None."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _meta_contents(tree: Any) -> dict[str, str]:
    """Return the content of each named <meta>, the first of a name."""
    contents: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and content and content.strip():
                contents.setdefault(name.strip().lower(), content)
    return contents


def _marked_up_dates(tree: Any) -> list[str | None]:
    """Return the dates of elements marked as date of publication, where exactly one page can be meant."""
    marked = [
        e
        for e in tree.iter("time", "span", "div", "p")
        if (e.get("itemprop") or "").lower() == "datepublished" or e.get("pubdate") is not None
    ]
    stated = [e.get("datetime") or e.get("content") or (e.text if len(e) == 0 else None) for e in marked]
    # Several different ones are a list of teasers, or a page with its comments.
    return [stated[0]] if stated and len({stated_date(text) for text in stated}) == 1 else []


def _element_text(tree: Any, tag: str) -> str | None:
    element = next(iter(tree.iter(tag)), None)
    return None if element is None else "".join(element.itertext())


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes of JSON-LD that describe this page: articles first, then the page."""
    pages: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        if not (element.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        for node in _walk(_parse(element.text or "")):
            if _is_type(node, ARTICLE_TYPES):
                yield node
            elif _is_type(node, PAGE_TYPES):
                pages.append(node)
    yield from pages


def _parse(text: str) -> object:
    if len(text) > LINKED_DATA_LENGTH:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(root: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of parsed JSON from the outside in."""
    waiting: deque[object] = deque([root])
    for _ in range(LINKED_DATA_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(below for key, below in value.items() if key not in OTHER_PAGES)
        elif isinstance(value, list):
            waiting.extend(value)


def _is_type(node: dict[str, Any], endings: tuple[str, ...]) -> bool:
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and name.lower().endswith(endings) for name in names)


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _as_text(value)

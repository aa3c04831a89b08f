"""What a list of feeds says: which places to watch, how often, and how to read what they give. Every key is checked, with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from tollbook.core.errors import FeedError, RefusedUrl, TheatreError
from tollbook.sources.addresses import check_url
from tollbook.sources.extracted import shown
from tollbook.vocab.toml_lines import Lines, Place, did_you_mean, line_of_fault

Kind = Literal["feed", "sitemap", "page", "links"]
Text = Literal["page", "feed"]
Context = Literal["conflict", "any"]

MOST_BYTES = 1_000_000
MOST_PATTERN = 300
_UNITS: Final[Mapping[str, float]] = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,6})\s*([smhd])", re.ASCII)
_LONGEST = 36_500 * 86_400.0
"""A hundred years: calendars end where longer times would lead."""
_NAME = re.compile(r"[^\x00-\x1f]{1,80}")
_SEE = "docs/feeds.md lists the keys, `tollbook watch --init` writes a sample"

WATCH_KEYS: Final[Mapping[str, str]] = {
    "contact": "an address or a page that names who asks, for the keepers of the sites; sent with every request",
    "every": "how often each place is looked at: 15m by default",
    "gap": "the least time between two requests to one host: 5s by default; a longer one in robots.txt counts",
    "since": "documents whose listing names an older day are left alone: 30d by default",
    "most": "documents that one look at a place adds to the queue: 200 by default, the newest first",
}
"""The keys of the table [watch], with what they mean."""
FEED_KEYS: Final[Mapping[str, str]] = {
    "name": "what the place is called in messages; it stays the same when the address changes",
    "url": "where it is",
    "kind": "feed (RSS or Atom), sitemap (plain, gzip, or an index), page (a document itself), or links (a page that lists some)",
    "every": "as in [watch], for this place",
    "since": "as in [watch], for this place",
    "most": "as in [watch], for this place",
    "match": "a pattern (RE2) that the address of a document matches; others are left alone",
    "text": "page: each document is fetched from its own address (default); feed: its text stands in the feed",
    "recheck": "documents that are still listed are asked for again after so long, for changes without a new date; never by default",
    "theatre": "auto (default), none, a theatre's name or file",
    "context": "conflict (default) or any, as in `tollbook read`",
    "publisher": "who publishes the documents, in place of what the pages say",
}
"""The keys of a table [[feed]], with what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A place that lists documents, or is one. Times are seconds."""

    name: str
    url: str
    kind: Kind
    every: float
    since: float
    most: int
    match: str | None = None
    text: Text = "page"
    recheck: float | None = None
    theatre: str = "auto"
    context: Context = "conflict"
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A sound list of feeds. `gap` is the least number of seconds between two requests to one host."""

    feeds: tuple[Feed, ...]
    contact: str = ""
    gap: float = 5.0


def load_watchlist(path: Path, *, allow_hosts: frozenset[str] = frozenset()) -> Watchlist:
    """Return the list of feeds in a TOML file. Raises FeedError, which names the line of the first fault."""
    where = shown(str(path))
    try:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FeedError(
            f"a list of feeds that can't be read: {(error.strerror or str(error)).lower()}",
            where=where,
            do="give the name of a TOML file; `tollbook watch --init` writes a sample",
        ) from error
    if len(raw) > MOST_BYTES:
        raise FeedError(f"a list of feeds of over {MOST_BYTES:,} bytes", where=where, expected=f"at most {MOST_BYTES:,}", do="split it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedError("a list of feeds that is no UTF-8", where=where, expected="TOML in UTF-8", do=_SEE) from error
    return watchlist_of(text, where=where, allow_hosts=allow_hosts)


def watchlist_of(text: str, *, where: str = "the list of feeds", allow_hosts: frozenset[str] = frozenset()) -> Watchlist:
    """Return the list of feeds that a TOML text holds. Raises FeedError."""
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise FeedError("brackets nested too deeply", where=where, expected="TOML", do=_SEE) from error
    except ValueError as error:  # TOMLDecodeError, and whole numbers of over 4,300 digits
        raise FeedError(f"no TOML: {error}", where=f"{where}, line {line_of_fault(error, text)}", expected="TOML", do=_SEE) from error
    faults = list(_faults(table, allow_hosts))
    if faults:
        lines = Lines(text)
        place, what = min(faults, key=lambda fault: lines.of(fault[0]))
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FeedError(f"{what}{more}", where=f"{where}, line {lines.of(place)}", do=_SEE)
    return _made(table)


Fault = tuple[Place, str]


def _faults(table: Mapping[str, Any], allow_hosts: frozenset[str]) -> Iterator[Fault]:
    for key in table:
        if key not in ("watch", "feed"):
            yield Place(key if isinstance(table[key], dict | list) else "", 0, key), f"unknown key {key!r}, expected [watch] and [[feed]]"
    watch = table.get("watch", {})
    if isinstance(watch, dict):
        yield from _faults_of_keys(watch, "watch", 0, WATCH_KEYS)
    else:
        yield Place("", 0, "watch"), "watch is no table: expected [watch]"
    feeds = table.get("feed", [])
    if not isinstance(feeds, list) or not feeds or not all(isinstance(feed, dict) for feed in feeds):
        yield Place("feed"), "no feeds: expected one table [[feed]] for each place, with a name and a url"
        return
    for nth, feed in enumerate(feeds):
        yield from _faults_of_keys(feed, "feed", nth, FEED_KEYS)
        yield from _faults_of_feed(feed, nth, allow_hosts)
    yield from _doubles(feeds, "name")
    yield from _doubles(feeds, "url")


def _doubles(feeds: list[dict[str, Any]], key: str) -> Iterator[Fault]:
    met: set[str] = set()
    for nth, feed in enumerate(feeds):
        value = feed.get(key)
        if isinstance(value, str):
            if value in met:
                yield Place("feed", nth, key), f"the {key} {value!r} stands twice"
            met.add(value)


def _faults_of_keys(table: Mapping[str, Any], section: str, nth: int, known: Mapping[str, str]) -> Iterator[Fault]:
    for key, value in table.items():
        place = Place(section, nth, key)
        if key not in known:
            yield place, f"unknown key {key!r}{did_you_mean(key, known)}"
        elif key == "most":
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100_000:
                yield place, f"most = {value!r}, expected a number from 1 to 100000"
        elif not isinstance(value, str):
            yield place, f"{key} = {value!r}, expected a text in quotation marks"
        elif key in ("every", "gap", "since", "recheck"):
            if _DURATION.fullmatch(value) is None or (key in ("every", "recheck") and seconds_of(value) < 1):
                yield place, f'{key} = "{value}", expected a time such as "90s", "15m", "6h" or "30d"'
            elif seconds_of(value) > _LONGEST:
                yield place, f'{key} = "{value}", expected at most "36500d"'
        elif key in ("contact", "publisher") and not _is_sendable(value, ascii_alone=key == "contact"):
            yield place, f"{key} holds what no header can carry, expected up to 200 plain characters"


def _is_sendable(value: str, *, ascii_alone: bool) -> bool:
    return value.isprintable() and len(value) <= 200 and (value.isascii() or not ascii_alone)


def _faults_of_feed(feed: Mapping[str, Any], nth: int, allow_hosts: frozenset[str]) -> Iterator[Fault]:
    for key in ("name", "url"):
        if key not in feed:
            yield Place("feed", nth), f"a feed without a {key}"
    name, url = feed.get("name"), feed.get("url")
    if isinstance(name, str) and _NAME.fullmatch(name) is None:
        yield Place("feed", nth, "name"), "a name that is empty or holds control characters, expected up to 80 characters"
    if isinstance(url, str):
        try:
            check_url(url, allow_hosts=allow_hosts)
        except RefusedUrl as error:
            yield Place("feed", nth, "url"), f"{error.met}, expected {error.expected or 'the address of a public host'}"
    for key, known in (("kind", get_args(Kind)), ("text", get_args(Text)), ("context", get_args(Context))):
        value = feed.get(key)
        if isinstance(value, str) and value not in known:
            yield Place("feed", nth, key), f"{key} = {value!r}, expected {' or '.join(known)}{did_you_mean(value, known)}"
    if feed.get("text") == "feed" and feed.get("kind", "feed") != "feed":
        yield Place("feed", nth, "text"), "text = 'feed' for what is no feed, expected kind = 'feed'"
    yield from _faults_of_reading(feed, nth)


def _faults_of_reading(feed: Mapping[str, Any], nth: int) -> Iterator[Fault]:
    from tollbook.vocab.theatres import load_theatre

    pattern, theatre = feed.get("match"), feed.get("theatre")
    if isinstance(pattern, str):
        fault = _fault_of_pattern(pattern)
        if fault is not None:
            yield Place("feed", nth, "match"), fault
    if isinstance(theatre, str) and theatre not in ("auto", "none"):
        try:
            load_theatre(theatre)
        except TheatreError as error:
            yield Place("feed", nth, "theatre"), error.sentence()


def _fault_of_pattern(pattern: str) -> str | None:
    import re2

    if len(pattern) > MOST_PATTERN:
        return f"a pattern of {len(pattern)} characters, expected at most {MOST_PATTERN}"
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else error
        return f"match is no pattern of RE2 ({said.decode() if isinstance(said, bytes) else said})"
    return None


def seconds_of(duration: str) -> float:
    """Return the seconds of a time such as "15m". Raises ValueError for another form.

    >>> seconds_of("90s"), seconds_of("15m"), seconds_of("30d")
    (90.0, 900.0, 2592000.0)
    """
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(duration)
    return int(found.group(1)) * float(_UNITS[found.group(2)])


def _made(table: Mapping[str, Any]) -> Watchlist:
    watch = table.get("watch", {})
    every, since, most = watch.get("every", "15m"), watch.get("since", "30d"), watch.get("most", 200)
    feeds = tuple(
        Feed(
            name=feed["name"],
            url=feed["url"].strip(),
            kind=feed.get("kind") or _kind_of(feed["url"]),
            every=seconds_of(feed.get("every", every)),
            since=seconds_of(feed.get("since", since)),
            most=feed.get("most", most),
            match=feed.get("match"),
            text=feed.get("text", "page"),
            recheck=seconds_of(feed["recheck"]) if "recheck" in feed else None,
            theatre=feed.get("theatre", "auto"),
            context=feed.get("context", "conflict"),
            publisher=feed.get("publisher"),
        )
        for feed in table["feed"]
    )
    return Watchlist(feeds=feeds, contact=watch.get("contact", ""), gap=seconds_of(watch.get("gap", "5s")))


def _kind_of(url: str) -> Kind:
    """Return what an address most likely is, where the list doesn't say."""
    path = urlsplit(url).path.lower()
    return "sitemap" if "sitemap" in path and path.endswith((".xml", ".xml.gz", ".gz")) else "feed"

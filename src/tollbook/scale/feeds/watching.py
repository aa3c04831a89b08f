"""Run a watch: choose what to ask next, ask it politely, take what came. The clock and the network are passed in.

One request goes out at a time. A place or a document that fails is tried again later, each time after twice as long, and the rest goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Final, Literal, Protocol

from tollbook.core.errors import BadAnswer, FetchError, InputError, LedgerBusy, RefusedUrl, TollbookError, Unreachable, UnreadableInput
from tollbook.scale.feeds.listed import Listed, chosen
from tollbook.scale.feeds.robots import Fetch, Robots
from tollbook.scale.feeds.settings import Feed, Watchlist
from tollbook.scale.feeds.state import Article, Listing, State, Task, host_of
from tollbook.scale.feeds.taking import Taken, document_of, take
from tollbook.scale.reading import Apart
from tollbook.sources.web import Fetched, Validators, Wanted

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

LISTING_TYPES: Final = "application/rss+xml,application/atom+xml,application/xml,text/xml,text/html;q=0.8,*/*;q=0.1"
FIRST_WAIT, LONGEST_WAIT = 60.0, 6 * 3_600.0
CHILD_EVERY = 86_400.0
"""How often a sitemap that an index names is asked for where the index says nothing new of it."""
LONGEST_ASKED = 86_400.0
"""A Retry-After is heeded up to a day."""
MOST_TRIES = 10
"""Tries of one document over some eight hours; after the last it is given up until its listing says that it changed."""
_GONE = frozenset({400, 401, 403, 404, 405, 406, 410, 414, 451})


class Clock(Protocol):
    """The time, and how to let it pass."""

    def now(self) -> float:
        """Return the seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Let time pass; it may return early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something to tell of a watch. `again` is when a failed task is tried again, None for never; `before` what stood at its address."""

    kind: Literal["added", "known", "failed", "refused"]
    feed: str
    url: str
    taken: Taken | None = None
    before: str | None = None
    error: TollbookError | None = None
    again: float | None = None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a watch did: places that were asked, documents that were new, known or refused (given up), and what failed.

    `failed` names the feed of each address that failed and has not worked since; `waiting` counts documents that are still in the queue.
    """

    asked: int = 0
    answered: int = 0
    unchanged: int = 0
    documents: int = 0
    changed: int = 0
    known: int = 0
    refused: int = 0
    claims: int = 0
    waiting: int = 0
    failed: dict[str, str] = field(default_factory=dict)


class Watch:
    """A watch over a list of feeds for one ledger."""

    def __init__(
        self, watchlist: Watchlist, *, state: State, ledger: Ledger, fetch: Fetch, clock: Clock, tell: Callable[[Told], None],
        allow_hosts: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._feeds = {feed.name: feed for feed in watchlist.feeds}
        self._watchlist, self._state, self._ledger, self._fetch = watchlist, state, ledger, fetch
        self._clock, self._tell, self._allow_hosts = clock, tell, allow_hosts
        self._unheard: OSError | None = None
        self._wanted = Wanted(contact=watchlist.contact)
        self._robots = Robots(fetch, wanted=self._wanted)
        self.tally = Tally()

    def run(self, *, once: bool, stop: Callable[[], bool] = lambda: False) -> Tally:
        """Ask and take until `stop` says so; with `once` until each place was asked once and its documents are taken or failed."""
        start = self._now()
        self._state.watch([(feed.name, feed.url) for feed in self._feeds.values()], now=start, all_due=once)
        while not stop():
            now = self._now()
            task, at = self._state.next_task(now, asked_before=start if once else math.inf, patient=not once)
            if task is not None:
                self._ask(task)
            elif at is None:
                break
            else:
                self._clock.sleep(max(0.0, at - now))
        self.tally.waiting = self._state.waiting()
        return self.tally

    def _now(self) -> float:
        """Look at the clock, and let the state know: it may have been put back."""
        now = self._clock.now()
        self._state.keep_time(now)
        return now

    def _ask(self, task: Task) -> None:
        """Do one task; whatever fails of it is told, and when it is tried again is written.

        A fault that nobody foresaw is its task's as well, since what one site sends must not end the watch over all others. An error of
        the ledger or of the state ends it, as do memory that runs out and an output that takes nothing more.
        """
        apart = Apart(through=(TollbookError,))
        try:
            with apart:
                self._do(task)
        except (FetchError, InputError, LedgerBusy) as error:
            self._failed(task, error)
        else:
            if self._unheard is not None:
                raise self._unheard
            if apart.reason is None:
                self.tally.failed.pop(task.url, None)
            else:
                self._failed(task, UnreadableInput(apart.reason, where=task.url, do="report it with the address"))

    def _say(self, told: Told) -> None:
        """Tell something. That it can't be told is kept, since it is no fault of the task."""
        try:
            self._tell(told)
        except OSError as error:
            self._unheard = error
            raise

    def _do(self, task: Task) -> None:
        if isinstance(task, Listing):
            self._ask_listing(task, self._feeds[task.feed])
        else:
            self._ask_article(task, self._feeds[task.feed])

    def _get(self, url: str, wanted: Wanted) -> Fetched:
        """Fetch an address as its host allows, and leave the host alone for a while."""
        host, now = host_of(url), self._now()
        delay = max(self._watchlist.gap, self._robots.check(url, now=now))
        try:
            fetched = self._fetch(url, replace(wanted, may_follow=lambda place: self._robots.check(place, now=now)))
        except FetchError as error:
            if not _is_of_host(error):
                self._state.rest(host, until=self._now() + delay, failures=0)
            raise
        self._state.rest(host, until=self._now() + delay, failures=0)
        return fetched

    def _ask_listing(self, task: Listing, feed: Feed) -> None:
        self.tally.asked += 1
        if feed.kind == "page":
            # The page is the document: it is put in the queue, and asked for as one.
            self._listed(task, feed, [Listed(url=feed.url, stamp=str(self._now()))], Validators())
            return
        # What is listed is asked for again only where the list is seen.
        known = task.known if feed.recheck is None else Validators()
        wanted = Wanted(accept=LISTING_TYPES, media_types=None, contact=self._watchlist.contact, known=known)
        fetched = self._get(task.url, wanted)
        if fetched.unchanged:
            self.tally.unchanged += 1
            self._listed(task, feed, [], fetched.validators)
            return
        now = self._now()
        found = self._chosen(_listed(fetched, feed), feed, now)
        if feed.text == "feed":
            self._take_texts(found, feed, task)
            found = []
        self._listed(task, feed, found, fetched.validators)
        if feed.recheck is not None:
            self._state.ask_again(feed.name, [one.url for one in found if not one.is_listing], now=now, read_before=now - feed.recheck)

    def _listed(self, task: Listing, feed: Feed, found: list[Listed], validators: Validators) -> None:
        now = self._now()
        self.tally.answered += 1
        due = now + (feed.every if task.depth == 0 else max(feed.every, CHILD_EVERY))
        self._state.listed(task, found, validators=validators, now=now, due=due, most=feed.most)

    def _chosen(self, listed: list[Listed], feed: Feed, now: float) -> list[Listed]:
        since = (datetime.fromtimestamp(now, UTC) - timedelta(seconds=feed.since)).date()
        return chosen(listed, since=since, match=feed.match, allow_hosts=self._allow_hosts)

    def _take_texts(self, found: list[Listed], feed: Feed, task: Listing) -> None:
        """Take the documents that stand in the feed itself."""
        for one in found:
            if not one.text:
                continue
            fetched = Fetched(content=_page_of(one), url=one.url, media_type="text/html", charset="utf-8")
            try:
                document = document_of(fetched, feed, title=one.title, day=one.day)
            except InputError as error:
                self.tally.refused += 1
                self._say(Told(kind="refused", feed=feed.name, url=one.url, error=error))
                continue
            before = self._state.document_at(one.url)
            if before != document.id:
                self._add(take(document, feed, self._ledger), feed.name, one.url, before, Validators())

    def _ask_article(self, task: Article, feed: Feed) -> None:
        fetched = self._get(task.url, Wanted(contact=self._watchlist.contact, known=task.known if task.document else Validators()))
        now = self._now()
        if fetched.unchanged:
            self._state.was_read(task.url, feed=feed.name, document=None, validators=fetched.validators, now=now)
            return
        document = document_of(fetched, feed, title=task.title, day=task.day)
        if document.id == task.document:
            self._state.was_read(task.url, feed=feed.name, document=document.id, validators=fetched.validators, now=now)
            return
        self._add(take(document, feed, self._ledger), feed.name, task.url, task.document, fetched.validators)

    def _add(self, taken: Taken, feed: str, url: str, before: str | None, validators: Validators) -> None:
        """Write that a document is in the ledger, and tell it."""
        self._state.was_read(url, feed=feed, document=taken.document.id, validators=validators, now=self._now())
        self.tally.claims += taken.claims if taken.is_new else 0
        self.tally.documents += taken.is_new
        self.tally.known += not taken.is_new
        self.tally.changed += before is not None
        self._say(Told(kind="added" if taken.is_new else "known", feed=feed, url=url, taken=taken, before=before))

    def _failed(self, task: Task, error: TollbookError) -> None:
        """Decide when a failed task is tried again, and whether its host is left alone meanwhile."""
        now, host = self._now(), host_of(task.url)
        tries = task.failures if isinstance(task, Listing) else task.tries
        wait = min(FIRST_WAIT * 2.0 ** min(tries, 20), LONGEST_WAIT)
        if isinstance(error, FetchError) and _is_of_host(error):
            wait = self._leave_alone(host, error, now=now)
        due = now + wait if isinstance(task, Listing) or not _is_final(error, tries) else None
        self._state.failed(task, error.sentence(), due=due, now=now)
        if due is None:
            self.tally.refused += 1
            self.tally.failed.pop(task.url, None)
        else:
            self.tally.failed[task.url] = task.feed
        kind: Literal["failed", "refused"] = "refused" if due is None else "failed"
        self._say(Told(kind=kind, feed=task.feed, url=task.url, error=error, again=due))

    def _leave_alone(self, host: str, error: FetchError, *, now: float) -> float:
        """Leave a host alone that is away or asks for it; return for how long its task waits. One fault alone can be the document's."""
        failures = self._state.host(host)[1] + 1
        wait = min(FIRST_WAIT * 2.0 ** min(failures - 1, 20), LONGEST_WAIT)
        if not isinstance(error, BadAnswer):
            self._state.rest(host, until=now + (self._watchlist.gap if failures == 1 else wait), failures=failures)
            return wait
        if error.retry_after is not None:
            wait = min(max(error.retry_after, self._watchlist.gap), LONGEST_ASKED)
        self._state.rest(host, until=now + wait, failures=max(failures, 2))
        return wait


def _is_of_host(error: FetchError) -> bool:
    """Tell whether an error speaks of a host as a whole: it is away, or asks to be left alone for a while."""
    if isinstance(error, BadAnswer):
        return error.status in (429, 503)
    return isinstance(error, Unreachable)


def _is_final(error: TollbookError, tries: int) -> bool:
    """Tell whether a document is given up: what it is won't change by asking again, or it was asked for often enough."""
    if isinstance(error, LedgerBusy):
        return False
    if isinstance(error, RefusedUrl | InputError) or (isinstance(error, BadAnswer) and error.status in _GONE):
        return True
    return tries + 1 >= MOST_TRIES


def _listed(fetched: Fetched, feed: Feed) -> list[Listed]:
    """Return what a place lists. Raises FeedError."""
    if feed.kind == "sitemap":
        from tollbook.scale.feeds.sitemaps import read_sitemap

        return read_sitemap(fetched.content, url=fetched.url)
    if feed.kind == "links":
        from tollbook.scale.feeds.linked import read_links

        return read_links(fetched.content, url=fetched.url, charset=fetched.charset)
    from tollbook.scale.feeds.syndication import read_feed

    return read_feed(fetched.content, url=fetched.url)


def _page_of(one: Listed) -> bytes:
    """Return the text of a feed's entry as a page, so that it is read as any other."""
    text = one.text or ""
    body = text if "<" in text else f"<p>{escape(text)}</p>"
    page = f"<!doctype html><html><head><title>{escape(one.title or '')}</title></head><body><article>{body}</article></body></html>"
    return page.encode("utf-8", "replace")

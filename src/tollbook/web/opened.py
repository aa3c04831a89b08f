"""The ledger that the pages show, opened once for all requests: readers share its connections, and no writer elsewhere stops them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, Request

from tollbook.core.errors import TollbookError
from tollbook.core.records import Statistics
from tollbook.flow.source_records import SourceRecord, count_sources
from tollbook.ledger.engines import Store
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import open_store
from tollbook.web.counting import Counts, counting
from tollbook.web.remembered import Remembered
from tollbook.web.review_access import ReviewAccess
from tollbook.web.settings import Settings
from tollbook.web.tokens import TokenBook
from tollbook.web.working import FILES, SlowWork


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a request works with: the ledger, its store for questions that `flow` puts, the settings, names by id, and the clock.

    `sources` and `statistics` are counts of the whole ledger, worked out once in a while; `tokens` knows who may write, `access`
    who reviews in a browser; `slow` does what takes long; `files` are the places
    for files that are sent while they are written.
    """

    ledger: Ledger
    store: Store
    settings: Settings
    names: Mapping[str, str]
    sources: Remembered[Counts[dict[str, SourceRecord]]]
    statistics: Remembered[Counts[Statistics]]
    tokens: TokenBook
    access: ReviewAccess
    clock: Callable[[], datetime] = _now
    slow: SlowWork = field(default_factory=SlowWork)
    files: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(FILES))

    def prepare(self) -> None:
        """Work out what is counted over the whole ledger, so that the first reader needn't wait. What fails then is told to who asks."""
        with suppress(TollbookError):
            self.statistics.get()
            self.sources.get()


def open_for_pages(place: str, settings: Settings, *, names: Mapping[str, str], clock: Callable[[], datetime] = _now) -> Opened:
    """Open a ledger for the pages. Raises LedgerMissing, ForeignDatabase or SchemaMismatch."""
    store = open_store(place)
    ledger = Ledger(store, clock=clock)
    book = TokenBook(store, review_token=settings.review_token, writes_per_minute=settings.writes_per_minute, clock=clock)
    return Opened(
        ledger=ledger,
        store=store,
        settings=settings,
        names=names,
        sources=counting(ledger, lambda size: count_sources(store, as_known_on=size), clock),
        statistics=counting(ledger, lambda size: ledger.stats(as_known_on=size), clock),
        tokens=book,
        access=ReviewAccess(book, clock=clock),
        clock=clock,
    )


def opened_of(request: Request) -> Opened:
    """Return what a request works with."""
    opened: Opened = request.app.state.opened
    return opened


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that a request reads."""
    return opened_of(request).ledger


async def _opened_here(request: Request) -> Opened:
    return opened_of(request)


async def _ledger_here(request: Request) -> Ledger:
    return ledger_of(request)


# Not `opened_of` itself: a function that isn't async is called in a thread, and on a busy server each turn of a thread costs milliseconds.
Here = Annotated[Opened, Depends(_opened_here)]
LedgerHere = Annotated[Ledger, Depends(_ledger_here)]

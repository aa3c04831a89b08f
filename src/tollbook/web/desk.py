"""What the pages of series and outlooks share on one server: estimates in the making, drawn pictures, and which series there are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tollbook.core.series import SeriesCount
from tollbook.web.counting import Counts, counting
from tollbook.web.estimates import Estimates
from tollbook.web.opened import Opened, opened_of
from tollbook.web.remembered import Remembered

PICTURES_BYTES = 24_000_000
_MAKING = Lock()


class Desk:
    """Estimates, pictures and counts of one ledger."""

    def __init__(self, opened: Opened) -> None:
        self.estimates = Estimates(opened.ledger)
        self.pictures = Pictures()
        self._opened = opened
        self._all = self._counting(None)
        self._by_force: OrderedDict[str, Remembered[Counts[tuple[SeriesCount, ...]]]] = OrderedDict()

    def series_counts(self, force: str | None = None) -> tuple[datetime, Counts[tuple[SeriesCount, ...]]]:
        """Return which series there are, and when that was worked out: counting walks through the whole ledger."""
        if force is None:
            return self._all.get()
        with _MAKING:
            known = self._by_force.get(force)
            if known is None:
                known = self._counting(force)
                self._by_force[force] = known
            while len(self._by_force) > 64:
                self._by_force.popitem(last=False)
        return known.get()

    def _counting(self, force: str | None) -> Remembered[Counts[tuple[SeriesCount, ...]]]:
        ledger = self._opened.ledger
        return counting(ledger, lambda size: ledger.series_counts(force=force, as_known_on=size), self._opened.clock)


class Pictures:
    """Drawn pictures, the latest asked for, up to a number of bytes. A drawing is slow, and the same log gives the same one."""

    def __init__(self, most: int = PICTURES_BYTES) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        """Return a picture by its key, drawn now if it isn't kept."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        drawn = draw()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = drawn
                self._size += len(drawn)
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return drawn


def desk_of(request: Request) -> Desk:
    """Return the desk of a server, made when it is first needed."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "desk"):
            state.desk = Desk(opened_of(request))
    desk: Desk = state.desk
    return desk


def close_desk(app: FastAPI) -> None:
    """Let a server end: no further estimate is begun."""
    if hasattr(app.state, "desk"):
        app.state.desk.estimates.close()


async def _desk_here(request: Request) -> Desk:
    """Return the desk without a thread of its own: nothing in it waits."""
    return desk_of(request)


DeskHere = Annotated[Desk, Depends(_desk_here)]

"""Estimates and outlooks for pages: made in one worker, each once for a state of the log, and kept. May not compute anything itself.

A fit takes seconds of a processor: requests for the same one wait together, and too many different ones are told to come back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from tollbook.core.errors import EstimationError, LedgerBusy, TooLittle, UsageError

if TYPE_CHECKING:
    from tollbook.core.estimates import Estimate
    from tollbook.flow.project import Outlook
    from tollbook.flow.selection import Selection
    from tollbook.ledger.ledger import Ledger

KEPT = 32
WAITING = 4
"""Different estimates that may be waited for at once: a page that waits holds one of the server's threads."""
WAITERS = 4
"""Requests that wait for an estimate at once: half of those threads."""
MOST_CLAIMS = 60_000
"""Claims that a page may make an estimate from: beyond, reading them alone takes the patience of a reader."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which estimate: whose losses of what, over which days, at which size of the log."""

    force: str
    measure: str
    size: int
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """An estimate with the selection that it rests on."""

    estimate: Estimate
    selection: Selection


class Estimates:
    """Makes estimates of one ledger, each once. A refusal is kept as well: the same statements are refused again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="estimates")
        self._kept: OrderedDict[tuple[str, Asked], Future[Any]] = OrderedDict()
        self._lock = Lock()
        self._waiters = 0

    def fitted(self, asked: Asked) -> Fitted:
        """Return an estimate. Raises EstimationError where none can be given, LedgerBusy where too many are waited for."""
        return self._made("estimate", asked, self._fit)

    def outlook(self, asked: Asked) -> Outlook:
        """Return an outlook. Raises as `fitted` does."""
        return self._made("outlook", asked, self._project)

    def close(self) -> None:
        """Stop after the estimate that is being made."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _made(self, kind: str, asked: Asked, make: Callable[[Asked], Made]) -> Made:
        with self._lock:
            future = self._future(kind, asked, make)
            if not future.done() and self._waiters >= WAITERS:
                raise _busy()
            self._waiters += 1
        try:
            return future.result()
        finally:
            with self._lock:
                self._waiters -= 1

    def _future(self, kind: str, asked: Asked, make: Callable[[Asked], Made]) -> Future[Made]:
        key = (kind, asked)
        known = self._kept.get(key)
        if known is not None and not _has_failed(known):
            self._kept.move_to_end(key)
            return known
        if sum(not future.done() for future in self._kept.values()) >= WAITING:
            raise _busy()
        future = self._worker.submit(make, asked)
        self._kept[key] = future
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT and next(iter(self._kept.values())).done():
            self._kept.popitem(last=False)
        return future

    def _fit(self, asked: Asked) -> Fitted:
        from tollbook.flow.estimate import fit
        from tollbook.flow.selection import select_from_ledger

        self._check(asked)
        selection = select_from_ledger(self._ledger, _wanted(asked), as_known_on=asked.size)
        return Fitted(estimate=fit(selection), selection=selection)

    def _project(self, asked: Asked) -> Outlook:
        from tollbook.flow.project import make_outlook

        self._check(asked)
        return make_outlook(self._ledger, _wanted(asked), as_known_on=asked.size)

    def _check(self, asked: Asked) -> None:
        from tollbook.flow.selection import loss_terms
        from tollbook.ledger.language import Query

        number = self._ledger.count(Query(terms=loss_terms(asked.force, asked.measure)), as_known_on=asked.size)
        if number > MOST_CLAIMS:
            raise TooLittle(
                f"{number:,} claims are too many for a page",
                expected=f"at most {MOST_CLAIMS:,}",
                do=f"run `tollbook estimate --force {asked.force} --measure {asked.measure}`",
            )


def _has_failed(future: Future[Any]) -> bool:
    """Tell whether an estimate failed otherwise than by a refusal: a ledger that was busy is asked again."""
    if future.cancelled():
        return True
    error = future.exception() if future.done() else None
    return error is not None and not isinstance(error, EstimationError | UsageError)


def _wanted(asked: Asked) -> Any:
    from tollbook.flow.selection import Wanted

    return Wanted(force=asked.force, measure=asked.measure, start=asked.start, end=asked.end)


def _busy() -> LedgerBusy:
    return LedgerBusy("other estimates are being made", do="try again in a minute; the page without an estimate answers at once")

"""An answer that costs a walk through the whole ledger, kept for a while, with when it was worked out: nobody takes it for newer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
KEPT = timedelta(seconds=60)


class Remembered(Generic[Answer]):
    """Work an answer out at most once in a while, however many ask at once. `clock` gives the time."""

    def __init__(self, work_out: Callable[[], Answer], clock: Callable[[], datetime], *, kept: timedelta = KEPT) -> None:
        self._work_out, self._clock, self._kept = work_out, clock, kept
        self._lock = Lock()
        self._known: tuple[datetime, Answer] | None = None

    def get(self) -> tuple[datetime, Answer]:
        """Return when the answer was worked out, and the answer. Who asks while it is worked out anew gets the former one."""
        known = self._known
        if known is not None and self._clock() - known[0] < self._kept:
            return known
        if known is not None and self._lock.locked():
            return known
        with self._lock:
            if self._known is not known and self._known is not None:
                return self._known
            self._known = (self._clock(), self._work_out())
            return self._known

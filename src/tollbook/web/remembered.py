"""An answer that costs a walk through the whole ledger, kept for a while, with when it was worked out: nobody takes it for newer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import thread_time
from typing import Generic, TypeVar

from tollbook.web.working import yield_to_others

Answer = TypeVar("Answer")
KEPT = timedelta(seconds=60)
SHARE = 50
"""An answer is kept at least so many times as long as it kept the processor busy, so that it never takes more than a fiftieth of it."""
STALE = 10
"""How many times that long an answer is given out while the next one is worked out beside it, so that nobody waits."""


class Remembered(Generic[Answer]):
    """Work an answer out at most once in a while, however many ask at once. `clock` gives the time."""

    def __init__(self, work_out: Callable[[], Answer], clock: Callable[[], datetime], *, kept: timedelta = KEPT) -> None:
        self._work_out, self._clock, self._kept = work_out, clock, kept
        self._lock = Lock()
        self._known: tuple[datetime, Answer] | None = None
        self._took = timedelta()

    def get(self) -> tuple[datetime, Answer]:
        """Return when the answer was worked out, and the answer.

        One that is a little old is given out at once, and worked out anew beside it; for a very old one, and the first, who asks waits.
        """
        known = self._known
        if known is None:
            return self._anew(known)
        # A clock that was put back makes an answer old too, or it would stand until the clock has caught up.
        age, kept = abs(self._clock() - known[0]), max(self._kept, SHARE * self._took)
        if age < kept:
            return known
        if age >= STALE * kept and not self._lock.locked():
            return self._anew(known)
        if not self._lock.locked():
            Thread(target=self._beside, args=(known,), daemon=True).start()
        return known

    def _beside(self, known: tuple[datetime, Answer]) -> None:
        yield_to_others()
        self._anew(known)

    def _anew(self, known: tuple[datetime, Answer] | None) -> tuple[datetime, Answer]:
        """Work the answer out, unless another thread did since it was `known`."""
        with self._lock:
            if self._known is None or self._known is known:
                begun = thread_time()
                self._known = (self._clock(), self._work_out())
                self._took = timedelta(seconds=thread_time() - begun)
            return self._known

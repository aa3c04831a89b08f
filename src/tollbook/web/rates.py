"""How often somebody may do something: so many a minute for each key, such as a client's address. Keeps numbers in memory alone."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

from starlette.types import Scope

_MOST_KEYS: Final = 10_000


class Rate:
    """So many a minute for each key, all of them at once if need be: a bucket that fills again steadily.

    Of more than `most_keys` keys those are forgotten that were seen longest ago.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic, most_keys: int = _MOST_KEYS) -> None:
        self._per_minute, self._clock, self._most = per_minute, clock, most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str) -> float:
        """Take one; return 0.0, or the seconds until there is one to take."""
        with self._lock:
            left, now = self._left(key)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else self._seconds(left)

    def wait(self, key: str) -> float:
        """Return the seconds until there is one to take, without taking it."""
        with self._lock:
            left, _ = self._left(key)
        return 0.0 if left >= 1 else self._seconds(left)

    def _left(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, then = self._buckets.get(key, (float(self._per_minute), now))
        # A clock that goes back fills nothing.
        return min(float(self._per_minute), left + max(0.0, now - then) * self._per_minute / 60), now

    def _seconds(self, left: float) -> float:
        return (1 - left) * 60 / self._per_minute


def client_of(scope: Scope) -> str:
    """Return the address that a request comes from: behind a proxy that is known, the one that it names."""
    client = scope.get("client")
    return client[0] if client else ""

"""The machine's clock for a watch, which can be told to end while it sleeps."""

from __future__ import annotations

import threading
import time

_LONGEST_SLEEP = 60.0
"""A machine that was suspended finds its time again within a minute."""


class SystemClock:
    """The time of the machine. `end` wakes a sleeper for good."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Let time pass, at most a minute, or less where the watch is told to end."""
        self._ended.wait(min(max(seconds, 0.0), _LONGEST_SLEEP))

    def end(self) -> None:
        """Tell the watch to end after what it is at."""
        self._ended.set()

    def has_ended(self) -> bool:
        """Tell whether the watch was told to end."""
        return self._ended.is_set()

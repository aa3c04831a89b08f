"""Which threads requests are worked on in: a few for what is quick, and others for what takes long or waits, so that it holds up nobody.

Python runs one thread at a time, so threads beyond a few make no answer sooner: each of them only takes its turns from all others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import get_native_id
from typing import Final, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter, run_sync

Answer = TypeVar("Answer")
QUICK: Final = 8
"""Threads for what asks the ledger. Tried with 4, 8 and 40 by `python -m benchmarks.load`: with 40, the 99th percentile was twice as high,
and the memory half as much again; with 4, little more was won."""
SLOW: Final = 4
"""Threads for what reads a text, which may take seconds, and for what writes, which waits for the ledger's lock."""

FILES: Final = 4
"""Files of all claims that are sent at once: each holds a connection to the ledger, of which there are twenty, for as long as its reader
takes."""

LAST: Final = 19
"""The lowest priority of Linux: a sixtieth of the processor while others want it."""


class SlowWork:
    """The threads of a server for what takes long."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(SLOW)

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """Do something in a thread for slow work, as soon as one is free."""
        return await run_sync(work, limiter=self._limiter)


def limit_quick_work() -> None:
    """Let the functions that FastAPI calls in threads, which are nearly all, share a few. It is called within the server's loop."""
    current_default_thread_limiter().total_tokens = QUICK


def yield_to_others() -> None:
    """Let the calling thread run only while no other thread wants to, where a system has a priority for each thread (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), LAST)

"""Show on standard error how far a run over many documents is: its rate, its claims, and the time that is left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from tollbook.cli.console import is_terminal

if TYPE_CHECKING:
    from tollbook.scale.corpus import Progress

_SETTLING_SECONDS = 2.0
"""Before that, a rate says more about the start than about the run."""


class CorpusProgress:
    """A line that is written anew as a run goes on: a context manager. It shows nothing where nobody looks."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = is_terminal(sys.stderr)

    def __enter__(self) -> CorpusProgress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def at(self, progress: Progress) -> None:
        """Show how far the run is."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{progress_line(progress, seconds=time.monotonic() - self._began)}")
            sys.stderr.flush()


def progress_line(progress: Progress, *, seconds: float) -> str:
    """Return how far a run is after so many seconds, in one line.

    >>> from tollbook.scale.corpus import Progress
    >>> progress_line(Progress(shards=5, total=20, before=0, read=12_000, claims=345), seconds=60)
    '5 of 20 shards, 12,000 documents, 200/s, 345 claims, 3 min left'
    """
    parts = [f"{progress.shards:,} of {progress.total:,} shards", f"{progress.read:,} documents"]
    if seconds >= _SETTLING_SECONDS:
        parts.append(f"{progress.read / seconds:,.0f}/s")
    parts.append(f"{progress.claims:,} claims")
    done = progress.shards - progress.before
    if done > 0 and seconds >= _SETTLING_SECONDS:
        parts.append(f"{_span(seconds / done * (progress.total - progress.shards))} left")
    return ", ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"

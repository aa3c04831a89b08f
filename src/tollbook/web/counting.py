"""Counts of a whole ledger: worked out once in a while, and told with the size of the log that they are of, which may have grown since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from fastapi.responses import Response

from tollbook.ledger.ledger import Ledger
from tollbook.web.kept import BRIEFLY
from tollbook.web.remembered import Remembered

Held = TypeVar("Held")
Made = TypeVar("Made", bound=Response)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Generic[Held]):
    """What a ledger held when its log was of a size."""

    size: int
    held: Held


def counting(ledger: Ledger, count: Callable[[int], Held], clock: Callable[[], datetime]) -> Remembered[Counts[Held]]:
    """Return counts that are worked out anew at most once a minute, and only where the log has grown. `count` takes the log's size."""
    newest: Counts[Held] | None = None

    def work_out() -> Counts[Held]:
        nonlocal newest
        size = ledger.checkpoint().size
        if newest is None or newest.size != size:
            newest = Counts(size=size, held=count(size))
        return newest

    return Remembered(work_out, clock)


def kept_by(counts: Counts[Any], ledger: Ledger, answer: Made) -> Made:
    """Return an answer that shows counts. Where the log has grown since, it is kept for a moment only: newer ones are on their way."""
    if counts.size != ledger.checkpoint().size:
        answer.headers["cache-control"] = BRIEFLY
    return answer

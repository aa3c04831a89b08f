"""Give a process of Tollbook a clock that jumps, or little patience with locks. For fault tests, by PYTHONPATH.

Python imports this module at every start where its folder is on the path; the product holds no hook for it. The variable
FAULTS_CLOCK names a file that holds by how many seconds the clock is wrong, read at each look at it; FAULTS_LOCK_SECONDS is how long a
ledger's lock is waited for.
"""

from __future__ import annotations

import datetime
import os
import time
from pathlib import Path
from typing import Any

_CLOCK, _LOCK_SECONDS = "FAULTS_CLOCK", "FAULTS_LOCK_SECONDS"


def _make_clock_wrong(offset: Path) -> None:
    right, real = time.time, datetime.datetime

    def wrong_time() -> float:
        return right() + float(offset.read_text(encoding="ascii") or 0)

    class Kind(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

        def __subclasscheck__(cls, kind: type) -> bool:
            return issubclass(kind, real)

    class WrongDatetime(real, metaclass=Kind):
        """What `datetime.datetime` is here: it makes the real ones, at the wrong time. It is as large as the real one, as C wants it."""

        __slots__ = ()

        def __new__(cls, *values: Any, **named: Any) -> Any:
            return real(*values, **named)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.fromtimestamp(wrong_time(), tz)

    time.time = wrong_time
    datetime.datetime = WrongDatetime  # type: ignore[misc]


def _lose_patience(seconds: float) -> None:
    from tollbook.ledger import engines

    for name in ("_sqlite", "_postgres"):
        real = getattr(engines, name)
        setattr(engines, name, lambda place, _, real=real: real(place, seconds))


if os.environ.get(_CLOCK):
    _make_clock_wrong(Path(os.environ[_CLOCK]))
if os.environ.get(_LOCK_SECONDS):
    _lose_patience(float(os.environ[_LOCK_SECONDS]))

"""Many values for one statement, in lists that it takes: SQLite and PostgreSQL both limit how many a statement holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Value = TypeVar("Value")
_CHUNK = 900


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Return the distinct values, in their order, in lists that fit into one statement."""
    distinct = list(dict.fromkeys(values))
    return (distinct[start : start + _CHUNK] for start in range(0, len(distinct), _CHUNK))

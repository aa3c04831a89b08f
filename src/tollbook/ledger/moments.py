"""What was known when: every question to a ledger is put to a prefix of its log, as long as the log was at that moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, select

from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.records import Moment
from tollbook.ledger import schema
from tollbook.ledger.appending import timestamp

EVERYTHING = 1 << 62
"""More entries than any log holds: everything known by now, for a question of one statement."""


def size_at(connection: Connection, moment: Moment) -> int:
    """Return how many entries the log held at a moment: nothing recorded after it counts. Raises UnknownRecord for a size it never had."""
    if isinstance(moment, int):
        return _known_size(connection, moment)
    newest = select(schema.checkpoint.c.size).order_by(schema.checkpoint.c.batch.desc()).limit(1)
    if moment is not None:
        known = schema.batch.c.recorded_at <= _last_instant(moment)
        newest = newest.join(schema.batch, schema.batch.c.seq == schema.checkpoint.c.batch).where(known)
    size: int | None = connection.execute(newest).scalar()
    return size or 0


def _known_size(connection: Connection, size: int) -> int:
    checkpoint = schema.checkpoint.c
    if not 0 < size < EVERYTHING or connection.execute(select(checkpoint.size).where(checkpoint.size == size)).first() is None:
        raise UnknownRecord(f"the log of this ledger never ended at entry {size}", do="see `tollbook stats` for its size now")
    return size


def _last_instant(moment: date | datetime | str) -> str:
    if isinstance(moment, str):
        moment = _parsed(moment)
    if isinstance(moment, datetime):
        return _in_utc(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
    end = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + timedelta(days=1, microseconds=-1)
    return timestamp(end)


def _in_utc(moment: datetime) -> str:
    try:
        return timestamp(moment)
    except OverflowError as error:
        expected = "a moment within the years 1 to 9999 in UTC, such as 2025-01-24T18:00:00Z"
        raise UsageError(f"{moment.isoformat()!r} is out of range", expected=expected) from error


def _parsed(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date", expected="YYYY-MM-DD, or a moment such as 2025-01-24T18:00:00Z") from error


def last_claim_at(connection: Connection, size: int) -> int:
    """Return the number of the last claim among the first `size` entries of the log, 0 where none is.

    Claims are numbered in the order of the log, and every index holds their numbers: what is asked with a bound by number
    needs no row to know what was known.
    """
    high = _claim_up_to(connection, EVERYTHING)
    if high is None or high.position < size:
        return 0 if high is None else int(high.seq)
    low, above = 0, int(high.seq)
    while above - low > 1:
        middle = _claim_up_to(connection, (low + above) // 2)
        if middle is None or middle.position < size:
            low = (low + above) // 2
        else:
            above = int(middle.seq)
    return low


def _claim_up_to(connection: Connection, number: int) -> Any:
    return connection.execute(_newest_claim(), {"number": number}).first()


@cache
def _newest_claim() -> Select[Any]:
    claim = schema.claim.c
    return select(claim.seq, claim.position).where(claim.seq <= bindparam("number")).order_by(claim.seq.desc()).limit(1)


def replaced_by(size: int) -> ColumnElement[bool]:
    """Return the condition that a claim's row had been replaced when the log was of this size."""
    replacement = schema.replacement.c
    return exists(select(replacement.old).where(and_(replacement.old == schema.claim.c.seq, replacement.position < size)))

"""Find claims: a query becomes one statement of SQL over a prefix of the log, and pages that go on where the last one ended.

Pages are keyed (by the last row shown), never counted off: page 1,000 costs what page 1 costs, and rows that arrive meanwhile
shift nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SelectBase,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import TSQUERY

from tollbook.core.errors import UsageError
from tollbook.core.records import Entry
from tollbook.ledger import schema
from tollbook.ledger.columns import index_words
from tollbook.ledger.entries import load_entries
from tollbook.ledger.language import Query
from tollbook.ledger.moments import last_claim_at, replaced_by

LARGEST_PAGE = 10_000
_CURSOR = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2}|)~(?P<seq>\d{1,18})", re.ASCII)
_EQUAL: Final = {
    "kind": "kind",
    "unit": "unit",
    "assertion": "assertion",
    "population": "population",
    "measure": "measure",
    "claim": "mention",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries found, newest first, and where the next page begins: None after the last one."""

    entries: tuple[Entry, ...]
    after: str | None


def find_page(connection: Connection, query: Query, *, size: int, limit: int, after: str | None = None) -> Page:
    """Return a page of what a query finds in the first `size` entries of the log."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise UsageError(f"a page of {limit}", expected=f"1 to {LARGEST_PAGE:,} entries")
    rows = list(connection.execute(_ordered(connection, query, size, after).limit(limit + 1)))
    shown = rows[:limit]
    cursor = f"{shown[-1].day}~{shown[-1].seq}" if len(rows) > limit else None
    return Page(entries=tuple(load_entries(connection, [row.seq for row in shown], size=size)), after=cursor)


def find_all(connection: Connection, query: Query, *, size: int, page: int = 1_000) -> Iterator[Entry]:
    """Return everything that a query finds, page by page, so that a million entries take no more room than a thousand."""
    after: str | None = None
    while True:
        found = find_page(connection, query, size=size, limit=page, after=after)
        yield from found.entries
        after = found.after
        if after is None:
            return


def count_all(connection: Connection, query: Query, *, size: int) -> int:
    """Return how many entries a query finds."""
    found: int = connection.execute(select(func.count()).select_from(schema.claim).where(*conditions(connection, query, size))).scalar_one()
    return found


def _ordered(connection: Connection, query: Query, size: int, after: str | None) -> Select[Any]:
    claim = schema.claim.c
    found = select(claim.seq, claim.day).where(*conditions(connection, query, size))
    if after is not None:
        day, seq = _parsed_cursor(after)
        found = found.where(tuple_(claim.day, claim.seq) < tuple_(literal(day), literal(seq)))
    return found.order_by(claim.day.desc(), claim.seq.desc())


def _parsed_cursor(after: str) -> tuple[str, int]:
    parts = _CURSOR.fullmatch(after)
    if parts is None:
        raise UsageError(f"{after!r} is no page", expected="what the page before gave, such as 2025-01-24~1234")
    return parts["day"], int(parts["seq"])


def conditions(connection: Connection, query: Query, size: int) -> list[ColumnElement[bool]]:
    """Return a query's conditions on the rows of claims."""
    claim = schema.claim.c
    found: list[ColumnElement[bool]] = [claim.seq <= last_claim_at(connection, size), *_status(query.statuses, size)]
    for name, values in query.terms.items():
        if name in _EQUAL:
            found.append(claim[_EQUAL[name]].in_(values))
        elif name != "status":
            found.append(_SPECIAL[name](values, size))
    if query.period is not None:
        found += _within(claim.day, *query.period)
        found.append(claim.day != "")
    if query.value is not None:
        found += _within(claim.stated, *query.value)
    if query.phrases:
        found.append(claim.passage.in_(_passages(connection, query.phrases)))
    return found


def _status(statuses: tuple[str, ...], size: int) -> list[ColumnElement[bool]]:
    """Return the conditions, one or none, that an entry has one of some statuses."""
    return [] if "all" in statuses else [or_(*(_has_status(status, size) for status in dict.fromkeys(statuses)))]


def _has_status(status: str, size: int) -> ColumnElement[bool]:
    if status == "standing":
        return ~replaced_by(size)
    if status == "replaced":
        return replaced_by(size)
    replacement = schema.replacement.c
    old = and_(replacement.old == schema.claim.c.seq, replacement.position < size, replacement.reason == status)
    return exists(select(replacement.old).where(old))


def _within(column: ColumnElement[Any], low: Any, high: Any) -> list[ColumnElement[bool]]:
    bounds = []
    if low is not None:
        bounds.append(column >= low)
    if high is not None:
        bounds.append(column <= high)
    return bounds


def _force(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    return schema.claim.c.force.in_(_forms(values))


def _source(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    return schema.claim.c.source.in_(_forms(values))


def _forms(values: tuple[str, ...]) -> list[str]:
    """Return values as a person types them, as ids and as words of a text: ids are in capitals, words are kept without case."""
    return [form for value in values for form in dict.fromkeys((value, value.upper(), value.casefold()))]


def _category(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    padded = "+" + schema.claim.c.measure + "+"
    return or_(*(padded.contains(f"+{value}+", autoescape=True) for value in values))


def _place(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    return or_(*(func.lower(schema.claim.c.place).contains(value.casefold(), autoescape=True) for value in values))


def _document(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    return schema.claim.c.document.in_(select(schema.document.c.position).where(schema.document.c.id.in_(values)))


def _statement(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    founders = schema.claim.alias("founder")
    return schema.claim.c.statement.in_(select(founders.c.seq).where(founders.c.mention.in_(values)))


def _origin(values: tuple[str, ...], _: int) -> ColumnElement[bool]:
    return schema.claim.c.cell.in_([int(value == "dataset") for value in values])


def _review(values: tuple[str, ...], size: int) -> ColumnElement[bool]:
    review = schema.review.c
    row = schema.claim.c
    of_claim = and_(review.mention == row.mention, or_(review.claim == row.seq, review.position == row.position), review.position < size)
    latest = select(review.decision).where(of_claim).order_by(review.position.desc()).limit(1).scalar_subquery()
    wanted: list[ColumnElement[bool]] = [latest.in_([value for value in values if value != "none"])]
    if "none" in values:
        wanted.append(latest.is_(None))
    return or_(*wanted)


_SPECIAL: Final = {
    "force": _force,
    "source": _source,
    "category": _category,
    "place": _place,
    "document": _document,
    "statement": _statement,
    "origin": _origin,
    "review": _review,
}


def _passages(connection: Connection, phrases: tuple[str, ...]) -> SelectBase:
    """Return the numbers of the passages that hold every phrase. Words are matched whole, without case."""
    found = [words for words in (index_words(phrase).split() for phrase in phrases) if words]
    if not found:
        raise UsageError(f"no word to look for in {' '.join(phrases)!r}", expected="a word with letters or digits")
    if connection.dialect.name == "sqlite":
        wanted = " ".join(f'"{" ".join(words)}"' for words in found)
        matching = text("select rowid from passage_words where passage_words match :wanted").bindparams(wanted=wanted)
        return matching.columns(literal_column("rowid"))
    wanted = " & ".join(f"({' <-> '.join(repr(word) for word in words)})" for words in found)
    words = schema.passage_words.c
    return select(words.seq).where(words.words.op("@@")(cast(bindparam("wanted", wanted), TSQUERY)))

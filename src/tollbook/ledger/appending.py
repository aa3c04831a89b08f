"""Append to a ledger: one batch, one transaction, one growth of the Merkle tree. Everything that is ever written goes through here.

A `Batch` collects the rows of entries, gives out their numbers, and writes them with the new checkpoint at its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tollbook.core.records import Change, Replacing
from tollbook.ledger import schema
from tollbook.ledger.canonical import Row, entry_content
from tollbook.ledger.columns import storable
from tollbook.ledger.inserting import insert_rows, insert_words
from tollbook.ledger.merkle import extend, leaf_hash, pack, root_of, unpack


def timestamp(moment: datetime) -> str:
    """Return a moment as a ledger writes it: UTC with microseconds.

    >>> timestamp(datetime(2026, 11, 25, 22, 40, tzinfo=UTC))
    '2026-11-25T22:40:00.000000Z'
    >>> timestamp(datetime(999, 1, 1, tzinfo=UTC))
    '0999-01-01T00:00:00.000000Z'
    """
    # Not strftime: the C library decides there how many digits a year has, and moments are compared as text.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def in_order(rows: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Return the rows of an entry in the order in which they are hashed: by the names of their tables, then by their numbers."""
    return sorted(rows, key=lambda named: (named[0], named[1][0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a ledger ends: its last batch, its entries, and the numbers that come next."""

    batch: int
    size: int
    frontier: tuple[bytes, ...]
    recorded_at: str
    next_claim: int
    next_passage: int


def read_head(connection: Connection) -> Head:
    """Return where the ledger ends. A ledger without a batch is empty."""
    last = connection.execute(select(schema.checkpoint).order_by(schema.checkpoint.c.batch.desc()).limit(1)).first()
    if last is None:
        return Head(batch=0, size=0, frontier=(), recorded_at="", next_claim=1, next_passage=1)
    recorded_at = connection.execute(select(schema.batch.c.recorded_at).where(schema.batch.c.seq == last.batch)).scalar_one()
    return Head(
        batch=last.batch,
        size=last.size,
        frontier=tuple(unpack(last.frontier)),
        recorded_at=recorded_at,
        next_claim=_after(connection, schema.claim),
        next_passage=_after(connection, schema.passage),
    )


def _after(connection: Connection, table: Table) -> int:
    highest: int | None = connection.execute(select(func.max(table.c.seq))).scalar_one()
    return 1 if highest is None else highest + 1


@dataclass(slots=True, kw_only=True)
class Batch:
    """The rows of one transaction. `seq` and `recorded_at` name it; a clock that went back does not take the log back with it."""

    head: Head
    kind: str
    actor: str
    note: str
    now: datetime
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    words: list[tuple[int, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    replaced: set[int] = field(default_factory=set)
    position: int = -1
    next_claim: int = 0
    next_passage: int = 0
    _current: list[tuple[str, Row]] = field(default_factory=list)
    _kind: str = ""

    def __post_init__(self) -> None:
        """Open the batch with the entry that names it."""
        self.next_claim, self.next_passage = self.head.next_claim, self.head.next_passage
        self.position = self.head.size - 1
        self.open("batch")
        self.put(schema.batch, (self.seq, self.position, self.recorded_at, self.kind, storable(self.actor), storable(self.note)))

    @property
    def seq(self) -> int:
        """The batch's number."""
        return self.head.batch + 1

    @property
    def recorded_at(self) -> str:
        """When it is recorded: now, or the moment of the last batch where the clock has gone back behind it."""
        return max(timestamp(self.now), self.head.recorded_at)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its own heading has been put into it."""
        return self.position == self.head.size

    def open(self, kind: str) -> int:
        """Begin a new entry and return its position."""
        self._close_entry()
        self.position += 1
        self._kind = kind
        return self.position

    def put(self, table: Table, row: Row) -> None:
        """Put a row into the entry that is open."""
        self._current.append((table.name, row))
        self.rows[table.name].append(row)

    def replace(self, old: int, new: int | None, reason: Replacing) -> None:
        """Say that a claim's row stands no longer; the first reason counts."""
        if old in self.replaced:
            return
        self.replaced.add(old)
        self.put(schema.replacement, (old, new, self.position, reason))

    def copy_claim(self, row: Sequence[Any], *, statement: int | None, link: str) -> int:
        """Append a claim's row once more, as it is but for its statement (None founds one of its own) and its link; return its number."""
        seq = self.claim_number()
        self.put(schema.claim, (seq, self.position, *tuple(row)[2:-2], seq if statement is None else statement, link))
        return seq

    def claim_number(self) -> int:
        """Give out the next number of a claim."""
        self.next_claim += 1
        return self.next_claim - 1

    def passage_number(self) -> int:
        """Give out the next number of a passage."""
        self.next_passage += 1
        return self.next_passage - 1

    def _close_entry(self) -> None:
        if not self._kind:
            return
        leaf = leaf_hash(entry_content(in_order(self._current)))
        self.leaves.append(leaf)
        self.rows[schema.entry.name].append((self.position, self.seq, self._kind, leaf))
        self._current = []

    def write(self, connection: Connection) -> None:
        """Write every row, and the tree as it now is."""
        self._close_entry()
        frontier, size = extend(self.head.frontier, self.head.size, self.leaves)
        self.rows[schema.checkpoint.name].append((self.seq, size, root_of(frontier), pack(frontier)))
        for table in schema.TABLES.sorted_tables:
            insert_rows(connection, table, self.rows.get(table.name, []))
        insert_words(connection, self.words)

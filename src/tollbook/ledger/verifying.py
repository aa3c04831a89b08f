"""Recompute a whole ledger: texts, ids, spans, columns, the text index, every leaf and every root; name what doesn't fit, in order."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tollbook.core.records import Problem
from tollbook.ledger import schema
from tollbook.ledger.appending import in_order
from tollbook.ledger.canonical import Row, entry_content
from tollbook.ledger.contents import check_rows
from tollbook.ledger.guards import missing_guards
from tollbook.ledger.merkle import extend, leaf_hash, pack, root_of
from tollbook.ledger.words import check_words

Progress = Callable[[int, int], None]
"""Told how many entries are checked, of how many."""
# For one statement each: set on the connection, they would cost each small question a cursor on the server.
_STREAMED = {"stream_results": True, "yield_per": 500}
_STEP = 1_000
_LOGGED = ("batch", "document", "sighting", "reading", "passage", "claim", "replacement", "review", "echo", "token")
_ORDER = {"replacement": "position, old", "passage": "seq", "claim": "seq"}


def verify(connection: Connection, *, progress: Progress | None = None) -> Iterator[Problem]:
    """Return every place where the ledger doesn't fit its own checks, in the order of the log."""
    of_the_file = list(_file_problems(connection))
    yield from of_the_file
    try:
        yield from _log_problems(connection, progress)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if not of_the_file:
            raise
        # A damaged file gives out values of any type: the walk ends where it can't go on.
        yield _problem(-1, "entry", "", f"what else is stored can't be gone through ({type(error).__name__})")


def _log_problems(connection: Connection, progress: Progress | None) -> Iterator[Problem]:
    yield from (
        Problem(position=-1, table=table, record=guard, what="the guard against changes is gone")
        for table, guard in missing_guards(connection)
    )
    total = connection.execute(select(func.count()).select_from(schema.entry)).scalar_one()
    walk = _Walk(connection=connection)
    for count, problems in enumerate(walk.entries(), 1):
        yield from problems
        if progress is not None and (count % _STEP == 0 or count == total):
            progress(count, total)
    yield from walk.leftovers()
    yield from check_words(connection)


def _file_problems(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("pragma integrity_check(10)"):
        if said != "ok":
            yield Problem(position=-1, table="", record="", what=f"the file is damaged: {said}")


@dataclass(slots=True)
class _Walk:
    """One pass over the log: all tables side by side in the order of their positions, and the tree as it grows."""

    connection: Connection
    frontier: list[bytes] = field(default_factory=list)
    size: int = 0
    next_position: int = 0
    batch: int = 0
    recorded_at: str = ""
    _tables: dict[str, _Rows] = field(default_factory=dict)

    def entries(self) -> Iterator[list[Problem]]:
        """Return the problems of each entry."""
        self._tables = {name: _Rows(self.connection, schema.TABLES.tables[name]) for name in _LOGGED}
        checkpoints = _Rows(self.connection, schema.checkpoint)
        for entry in _stream(self.connection, schema.entry, "position"):
            position, batch, kind, leaf = entry
            problems = []
            if position != self.next_position:
                missing = f"entries {self.next_position} to {position - 1} are missing"
                problems.append(_problem(self.next_position, "entry", str(self.next_position), missing))
            self.next_position = position + 1
            if batch != self.batch:
                problems += self._check_checkpoint(checkpoints, position)
                problems += (
                    [] if kind == "batch" and batch == self.batch + 1 else [_problem(position, "entry", str(position), "wrong batch")]
                )
                self.batch = batch
            problems += self._check_entry(position, kind, leaf)
            yield problems
        yield self._check_checkpoint(checkpoints, self.size)
        yield [_problem(-1, "checkpoint", str(row[0]), "a checkpoint of no batch") for row in checkpoints.rest()]

    def _check_entry(self, position: int, kind: str, leaf: bytes) -> list[Problem]:
        rows = [(name, row) for name, table in self._tables.items() for row in table.at(position)]
        problems = [] if rows else [_problem(position, "entry", kind, "it appended nothing")]
        try:
            problems += check_rows(self.connection, position, kind, rows)
        except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
            problems.append(_problem(position, "reading", str(position), f"its content can't be opened: {error}"))
        for name, row in rows:
            if name == "batch":
                problems += self._check_batch(position, row)
        if leaf_hash(entry_content(in_order(rows))) != leaf:
            problems.append(_problem(position, "entry", kind, "its rows are not those that were appended"))
        self.frontier, self.size = extend(self.frontier, self.size, [leaf])
        return problems

    def _check_batch(self, position: int, row: Row) -> list[Problem]:
        seq, _, recorded_at, *_ = row
        earlier, self.recorded_at = self.recorded_at, recorded_at
        if seq != self.batch or recorded_at < earlier:
            return [_problem(position, "batch", str(seq), "its number or its time is out of order")]
        return []

    def _check_checkpoint(self, checkpoints: _Rows, position: int) -> list[Problem]:
        """Check the tree against the checkpoint of the batch that has ended."""
        if self.batch == 0:
            return []
        row = checkpoints.next()
        expected = (self.batch, self.size, root_of(self.frontier), pack(self.frontier))
        if row is None:
            return [_problem(position - 1, "checkpoint", str(self.batch), "the batch has no checkpoint")]
        if row != expected:
            return [_problem(position - 1, "checkpoint", str(row[0]), "the entries don't lead to its root")]
        return []

    def leftovers(self) -> Iterator[Problem]:
        """Return the rows that belong to no entry."""
        for name, table in self._tables.items():
            for row in table.rest():
                yield _problem(-1, name, str(row[0]), "it belongs to no entry of the log")


class _Rows:
    """The rows of a table in the order of their positions, handed out position by position."""

    def __init__(self, connection: Connection, table: Table) -> None:
        names = [column.name for column in table.columns]
        self._position = names.index("position") if "position" in names else 0
        self._rows = _stream(connection, table, _ORDER.get(table.name, names[self._position]))
        self._next: Row | None = next(self._rows, None)
        self._passed: list[Row] = []

    def at(self, position: int) -> Iterator[Row]:
        """Return the rows of a position. Rows of earlier ones, which no entry claimed, are kept for `rest`."""
        while self._next is not None and self._next[self._position] < position:
            self._passed.append(self._next)
            self._next = next(self._rows, None)
        while self._next is not None and self._next[self._position] == position:
            yield self._next
            self._next = next(self._rows, None)

    def next(self) -> Row | None:
        """Return the next row, whatever its position."""
        row, self._next = self._next, next(self._rows, None)
        return row

    def rest(self) -> Iterator[Row]:
        """Return the rows that are left, those that were passed over first."""
        yield from self._passed
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)


def _stream(connection: Connection, table: Table, order: str) -> Iterator[Row]:
    columns = [table.c[name.strip()] for name in order.split(",")]
    found = connection.execute(select(table).order_by(*columns), execution_options=_STREAMED)
    return (tuple(row) for row in found)


def _problem(position: int, table: str, record: str, what: str) -> Problem:
    return Problem(position=position, table=table, record=record, what=what)


def root_at(connection: Connection, size: int) -> bytes | None:
    """Return the root of the tree over the first `size` entries, recomputed from their leaves; None where there are fewer."""
    column = schema.entry.c
    leaves: Any = connection.execute(
        select(column.leaf).where(column.position < size).order_by(column.position), execution_options=_STREAMED
    )
    frontier, count = extend([], 0, (row.leaf for row in leaves))
    return root_of(frontier) if count == size else None

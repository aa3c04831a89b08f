"""A ledger as its users hold it: add, import, ask, judge, retract, verify. Append-only; every question can be put to any past day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from getpass import getuser
from importlib import import_module
from itertools import islice
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, select

from tollbook.core.errors import UnknownRecord
from tollbook.core.records import Added, Decision, Echo, Entry, Moment, Problem, Sighting, Statement, Statistics, Trace
from tollbook.core.rows import Row
from tollbook.core.series import Series, SeriesCount
from tollbook.core.types import Reading
from tollbook.ledger import schema
from tollbook.ledger.adding import add_prepared
from tollbook.ledger.appending import Batch, read_head
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.columns import Prepared, prepare
from tollbook.ledger.echoing import load_articles, part_echoes, read_echoes, record_echoes
from tollbook.ledger.engines import LOCK_SECONDS, Store
from tollbook.ledger.entries import load_readings
from tollbook.ledger.figures import count_mentions, count_series, read_series, read_statistics
from tollbook.ledger.judging import Judgement, judge, restore, retract
from tollbook.ledger.language import Query, narrowed, parse_query
from tollbook.ledger.moments import EVERYTHING, size_at
from tollbook.ledger.opening import create, open_store, origin_of, refuse_read_only
from tollbook.ledger.querying import Page, count_all, find_all, find_page
from tollbook.ledger.tracing import find_entry, find_statement, trace_claim
from tollbook.ledger.verifying import Progress, root_at, verify

Clock = Callable[[], datetime]
BATCH_READINGS = 1_000
"""Readings in one transaction, where more are added at once."""


def _now() -> datetime:
    return datetime.now(UTC)


def user_name() -> str:
    """Return who runs this process, "unknown" where nobody is named."""
    try:
        return getuser()
    except (KeyError, OSError):  # a process without a name, as in a container
        return "unknown"


class Ledger:
    """An open ledger; a context manager that closes it.

    `actor` is who appends, written into every batch; `clock` gives the time of what is recorded.
    """

    def __init__(self, store: Store, *, actor: str | None = None, clock: Clock = _now) -> None:
        self._store, self._actor, self._clock = store, actor or user_name(), clock

    @classmethod
    def open(cls, place: str, *, actor: str | None = None, clock: Clock = _now, lock_seconds: float = LOCK_SECONDS) -> Ledger:
        """Open a ledger: the path of a SQLite file, or "postgresql://user@host/database".

        Raises LedgerMissing, ForeignDatabase or SchemaMismatch.
        """
        return cls(open_store(place, lock_seconds=lock_seconds), actor=actor, clock=clock)

    @classmethod
    def create(
        cls,
        place: str,
        *,
        origin: str | None = None,
        actor: str | None = None,
        clock: Clock = _now,
        lock_seconds: float = LOCK_SECONDS,
    ) -> Ledger:
        """Make a new ledger and open it. `origin` is its name in checkpoints. Raises UsageError where there is one already."""
        store = create(place, now=clock(), actor=actor or user_name(), origin=origin, lock_seconds=lock_seconds)
        return cls(store, actor=actor, clock=clock)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        """Show where the ledger is."""
        return f"Ledger({self._store.address!r})"

    @property
    def actor(self) -> str:
        """Who appends."""
        return self._actor

    @property
    def address(self) -> str:
        """Where the ledger is: a path, or an address without its password."""
        return self._store.address

    def close(self) -> None:
        """Close every connection."""
        self._store.close()

    def add(
        self,
        readings: Reading | Iterable[Reading | Row],
        *,
        note: str = "",
        batch_readings: int = BATCH_READINGS,
        dry_run: bool = False,
    ) -> Added:
        """Add readings, in one transaction for each `batch_readings` of them. What is known already changes nothing.

        A reading by another version of the reader is appended, and replaces the former one; `Added.changes` says what differs. With
        `dry_run` nothing is written, and each batch is told as if it were the first. A Row without cells is the text of a file, and tells
        which one.
        """
        listed = [readings] if isinstance(readings, Reading) else readings
        prepared = (prepare(one.reading, one) if isinstance(one, Row) else prepare(one) for one in listed)
        return self._append_all(prepared, kind="add", note=note, size=batch_readings, dry_run=dry_run)

    def add_rows(self, rows: Iterable[Row], *, note: str = "", batch_rows: int = BATCH_READINGS, dry_run: bool = False) -> Added:
        """Add rows of data sets. A cell with another figure than before revises the former claim, which stays in the ledger."""
        prepared = (prepare(row.reading, row) for row in rows)
        return self._append_all(prepared, kind="import", note=note, size=batch_rows, dry_run=dry_run)

    def _append_all(self, prepared: Iterable[Prepared], *, kind: str, note: str, size: int, dry_run: bool) -> Added:
        if not dry_run:
            refuse_read_only(self._store)
        begin = self._rehearsing if dry_run else self._appending
        total, waiting = Added(), iter(prepared)
        while chunk := _next_chunk(waiting, size):
            with _no_collecting(), begin(kind, note) as (connection, batch):
                added = add_prepared(connection, batch, chunk)
                total += added + Added(batches=int(not batch.is_empty), replaced=len(batch.replaced), changes=tuple(batch.changes))
        return total

    @contextmanager
    def _appending(self, kind: str, note: str) -> Iterator[tuple[Connection, Batch]]:
        """Give a batch to put things into; it is written at the end, or nothing is."""
        with self._store.writing() as connection:
            batch = Batch(head=read_head(connection), kind=kind, actor=self._actor, note=note, now=self._clock())
            yield connection, batch
            if not batch.is_empty:
                batch.write(connection)

    @contextmanager
    def _rehearsing(self, kind: str, note: str) -> Iterator[tuple[Connection, Batch]]:
        """Give a batch that is never written."""
        with self._store.reading() as connection:
            yield connection, Batch(head=read_head(connection), kind=kind, actor=self._actor, note=note, now=self._clock())

    def query(self, query: str | Query = "", *, as_known_on: Moment = None, limit: int = 50, after: str | None = None) -> Page:
        """Return a page of claims, newest first; `after` is the `after` of the page before. docs/ledger.md has the language."""
        with self._store.reading() as connection:
            return find_page(connection, _parsed(query), size=size_at(connection, as_known_on), limit=limit, after=after)

    def get(self, claim: str, *, as_known_on: Moment = None) -> Entry:
        """Return the entry of a claim that stands, or its last one. `claim` is its id or a beginning of it. Raises UnknownRecord."""
        with self._store.reading() as connection:
            size = EVERYTHING if as_known_on is None else size_at(connection, as_known_on)
            return find_entry(connection, claim, size=size)

    def entries(self, query: str | Query = "", *, as_known_on: Moment = None) -> Iterator[Entry]:
        """Return every claim that a query finds, one after another."""
        with self._store.reading() as connection:
            yield from find_all(connection, _parsed(query), size=size_at(connection, as_known_on))

    def count(self, query: str | Query = "", *, as_known_on: Moment = None) -> int:
        """Return how many claims a query finds."""
        with self._store.reading() as connection:
            return count_all(connection, _parsed(query), size=size_at(connection, as_known_on))

    def claims_table(self, query: str = "", *, as_known_on: Moment = None) -> Any:
        """Return the claims that a query finds as a table of Arrow, all in memory, with the columns of claims.csv (docs/exports.md).

        polars, pandas, pyarrow and duckdb take it through the PyCapsule interface. Raises UsageError without the extra `arrow`.
        """
        # By name: a step knows nothing of the flow above it, and the import contract holds.
        return import_module("tollbook.flow.export").ledger_table(self, query, as_known_on=as_known_on)

    def series(
        self,
        query: str | Query = "",
        *,
        force: str | None = None,
        measure: str | None = None,
        source: str | None = None,
        kind: str | None = None,
        as_known_on: Moment = None,
    ) -> tuple[Series, ...]:
        """Return what each source said over time, of the claims that a query finds: one point a statement.

        `force`, `measure`, `source` and `kind` are the fields of the query language by these names.
        """
        wanted = narrowed(query, force=force, measure=measure, source=source, kind=kind)
        with self._store.reading() as connection:
            return read_series(connection, wanted, size=size_at(connection, as_known_on))

    def mentions_by_source(self, query: str | Query = "", *, as_known_on: Moment = None) -> dict[str, int]:
        """Return how many claims a query finds of each source, by its id or its words, the one with the most first."""
        with self._store.reading() as connection:
            return count_mentions(connection, _parsed(query), size=size_at(connection, as_known_on))

    def series_counts(self, *, force: str | None = None, as_known_on: Moment = None) -> tuple[SeriesCount, ...]:
        """Return which series there are: of all forces, one row a force and measure; of one force, one a measure, source and kind."""
        with self._store.reading() as connection:
            return count_series(connection, force=force, size=size_at(connection, as_known_on))

    def readings(self, query: str | Query = "", *, as_known_on: Moment = None, limit: int = 200) -> tuple[Reading, ...]:
        """Return the readings of the documents of the newest claims that a query finds, at most `limit` of them."""
        with self._store.reading() as connection:
            size = size_at(connection, as_known_on)
            found = find_page(connection, _parsed(query), size=size, limit=limit)
            numbers = _document_numbers(connection, {entry.sighting.document for entry in found.entries})
            return tuple(load_readings(connection, numbers, size))

    def statement(self, mention: str, *, as_known_on: Moment = None) -> Statement:
        """Return the statement of a claim with its mentions that stand, the earliest first. Raises UnknownRecord."""
        with self._store.reading() as connection:
            return find_statement(connection, mention, size=size_at(connection, as_known_on))

    def trace(self, claim: str, *, as_known_on: Moment = None) -> Trace:
        """Return all that is known of a claim. Raises UnknownRecord."""
        with self._store.reading() as connection:
            return trace_claim(connection, claim, size=size_at(connection, as_known_on))

    def reading_of(self, document: str, *, as_known_on: Moment = None) -> Reading | None:
        """Return the reading of a document by its id, None where there is none."""
        with self._store.reading() as connection:
            numbers = _document_numbers(connection, {document})
            return next(load_readings(connection, numbers, size_at(connection, as_known_on)), None)

    def review(
        self,
        claim: str,
        decision: Decision,
        *,
        by: str,
        why: str,
        change: Mapping[str, Any] | None = None,
        statement: str | None = None,
    ) -> str:
        """Append what a person says of a claim: accept, correct (with `change`), reject or unsure; return the claim's id.

        `statement` links the claim to another statement, by its id, or to none but its own ("own"). A later review undoes an earlier one.
        """
        refuse_read_only(self._store)
        judgement = Judgement(decision=decision, by=by, why=why, change=dict(change or {}), statement=statement)
        with self._appending("review", "") as (connection, batch):
            return judge(connection, batch, claim, judgement)

    def retract(self, target: str, *, by: str, why: str, dry_run: bool = False) -> int:
        """Let a claim, or all claims of a document, stand no longer; return how many stood. With `dry_run` nothing is written."""
        with self._deciding("retract", dry_run=dry_run) as (connection, batch):
            return retract(connection, batch, target, by=by, why=why)

    def restore(self, target: str, *, by: str, why: str, dry_run: bool = False) -> int:
        """Undo a retraction; return how many claims stand again. With `dry_run` nothing is written."""
        with self._deciding("restore", dry_run=dry_run) as (connection, batch):
            return restore(connection, batch, target, by=by, why=why)

    def _deciding(self, kind: str, *, dry_run: bool) -> AbstractContextManager[tuple[Connection, Batch]]:
        if dry_run:
            return self._rehearsing(kind, "")
        refuse_read_only(self._store)
        return self._appending(kind, "")

    def texts(self, *, as_known_on: Moment = None) -> Iterator[tuple[str, Sighting]]:
        """Return every text with where it was first seen, in the order in which they were added. Rows of data sets are left out."""
        with self._store.streaming() as connection:
            yield from load_articles(connection, size_at(connection, as_known_on))

    def echoes(self, *, as_known_on: Moment = None) -> Iterator[Echo]:
        """Return which documents were said to echo which."""
        with self._store.reading() as connection:
            yield from read_echoes(connection, size_at(connection, as_known_on))

    def record_echoes(self, echoes: Iterable[Echo], *, note: str = "") -> tuple[int, int]:
        """Append which documents echo which, those of one original side by side, and let the claims of copies count once.

        Return how many documents and how many claims that changes: what is known already changes nothing.
        """
        refuse_read_only(self._store)
        with self._appending("echoes", note) as (connection, batch):
            return record_echoes(connection, batch, echoes)

    def part_echoes(self, documents: Iterable[str] | None = None, *, note: str = "") -> tuple[int, int]:
        """Undo what was said of some documents (ids), by default of all; return how many documents and claims that is."""
        refuse_read_only(self._store)
        with self._appending("parted", note) as (connection, batch):
            return part_echoes(connection, batch, None if documents is None else list(documents))

    def verify(self, *, progress: Progress | None = None) -> Iterator[Problem]:
        """Return every place where the ledger doesn't fit its own checks; none when all is well."""
        with self._store.streaming() as connection:
            yield from verify(connection, progress=progress)

    def checkpoint(self, *, as_known_on: Moment = None) -> Checkpoint:
        """Return the log's head, now or at a moment: what to publish, signed or not. Raises UnknownRecord before the first batch."""
        with self._store.reading() as connection:
            batches = select(schema.checkpoint).order_by(schema.checkpoint.c.batch.desc()).limit(1)
            if as_known_on is not None:
                batches = batches.where(schema.checkpoint.c.size <= size_at(connection, as_known_on))
            last = connection.execute(batches).first()
            if last is None:
                raise UnknownRecord("the ledger held nothing then", where=str(as_known_on), do="ask for a later day")
            return Checkpoint(origin=origin_of(connection), size=last.size, root=last.root)

    def holds(self, checkpoint: Checkpoint) -> bool:
        """Tell whether the log, as long as it was then, still has the root that a checkpoint names."""
        with self._store.streaming() as connection:
            return checkpoint.origin == origin_of(connection) and root_at(connection, checkpoint.size) == checkpoint.root

    def stats(self, *, as_known_on: Moment = None) -> Statistics:
        """Return the counts of the ledger."""
        with self._store.reading() as connection:
            return read_statistics(connection, size=size_at(connection, as_known_on))


def _next_chunk(waiting: Iterator[Prepared], size: int) -> list[Prepared]:
    with _no_collecting():
        return list(islice(waiting, size))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from looking through a batch's rows again and again: they hold no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parsed(query: str | Query) -> Query:
    return parse_query(query) if isinstance(query, str) else query


def _document_numbers(connection: Connection, documents: set[str]) -> list[int]:
    column = schema.document.c
    return list(connection.execute(select(column.position).where(column.id.in_(documents)).order_by(column.position)).scalars())

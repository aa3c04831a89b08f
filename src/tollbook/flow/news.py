"""What a ledger learned last: documents, statements, and claims that stand no longer, each with when and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from tollbook.core.records import Entry, Sighting
from tollbook.flow.documents import title_of
from tollbook.ledger import schema
from tollbook.ledger.engines import Store
from tollbook.ledger.entries import load_entries, load_sightings, load_texts
from tollbook.ledger.moments import replaced_by, size_at

_LOOKED_AT = 400
_TITLES_FROM = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document that was added, with how many claims of it stand."""

    id: str
    title: str
    sighting: Sighting
    recorded_at: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A transaction: what it added, by whom."""

    seq: int
    recorded_at: str
    kind: str
    actor: str
    note: str
    documents: int
    reviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A claim that stands no longer, and what stands in its place, None where nothing does."""

    old: Entry
    new: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was learned last, the newest first."""

    documents: tuple[NewDocument, ...]
    statements: tuple[Entry, ...]
    replaced: tuple[Replaced, ...]
    batches: tuple[NewBatch, ...]


def read_news(store: Store, *, most: int = 10) -> News:
    """Return the newest of each kind, at most `most` of them. Rows of data sets are statements, but no documents to read."""
    with store.reading() as connection:
        size = size_at(connection, None)
        return News(
            documents=tuple(_documents(connection, size, most)),
            statements=tuple(_statements(connection, size, most)),
            replaced=tuple(_replaced(connection, size, most)),
            batches=tuple(_batches(connection, size, most)),
        )


def read_documents(store: Store, *, most: int, before: int | None = None) -> tuple[list[NewDocument], int | None]:
    """Return documents of texts, the newest first, and where the next page begins; `before` is what the page before gave."""
    with store.reading() as connection:
        size = size_at(connection, None)
        found: list[NewDocument] = []
        until = size if before is None else min(before, size)
        while len(found) < most:
            numbers = _newest(connection, until)
            if not numbers:
                return found, None
            for number, document in _texts_among(connection, numbers, size, most - len(found)):
                found.append(document)
                until = number
            if len(found) < most:
                until = numbers[-1]
        return found, until


def _documents(connection: Connection, size: int, most: int) -> list[NewDocument]:
    return [document for _, document in _texts_among(connection, _newest(connection, size), size, most)]


def _newest(connection: Connection, until: int) -> list[int]:
    """Return the numbers of the newest documents before a position, so many as are looked at in one go."""
    column = schema.document.c
    chosen = select(column.position).where(column.position < until).order_by(column.position.desc()).limit(_LOOKED_AT)
    return list(connection.execute(chosen).scalars())


def _texts_among(connection: Connection, numbers: list[int], size: int, most: int) -> list[tuple[int, NewDocument]]:
    """Return those of some documents that are texts and no rows of a data set, in their order, at most `most` of them."""
    sightings = load_sightings(connection, numbers, size)
    texts = [number for number in numbers if number in sightings and not sightings[number][0].row][:most]
    counts, times, contents = _claims_of(connection, texts, size), _times(connection, texts), load_texts(connection, texts)
    return [
        (
            number,
            NewDocument(
                id=contents[number][0],
                title=title_of(sightings[number][0], contents[number][1][:_TITLES_FROM]),
                sighting=sightings[number][0],
                recorded_at=times[number],
                claims=counts.get(number, 0),
            ),
        )
        for number in texts
    ]


def _claims_of(connection: Connection, documents: list[int], size: int) -> dict[int, int]:
    claim = schema.claim.c
    standing = select(claim.document, func.count()).where(claim.document.in_(documents), claim.position < size, ~replaced_by(size))
    return {row[0]: row[1] for row in connection.execute(standing.group_by(claim.document))}


def _times(connection: Connection, positions: list[int]) -> dict[int, str]:
    entry, batch = schema.entry, schema.batch
    found = select(entry.c.position, batch.c.recorded_at).join(batch, batch.c.seq == entry.c.batch).where(entry.c.position.in_(positions))
    return {row.position: row.recorded_at for row in connection.execute(found)}


def _statements(connection: Connection, size: int, most: int) -> list[Entry]:
    claim = schema.claim.c
    founding = select(claim.seq).where(claim.position < size, claim.statement == claim.seq, ~replaced_by(size))
    numbers = connection.execute(founding.order_by(claim.seq.desc()).limit(most)).scalars()
    return list(load_entries(connection, list(numbers), size=size))


def _replaced(connection: Connection, size: int, most: int) -> list[Replaced]:
    column = schema.replacement.c
    rows = list(
        connection.execute(select(column.old, column.new).where(column.position < size).order_by(column.position.desc()).limit(most))
    )
    numbers = [number for row in rows for number in row if number is not None]
    entries = {entry.seq: entry for entry in load_entries(connection, sorted(set(numbers)), size=size)}
    return [Replaced(old=entries[old], new=None if new is None else entries[new]) for old, new in rows]


def _batches(connection: Connection, size: int, most: int) -> list[NewBatch]:
    batch = schema.batch.c
    rows = list(connection.execute(select(schema.batch).where(batch.position < size).order_by(batch.seq.desc()).limit(most)))
    ends = _sizes(connection, [number for row in rows for number in (row.seq, row.seq - 1)])
    return [
        NewBatch(
            seq=row.seq, recorded_at=row.recorded_at, kind=row.kind, actor=row.actor, note=row.note,
            documents=_between(connection, schema.document, ends.get(row.seq - 1, 0), ends[row.seq]),
            reviews=_between(connection, schema.review, ends.get(row.seq - 1, 0), ends[row.seq]),
        )
        for row in rows
    ]  # fmt: skip


def _sizes(connection: Connection, batches: list[int]) -> dict[int, int]:
    """Return how long the log was after each batch."""
    column = schema.checkpoint.c
    rows = connection.execute(select(column.batch, column.size).where(column.batch.in_(batches)))
    return {row.batch: row.size for row in rows}


def _between(connection: Connection, table: Table, first: int, end: int) -> int:
    column = table.c.position
    found: int = connection.execute(select(func.count()).where(column >= first, column < end)).scalar_one()
    return found

"""From rows back to entries: the claim out of its reading's body, its words out of the text, and what is known of it by now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from tollbook.core.contract_values import reading_from_dict
from tollbook.core.errors import DamagedLedger
from tollbook.core.readers import is_person
from tollbook.core.records import Entry, Review, Sighting
from tollbook.core.types import Document, Reading
from tollbook.ledger import schema
from tollbook.ledger.canonical import value_of
from tollbook.ledger.chunks import chunks
from tollbook.ledger.faults import from_stored
from tollbook.ledger.packed import Body, body_of, text_of
from tollbook.ledger.versions import is_behind

Json = Mapping[str, Any]


def load_entries(connection: Connection, numbers: Sequence[int], *, size: int) -> Iterator[Entry]:
    """Return the entries with these numbers, in their order, as the first `size` entries of the log know them."""
    for some in chunks(numbers):
        yield from _load(connection, some, size)


def _load(connection: Connection, numbers: Sequence[int], size: int) -> Iterator[Entry]:
    rows = {row.seq: row for row in connection.execute(_rows_by_number(), {"numbers": numbers, "size": size})}
    for number in numbers:
        if number not in rows:
            raise DamagedLedger(f"what belongs to entry {number} is gone", do="`tollbook verify` names what is broken")
    yield from _entries(connection, [rows[number] for number in numbers], size)


def load_mention(connection: Connection, mention: str, *, size: int) -> list[Entry]:
    """Return every entry of a mention, by its whole id, oldest first."""
    rows = list(connection.execute(_rows_by_mention(), {"mention": mention, "size": size}))
    return list(_entries(connection, rows, size))


def load_entries_of(connection: Connection, document: int, *, size: int) -> list[Entry]:
    """Return every entry of a document's claims by its number, those that stand no longer too, oldest first."""
    rows = list(connection.execute(_rows_by_document(), {"document": document, "size": size}))
    return list(_entries(connection, rows, size))


def _entries(connection: Connection, rows: Sequence[Any], size: int) -> Iterator[Entry]:
    if not rows:
        return
    reviews = _reviews_of_rows(connection, {row.mention for row in rows}, size)
    opened = _Opened()
    for row in rows:
        yield from_stored(_entry, row, opened, reviews)


def _entry(row: Any, opened: _Opened, reviews: Mapping[tuple[str, int], Review]) -> Entry:
    (text, sha256), body = opened.text(row), opened.body(row)
    claim = body.claim(row.ordinal, row.identity)
    return Entry(
        seq=row.seq,
        claim=claim,
        sighting=_sighting(row.identity, row.seen),
        quote=claim.span.quote(text),
        sentence=text[slice(*claim.sentence)],
        reader_version=body.content["reader"]["version"],
        recorded_at=row.recorded_at,
        statement=row.founder,
        link=row.link,
        superseded_at=row.superseded_at,
        superseded_by=row.new,
        reason=row.reason,
        review=reviews.get(("row", row.seq)) or reviews.get(("position", row.position)),
        text_sha256=sha256,
    )


class _Opened:
    """The texts and bodies of some rows, each opened once however many claims it holds."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[str, str]] = {}
        self._bodies: dict[int, Body] = {}

    def text(self, row: Any) -> tuple[str, str]:
        """Return the text of a row's document, and its hash, of which the document's id is the first half."""
        if row.document not in self._texts:
            self._texts[row.document] = text_of(row.text)
        return self._texts[row.document]

    def body(self, row: Any) -> Body:
        """Return the body of a row's reading."""
        if row.reading not in self._bodies:
            self._bodies[row.reading] = body_of(row.body)
        return self._bodies[row.reading]


# The statements of every entry are built once: building one costs more than running it.


@cache
def _rows_by_number() -> Select[Any]:
    return _entry_rows().where(schema.claim.c.seq.in_(bindparam("numbers", expanding=True)))


@cache
def _rows_by_mention() -> Select[Any]:
    claim = schema.claim.c
    return _entry_rows().where(claim.mention == bindparam("mention"), claim.position < bindparam("size")).order_by(claim.seq)


@cache
def _rows_by_document() -> Select[Any]:
    claim = schema.claim.c
    return _entry_rows().where(claim.document == bindparam("document"), claim.position < bindparam("size")).order_by(claim.seq)


def _entry_rows() -> Select[Any]:
    """Return what finds all that makes up an entry. A document's first sighting has the document's own position."""
    claim, founder, replacement = schema.claim, schema.claim.alias("founder"), schema.replacement
    written, replaced = schema.entry.alias("written"), schema.entry.alias("replaced")
    then, later = schema.batch.alias("then"), schema.batch.alias("later")
    document, reading, sighting = schema.document, schema.reading, schema.sighting
    return (
        select(
            claim.c.seq, claim.c.position, claim.c.reading, claim.c.ordinal, claim.c.document, claim.c.mention, claim.c.link,
            founder.c.mention.label("founder"),
            then.c.recorded_at, later.c.recorded_at.label("superseded_at"), replacement.c.new, replacement.c.reason,
            document.c.id.label("identity"), document.c.text, reading.c.body, sighting.c.body.label("seen"),
        )
        .join(founder, founder.c.seq == claim.c.statement)
        .join(document, document.c.position == claim.c.document)
        .join(reading, reading.c.position == claim.c.reading)
        .join(sighting, sighting.c.position == claim.c.document)
        .join(written, written.c.position == claim.c.position)
        .join(then, then.c.seq == written.c.batch)
        .outerjoin(replacement, and_(replacement.c.old == claim.c.seq, replacement.c.position < bindparam("size")))
        .outerjoin(replaced, replaced.c.position == replacement.c.position)
        .outerjoin(later, later.c.seq == replaced.c.batch)
    )  # fmt: skip


def load_bodies(connection: Connection, positions: Iterable[int]) -> dict[int, Json]:
    """Return the bodies of readings by their positions."""
    rows = connection.execute(_body_rows(), {"numbers": list(positions)})
    return {row.position: body_of(row.body).content for row in rows}


@cache
def _body_rows() -> Select[Any]:
    column = schema.reading.c
    return select(column.position, column.body).where(column.position.in_(bindparam("numbers", expanding=True)))


def load_texts(connection: Connection, documents: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the ids and texts of documents by their numbers."""
    rows = connection.execute(_text_rows(), {"numbers": list(documents)})
    return {row.position: (row.id, text_of(row.text)[0]) for row in rows}


@cache
def _text_rows() -> Select[Any]:
    column = schema.document.c
    return select(column.position, column.id, column.text).where(column.position.in_(bindparam("numbers", expanding=True)))


def load_sightings(connection: Connection, documents: Iterable[int], size: int) -> dict[int, list[Sighting]]:
    """Return where documents have been seen, by their numbers, the first sighting first."""
    found: dict[int, list[Sighting]] = {}
    for row in connection.execute(_sighting_rows(), {"numbers": list(documents), "size": size}):
        found.setdefault(row.document, []).append(from_stored(_sighting, row.id, row.body))
    return found


@cache
def _sighting_rows() -> Select[Any]:
    sighting, document = schema.sighting, schema.document
    return (
        select(sighting.c.document, document.c.id, sighting.c.body)
        .join(document, document.c.position == sighting.c.document)
        .where(sighting.c.document.in_(bindparam("numbers", expanding=True)), sighting.c.position < bindparam("size"))
        .order_by(sighting.c.position)
    )


def _sighting(document: str, stored: str) -> Sighting:
    body = value_of(stored.encode())
    published = body["published"]
    return Sighting(
        document=document,
        title=body["title"],
        published=None if published is None else date.fromisoformat(published),
        publisher=body["publisher"],
        url=body["url"],
        file=body["file"],
        sha256=body["sha256"],
        row=body["row"],
    )


def load_reviews(connection: Connection, mentions: Iterable[str], size: int, *, document: int = -1) -> dict[str, list[Review]]:
    """Return what persons said of mentions, oldest first; under "", what they said of the document of that number as a whole."""
    found: dict[str, list[Review]] = {}
    rows = connection.execute(_review_rows(), {"mentions": list(mentions), "size": size, "document": document})
    for row in rows:
        found.setdefault(row.mention, []).append(from_stored(_review, row))
    return found


def _reviews_of_rows(connection: Connection, mentions: Iterable[str], size: int) -> dict[tuple[str, int], Review]:
    """Return the last review of each row that was judged, and of each row that a review appended.

    What was said of one reading of a mention is not said of the next one.
    """
    found: dict[tuple[str, int], Review] = {}
    for row in connection.execute(_review_rows(), {"mentions": list(mentions), "size": size, "document": -1}):
        found["row", row.claim] = found["position", row.position] = from_stored(_review, row)
    return found


def _review(row: Any) -> Review:
    change = tuple(value_of(row.change.encode()).items())
    return Review(
        claim=row.mention, document=row.id, decision=row.decision, by=row.actor, why=row.why, recorded_at=row.recorded_at, change=change
    )


@cache
def _review_rows() -> Select[Any]:
    review, document, entry, batch = schema.review, schema.document, schema.entry, schema.batch
    of_document = and_(review.c.mention == "", review.c.document == bindparam("document"))
    return (
        select(
            review.c.mention,
            review.c.claim,
            review.c.position,
            document.c.id,
            review.c.decision,
            review.c.actor,
            review.c.why,
            review.c.change,
            batch.c.recorded_at,
        )
        .join(document, document.c.position == review.c.document)
        .join(entry, entry.c.position == review.c.position)
        .join(batch, batch.c.seq == entry.c.batch)
        .where(or_(review.c.mention.in_(bindparam("mentions", expanding=True)), of_document), review.c.position < bindparam("size"))
        .order_by(review.c.position)
    )


def load_readings(connection: Connection, documents: Iterable[int], size: int) -> Iterator[Reading]:
    """Return the readings of documents as they stand: each document's latest by a reader, with its first sighting."""
    listed = list(documents)
    latest: dict[int, int] = {}
    versions: dict[int, list[str]] = {}
    rows = connection.execute(_reader_rows(), {"numbers": listed, "size": size})
    for row in rows:
        if not is_person(row.reader_version) and not is_behind(row.reader_version, versions.get(row.document, ())):
            latest[row.document] = row.position
            versions.setdefault(row.document, []).append(row.reader_version)
    bodies, texts = load_bodies(connection, latest.values()), load_texts(connection, latest)
    sightings = load_sightings(connection, latest, size)
    for number, position in latest.items():
        seen, (identity, text) = sightings[number][0], texts[number]
        document = Document(id=identity, text=text, title=seen.title, published=seen.published, publisher=seen.publisher, url=seen.url)
        yield from_stored(reading_from_dict, bodies[position], document)


@cache
def _reader_rows() -> Select[Any]:
    column = schema.reading.c
    within = and_(column.document.in_(bindparam("numbers", expanding=True)), column.position < bindparam("size"))
    return select(column.document, column.position, column.reader_version).where(within).order_by(column.position)

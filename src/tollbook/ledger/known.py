"""What a ledger holds of documents that are added again: their readings and sightings, what stands of them, what persons decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from tollbook.core.readers import is_person
from tollbook.ledger import schema
from tollbook.ledger.chunks import chunks
from tollbook.ledger.columns import Prepared

# A mention of which nothing stands for one of these reasons stays so when a newer reader comes.
_SETTLED = ("rejected", "retracted", "revised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row that stands: its number, where its body is, its statement, and what it claims as far as links look at it."""

    seq: int
    reading: int
    ordinal: int
    statement: int
    link: str
    claim: tuple[Any, ...]


@dataclass(slots=True, kw_only=True)
class Known:
    """What the ledger holds of a document, kept up to date while a batch grows.

    `standing` gives the row of each mention that stands; `settled` the mentions that a newer reader doesn't change, with the row that
    stands or None; `withdrawn` says that the document as a whole was retracted.
    """

    position: int
    versions: set[str] = field(default_factory=set)
    sightings: set[str] = field(default_factory=set)
    standing: dict[str, Standing] = field(default_factory=dict)
    settled: dict[str, int | None] = field(default_factory=dict)
    withdrawn: bool = False


def is_new_reading(known: Known | None, one: Prepared) -> bool:
    """Tell whether no reading of the document by this version of the reader is there."""
    return known is None or one.reader_version not in known.versions


def read_known(connection: Connection, prepared: Sequence[Prepared]) -> dict[str, Known]:
    """Return what the ledger holds of the documents of some readings, by their ids."""
    documents = schema.document.c
    known: dict[str, Known] = {}
    for ids in chunks(one.document for one in prepared):
        for row in connection.execute(select(documents.id, documents.position).where(documents.id.in_(ids))):
            known[row.id] = Known(position=row.position)
    by_position = {one.position: one for one in known.values()}
    readings, sightings = schema.reading.c, schema.sighting.c
    for positions in chunks(by_position):
        for row in connection.execute(select(readings.document, readings.reader_version).where(readings.document.in_(positions))):
            by_position[row.document].versions.add(row.reader_version)
        for row in connection.execute(select(sightings.document, sightings.digest).where(sightings.document.in_(positions))):
            by_position[row.document].sightings.add(row.digest)
    reread = {known[one.document].position for one in prepared if one.document in known and is_new_reading(known[one.document], one)}
    for positions in chunks(reread):
        _read_standing(connection, positions, by_position)
        _read_withdrawn(connection, positions, by_position)
    return known


def _read_standing(connection: Connection, positions: list[int], by_position: Mapping[int, Known]) -> None:
    """Fill in which rows of some documents stand, and which mentions are settled."""
    claims, replacements, readings = schema.claim.c, schema.replacement.c, schema.reading.c
    rows = connection.execute(
        select(
            claims.document, claims.mention, claims.seq, claims.reading, claims.ordinal, claims.statement, claims.link,
            replacements.old, replacements.reason, readings.reader_version, claims.stated, claims.low, claims.high, claims.alike,
        )
        .outerjoin(schema.replacement, replacements.old == claims.seq)
        .join(schema.reading, readings.position == claims.reading)
        .where(claims.document.in_(positions))
        .order_by(claims.seq)
    )  # fmt: skip
    for row in rows:
        document = by_position[row.document]
        if row.old is None:
            document.standing[row.mention] = Standing(
                seq=row.seq,
                reading=row.reading,
                ordinal=row.ordinal,
                statement=row.statement,
                link=row.link,
                claim=(row.stated, row.low, row.high, row.alike),
            )
            document.settled.pop(row.mention, None)
            # A correction stays one when it is retracted and restored, or linked elsewhere.
            if is_person(row.reader_version):
                document.settled[row.mention] = row.seq
        elif row.reason in _SETTLED:
            document.settled[row.mention] = None


def _read_withdrawn(connection: Connection, positions: list[int], by_position: Mapping[int, Known]) -> None:
    review = schema.review.c
    rows = connection.execute(
        select(review.document, review.decision)
        .where(review.document.in_(positions), review.mention == "", review.decision.in_(("retract", "restore")))
        .order_by(review.position)
    )
    for row in rows:
        by_position[row.document].withdrawn = row.decision == "retract"

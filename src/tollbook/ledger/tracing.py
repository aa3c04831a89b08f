"""From a claim's number back to its words, and on to its echoes, reviews and history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, or_, select

from tollbook.core.errors import UnknownRecord
from tollbook.core.records import Entry, Review, Statement, Trace
from tollbook.ledger import schema
from tollbook.ledger.entries import load_entries, load_mention, load_reviews, load_sightings
from tollbook.ledger.moments import replaced_by

_SHORTEST_ID, _ID_LENGTH = 6, 16
_ECHOES = 1_000


def trace_claim(connection: Connection, claim: str, *, size: int) -> Trace:
    """Return all that the first `size` entries of the log know of a claim. `claim` is its id, or a beginning of it that no other has.

    Raises UnknownRecord.
    """
    rows = rows_of_mention(connection, claim, size)
    history = tuple(load_entries(connection, [row.seq for row in rows], size=size))
    entry = next((entry for entry in reversed(history) if entry.stands), history[-1])
    documents = {row.document for row in rows}
    sightings = load_sightings(connection, documents, size)
    founder = next(row.statement for row in rows if row.seq == entry.seq)
    return Trace(
        entry=entry,
        history=history,
        sightings=tuple(sighting for listed in sightings.values() for sighting in listed),
        statement=load_statement(connection, founder, size=size),
        reviews=_reviews(connection, entry.claim.id, document=rows[-1].document, size=size),
    )


def find_statement(connection: Connection, mention: str, *, size: int) -> Statement:
    """Return the statement of a mention, by the id of either or its beginning. Raises UnknownRecord."""
    rows = rows_of_mention(connection, mention, size)
    if len(rows) == 1:
        return load_statement(connection, rows[0].statement, size=size)
    entry = find_entry(connection, mention, size=size)
    return load_statement(connection, next(row.statement for row in rows if row.seq == entry.seq), size=size)


def _reviews(connection: Connection, mention: str, *, document: int, size: int) -> tuple[Review, ...]:
    """Return what persons said of a mention and of its document as a whole, oldest first."""
    found = [review for reviews in load_reviews(connection, [mention], size, document=document).values() for review in reviews]
    return tuple(sorted(found, key=lambda review: review.recorded_at))


def find_entry(connection: Connection, claim: str, *, size: int) -> Entry:
    """Return the entry of a claim that stands, or its last one. Raises UnknownRecord."""
    history = load_mention(connection, claim, size=size) if len(claim) == _ID_LENGTH else []
    if not history:
        numbers = [row.seq for row in rows_of_mention(connection, claim, size)]
        history = list(load_entries(connection, numbers, size=size))
    return next((entry for entry in reversed(history) if entry.stands), history[-1])


def rows_of_mention(connection: Connection, claim: str, size: int) -> list[Any]:
    """Return the rows of a mention (seq, document, mention, statement), oldest first. Raises UnknownRecord."""
    column = schema.claim.c
    wanted = claim.strip().lower()
    if len(wanted) < _SHORTEST_ID:
        raise UnknownRecord(f"{claim!r} is too short for an id", expected=f"at least {_SHORTEST_ID} of its 16 digits")
    named = column.mention == wanted if len(wanted) == _ID_LENGTH else column.mention.between(wanted, wanted + "g")
    fields = select(column.seq, column.document, column.mention, column.statement)
    rows = list(connection.execute(fields.where(named, column.position < size).order_by(column.seq)))
    mentions = sorted({row.mention for row in rows})
    if not mentions:
        raise UnknownRecord(f"no claim {claim!r}", do="`tollbook query` lists claims with their ids; --as-known-on hides later ones")
    if len(mentions) > 1:
        raise UnknownRecord(f"{claim!r} begins {len(mentions)} ids", expected=f"more digits: {mentions[0]}, {mentions[1]}, ...")
    return rows


def load_statement(connection: Connection, founder: int, *, size: int) -> Statement:
    """Return a statement with the mentions that stand, the earliest first; all of them where none stands."""
    column = schema.claim.c
    # The founding mention is found by its number: the index of statements holds their echoes alone.
    of_it = or_(column.seq == founder, and_(column.statement == founder, column.statement != column.seq))
    mentions = select(column.seq).where(of_it, column.statement == founder, column.position < size).order_by(column.seq).limit(_ECHOES)
    standing = list(connection.execute(mentions.where(~replaced_by(size))).scalars())
    numbers = standing or list(connection.execute(mentions).scalars())
    name: str = connection.execute(select(column.mention).where(column.seq == founder)).scalar_one()
    return Statement(id=name, entries=tuple(load_entries(connection, numbers, size=size)))

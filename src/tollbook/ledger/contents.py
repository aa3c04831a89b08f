"""Check the rows of one entry against what they were made of: ids against texts, columns against bodies, spans against words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from sqlalchemy import Connection, Select, bindparam, select

from tollbook.core.records import ECHO_RELATIONS, Decision, Problem, Replacing, Scope
from tollbook.core.types import document_id, mention_id
from tollbook.ledger import schema
from tollbook.ledger.canonical import Row, bytes_text, decompressed, digest_of, value_of
from tollbook.ledger.columns import DERIVED, derived_columns, sighting_digest
from tollbook.ledger.linking import RULES
from tollbook.ledger.tokens import ENDED

_MOST_SLOTS = 16
# The first of them that an entry appended a row to is its kind.
_KINDS = ("batch", "review", "echo", "document", "reading", "sighting", "token")
_AT = {column.name: nth for nth, column in enumerate(schema.claim.columns)}
_DERIVED = slice(_AT[DERIVED[0]], _AT[DERIVED[-1]] + 1)
Rows = Mapping[str, list[Row]]


def check_rows(connection: Connection, position: int, kind: str, rows: list[tuple[str, Row]]) -> list[Problem]:
    """Return what doesn't fit among the rows of an entry. Raises zlib.error, ValueError or KeyError for content that can't be opened."""
    named: dict[str, list[Row]] = {}
    for table, row in rows:
        named.setdefault(table, []).append(row)
    found = [*_check_documents(named), *_check_sightings(named), *_check_readings(named), *_check_small(named, kind)]
    for row in named.get("echo", []):
        found += _check_echo(connection, row)
    if "claim" in named or "passage" in named:
        found += _check_claims(connection, named)
    return [Problem(position=position, table=table, record=record, what=what) for table, record, what in found]


Found = Iterator[tuple[str, str, str]]


def _check_documents(rows: Rows) -> Found:
    for _, identity, length, packed in rows.get("document", []):
        text = bytes_text(decompressed(packed))
        if document_id(text) != identity:
            yield "document", identity, "its id is not the hash of its text"
        if len(text) != length:
            yield "document", identity, f"its text has {len(text)} characters, not {length}"


def _check_sightings(rows: Rows) -> Found:
    for position, _, digest, body, published in rows.get("sighting", []):
        seen = value_of(body.encode())
        if sighting_digest(seen) != digest or (seen["published"] or "") != published:
            yield "sighting", str(position), "its columns are not those of its content"


def _check_readings(rows: Rows) -> Found:
    for position, _, version, digest, packed in rows.get("reading", []):
        content = decompressed(packed)
        if digest_of(content) != digest:
            yield "reading", str(position), "its digest is not the hash of its content"
        if value_of(content)["reader"]["version"] != version:
            yield "reading", str(position), "it names another reader than its content"


def _check_small(rows: Rows, kind: str) -> Found:
    appended = next((table for table in _KINDS if table in rows), None)
    if kind != appended:
        yield "entry", kind, f"its kind is not that of its rows: {appended}"
    for old, _, _, reason in rows.get("replacement", []):
        if reason not in get_args(Replacing):
            yield "replacement", str(old), f"unknown reason {reason!r}"
    for _, _, _, mention, decision, *_ in rows.get("review", []):
        if decision not in get_args(Decision):
            yield "review", mention, f"unknown decision {decision!r}"
    for _, identity, _, scope, *_ in rows.get("token", []):
        if scope not in (*get_args(Scope), ENDED):
            yield "token", identity, f"unknown scope {scope!r}"


def _check_echo(connection: Connection, row: Row) -> Found:
    position, document, original, relation, shared = row
    if relation not in ECHO_RELATIONS or (original is None) != (relation == "parted") or not 0 <= shared <= 1:
        yield "echo", str(position), f"{relation!r} is no relation to {original}"
    column = schema.document.c
    named = {document, *(() if original is None else (original,))}
    if len(set(connection.execute(select(column.position).where(column.position.in_(named))).scalars())) < len(named):
        yield "echo", str(position), "a document that it names is gone"
    if document == original:
        yield "echo", str(position), "a document echoes itself"


def _check_claims(connection: Connection, rows: Rows) -> Found:
    sources: dict[tuple[int, int], _Source | None] = {}
    passages = {row[0]: row[2:] for row in rows.get("passage", [])}
    here = {row[_AT["seq"]] for row in rows.get("claim", [])}
    for row in rows.get("claim", []):
        mention, place = row[_AT["mention"]], (row[_AT["document"]], row[_AT["reading"]])
        if place not in sources:
            sources[place] = _open(connection, *place)
        source = sources[place]
        if source is None:
            yield "claim", mention, "its reading or its document is gone"
        elif not 0 <= row[_AT["ordinal"]] < len(source.claims):
            yield "claim", mention, "it is no claim of its reading"
        else:
            yield from _check_claim(row, source)
        yield from _check_references(connection, row, source, passages=passages, here=here)
    yield from _check_passages(connection, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What a claim's row was made of: its document's id and text, its reading's claims, and the columns that follow from them."""

    document: str
    text: str
    claims: Sequence[Mapping[str, Any]]
    columns: Sequence[Row]


def _open(connection: Connection, document: int, reading: int) -> _Source | None:
    found = connection.execute(_source_rows(), {"document": document, "reading": reading}).first()
    if found is None:
        return None
    text, body = bytes_text(decompressed(found.text)), value_of(decompressed(found.body))
    return _Source(document=found.id, text=text, claims=body["claims"], columns=derived_columns(body, text))


@cache
def _source_rows() -> Select[Any]:
    document, reading = schema.document.c, schema.reading.c
    return (
        select(document.id, document.text, reading.body)
        .join(schema.reading, reading.document == document.position)
        .where(document.position == bindparam("document"), reading.position == bindparam("reading"))
    )


def _check_claim(row: Row, source: _Source) -> Found:
    ordinal, mention = row[_AT["ordinal"]], row[_AT["mention"]]
    claim = source.claims[ordinal]
    if row[_DERIVED] != source.columns[ordinal]:
        yield "claim", mention, "its columns are not those of its reading"
    start, end = claim["span"]
    if source.text[start:end] != claim["quote"]:
        yield "claim", mention, "its span doesn't quote its words"
    if all(claim["id"] != mention_id(source.document, start, end, slot) for slot in range(_MOST_SLOTS)):
        yield "claim", mention, "its id is not the hash of its place"
    if row[_AT["link"]] not in RULES:
        yield "claim", mention, f"unknown reason of its link {row[_AT['link']]!r}"


def _check_references(connection: Connection, row: Row, source: _Source | None, *, passages: Mapping[int, Row], here: set[int]) -> Found:
    """Check that a claim's statement and passage are there; most are of the same entry, and cost no question."""
    mention, statement, number = row[_AT["mention"]], row[_AT["statement"]], row[_AT["passage"]]
    column = schema.claim.c
    if statement not in here and connection.execute(select(column.seq).where(column.seq == statement)).first() is None:
        yield "claim", mention, "its statement is gone"
    passage: Any = passages.get(number)
    if passage is None:
        stored = schema.passage.c
        passage = connection.execute(select(stored.document, stored.first, stored.last).where(stored.seq == number)).first()
    if source is None or not 0 <= row[_AT["ordinal"]] < len(source.claims):
        return
    start, end = source.claims[row[_AT["ordinal"]]]["span"]
    if passage is None or passage[0] != row[_AT["document"]] or not passage[1] <= start <= end <= passage[2]:
        yield "claim", mention, "its passage doesn't hold its words"


def _check_passages(connection: Connection, rows: Rows) -> Found:
    for seq, _, document, first, last in rows.get("passage", []):
        length = connection.execute(select(schema.document.c.length).where(schema.document.c.position == document)).scalar()
        if length is None or not 0 <= first < last <= length:
            yield "passage", str(seq), "it lies outside of its document"

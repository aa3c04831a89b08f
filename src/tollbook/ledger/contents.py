"""Check the rows of one entry against what they were made of: ids against texts, columns against bodies, spans against words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from sqlalchemy import Connection, func, select

from tollbook.core.records import Decision, Problem, Replacing
from tollbook.core.types import document_id, mention_id
from tollbook.ledger import schema
from tollbook.ledger.canonical import Row, bytes_text, decompressed, digest_of, value_of
from tollbook.ledger.columns import DERIVED, derived_columns, sighting_digest
from tollbook.ledger.linking import RULES

_MOST_SLOTS = 16
_KINDS = ("batch", "review", "document", "reading", "sighting")  # the first of them that an entry appended a row to is its kind
_DERIVED_AT = 7  # the columns of a claim before those that follow from its reading
_AT = {column.name: nth for nth, column in enumerate(schema.claim.columns)}
Rows = Mapping[str, list[Row]]


def check_rows(connection: Connection, position: int, kind: str, rows: list[tuple[str, Row]]) -> list[Problem]:
    """Return what doesn't fit among the rows of an entry. Raises zlib.error, ValueError or KeyError for content that can't be opened."""
    named: dict[str, list[Row]] = {}
    for table, row in rows:
        named.setdefault(table, []).append(row)
    found = [*_check_documents(named), *_check_sightings(named), *_check_readings(named), *_check_small(named, kind)]
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


def _check_claims(connection: Connection, rows: Rows) -> Found:
    for row in rows.get("claim", []):
        mention = row[_AT["mention"]]
        found = connection.execute(
            select(schema.document.c.id, schema.document.c.text, schema.reading.c.body)
            .join(schema.reading, schema.reading.c.document == schema.document.c.position)
            .where(schema.document.c.position == row[_AT["document"]], schema.reading.c.position == row[_AT["reading"]])
        ).first()
        if found is None:
            yield "claim", mention, "its reading or its document is gone"
            continue
        text, body = bytes_text(decompressed(found.text)), value_of(decompressed(found.body))
        if not 0 <= row[_AT["ordinal"]] < len(body["claims"]):
            yield "claim", mention, "it is no claim of its reading"
            continue
        yield from _check_claim(connection, row, found.id, text, body)
    yield from _check_passages(connection, rows)


def _check_claim(connection: Connection, row: Row, document: str, text: str, body: Mapping[str, Any]) -> Found:
    ordinal, mention = row[_AT["ordinal"]], row[_AT["mention"]]
    claim = body["claims"][ordinal]
    if row[_DERIVED_AT - 1 : _DERIVED_AT - 1 + len(DERIVED)] != derived_columns(body, text)[ordinal]:
        yield "claim", mention, "its columns are not those of its reading"
    start, end = claim["span"]
    if text[start:end] != claim["quote"]:
        yield "claim", mention, "its span doesn't quote its words"
    if claim["id"] not in {mention_id(document, start, end, slot) for slot in range(_MOST_SLOTS)}:
        yield "claim", mention, "its id is not the hash of its place"
    if row[_AT["link"]] not in RULES:
        yield "claim", mention, f"unknown reason of its link {row[_AT['link']]!r}"
    column = schema.claim.c
    if connection.execute(select(func.count()).where(column.seq == row[_AT["statement"]])).scalar_one() == 0:
        yield "claim", mention, "its statement is gone"
    passage = connection.execute(select(schema.passage).where(schema.passage.c.seq == row[_AT["passage"]])).first()
    if passage is None or passage.document != row[_AT["document"]] or not passage.first <= start <= end <= passage.last:
        yield "claim", mention, "its passage doesn't hold its words"


def _check_passages(connection: Connection, rows: Rows) -> Found:
    for seq, _, document, first, last in rows.get("passage", []):
        length = connection.execute(select(schema.document.c.length).where(schema.document.c.position == document)).scalar()
        if length is None or not 0 <= first < last <= length:
            yield "passage", str(seq), "it lies outside of its document"

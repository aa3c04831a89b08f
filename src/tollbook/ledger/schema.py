"""The tables of a ledger. Every row carries the position of the log entry that appended it, so that knowledge is a prefix of the log.

Rows are never changed: what stands at a moment is what was appended by then and not replaced by then. Numbers for rows are given
out by the writer, under its lock. Texts and readings are compressed; columns beside them repeat what queries look for.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine

TABLES = MetaData()
# SQLite keeps a column named INTEGER PRIMARY KEY as the row's own number.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
NUMERIC: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
_STRICT: dict[str, Any] = {"sqlite_strict": True}


def _number(name: str, **options: Any) -> Column[int]:
    return Column(name, NUMBER, nullable=options.pop("nullable", False), **options)


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=options.pop("nullable", False), **options)


batch = Table(
    "batch",
    TABLES,
    _number("seq", primary_key=True, autoincrement=False),
    _number("position"),
    _words("recorded_at"),
    _words("kind"),
    _words("actor"),
    _words("note"),
    **_STRICT,
)
"""One transaction. The first has the kind "init", and its note is the ledger's origin, the name that checkpoints carry."""

entry = Table(
    "entry",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _number("batch"),
    _words("kind"),
    Column("leaf", LargeBinary, nullable=False),
    **_STRICT,
)
"""The log: one entry for each thing appended, with the hash of all rows of that position."""

checkpoint = Table(
    "checkpoint",
    TABLES,
    _number("batch", primary_key=True, autoincrement=False),
    _number("size"),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    **_STRICT,
)
"""The Merkle tree after each batch."""

document = Table(
    "document",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _words("id"),
    _number("length"),
    Column("text", LargeBinary, nullable=False),
    **_STRICT,
)
"""A text, kept once. Its number is the position at which it was first added."""

sighting = Table(
    "sighting",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _number("document", index=True),
    _words("digest"),
    _words("body"),
    _words("published"),
    **_STRICT,
)
"""Where a document was seen: title, publisher, address, and the file and row of an import, as JSON in `body`."""

reading = Table(
    "reading",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _number("document", index=True),
    _words("reader_version"),
    _words("digest"),
    Column("body", LargeBinary, nullable=False),
    **_STRICT,
)
"""A reading of a document, as the contract without its document."""

passage = Table(
    "passage",
    TABLES,
    _number("seq", primary_key=True, autoincrement=False),
    _number("position"),
    _number("document"),
    _number("first"),
    _number("last"),
    **_STRICT,
)
"""A sentence that holds claims: the unit of text search."""

passage_words = Table("passage_words", MetaData(), _number("seq", primary_key=True), Column("words", TSVECTOR, nullable=False))
"""The words of each passage, on PostgreSQL; on SQLite a contentless FTS5 table of that name stands in."""

claim = Table(
    "claim",
    TABLES,
    _number("seq", primary_key=True, autoincrement=False),
    _number("position"),
    _number("reading"),
    _number("ordinal"),
    _number("document"),
    _number("passage"),
    _words("mention"),
    Column("stated", NUMERIC),
    Column("low", NUMERIC, nullable=False),
    Column("high", NUMERIC),
    _words("hedge"),
    _words("unit"),
    _words("measure"),
    _words("population", nullable=True),
    _words("outcome", nullable=True),
    _words("base", nullable=True),
    _words("force", nullable=True),
    _words("kind"),
    _words("first_day"),
    _words("last_day"),
    _words("day"),
    _words("place", nullable=True),
    _words("source"),
    _words("assertion"),
    _number("alike", nullable=True),
    _number("wording", nullable=True),
    _number("cell"),
    _number("statement"),
    _words("link"),
    **_STRICT,
)
"""A claim of a reading, as an index of its body. `day` is its last day, else the day of publication, else ""; `alike` and `wording`
are keys by which mentions of one statement find each other; `cell` is 1 for a cell of a data set; `statement` is the seq of the
founding mention."""

replacement = Table(
    "replacement",
    TABLES,
    _number("old", primary_key=True, autoincrement=False),
    _number("new", nullable=True),
    _number("position"),
    _words("reason"),
    **_STRICT,
)
"""A claim's row that stands no longer from `position` on, and what stands in its place, if anything."""

review = Table(
    "review",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _number("claim", nullable=True),
    _number("document"),
    _words("mention"),
    _words("decision"),
    _words("actor"),
    _words("why"),
    _words("change"),
    **_STRICT,
)
"""A person's judgement of a claim, or of a document as a whole: then `claim` is null and `mention` "". `change` is JSON."""

echo = Table(
    "echo",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _number("document", index=True),
    _number("original", nullable=True),
    _words("relation"),
    Column("shared", NUMERIC, nullable=False),
    **_STRICT,
)
"""That a document copies or quotes an earlier one, or (`original` null) no longer counts as an echo. The last row of a document holds."""
token = Table(
    "token",
    TABLES,
    _number("position", primary_key=True, autoincrement=False),
    _words("id"),
    _words("name"),
    _words("scope"),
    _words("digest"),
    _words("expires"),
    **_STRICT,
)
"""What a token for the pages lets its holder do, from this entry on; a later row of the same id with the scope "none" ends it.
`digest` is the SHA-256 of the token, which nobody keeps; `expires` is a moment as the log writes it, "" for never."""

Index("ix_document_id", document.c.id, unique=True)
Index("claim_mention", claim.c.mention)
# The source stands last so that a series is chosen within the index: rows of other sources are never opened.
Index("claim_force_measure_day", claim.c.force, claim.c.measure, claim.c.day, claim.c.seq, claim.c.source)
Index("claim_day", claim.c.day, claim.c.seq)
Index("claim_alike", claim.c.alike)
Index("claim_wording", claim.c.wording)
Index(
    "claim_statement",
    claim.c.statement,
    sqlite_where=claim.c.statement != claim.c.seq,
    postgresql_where=claim.c.statement != claim.c.seq,
)
Index("claim_document", claim.c.document)
Index("claim_passage", claim.c.passage)
Index("replacement_position", replacement.c.position)
Index("review_document", review.c.document)
Index("review_mention", review.c.mention)
Index("token_id", token.c.id)

"""The first schema: the log with its entries and checkpoints, documents, readings, claims, replacements and reviews; append-only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

_COLUMNS: dict[str, str] = {
    # name: "column type" for each column in order; a first column is the primary key; "?" marks what may be null.
    "batch": "seq number, position number, recorded_at text, kind text, actor text, note text",
    "entry": "position number, batch number, kind text, leaf bytes",
    "checkpoint": "batch number, size number, root bytes, frontier bytes",
    "document": "position number, id text, length number, text bytes",
    "sighting": "position number, document number, digest text, body text, published text",
    "reading": "position number, document number, reader_version text, digest text, body bytes",
    "passage": "seq number, position number, document number, first number, last number",
    "claim": (
        "seq number, position number, reading number, ordinal number, document number, passage number, mention text, stated real?, "
        "low real, high real?, hedge text, unit text, measure text, population text?, outcome text?, base text?, force text?, kind text, "
        "first_day text, last_day text, day text, place text?, source text, assertion text, alike number?, wording number?, cell number, "
        "statement number, link text"
    ),
    "replacement": "old number, new number?, position number, reason text",
    "review": "position number, claim number?, document number, mention text, decision text, actor text, why text, change text",
}
_INDEXES: dict[str, tuple[str, list[str], bool]] = {
    "ix_document_id": ("document", ["id"], True),
    "ix_sighting_document": ("sighting", ["document"], False),
    "ix_reading_document": ("reading", ["document"], False),
    "claim_mention": ("claim", ["mention"], False),
    "claim_force_measure_day": ("claim", ["force", "measure", "day", "seq", "source"], False),
    "claim_day": ("claim", ["day", "seq"], False),
    "claim_alike": ("claim", ["alike"], False),
    "claim_wording": ("claim", ["wording"], False),
    "claim_document": ("claim", ["document"], False),
    "claim_passage": ("claim", ["passage"], False),
    "review_document": ("review", ["document"], False),
    "review_mention": ("review", ["mention"], False),
    "replacement_position": ("replacement", ["position"], False),
}
_REFUSAL = "a ledger is append-only"


def upgrade() -> None:
    """Make every table, its indexes, the text index and the guards."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, columns in _COLUMNS.items():
        op.create_table(name, *_columns(columns), sqlite_strict=True)
    for index, (table, indexed, unique) in _INDEXES.items():
        op.create_index(index, table, indexed, unique=unique)
    op.execute("create index claim_statement on claim (statement) where statement != seq")
    if sqlite:
        op.execute("create virtual table passage_words using fts5 (words, content='', tokenize=\"unicode61 remove_diacritics 0\")")
    else:
        op.create_table("passage_words", sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False), _vector())
        op.create_index("passage_words_words", "passage_words", ["words"], postgresql_using="gin")
    (_guard_sqlite if sqlite else _guard_postgres)()


def _columns(described: str) -> list[sa.Column[Any]]:
    columns = []
    for nth, column in enumerate(described.split(", ")):
        name, _, kind = column.partition(" ")
        columns.append(sa.Column(name, _type(kind.rstrip("?")), primary_key=nth == 0, nullable=kind.endswith("?"), autoincrement=False))
    return columns


def _type(kind: str) -> sa.types.TypeEngine[Any]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    types: dict[str, sa.types.TypeEngine[Any]] = {
        "number": number,
        "text": sa.Text(),
        "bytes": sa.LargeBinary(),
        "real": sa.Double().with_variant(sa.REAL(), "sqlite"),
    }
    return types[kind]


def _vector() -> sa.Column[Any]:
    return sa.Column("words", TSVECTOR, nullable=False)


def _guard_sqlite() -> None:
    for table in _COLUMNS:
        for change in ("update", "delete"):
            op.execute(f"create trigger {table}_refuses_{change} before {change} on {table} begin select raise(abort, '{_REFUSAL}'); end")


def _guard_postgres() -> None:
    op.execute(
        "create function tollbook_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{_REFUSAL}' using errcode = 'restrict_violation'; end $$"
    )
    for table in (*_COLUMNS, "passage_words"):
        op.execute(
            f"create trigger {table}_refuses_change before update or delete on {table} for each row execute function tollbook_refuse()"
        )
        op.execute(
            f"create trigger {table}_refuses_truncate before truncate on {table} for each statement execute function tollbook_refuse()"
        )
        op.execute(f"revoke update, delete, truncate on {table} from public")

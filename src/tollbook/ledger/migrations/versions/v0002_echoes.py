"""Echoes: a table that says which document copies or quotes which; append-only as every other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REFUSAL = "a ledger is append-only"


def upgrade() -> None:
    """Make the table, its index and its guards."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "echo",
        sa.Column("position", number, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("document", number, nullable=False),
        sa.Column("original", number, nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("shared", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_echo_document", "echo", ["document"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(f"create trigger echo_refuses_{change} before {change} on echo begin select raise(abort, '{_REFUSAL}'); end")
        return
    op.execute("create trigger echo_refuses_change before update or delete on echo for each row execute function tollbook_refuse()")
    op.execute("create trigger echo_refuses_truncate before truncate on echo for each statement execute function tollbook_refuse()")
    op.execute("revoke update, delete, truncate on echo from public")

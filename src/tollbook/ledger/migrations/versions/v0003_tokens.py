"""Tokens for the pages, of which the log keeps a hash, who may do what with it, and when it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WORDS = ("id", "name", "scope", "digest", "expires")
_REFUSAL = "a ledger is append-only"


def upgrade() -> None:
    """Make the table and its guards."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    columns = [sa.Column(name, sa.Text(), nullable=False) for name in _WORDS]
    op.create_table("token", sa.Column("position", number, primary_key=True, autoincrement=False), *columns, sqlite_strict=True)
    op.create_index("token_id", "token", ["id"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(f"create trigger token_refuses_{change} before {change} on token begin select raise(abort, '{_REFUSAL}'); end")
        return
    op.execute("create trigger token_refuses_change before update or delete on token for each row execute function tollbook_refuse()")
    op.execute("create trigger token_refuses_truncate before truncate on token for each statement execute function tollbook_refuse()")
    op.execute("revoke update, delete, truncate on token from public")

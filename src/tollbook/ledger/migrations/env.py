"""Run a ledger's migrations on the connection that was handed in; see `ledger/opening.py`. Alembic imports this file by its path."""

from __future__ import annotations

from alembic import context

# Alembic gives its context a configuration for as long as it runs this file; to import it otherwise does nothing.
if hasattr(context, "config"):
    context.configure(connection=context.config.attributes["connection"], target_metadata=None, transactional_ddl=False)
    context.run_migrations()

"""The migrations make the tables that the code reads and writes, on both databases."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from sqlalchemy import inspect

from tests.ledger.databases import store_of
from tollbook.ledger import schema
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import NEWEST_SCHEMA


def test_the_newest_migration_is_the_version_that_the_code_asks_for() -> None:
    versions = sorted(path.name for path in (files("tollbook.ledger") / "migrations" / "versions").iterdir() if path.name.startswith("v"))
    assert versions[-1].startswith(f"v{NEWEST_SCHEMA}_")


def test_the_tables_are_those_of_the_schema(ledger: Ledger, kind: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def is_ours(thing: Any, name: str | None, type_: str, reflected: bool, compared: Any) -> bool:
        return not (type_ == "table" and str(name).startswith(("passage_words", "alembic")))

    with store_of(ledger).reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, schema.TABLES) == []


def test_columns_and_keys_are_in_the_order_of_the_schema(ledger: Ledger) -> None:
    with store_of(ledger).reading() as connection:
        found = inspect(connection)
        for table in schema.TABLES.sorted_tables:
            assert [column["name"] for column in found.get_columns(table.name)] == [column.name for column in table.columns]
            assert [column["nullable"] for column in found.get_columns(table.name)] == [column.nullable for column in table.columns]
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [column.name for column in table.primary_key.columns]


def test_tables_of_sqlite_are_strict(ledger: Ledger, kind: str) -> None:
    with store_of(ledger).reading() as connection:
        if kind == "sqlite":
            strict = {row[1] for row in connection.exec_driver_sql("pragma table_list") if row[5]}
            assert {table.name for table in schema.TABLES.sorted_tables} <= strict
        else:
            indexes = {row[0] for row in connection.exec_driver_sql("select indexname from pg_indexes where tablename = 'passage_words'")}
            assert "passage_words_words" in indexes

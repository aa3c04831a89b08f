"""The migrations make the tables that the code reads and writes, on both databases."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from tests.ledger.databases import MADE, ORIGIN, Clock, Databases, store_of
from tests.ledger.samples import fill, fill_tokens, fill_without_echoes
from tollbook.core.errors import SchemaMismatch
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch, read_head
from tollbook.ledger.engines import APPLICATION_ID, connect, create_file
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import NEWEST_SCHEMA, migrate, upgrade


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


EARLIER = Path(__file__).parent / "earlier"
"""A ledger as each earlier Tollbook wrote it: `tests.ledger.samples.fill` under that version's own code, packed with gzip."""
FILLED = {"0001": fill_without_echoes}
"""What `fill` was under an earlier version, where it was another one."""


def revisions() -> list[str]:
    names = [path.name for path in (files("tollbook.ledger") / "migrations" / "versions").iterdir() if path.name.startswith("v")]
    return sorted(name[1:5] for name in names)


def test_there_is_a_ledger_of_every_earlier_schema() -> None:
    assert sorted(path.name for path in EARLIER.iterdir()) == [
        f"{revision}.ledger.gz" for revision in revisions() if revision != NEWEST_SCHEMA
    ]


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision != NEWEST_SCHEMA])
def test_a_ledger_of_an_earlier_tollbook_is_the_same_after_its_upgrade(revision: str, databases: Databases, tmp_path: Path) -> None:
    place = tmp_path / "old.ledger"
    place.write_bytes(gzip.decompress((EARLIER / f"{revision}.ledger.gz").read_bytes()))
    with pytest.raises(SchemaMismatch, match="--upgrade"):
        Ledger.open(str(place))
    assert upgrade(str(place)) == (revision, NEWEST_SCHEMA)
    with Ledger.open(str(place), actor="desk", clock=Clock()) as old, databases.ledger("sqlite") as new:
        FILLED.get(revision, fill)(new)
        assert list(old.verify()) == []
        assert old.checkpoint() == new.checkpoint()
        assert old.query("").entries == new.query("").entries
        assert old.series() == new.series()
        fill_tokens(old)
        assert list(old.verify()) == []


@pytest.mark.parametrize("revision", [revision for revision in revisions() if revision != NEWEST_SCHEMA])
def test_an_upgraded_database_is_like_a_new_one(revision: str, kind: str, databases: Databases) -> None:
    """Built by the migrations up to the earlier one, with a batch in it, then brought up to date."""
    with databases.empty(kind) as place:
        store = connect(place) if kind == "postgresql" else create_file(place)
        with store.writing() as connection:
            if store.is_sqlite:
                connection.exec_driver_sql(f"pragma application_id = {APPLICATION_ID}")
            migrate(connection, revision)
            Batch(head=read_head(connection), kind="init", actor="desk", note=ORIGIN, now=MADE).write(connection)
        store.close()
        assert upgrade(place) == (revision, NEWEST_SCHEMA)
        with Ledger.open(place, actor="desk", clock=Clock()) as old, databases.ledger(kind) as new:
            assert shape(old) == shape(new)
            fill(old)
            fill(new)
            assert old.checkpoint() == new.checkpoint()
            assert list(old.verify()) == []


def shape(ledger: Ledger) -> object:
    """Return the tables, columns, indexes and guards of a database."""
    with store_of(ledger).reading() as connection:
        if store_of(ledger).is_sqlite:
            made = connection.exec_driver_sql("select type, name, tbl_name, sql from sqlite_master order by 1, 2")
        else:
            made = connection.exec_driver_sql(
                "select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' "
                "union all select tablename, indexname, indexdef, '' from pg_indexes where schemaname = 'public' "
                "union all select event_object_table, trigger_name, action_statement, event_manipulation from information_schema.triggers "
                "order by 1, 2, 3, 4"
            )
        return [tuple(row) for row in made]

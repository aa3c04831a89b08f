"""Every table refuses every change, and it is told where a guard is gone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.ledger.databases import store_of
from tests.ledger.samples import fill, fill_tokens
from tollbook.core.errors import LedgerError
from tollbook.ledger import schema
from tollbook.ledger.guards import missing_guards
from tollbook.ledger.ledger import Ledger

TABLES = [table.name for table in schema.TABLES.sorted_tables]


def refused(ledger: Ledger, statement: str) -> str:
    """Return how the ledger's database refuses a statement."""
    with pytest.raises(LedgerError) as caught, store_of(ledger).writing() as connection:
        connection.execute(text(statement))
    return caught.value.met


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    fill(ledger)
    fill_tokens(ledger)
    return ledger


def test_no_table_takes_an_update_a_deletion_or_a_truncation(full: Ledger, kind: str) -> None:
    before = full.checkpoint()
    for table in TABLES if kind == "sqlite" else [*TABLES, "passage_words"]:
        column = "words" if table == "passage_words" else schema.TABLES.tables[table].columns[1].name
        assert refused(full, f"update {table} set {column} = {column}") == "a change of what was appended was refused"
        assert refused(full, f"delete from {table}") == "a change of what was appended was refused"
        if kind == "postgresql":
            assert refused(full, f"truncate {table}") == "a change of what was appended was refused"
            assert refused(full, f"truncate {table} cascade") == "a change of what was appended was refused"
    assert full.checkpoint() == before
    assert list(full.verify()) == []


def test_no_row_is_replaced_by_another_under_its_number(full: Ledger, kind: str) -> None:
    for table in TABLES:
        if kind == "sqlite":
            refused(full, f"insert or replace into {table} select * from {table}")
        else:
            key = next(iter(schema.TABLES.tables[table].primary_key.columns)).name
            refused(full, f"insert into {table} select * from {table} on conflict ({key}) do update set {key} = excluded.{key}")
    assert list(full.verify()) == []


def test_a_new_ledger_has_all_its_guards(ledger: Ledger) -> None:
    with store_of(ledger).reading() as connection:
        assert list(missing_guards(connection)) == []


def test_a_guard_that_does_something_else_is_no_guard(ledger: Ledger, kind: str) -> None:
    with store_of(ledger).writer.connect() as connection, connection.begin():
        if kind == "sqlite":
            connection.exec_driver_sql("drop trigger claim_refuses_update")
            connection.exec_driver_sql("create trigger claim_refuses_update before update on claim begin select 1; end")
            gone = [("claim", "claim_refuses_update")]
        else:
            connection.exec_driver_sql("drop trigger claim_refuses_change on claim")
            connection.exec_driver_sql("create function allow() returns trigger language plpgsql as 'begin return new; end'")
            connection.exec_driver_sql("create trigger claim_refuses_change before update on claim for each row execute function allow()")
            gone = [("claim", "claim_refuses_change")]
        assert list(missing_guards(connection)) == gone

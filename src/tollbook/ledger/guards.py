"""The guards that keep a ledger append-only: triggers that refuse every change. Here it is told whether they are in place."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from tollbook.ledger import schema

_GUARDED = tuple(table.name for table in schema.TABLES.sorted_tables)


def missing_guards(connection: Connection) -> Iterator[tuple[str, str]]:
    """Return the table and the name of each guard that is gone or switched off."""
    present = _sqlite_guards(connection) if connection.dialect.name == "sqlite" else _postgres_guards(connection)
    suffixes = ("update", "delete") if connection.dialect.name == "sqlite" else ("change", "truncate")
    tables = _GUARDED if connection.dialect.name == "sqlite" else (*_GUARDED, schema.passage_words.name)
    for table in sorted(tables):
        for suffix in suffixes:
            guard = f"{table}_refuses_{suffix}"
            if (table, guard) not in present:
                yield table, guard


def _sqlite_guards(connection: Connection) -> set[tuple[str, str]]:
    found = connection.exec_driver_sql("select tbl_name, name, sql from sqlite_master where type = 'trigger'")
    return {(table, name) for table, name, sql in found if _refuses_all(str(name), table, sql)}


def _refuses_all(name: str, table: str, sql: object) -> bool:
    """Tell whether a trigger refuses every change of its kind, without a condition. In a damaged file its words may be bytes."""
    change = name.rpartition("_")[2]
    start = f"create trigger {name} before {change} on {table} begin select raise(abort,"
    return isinstance(sql, str) and sql.lower().startswith(start)


def _postgres_guards(connection: Connection) -> set[tuple[str, str]]:
    found = connection.exec_driver_sql(
        "select relname, tgname from pg_trigger join pg_class on pg_class.oid = tgrelid "
        "join pg_proc on pg_proc.oid = tgfoid where proname = 'tollbook_refuse' and prosrc ~ '^ begin raise exception ' "
        "and tgqual is null and tgenabled in ('O', 'A')"
    )
    return {(table, name) for table, name in found}

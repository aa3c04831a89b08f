"""Change a ledger behind its guards, one place after another, and see that `verify` finds each change and names its place.

    python -m tests.ledger.flips

changes every field of every row of a small ledger that holds something of every kind, removes, doubles and swaps its rows, changes
the text index and drops the guards, on both databases, and prints how many changes there were and how many were found.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text, update

from tests.ledger.databases import KINDS, Databases, store_of
from tests.ledger.samples import fill, fill_tokens
from tollbook.core.records import Problem
from tollbook.ledger import schema
from tollbook.ledger.columns import index_words
from tollbook.ledger.entries import load_texts
from tollbook.ledger.guards import missing_guards
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.verifying import verify

OUTSIDE = -1


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One change behind the guards. `places` are the positions of which the first problem has to name one."""

    table: str
    what: str
    places: frozenset[int]
    apply: Callable[[Connection], None]
    guarded: bool = True

    def __str__(self) -> str:
        return f"{self.table}: {self.what}"


@contextmanager
def behind_guards(connection: Connection, table: str) -> Iterator[None]:
    """Switch a table's guards off, and on again."""
    if connection.dialect.name == "sqlite":
        triggers = list(connection.exec_driver_sql("select name, sql from sqlite_master where type = 'trigger' and tbl_name = ?", (table,)))
        for name, _ in triggers:
            connection.exec_driver_sql(f"drop trigger {name}")
        yield
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
    else:
        connection.exec_driver_sql("set local session_replication_role = replica")
        yield
        connection.exec_driver_sql("set local session_replication_role = origin")


def problems_after(connection: Connection, flip: Flip) -> list[Problem]:
    """Return what `verify` says of the ledger with a change, which is undone afterwards."""
    with connection.begin() as transaction:
        if flip.guarded:
            with behind_guards(connection, flip.table):
                flip.apply(connection)
        else:
            flip.apply(connection)
        found = list(verify(connection))
        transaction.rollback()
    return found


def all_flips(connection: Connection) -> Iterator[Flip]:
    """Return every change of a ledger: of fields, of rows, of the text index and of the guards."""
    for table in schema.TABLES.sorted_tables:
        yield from field_flips(connection, table)
        yield from row_flips(connection, table)
    yield from word_flips(connection)
    yield from guard_flips(connection)


def field_flips(connection: Connection, table: Table) -> Iterator[Flip]:
    """Return a change of each field of each row of a table."""
    for row in rows_of(connection, table):
        for column in table.columns:
            before = getattr(row, column.name)
            for after in changed(before, unique=column.primary_key or column.unique, nullable=column.nullable):
                places = places_of(connection, table, row)
                if column.name == "position" and table is not schema.entry:
                    places |= {after}
                yield Flip(
                    table=table.name,
                    what=f"{column.name} of {row[0]}: {shown(before)} -> {shown(after)}",
                    places=places,
                    apply=setting(table, row, {column.name: after}),
                )


def row_flips(connection: Connection, table: Table) -> Iterator[Flip]:
    """Return the removal of each row of a table, its doubling under another number, and its exchange with the next one."""
    rows = rows_of(connection, table)
    key = next(iter(table.primary_key.columns))
    following = rows[-1][0] + 1
    for nth, row in enumerate(rows):
        places = places_of(connection, table, row)
        yield Flip(table=table.name, what=f"{row[0]} is removed", places=places, apply=removing(table, row))
        if table is not schema.document:  # whose id may not come twice
            # A doubled entry is held against the tree at the end of the batch that it claims to be of.
            places = {following, following - 1} if table is schema.entry else {following} if key.name == "position" else places
            places = frozenset(places) | {OUTSIDE}
            yield Flip(table=table.name, what=f"{row[0]} is doubled", places=places, apply=doubling(table, row, following))
        if nth + 1 < len(rows) and table is not schema.document:
            other = rows[nth + 1]
            both = places_of(connection, table, row) | places_of(connection, table, other)
            cells = {name: value for name, value in row._mapping.items() if name != key.name}
            others = {name: value for name, value in other._mapping.items() if name != key.name}
            if cells != others:
                yield Flip(
                    table=table.name,
                    what=f"{row[0]} and {other[0]} are exchanged",
                    places=both,
                    apply=both_of(setting(table, row, others), setting(table, other, cells)),
                )


def word_flips(connection: Connection) -> Iterator[Flip]:
    """Return changes of the words of each passage in the text index: another word, a word less, a place more, none at all."""
    texts = load_texts(connection, [row.document for row in rows_of(connection, schema.passage)])
    for row in rows_of(connection, schema.passage):
        words = index_words(texts[row.document][1][row.first : row.last])
        others = {
            "a word is another": words.replace(" ", " x", 1),
            "a word is gone": words.rpartition(" ")[0],
            "a word is added": f"{words} peace",
            "two words are exchanged": " ".join([*words.split()[1::-1], *words.split()[2:]]),
            "the words are gone": None,
        }
        for what, after in others.items():
            yield Flip(
                table="passage_words",
                what=f"{row.seq}: {what}",
                places=frozenset({row.position}),
                apply=_indexing(row.seq, words, after),
            )
        if connection.dialect.name != "sqlite":
            for what, expression in _VECTORS.items():
                statement = f"update passage_words set words = {expression} where seq = {row.seq}"
                yield Flip(table="passage_words", what=f"{row.seq}: {what}", places=frozenset({row.position}), apply=_running(statement))
    more = "insert into passage_words ({}, words) values (999, {})"
    of_none = more.format("rowid", "'war'") if connection.dialect.name == "sqlite" else more.format("seq", "'''war'':1'")
    yield Flip(table="passage_words", what="words of no passage", places=frozenset({OUTSIDE}), apply=_running(of_none))


_VECTORS = {
    "a word without a place": "words || '''peace'''::tsvector",
    "words with a weight": "setweight(words, 'A')",
    "words without their places": "strip(words)",
}


def guard_flips(connection: Connection) -> Iterator[Flip]:
    """Return the removal of each guard and, on PostgreSQL, its switching off."""
    if connection.dialect.name == "sqlite":
        found = list(connection.exec_driver_sql("select tbl_name, name from sqlite_master where type = 'trigger'"))
        statements = {f"{guard} is dropped": (table, f"drop trigger {guard}") for table, guard in found}
    else:
        found = list(
            connection.exec_driver_sql("select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal order by 1, 2")
        )
        statements = {f"{guard} is dropped": (table, f"drop trigger {guard} on {table}") for table, guard in found}
        statements |= {f"{guard} is off": (table, f"alter table {table} disable trigger {guard}") for table, guard in found}
        statements |= {f"{guard} is for replicas": (table, f"alter table {table} enable replica trigger {guard}") for table, guard in found}
    for what, (table, statement) in statements.items():
        yield Flip(table=table, what=what, places=frozenset({OUTSIDE}), apply=_running(statement), guarded=False)


def rows_of(connection: Connection, table: Table) -> list[Any]:
    """Return the rows of a table in the order of their numbers."""
    return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


def places_of(connection: Connection, table: Table, row: Any) -> frozenset[int]:
    """Return the position of a row: a checkpoint's are those of its batch, an entry's batch counts with it."""
    if table is schema.checkpoint:
        return frozenset(connection.execute(select(schema.entry.c.position).where(schema.entry.c.batch == row.batch)).scalars())
    if table is schema.entry:  # the batch that has to hold it, too, which ends where an entry is another's
        return frozenset({row.position, row.position - 1} if row.kind != "batch" else {row.position})
    return frozenset({row.position})


def changed(value: Any, *, unique: bool | None, nullable: bool | None) -> Iterator[Any]:
    """Return other values for a field, of its own kind."""
    if value is None:
        yield 1
        return
    if isinstance(value, int | float):
        yield value + (1000 if unique else 1)
    elif isinstance(value, bytes):
        middle = len(value) // 2
        yield value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :] if value else b"\0"
        yield value + b"\0"
    elif value in _KINDS:
        yield from (kind for kind in _KINDS if kind != value)
    else:
        yield value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    if nullable:
        yield None


_KINDS = ("batch", "document", "reading", "sighting", "review", "echo", "token")


def shown(value: Any) -> str:
    """Return a value in a few characters."""
    return repr(value) if len(repr(value)) < 24 else f"{repr(value)[:20]}..."


def setting(table: Table, row: Any, values: dict[str, Any]) -> Callable[[Connection], None]:
    """Return the change of some fields of a row."""
    key = next(iter(table.primary_key.columns))

    def apply(connection: Connection) -> None:
        fitting = {name: str(value) if value is not None and _is_text(table, name) else value for name, value in values.items()}
        assert connection.execute(update(table).where(key == row[0]).values(fitting)).rowcount == 1

    return apply


def _is_text(table: Table, name: str) -> bool:
    return table.c[name].type.python_type is str


def removing(table: Table, row: Any) -> Callable[[Connection], None]:
    """Return the removal of a row."""
    key = next(iter(table.primary_key.columns))
    return lambda connection: connection.execute(table.delete().where(key == row[0]))


def doubling(table: Table, row: Any, following: int) -> Callable[[Connection], None]:
    """Return a second row with the same fields under another number."""
    key = next(iter(table.primary_key.columns))
    return lambda connection: connection.execute(table.insert().values({**row._mapping, key.name: following}))


def both_of(first: Callable[[Connection], None], second: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """Return two changes as one."""

    def apply(connection: Connection) -> None:
        first(connection)
        second(connection)

    return apply


def _running(statement: str) -> Callable[[Connection], None]:
    return lambda connection: connection.execute(text(statement.replace(":", "\\:")))


def _indexing(seq: int, before: str, after: str | None) -> Callable[[Connection], None]:
    def apply(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("insert into passage_words (passage_words, rowid, words) values ('delete', ?, ?)", (seq, before))
            if after is not None:
                connection.exec_driver_sql("insert into passage_words (rowid, words) values (?, ?)", (seq, after))
        elif after is None:
            connection.exec_driver_sql("delete from passage_words where seq = %s", (seq,))
        else:
            vector = "array_to_tsvector(string_to_array(%s, ' '))" if not after else "to_tsvector('simple', %s)"
            connection.exec_driver_sql(f"update passage_words set words = {vector} where seq = %s", (after, seq))

    return apply


def missed(ledger: Ledger, flips: Callable[[Connection], Iterator[Flip]] = all_flips) -> tuple[int, list[str]]:
    """Make every change, one at a time; return how many there were, and those that were not found or found in another place."""
    count, wrong = 0, []
    with store_of(ledger).writer.connect() as connection:
        with connection.begin():
            listed = list(flips(connection))
            assert not list(missing_guards(connection))
        for flip in listed:
            count += 1
            problems = problems_after(connection, flip)
            if not problems:
                wrong.append(f"{flip}: not found")
            elif problems[0].position not in flip.places:
                wrong.append(f"{flip}: found at {problems[0].position}, not at {sorted(flip.places)} ({problems[0].what})")
    return count, wrong


def main() -> None:
    """Print the figures for both databases."""
    databases = Databases(folder=Path(tempfile.mkdtemp(prefix="tollbook-flips-")))
    try:
        for kind in KINDS:
            with databases.ledger(kind) as ledger:
                fill(ledger)
                fill_tokens(ledger)
                count, wrong = missed(ledger)
                sys.stdout.write(f"{kind}: {count} flips, {count - len(wrong)} found in their place\n")
                for line in wrong:
                    sys.stdout.write(f"  {line}\n")
    finally:
        databases.stop()


if __name__ == "__main__":
    main()

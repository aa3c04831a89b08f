"""Put many rows into a ledger's tables in one go: the driver's own bulk insert on SQLite, COPY on PostgreSQL.

SQLAlchemy's insert compiles and checks each row anew, and an ingest is nothing but rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from tollbook.ledger import schema
from tollbook.ledger.canonical import Row

_VECTOR_BYTES = 1_000_000
"""Room for words and places in one vector: PostgreSQL takes less than 1 MiB. What is beyond is not found by its words."""


def insert_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows, whose cells are in the order of the table's columns."""
    _insert(connection, table.name, len(table.columns), rows)


def insert_words(connection: Connection, rows: list[tuple[int, str]]) -> None:
    """Insert the words of passages (number and `index_words`) into the text index."""
    if connection.dialect.name == "sqlite":
        if rows:
            connection.exec_driver_sql("insert into passage_words (rowid, words) values (?, ?)", rows)
    else:
        _insert(connection, schema.passage_words.name, 2, [(seq, vector_of(words)) for seq, words in rows])


def vector_of(words: str) -> str:
    """Return words as the text form of a tsvector: each with its places, so that a phrase is found as such.

    >>> vector_of("dead or dead")
    "'dead':1,3 'or':2"
    """
    places: dict[str, list[str]] = {}
    room = _VECTOR_BYTES
    for place, word in enumerate(words.split(), 1):
        # PostgreSQL keeps places up to 16,383, 255 of them for a word, and words up to 2,046 bytes.
        if place < 16_383 and len(word) < 500:
            room -= 2 if word in places else len(word.encode()) + 8
            if room < 0:
                break
            places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())


def _insert(connection: Connection, table: str, width: int, rows: list[Row]) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"insert into {table} values ({', '.join('?' * width)})", rows)
        return
    from psycopg import Error

    try:
        _copy(connection.connection.driver_connection, f"copy {table} from stdin", rows)
    except Error as error:  # the driver's own: SQLAlchemy stands beside this call, not around it
        raise DBAPIError(f"copy {table}", None, error) from error


def _copy(driver: Any, statement: str, rows: Sequence[Row]) -> None:
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)

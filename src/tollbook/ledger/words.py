"""Check the text index against the texts: every passage is found by each of its words in each of its places, and by no other."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from tollbook.core.records import Problem
from tollbook.ledger import schema
from tollbook.ledger.canonical import bytes_text, decompressed, key_of
from tollbook.ledger.columns import index_words
from tollbook.ledger.inserting import vector_of

_LEXEME = re.compile(r"'([^']*)'(?::([\dA-D,]+))?")  # without a place, or with weights, it is not as it was written
_MODULUS = 1 << 64
_STREAMED = {"stream_results": True, "yield_per": 200}


def check_words(connection: Connection) -> Iterator[Problem]:
    """Return the passages whose words are not those of their text."""
    if connection.dialect.name == "sqlite":
        yield from _check_sqlite(connection)
    else:
        yield from _check_postgres(connection)


def _expected(connection: Connection) -> Iterator[tuple[int, int, list[str]]]:
    """Return the number, the position and the words of each passage. Texts are opened once, as their passages stand together."""
    passage, document = schema.passage, schema.document
    rows = connection.execute(
        select(passage.c.seq, passage.c.position, passage.c.first, passage.c.last, passage.c.document, document.c.text)
        .outerjoin(document, document.c.position == passage.c.document)
        .order_by(passage.c.seq),
        execution_options=_STREAMED,
    )
    opened, text = -1, ""
    for row in rows:
        if row.document != opened:
            opened, text = row.document, _opened(row.text)
        yield row.seq, row.position, index_words(text[row.first : row.last]).split()


def words_of_passages(connection: Connection) -> Iterator[tuple[int, str]]:
    """Return the number and the words of each passage, as its text has them: what the text index holds."""
    return ((seq, " ".join(words)) for seq, _, words in _expected(connection))


def _opened(packed: bytes | None) -> str:
    """Return a text, empty where it is gone or damaged: that is told with its document, and no word of it is expected here."""
    try:
        return "" if packed is None else bytes_text(decompressed(packed))
    except (zlib.error, UnicodeDecodeError):
        return ""


def _check_sqlite(connection: Connection) -> Iterator[Problem]:
    """Compare sums over all words first: one pass, no memory. Where they differ, say which passages it is."""
    connection.exec_driver_sql("create virtual table temp.passage_word using fts5vocab(main, passage_words, instance)")
    try:
        expected = sum(_key(seq, place, word) for seq, _, words in _expected(connection) for place, word in enumerate(words)) % _MODULUS
        held = connection.exec_driver_sql('select doc, "offset", term from temp.passage_word')
        if sum(_key(seq, place, word) for seq, place, word in held) % _MODULUS != expected:
            yield from _differing(connection)
    finally:
        connection.exec_driver_sql("drop table temp.passage_word")


def _key(seq: int, place: int, word: str) -> int:
    return key_of(str(seq), str(place), word) % _MODULUS


def _differing(connection: Connection) -> Iterator[Problem]:
    held: dict[int, list[tuple[int, str]]] = {}
    for seq, place, word in connection.exec_driver_sql('select doc, "offset", term from temp.passage_word'):
        held.setdefault(seq, []).append((place, word))
    for seq, position, words in _expected(connection):
        if sorted(held.pop(seq, [])) != list(enumerate(words)):
            yield Problem(position=position, table="passage_words", record=str(seq), what="its words are not those of its text")
    for seq in held:
        yield Problem(position=-1, table="passage_words", record=str(seq), what="it belongs to no passage")


def _check_postgres(connection: Connection) -> Iterator[Problem]:
    vectors = connection.exec_driver_sql("select seq, words::text from passage_words order by seq", execution_options=_STREAMED)
    held = iter(vectors)
    for seq, position, words in _expected(connection):
        found = next(held, None)
        if found is None or found[0] != seq or _places(found[1]) != _places(vector_of(" ".join(words))):
            yield Problem(position=position, table="passage_words", record=str(seq), what="its words are not those of its text")
    for extra in held:
        yield Problem(position=-1, table="passage_words", record=str(extra[0]), what="it belongs to no passage")


def _places(vector: str) -> dict[str, str]:
    return dict(_LEXEME.findall(vector))

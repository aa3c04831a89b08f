"""Rows go in as they are, and the words of a passage with each of their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.ledger.databases import store_of
from tests.ledger.samples import report
from tollbook.ledger import schema
from tollbook.ledger.columns import index_words
from tollbook.ledger.inserting import insert_rows, insert_words, vector_of
from tollbook.ledger.ledger import Ledger

AWKWARD = "tab\t line\n back\\slash \\. \\N 'quote' \"double\" é 漢 \U0001f600"


def test_awkward_characters_and_nothing_go_in_as_they_are(ledger: Ledger) -> None:
    rows = [(2, 5, AWKWARD, "add", "", "\\N"), (3, 6, "", "add", AWKWARD, "x")]
    with store_of(ledger).writing() as connection:
        insert_rows(connection, schema.batch, rows)
        insert_rows(connection, schema.replacement, [(1, None, 5, "rejected"), (2, 2**62, 6, AWKWARD)])
        insert_rows(connection, schema.entry, [])
        assert [tuple(row) for row in connection.execute(select(schema.batch).where(schema.batch.c.seq > 1))] == rows
        assert [row.new for row in connection.execute(select(schema.replacement).order_by(schema.replacement.c.old))] == [None, 2**62]


def test_bytes_go_in_as_they_are(ledger: Ledger) -> None:
    packed = bytes(range(256))
    with store_of(ledger).writing() as connection:
        insert_rows(connection, schema.entry, [(7, 2, "add", packed)])
        assert bytes(connection.execute(select(schema.entry.c.leaf).where(schema.entry.c.position == 7)).scalar_one()) == packed


def test_a_row_that_does_not_fit_is_an_error_of_the_database(ledger: Ledger) -> None:
    with store_of(ledger).writer.connect() as connection, connection.begin() as transaction:
        with pytest.raises(DBAPIError):
            insert_rows(connection, schema.batch, [(1, 0, "", "", "", "")])
        transaction.rollback()


@given(st.text())
def test_a_vector_holds_every_word_in_every_place(words: str) -> None:
    listed = index_words(words).split()
    held = {}
    for lexeme in vector_of(" ".join(listed)).split():
        word, _, places = lexeme.rpartition(":")
        held |= {int(place): word.strip("'") for place in places.split(",")}
    assert [held[place] for place in sorted(held)] == listed


def test_more_words_than_the_server_takes_are_left_out_and_nothing_breaks(ledger: Ledger) -> None:
    words = " ".join(["war"] * 300 + [f"word{number}" for number in range(20_000)] + ["x" * 600])
    with store_of(ledger).writing() as connection:
        insert_words(connection, [(1, words)])


def test_a_text_of_long_words_does_not_stop_the_rest(ledger: Ledger) -> None:
    long = " ".join(f"{'w' * 120}{number}" for number in range(12_000))
    ledger.add([report(text=f"{long} 4,000 fell"), report("5")])
    assert ledger.count() == 2
    assert list(ledger.verify()) == []


def test_words_are_found_by_the_index(ledger: Ledger, kind: str) -> None:
    ask = {
        "sqlite": "select rowid from passage_words where passage_words match '\"dead or\"'",
        "postgresql": "select seq from passage_words where words @@ '''dead'' <-> ''or'''::tsquery",
    }
    with store_of(ledger).writing() as connection:
        insert_words(connection, [(1, "dead or dead"), (2, "or dead"), (3, "")])
        assert list(connection.execute(text(ask[kind].replace("::", "\\:\\:"))).scalars()) == [1]

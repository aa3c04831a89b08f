"""Every row of the loss words carries examples that are read with the row's meaning, and every word of it is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reading.marked import read_any
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

TABLES = ("verb", "loser_verb", "fate", "state", "noun", "tally", "act", "strength")
FORMS = ("words", "past", "gerund", "base")
PEOPLE = {
    "killed",
    "wounded",
    "missing",
    "captured",
    "deserted",
    "displaced",
    "sick",
    "losses",
    "irrecoverable",
    "permanent_casualties",
    "bodies_returned",
}
OUTCOMES = {"destroyed", "damaged", "abandoned", "captured", "shot_down", "sunk", "lost", "held"}


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    for table in TABLES:
        for row in load_table("losses")[table]:
            yield table, row


ROWS = list(rows())
EXAMPLES = [pytest.param(table, row, example, id=f"{table}.{row['id']}: {example}") for table, row in ROWS for example in row["examples"]]


def meanings(table: str, row: dict[str, Any]) -> set[str]:
    """Return what a claim under this row may say: its categories of people joined, or its outcomes of items and ground."""
    if table == "strength":
        return {"strength"}
    found = {"+".join(sorted(row[kind])) for kind in ("person", "bodies") if kind in row}
    # "Suffered" takes its category from the noun that it governs.
    taken = {"killed+wounded"} if row["id"] == "suffer" else set()
    return found | taken | {row[kind] for kind in ("materiel", "ground") if kind in row}


@pytest.mark.parametrize(("table", "row", "example"), EXAMPLES)
def test_an_example_is_read_with_the_meaning_of_its_row(table: str, row: dict[str, Any], example: str) -> None:
    claims = read_any(example).claims
    said = [claim.measure.outcome or "+".join(sorted(claim.measure.categories)) for claim in claims]
    assert len(said) == 1
    assert said[0] in meanings(table, row)


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[f"{table}.{row['id']}" for table, row in ROWS])
def test_every_word_of_a_row_is_looked_up(table: str, row: dict[str, Any]) -> None:
    """A word without a sense in its table would be read as nothing."""
    lexicon = load_lexicon()
    words = [word for form in FORMS for word in row.get(form, ())]
    assert [word for word in words if lexicon.sense(word, table) is None] == []
    assert [word for word in words if word not in lexicon.letters] == []


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[f"{table}.{row['id']}" for table, row in ROWS])
def test_a_row_says_what_happened_in_the_words_of_the_contract(table: str, row: dict[str, Any]) -> None:
    assert set(row.get("person", ())) <= PEOPLE
    assert {row[kind] for kind in ("materiel", "ground") if kind in row} <= OUTCOMES
    assert row["examples"]


def test_every_table_of_the_file_is_tested() -> None:
    assert set(load_table("losses")) == set(TABLES)

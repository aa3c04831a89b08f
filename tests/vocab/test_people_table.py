"""The nouns for people: each names its population, singular and plural, and things that are counted are never people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.marked import read_any
from tollbook.reading.gate.gate import holds_loss_word
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

TABLE = load_table("people")
ROWS = TABLE["row"]
IDS = [row["id"] for row in ROWS]
POPULATIONS = {None, "combatant", "civilian", "child", "woman", "aid_worker", "journalist", "prisoner", "officer", "police"}


def people_words(row: dict[str, Any], form: str) -> list[str]:
    """Return the words of a row that the lexicon reads as people, whatever else they may mean elsewhere."""
    letters = {"words": "p", "one": "1"}
    return [word for word in row.get(form, ()) if load_lexicon().letters[word] == letters[form] and not word.startswith("first ")]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_plural_counts_its_population(row: dict[str, Any]) -> None:
    """ "Killed 12 nurses": 12 of the row's population, whichever of its words is used."""
    wrong = {}
    for word in people_words(row, "words"):
        claims = read_any(f"The shelling killed 12 {word}.").claims
        if [(claim.quantity.stated, claim.measure.population) for claim in claims] != [(12, row.get("population"))]:
            wrong[word] = [claim.measure for claim in claims]
    assert wrong == {}


@pytest.mark.parametrize("row", [row for row in ROWS if "one" in row], ids=[row["id"] for row in ROWS if "one" in row])
def test_a_singular_counts_one(row: dict[str, Any]) -> None:
    """ "A nurse was killed": one of the row's population."""
    wrong = {}
    for word in people_words(row, "one"):
        article = "An" if word[0] in "aeiou" else "A"
        claims = read_any(f"{article} {word} was killed.").claims
        if [(claim.quantity.stated, claim.measure.population) for claim in claims] != [(1, row.get("population"))]:
            wrong[word] = [claim.measure for claim in claims]
    assert wrong == {}


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_has_a_known_population_and_examples(row: dict[str, Any]) -> None:
    assert row.get("population") in POPULATIONS
    assert row["examples"]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_only_military_people_make_up_a_strength(row: dict[str, Any]) -> None:
    """ "Deployed 900 paratroopers" is a strength; "deployed 900 nurses" is none."""
    word = people_words(row, "words")[0]
    claims = read_any(f"The ministry deployed 900 {word} to the coast.").claims
    assert [sorted(claim.measure.categories) for claim in claims] == ([["strength"]] if row.get("military") else [])


@pytest.mark.parametrize("word", sorted({word for word in TABLE["not_people"]["words"] if word.isalpha()} - {"of", "square"}))
def test_a_thing_that_is_counted_is_nobody(word: str) -> None:
    """ "Killed in 12 raids" and "12 raids" count no people, even right after a loss word."""
    reading = read_any(f"The men killed saw 12 {word} there.")
    assert [claim for claim in reading.claims if claim.measure.unit == "person"] == []


def test_fighters_of_no_state_are_people_of_the_table() -> None:
    """A word that takes a state's name away from its fighters has to be a noun for people."""
    lexicon = load_lexicon()
    strays = [word for word in TABLE["nonstate"]["words"] if lexicon.sense(word.split(" ")[-1], "people") is None]
    assert strays == []


def test_a_noun_for_people_alone_is_no_loss_word() -> None:
    """People without a loss word are not worth parsing."""
    assert not holds_loss_word(b"Twelve nurses and forty farmers met in the town hall.")

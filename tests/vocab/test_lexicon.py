"""The lexicon joins the tables: a class letter for each word, and the senses behind it."""

from __future__ import annotations

from collections import Counter

import pytest

from tollbook.reading.tokens import TOKEN
from tollbook.vocab.lexicon import class_letters, load_lexicon, singular_people
from tollbook.vocab.tables import load_table


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("killed", "PAST"),
        ("wounding", "GERUND"),
        ("destroys", "PRESENT"),
        ("lost", "LOSE"),
        ("suffered", "SUFFER"),
        ("perished", "FATE"),
        ("dead", "STATE"),
        ("casualties", "NOUN"),
        ("death toll", "TALLY"),
        ("assassination", "ACT"),
        ("deployed", "DEPLOY"),
        ("soldiers", "PERSON"),
        ("soldier", "ONE"),
        ("howitzers", "ITEM"),
        ("square kilometers", "AREA"),
        ("were", "BE"),
        ("including", "AMONG"),
    ],
)
def test_a_word_has_the_letter_of_its_class(word: str, name: str) -> None:
    """Loss words, people, materiel and grammar words are all in one lexicon."""
    assert load_lexicon().letters[word] == class_letters()[name]


@pytest.mark.parametrize(
    ("word", "table", "row"),
    [
        ("killed", "verb", "kill"),
        ("murders", "verb", "kill"),
        ("murders", "act", "killing_of"),
        ("losses", "noun", "loss"),
        ("losses", "act", "loss_of"),
        ("surrendered", "fate", "surrender"),
        ("nurses", "people", "aid_worker"),
        ("tanks", "materiel", "tank"),
    ],
)
def test_a_word_keeps_every_sense(word: str, table: str, row: str) -> None:
    """A word has one letter, and a sense in each table that lists it."""
    sense = load_lexicon().sense(word, table)
    assert sense is not None
    assert sense["id"] == row


@pytest.mark.parametrize(("word", "table"), [("killed", "noun"), ("tank", "people"), ("umbrella", "verb"), ("", "verb")])
def test_a_word_has_no_sense_in_a_table_that_does_not_list_it(word: str, table: str) -> None:
    assert load_lexicon().sense(word, table) is None


def test_every_word_is_spelled_as_tokens_are() -> None:
    """A word that the tokenizer would cut otherwise is never found in a text."""
    plain = [word for word in load_lexicon().letters if not {".", "/"} & set(word)]
    strays = [word for word in plain if " ".join(TOKEN.findall(word)) != word or word != word.lower()]
    assert strays == []


def test_phrases_are_tried_longest_first() -> None:
    """ "killed in action" is found before anything shorter that begins like it."""
    phrases = load_lexicon().phrases
    assert all(list(found) == sorted(found, key=lambda phrase: -len(phrase[0])) for found in phrases.values())
    assert all(parts[0] == first and len(parts) > 1 for first, found in phrases.items() for parts, _ in found)
    assert ("killed", "in", "action") in [parts for parts, _ in phrases["killed"]]


def test_one_person_is_told_from_many() -> None:
    """ "A soldier" is one; "soldiers" are not, and no plural is listed as a singular."""
    singular = singular_people()
    assert {"soldier", "policeman", "child", "bomber"} <= singular
    assert singular.isdisjoint({"soldiers", "policemen", "children", "people", "tank"})


@pytest.mark.parametrize("table", ["verb", "loser_verb", "fate", "state", "noun", "tally", "act", "strength"])
def test_no_word_stands_in_two_rows_of_a_loss_table(table: str) -> None:
    """The second row would be lost without a word."""
    rows = load_table("losses")[table]
    words = Counter(word for row in rows for form in ("words", "past", "gerund", "base") for word in set(row.get(form, ())))
    assert [word for word, count in words.items() if count > 1] == []

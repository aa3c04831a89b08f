"""Words whose full stop ends no sentence: every row of the table does what its group says."""

from __future__ import annotations

import pytest

from tollbook.reading.tokens import split_sentences
from tollbook.vocab.tables import load_table

TABLE = load_table("abbreviations")


def count(text: str) -> int:
    return len(split_sentences(text))


@pytest.mark.parametrize("word", TABLE["before_name"]["words"])
def test_a_title_is_followed_by_its_name(word: str) -> None:
    """In any case of letters, with a name or a figure after it."""
    assert count(f"Then {word}. Orlov left.") == 1
    assert count(f"Then {word.capitalize()}. Orlov left.") == 1
    assert count(f"Then {word}. 12 left.") == 1


@pytest.mark.parametrize("word", TABLE["before_number"]["words"])
def test_some_words_are_abbreviations_only_before_a_figure(word: str) -> None:
    """ "No. 12" is one thing, "He said no. Twelve men left." two."""
    assert count(f"Then {word}. 12 left.") == 1
    assert count(f"Then {word}. Twelve left.") == 2


@pytest.mark.parametrize("word", TABLE["openers"]["words"])
def test_an_opener_after_an_abbreviation_with_stops_begins_a_sentence(word: str) -> None:
    assert count(f"He lives in the U.S. {word.capitalize()} army left.") == 2


@pytest.mark.parametrize("word", ["Army", "Troops", "Senator", "Embassy"])
def test_another_word_after_an_abbreviation_with_stops_does_not(word: str) -> None:
    assert count(f"He met the U.S. {word} there.") == 1


def test_words_are_lower_case_and_stand_once() -> None:
    """They are compared with lower-cased words; two groups would contradict each other."""
    words = [word for name in ("before_name", "before_number") for word in TABLE[name]["words"]]
    assert words == [word.lower() for word in words]
    assert len(words) == len(set(words))

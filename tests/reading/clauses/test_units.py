"""Sentences as letters: one for each word, name, number and counted phrase, always traceable to its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import sentences_of
from tests.reading.marked import units_of as units_and_counts
from tollbook.reading.clauses.units import Counted, find_counted, is_all_caps, make_units
from tollbook.reading.shadow import make_shadow
from tollbook.reading.tokens import Sentence, split_sentences
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.lexicon import load_lexicon


def counted_of(text: str) -> list[Counted]:
    return list(units_and_counts(text)[1].values())


def only(text: str) -> Counted:
    (phrase,) = counted_of(text)
    return phrase


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("12 soldiers were killed", "Pbk"),
        ("killed 12 people", "kP"),
        ("lost 5 tanks", "lI"),
        ("captured 12 villages", "kY"),
        ("suffered 30 casualties", "sD"),
        ("12 were killed", "Bbk"),
        ("killed a third of the troops", "kS"),
        ("the rest were killed", "Zbk"),
        ("a soldier was killed", "Nbk"),
        ("12 Russian soldiers were killed", "Pbk"),
        ("Russia lost 12 men", "flP"),
        ("the death toll rose to 12", "jyLvB"),
        ("killed on 12 May 2020", "kvXX"),
        ("(12 dead)", "(Bt)"),
    ],
)
def test_a_sentence_is_spelled_in_letters(text: str, letters: str) -> None:
    """A number and the noun that it counts are one letter: people, items, ground, losses, a bare number, a share, the rest."""
    assert units_and_counts(text)[0].letters == letters


@pytest.mark.parametrize(
    ("text", "letter", "heads"),
    [
        ("12 soldiers", "P", ("soldiers",)),
        ("12 wounded soldiers", "P", ("soldiers",)),
        ("12 of the soldiers", "P", ("soldiers",)),
        ("12 young Syrian soldiers", "P", ("soldiers",)),
        ("12 women and children", "P", ("women", "children")),
        ("12 Russians", "P", ("russians",)),
        ("5 main battle tanks", "I", ("main battle tanks",)),
        ("30 square kilometers", "Y", ("square kilometers",)),
        ("30 casualties", "D", ("casualties",)),
        ("12 commuters", "P", ("commuters",)),
        ("12 hikers", "U", ()),
        ("12", "B", ()),
    ],
)
def test_a_number_takes_the_noun_that_it_counts(text: str, letter: str, heads: tuple[str, ...]) -> None:
    phrase = only(text)
    assert (phrase.letter, phrase.heads) == (letter, heads)


def test_a_phrase_keeps_the_forces_inside() -> None:
    """ "Twelve Syrian soldiers": the side stands in the phrase."""
    assert [force.id for force in only("12 Syrian soldiers").forces] == ["SYR"]


@pytest.mark.parametrize("text", ["two of them", "4,000 of these casualties", "two of whom"])
def test_a_part_of_something_named_elsewhere_is_partitive(text: str) -> None:
    assert only(text).partitive


@pytest.mark.parametrize("text", ["two of the soldiers", "two soldiers", "4,000 casualties"])
def test_a_count_that_names_its_own_noun_is_not_partitive(text: str) -> None:
    assert not only(text).partitive


@pytest.mark.parametrize("text", ["a soldier's rifle", "the soldier", "a soldier training center", "soldiers"])
def test_one_person_is_counted_only_as_a_person(text: str) -> None:
    """Not before a possessive or another noun, and not without "a"."""
    assert [phrase for phrase in counted_of(text) if phrase.letter == "N" and phrase.last == len(text.split())] == []


@pytest.mark.parametrize(
    "text", ["on 12 May 2020", "a T-72", "the 47th Brigade", "at 6:30 p.m.", "155 mm guns", "12 million dollars", "a 43-year-old man"]
)
def test_a_number_that_counts_nothing_counts_no_noun(text: str) -> None:
    assert [phrase for phrase in counted_of(text) if phrase.number is not None] == []


def test_capital_letters_are_no_evidence_of_a_name_in_capitals() -> None:
    """In a headline set in capitals every word has one."""
    loud, quiet = "ORLOV KILLED 12 PEOPLE", "Orlov killed 12 people"
    (sentence,) = split_sentences(loud)
    assert is_all_caps(loud, sentence)
    assert units_and_counts(loud)[0].letters == "xkP"
    assert units_and_counts(quiet)[0].letters == "^kP"


@pytest.mark.parametrize(
    ("word", "letter"), [("swiftly", "A"), ("umbrella", "x"), ("Umbrella", "^"), ("!", "."), (";", ";"), ("[", "("), ("–", "-"), ("#", ".")]
)
def test_an_unknown_word_gets_the_letter_of_its_form(word: str, letter: str) -> None:
    assert units_and_counts(f"killed {word}")[0].letters == f"k{letter}"


def words_of(text: str, sentence: Sentence) -> list[str]:
    return [text[a:b].lower() for a, b in zip(sentence.starts, sentence.ends, strict=True)]


SAMPLES = st.sampled_from(
    [
        "12",
        "1,500",
        "killed",
        "soldiers",
        "Russia",
        "Russian",
        "of",
        "them",
        "a",
        "the",
        "third",
        "percent",
        "death",
        "toll",
        "dozens",
        "-",
        ",",
        "'s",
        "and",
        "lost",
        "tanks",
        "no",
        "one",
        "(",
        "were",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(SAMPLES, max_size=40).map(" ".join)))
def test_units_cover_every_token_once(text: str) -> None:
    """In order, without gap or overlap, before and after counting, so that every match leads back to its words."""
    shadow = make_shadow(text).text
    for sentence, numbers in sentences_of(shadow):
        forces = force_lexicon().find_forces(sentence.words, sentence.starts, shadow)
        plain = make_units(shadow, sentence, numbers=numbers, forces=forces, lexicon=load_lexicon())
        units, counted = find_counted(plain)
        for each in (plain, units):
            assert len(each.letters) == len(each.firsts) == len(each.lasts)
            assert [0, *each.lasts] == [*each.firsts, len(sentence.words)]
        assert all(units.firsts[at] == phrase.first and units.lasts[at] == phrase.last for at, phrase in counted.items())
        assert units.words == words_of(shadow, sentence)

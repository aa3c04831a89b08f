"""The lexicon of forces: which words name whom, and which spelled alike name nobody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.tokens import TOKEN as READING_TOKEN
from tollbook.vocab.forces import ForceMention, force_lexicon
from tollbook.vocab.phrases import split_phrase
from tollbook.vocab.sources import source_lexicon
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import load_theatre

UKRAINE = load_theatre("russia-ukraine-2022")
GAZA = load_theatre("gaza-2023")


def find(text, theatre=None):
    tokens = list(READING_TOKEN.finditer(text))
    words = [token.group().lower() for token in tokens]
    return force_lexicon(theatre).find_forces(words, [token.start() for token in tokens], text)


def ids(text, theatre=None):
    return [mention.id for mention in find(text, theatre)]


def kinds(text, theatre=None):
    return [(mention.id, mention.kind) for mention in find(text, theatre)]


@pytest.mark.parametrize("theatre", [None, UKRAINE, GAZA])
def test_phrases_are_split_as_reading_splits_sentences(theatre):
    """A phrase that is split otherwise would never match."""
    for phrase in (*force_lexicon(theatre).by_phrase, *source_lexicon(theatre).named):
        written = " ".join(phrase).replace(" 's", "'s")
        assert tuple(READING_TOKEN.findall(written)) == phrase == split_phrase(written)


@pytest.mark.parametrize("example", load_table("forces")["example"], ids=lambda example: example["text"])
def test_every_example_of_the_table_is_read_so(example):
    assert ids(example["text"]) == example["forces"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia lost nine tanks", ("RUS", "country")),
        ("Russian losses", ("RUS", "demonym")),
        ("Two Russians died", ("RUS", "people")),
        ("Moscow denied it", ("RUS", "capital")),
        ("Palestinians were killed", ("PSE", "people")),
        ("Israelis were killed", ("ISR", "people")),
        ("Syrians were killed", ("SYR", "people")),
        ("North Koreans were killed", ("PRK", "people")),
        ("Hezbollah lost nine", ("hezbollah", "group")),
        ("nine rebels died", ("rebels", "generic")),
        ("the IDF said", ("ISR", "alias")),
    ],
)
def test_a_mention_says_in_which_way_its_force_is_named(text, expected):
    assert kinds(text) == [expected]


def test_the_longest_phrase_wins():
    """South Sudan is not Sudan, nor the Free Syrian Army Syria's."""
    assert ids("South Sudan and Sudan") == ["SSD", "SDN"]
    assert ids("Free Syrian Army fighters") == ["free-syrian-army"]
    assert ids("the Democratic Republic of the Congo") == ["COD"]
    assert ids("Papua New Guinea, Guinea-Bissau and Guinea") == ["PNG", "GNB", "GIN"]


def test_a_possessive_names_the_state_before_it():
    assert find("Syria's army")[0] == ForceMention(0, 0, "SYR", "country")


@pytest.mark.parametrize(("text", "code"), [("Syrias war", "SYR"), ("Russias losses", "RUS"), ("North Koreas troops", "PRK")])
def test_a_possessive_that_lost_its_apostrophe_names_the_state(text, code):
    assert kinds(text) == [(code, "country")]


@pytest.mark.parametrize(
    "text", ["roast turkey", "fine china", "a guinea fowl", "chad and jordan", "the polish on it", "us and them", "a niger seed"]
)
def test_a_state_in_lower_case_is_none(text):
    assert ids(text) == []


def test_a_text_in_capitals_names_states():
    assert ids("TURKISH TROOPS ENTERED SYRIA") == ["TUR", "SYR"]


@pytest.mark.parametrize("text", ["IT IS NOT FOR US TO SAY", "THE CAR WAS BURNED"])
def test_plain_words_in_a_text_in_capitals_are_no_acronyms(text):
    assert ids(text) == []


def test_acronyms_need_their_capitals():
    assert ids("The US and the UAE agreed") == ["USA", "ARE"]
    assert ids("Ira drove a Kia") == []


def test_a_state_that_is_a_name_too_is_none_after_another_name():
    assert ids("We saw Michael Jordan") == []
    assert ids("troops left for Jordan") == ["JOR"]


@pytest.mark.parametrize(
    "text", ["New Mexico", "the Washington Post", "the Indian Ocean", "South China Sea", "Latin America", "the Paris Agreement"]
)
def test_a_phrase_that_only_holds_a_state_names_none(text):
    assert ids(text) == []


def test_a_hyphenated_word_is_not_the_state_inside_it():
    """US-backed fighters are not the United States'."""
    assert ids("US-backed fighters, pro-Russian crowds") == []


@pytest.mark.parametrize("text", ["al-Shabaab raided", "Al-Shabaab raided", "al Shabaab raided", "AL-SHABAAB RAIDED"])
def test_an_arabic_article_may_be_written_in_every_way(text):
    assert ids(text) == ["al-shabaab"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Shining Path guerrillas", "shining-path"),
        ("the PKK", "pkk"),
        ("Houthi rebels", "houthis"),
        ("the Rapid Support Forces", "rsf"),
        ("the Tatmadaw", "MMR"),
        ("Boko Haram", "boko-haram"),
        ("the FARC", "farc"),
        ("Tamil Tigers", "ltte"),
        ("Islamic State group", "islamic-state"),
        ("IS fighters", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("the Taliban", "taliban"),
    ],
)
def test_groups_of_the_world_are_known(text, slug):
    assert ids(text) == [slug]


def test_a_theatre_adds_its_own_words():
    """A misprint that is known in one war is none in another."""
    assert ids("11,000 DRPK troops", UKRAINE) == ["PRK"]
    assert ids("11,000 DRPK troops") == []
    assert kinds("the contingent lost 40", UKRAINE) == [("PRK", "alias")]
    assert kinds("Gazans fled", GAZA) == [("PSE", "people")]
    assert ids("pro-Russian separatists", UKRAINE) == ["dpr"]
    assert ids("втрати ворога", UKRAINE) == ["RUS"]


def test_every_state_has_a_code_and_a_name():
    lexicon = force_lexicon()
    for phrase, entry in lexicon.by_phrase.items():
        assert phrase
        if entry.kind in ("country", "demonym", "people", "capital"):
            assert re.fullmatch("[A-Z]{3}", entry.id), phrase
        elif entry.kind != "none":
            assert lexicon.names[entry.id]


def test_no_group_has_the_id_of_another_force():
    table = load_table("forces")
    assert not set(table["group"]) & set(table["generic"])


@given(st.text(max_size=200))
def test_any_text_is_searched_and_mentions_lie_in_order_within_it(text):
    mentions = find(text)
    size = len(READING_TOKEN.findall(text))
    ends = [-1]
    for mention in mentions:
        assert ends[-1] < mention.first <= mention.last < size
        ends.append(mention.last)

"""The lexicon of claimants: which source a phrase names, by name or by state and institution, and which phrases name none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.vocab.sources import ROLES, SourceEntry, role_toward, source_lexicon
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import load_theatre

UKRAINE = load_theatre("russia-ukraine-2022")
GAZA = load_theatre("gaza-2023")
TABLE = load_table("sources")


def ids(text, theatre=None):
    return [source.id for source in source_lexicon(theatre).resolve_all(text)]


@pytest.mark.parametrize("example", TABLE["example"], ids=lambda example: example["text"])
def test_every_example_of_the_table_is_resolved_so(example):
    assert ids(example["text"]) == example["sources"]


@pytest.mark.parametrize(("text", "suffix"), [(text, row["suffix"]) for row in TABLE["institution"] for text in row["examples"]], ids=str)
def test_every_institution_joins_the_state_of_its_example(text, suffix):
    (found,) = ids(text)
    assert found[4:] == suffix
    assert found[3] == "-"


@pytest.mark.parametrize(
    "row", [*TABLE["source"], *TABLE["institution"], *TABLE["generic"]], ids=lambda row: row.get("id") or row["suffix"]
)
def test_every_role_is_one_of_the_vocabulary(row):
    assert row["role"] in ROLES


def test_every_name_resolves_to_its_own_source():
    lexicon = source_lexicon()
    for row in TABLE["source"]:
        for name in row["names"]:
            assert [source.id for source in lexicon.resolve_all(name)] == [row["id"]], name


def test_every_name_of_a_theatre_resolves_to_its_own_source():
    for theatre in (UKRAINE, GAZA):
        lexicon = source_lexicon(theatre)
        for source in theatre.sources:
            for name in source.names:
                assert [found.id for found in lexicon.resolve_all(name)] == [source.id], name


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("the British Military Intelligence", "GBR-MOD-DI"),
        ("Ukrainian MOD data", "UKR-MOD"),
        ("the General Staff of the Armed Forces of Ukraine", "UKR-GS"),
        ("Moscow", "RUS-GOV"),
        ("Pyongyang", "PRK-GOV"),
        ("the Kremlin", "RUS-GOV"),
        ("the Pentagon", "USA-DOD"),
        ("US", "USA-GOV"),
        ("South Korea's National Intelligence Service (NIS)", "KOR-NIS"),
        ("a senior Kenyan police official", "KEN-POLICE"),
        ("the government of Mali", "MLI-GOV"),
    ],
)
def test_a_phrase_resolves_to_one_source(text, source):
    assert ids(text) == [source]


def test_two_states_share_the_institution_that_follows():
    assert ids("Polish and Estonian intelligence services") == ["POL-INTEL", "EST-INTEL"]


def test_an_institution_may_stand_before_its_state():
    assert ids("the Ministry of Defence of Armenia") == ["ARM-MOD"]
    assert ids("the army of Chad") == ["TCD-ARMY"]


@pytest.mark.parametrize("text", ["", "the baker", "he", "who", "a Syrian", "Tuesday", "some", "the report", "two Russians", "WHEN"])
def test_a_phrase_that_names_no_source_is_none(text):
    assert source_lexicon().resolve(text) is None


def test_an_acronym_needs_its_capitals():
    """A relative pronoun is not the World Health Organization, not even in a text in capitals."""
    assert ids("WHO data") == ["who"]
    assert ids("WHO") == []
    assert ids("who") == []
    assert ids("the ap of it") == []


@pytest.mark.parametrize("text", ["an amnesty", "the site", "the economist", "a guardian", "an oryx", "crisis group therapy"])
def test_a_name_in_lower_case_is_a_plain_word(text):
    assert ids(text) == []


def test_a_theatre_knows_more_names():
    assert ids("President Zelenskyy", UKRAINE) == ["UKR-PRES"]
    assert ids("Gaza's health ministry", GAZA) == ["PSE-MOH"]
    assert ids("Hagari", GAZA) == ["ISR-IDF"]
    assert ids("UK Ministry of Defence", UKRAINE) == ["GBR-MOD-DI"]


def test_a_belligerents_institution_is_its_own_side_in_its_theatre():
    assert source_lexicon(UKRAINE).resolve("Russian intelligence").role == "own_side"
    assert source_lexicon(UKRAINE).resolve("Estonian intelligence").role == "third_party_intelligence"
    assert source_lexicon().resolve("Russian intelligence").role == "third_party_intelligence"


def test_the_role_of_a_side_turns_on_whose_losses_it_counts():
    staff = source_lexicon(UKRAINE).resolve("Ukrainian General Staff")
    assert role_toward(staff, "RUS", UKRAINE) == "opponent"
    assert role_toward(staff, "PRK", UKRAINE) == "opponent"
    assert role_toward(staff, "UKR", UKRAINE) == "own_side"
    assert role_toward(staff, None, UKRAINE) == "own_side"
    russian = source_lexicon(UKRAINE).resolve("Russian Defense Ministry")
    assert role_toward(russian, "wagner", UKRAINE) == "own_side"
    assert role_toward(SourceEntry(id="reuters", name="Reuters", role="press"), "RUS") == "press"


@given(st.text(max_size=300))
def test_any_text_resolves_without_fault_and_names_each_source_once(text):
    found = ids(text)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("row", TABLE["short"], ids=lambda row: "+".join(row["of"]))
def test_every_short_form_stands_for_a_source_that_there_is(row):
    lexicon = source_lexicon()
    known = {one["suffix"] for one in TABLE["institution"]} | {one["id"] for one in TABLE["source"]}
    assert set(row["of"]) <= known
    for word in row["words"]:
        assert lexicon.is_short(f"The {word}")
        assert all(lexicon.may_mean(word, source) for source in row["of"])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("the General Staff", "UKR-GS"),
        ("the Ukrainian General Staff", "UKR-GS"),
        ("the General Staff of Ukraine", "UKR-GS"),
        ("the Russian General Staff", "RUS-GS"),
        ("Russia's General Staff", "RUS-GS"),
        ("the General Staff of the Russian Armed Forces", "RUS-GS"),
        ("the Belarusian General Staff", "BLR-GS"),
    ],
)
def test_an_institution_that_a_theatre_knows_by_its_noun_is_another_states_where_that_is_said(text, source):
    assert ids(text, UKRAINE) == [source]

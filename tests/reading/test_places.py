"""Places: names with a cue of place beside them."""

from __future__ import annotations

from tollbook.reading.places import PlaceMention, PlaceNames, find_places, place_for
from tollbook.reading.tokens import Sentence

NAMES = PlaceNames({"kursk oblast": "kursk", "kursk": "kursk", "gaza": "gaza", "gaza strip": "gaza", "bakhmut": "bakhmut"})


def places(text: str) -> list[PlaceMention]:
    return find_places(text, Sentence(0, len(text), 0), names=NAMES)


def test_a_name_before_oblast_is_a_place_of_the_theatre() -> None:
    (place,) = places("The army lost 40 men in Kursk oblast, Russia.")
    assert (place.text, place.id) == ("Kursk oblast", "kursk")


def test_the_nearest_place_after_a_number_is_its_place() -> None:
    found = places("Near Baghdad 12 men died in Mosul and 3 in Basra.")
    assert [place.text for place in found] == ["Baghdad", "Mosul", "Basra"]
    assert place_for(found, 2, 3) is found[1]

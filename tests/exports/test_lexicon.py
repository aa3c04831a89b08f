"""What claims name by id, looked up."""

from __future__ import annotations

from tollbook.core.types import Place
from tollbook.exports.lexicon import Where, is_state, role_of, side_of, state_name, where
from tollbook.vocab.gazetteer import load_gazetteer


def test_a_force_is_on_the_side_that_its_theatre_says() -> None:
    assert (side_of("PRK"), side_of("RUS"), side_of("hamas"), side_of("NOR"), side_of(None)) == ("RUS", "RUS", "hamas", "NOR", None)


def test_a_role_is_toward_the_force() -> None:
    assert (role_of("UKR-GS", "RUS"), role_of("UKR-GS", "UKR"), role_of("author", "RUS"), role_of("two men", None)) == (
        "opponent",
        "own_side",
        "author",
        "unnamed",
    )


def test_a_town_lies_where_the_gazetteer_says() -> None:
    town = load_gazetteer().town("Mykolaiv")
    assert town is not None
    assert where(Place(text="Mykolaiv", id=town.id)) == Where(country="Ukraine", precision=2)
    assert where(Place(text="Mykolaiv", id="geonames:1")) == Where(precision=2)


def test_a_state_is_known_by_its_code() -> None:
    assert [is_state(code) for code in ("RUS", "hamas", "rus", None, "ОСН")] == [True, False, False, False, False]
    assert (state_name("RUS"), state_name("nobody")) == ("Russia", "nobody")

"""Whom a cell names: one id, or none."""

from __future__ import annotations

import pytest

from tollbook.sources.datasets.forms import Naming
from tollbook.sources.datasets.naming import definition_day, force_id, force_name, place_id, source_id

UKRAINE = "russia-ukraine-2022"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UK MoD", "GBR-MOD-DI"),
        ("UKR-GS", "UKR-GS"),
        ("Norwegian Defense Intelligence", "NOR-INTEL"),
        ("Reuters and Xinhua", None),
        ("a blogger", None),
        ("x" * 5000, None),
    ],
)
def test_a_source_is_known_or_not(text: str, found: str | None) -> None:
    assert source_id(text, Naming(), UKRAINE) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Government of Russia (Soviet Union)", "RUS"),
        ("Government of Mali", "MLI"),
        ("RUS", "RUS"),
        ("Civilians", None),
        ("Government of Mali, Government of Niger", None),
    ],
)
def test_a_force_is_known_or_not(text: str, found: str | None) -> None:
    assert force_id(text, Naming(), None) == found


def test_the_values_of_a_profile_go_first() -> None:
    assert source_id("UK MoD", Naming(values={"UK MoD": "mine"}), UKRAINE) == "mine"
    assert force_id("orcs", Naming(values={"orcs": "PRK"}), UKRAINE) == "PRK"


def test_names_and_places_come_from_the_theatre() -> None:
    assert force_name("RUS", UKRAINE) == "Russia"
    assert force_name("nobody", None) == "nobody"
    assert place_id("kherson region", UKRAINE) == "UKR-kherson-oblast"
    assert place_id("Kherson", None) is None


def test_a_definition_holds_from_its_day_on() -> None:
    people = frozenset({"killed", "wounded"})
    assert definition_day("UKR-GS", UKRAINE, people, "2022-12-31") == "2022-02-24"
    assert definition_day("UKR-GS", UKRAINE, people, "2023-01-01") == "2023-01-01"
    assert definition_day("UKR-GS", UKRAINE, frozenset({"tank"}), "2023-01-01") is None

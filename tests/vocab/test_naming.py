"""Everyday names for ids and categories."""

from __future__ import annotations

import pytest

from tollbook.reading import shadow
from tollbook.reading.agreement import ALONE
from tollbook.vocab.naming import categories_words, flag_words, source_name
from tollbook.vocab.tables import load_table


def test_a_source_has_the_name_that_its_row_gives_first() -> None:
    assert source_name("UKR-GS") == "General Staff of the Armed Forces of Ukraine"


def test_a_source_that_only_a_theatre_knows_has_its_name_there() -> None:
    assert source_name("PSE-PRCS") == "Palestine Red Crescent Society"


def test_words_without_an_id_stay_as_they_are() -> None:
    assert source_name("two officials in Kyiv") == "two officials in Kyiv"


@pytest.mark.parametrize(
    ("categories", "number", "words"),
    [
        (["tank"], 1, "tank"),
        (["tank"], 2, "tanks"),
        (["tank"], None, "tanks"),
        (["aircraft"], 3, "aircraft"),
        (["special_equipment"], 1, "piece of special equipment"),
        (["mlrs", "artillery"], 40, "artillery systems or multiple launch rocket systems"),
        (["killed", "wounded"], 1, "killed or wounded"),
    ],
)
def test_categories_are_named_for_their_number(categories: list[str], number: int | None, words: str) -> None:
    assert categories_words(categories, number) == words


def test_every_category_of_materiel_has_a_name_for_one_and_for_many() -> None:
    rows = [row for row in load_table("materiel")["category"] if row["unit"] == "item"]
    assert rows
    for row in rows:
        assert categories_words([row["id"]], 1)
        assert categories_words([row["id"]], 2) == row.get("many", row["words"][1])


def test_every_flag_of_a_reading_has_words() -> None:
    flags = (shadow.OTHER_SCRIPT, shadow.MIXED_SCRIPT, shadow.HOMOGLYPH, ALONE, "rate.week")
    assert [flag_words(flag) for flag in flags if flag_words(flag) == flag] == []

"""The listing shows every table's rows, and finds them by their words."""

from __future__ import annotations

import pytest

from tollbook.core.errors import UsageError
from tollbook.vocab.listing import list_vocabulary, sections
from tollbook.vocab.tables import load_table


@pytest.mark.parametrize("section", sections())
def test_a_sections_rows_belong_to_it_and_have_an_id(section):
    rows = list_vocabulary(section)
    assert rows
    assert all(row.section == section and row.id for row in rows)


@pytest.mark.parametrize("section", ["categories", "forces", "sources"])
def test_a_row_has_words_a_meaning_and_an_example(section):
    for row in list_vocabulary(section):
        assert row.words, row.id
        assert row.meaning, row.id
        assert row.example, row.id


def test_hedges_hold_the_vague_words_with_their_interval():
    rows = {row.words: row for row in list_vocabulary("hedges")}
    assert rows["dozens",].meaning == "24 to 99"
    assert any("at least" in words for words in rows)
    assert all(row.id and row.example for row in rows.values())


def test_probability_words_show_each_scale_apart():
    (row,) = [row for row in list_vocabulary("likelihoods") if row.id == "highly likely"]
    assert "phia 80-90%" in row.meaning


def test_without_a_section_all_are_listed():
    assert {row.section for row in list_vocabulary()} == set(sections())


def test_a_query_finds_words_ids_and_meanings_in_any_case():
    assert [row.id for row in list_vocabulary("categories", "HOWITZERS")] == ["artillery", "self_propelled_gun"]
    assert "PRK" in [row.id for row in list_vocabulary("forces", "pyongyang")]
    assert "sohr" in [row.id for row in list_vocabulary("sources", "observatory")]
    assert [row.id for row in list_vocabulary("forces", "Shining Path")] == ["shining-path"]


def test_a_query_that_nothing_holds_finds_nothing():
    assert list_vocabulary(None, "xylophone") == []


def test_an_unknown_section_names_those_that_there_are():
    with pytest.raises(UsageError, match="categories"):
        list_vocabulary("weather")


def test_materiel_words_stand_in_one_category_each():
    """A word in two categories would make its reading a guess."""
    holders: dict[str, str] = {}
    for row in load_table("materiel")["category"]:
        for word in {word.lower() for language in ("words", "models", "uk", "ru") for word in row.get(language, ())}:
            assert word not in holders, f"{word!r} in {holders.get(word)} and {row['id']}"
            holders[word] = row["id"]


def test_materiel_rows_have_units_and_examples_that_hold_a_word():
    for row in load_table("materiel")["category"]:
        assert row["unit"] in ("item", "km2")
        assert row["examples"]
        for example in row["examples"]:
            assert any(word.lower() in example.lower() for word in (*row["words"], *row.get("models", ()))), example

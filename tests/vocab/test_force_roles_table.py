"""The words by the part that they play in saying whose loss a count is."""

from __future__ import annotations

import re

import pytest

from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.tables import load_table

TABLE = load_table("force_roles")
ROWS = sorted(name for name, row in TABLE.items() if "words" in row)


@pytest.mark.parametrize("name", ROWS)
def test_words_are_in_lower_case_and_stand_once(name):
    words = TABLE[name]["words"]
    assert words == [word.lower() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", ROWS)
def test_an_example_shows_one_of_the_words(name):
    words = [word for column in TABLE[name].values() for word in column]
    for example in TABLE[name]["examples"]:
        assert any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", example.lower()) for word in words), example


def test_who_is_a_foe_is_no_soldier_of_ones_own():
    assert "soldiers" not in TABLE["foe"]["words"]
    assert "policemen" not in TABLE["foe"]["words"]


def test_every_insurgency_and_the_state_that_it_fights_are_known():
    known = set(force_lexicon().names)
    for group, state in TABLE["fights"].items():
        assert group in known
        assert re.fullmatch("[A-Z]{3}", state)
        assert state in known


def test_kinds_and_exceptions_are_known_forces():
    known = set(force_lexicon().names)
    assert {*TABLE["state"]["kinds"], *TABLE["armed"]["kinds"], *TABLE["unnamed"]["words"]} <= known
    assert set(TABLE["junta"]["states"]) <= known

"""Calendar words: classes become letters, rows become expressions."""

from __future__ import annotations

import re

import pytest

from tollbook.core.errors import VocabularyError
from tollbook.reading.calendar import words
from tollbook.reading.calendar.atoms import BUILDERS
from tollbook.reading.calendar.uses import USES
from tollbook.reading.calendar.words import calendar_words, letter_of
from tollbook.vocab.tables import load_table

TABLE = load_table("periods")


def test_every_row_names_a_builder_or_a_use() -> None:
    assert {row["build"] for row in TABLE["atom"]} <= BUILDERS.keys()
    assert {row["use"] for row in TABLE["wrap"]} <= USES.keys()


def test_every_builder_and_use_is_named_by_a_row() -> None:
    assert BUILDERS.keys() <= {row["build"] for row in TABLE["atom"]}
    assert USES.keys() <= {row["use"] for row in TABLE["wrap"]}


@pytest.mark.parametrize("row", TABLE["atom"] + TABLE["wrap"], ids=lambda row: row["name"])
def test_every_row_has_three_examples(row: dict[str, list[str]]) -> None:
    assert len(row["examples"]) >= 3


def test_rows_have_names_of_their_own() -> None:
    names = [row["name"] for row in TABLE["atom"] + TABLE["wrap"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("one", "other"), [("monday", "friday"), ("2024", "1950"), ("24.02", "01.12"), ("mid-january", "late-may"), ("river", "tank")]
)
def test_words_of_the_same_classes_have_the_same_letter(one: str, other: str) -> None:
    assert letter_of(one) == letter_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("monday", "january"), ("2024", "2101"), ("24.02", "24.13"), ("mid-january", "mid-river"), ("river", ";")]
)
def test_words_of_other_classes_have_another_letter(one: str, other: str) -> None:
    assert letter_of(one) != letter_of(other)


def test_a_row_is_tried_wherever_it_may_begin() -> None:
    rows = calendar_words().atoms.by_letter
    for opener in ("24", "the", "monday", "january", "mid-january", "2025", "last", "yesterday"):
        assert letter_of(opener) in rows


def test_a_row_with_an_unknown_class_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name": "broken", "pattern": "nonsense", "build": "month"}
    with pytest.raises(VocabularyError, match="nonsense"):
        words._patterns([row], "build", members={}, near="x")


def test_no_row_repeats_a_repetition() -> None:
    """Nested quantifiers are what makes matching slow beyond bounds."""
    for row in TABLE["atom"] + TABLE["wrap"]:
        assert not re.search(r"[+*}]\)?[+*{]", row["pattern"])

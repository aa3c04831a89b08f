"""The evidence that a text speaks of armed conflict: one weight a word, and signs of other subjects against it."""

from __future__ import annotations

from collections import Counter

import pytest

from tollbook.reading.gate import judge_context
from tollbook.vocab.tables import load_table

TABLE = load_table("context")
GROUPS = {name: row for name, row in TABLE.items() if isinstance(row, dict)}


def test_a_word_has_one_weight() -> None:
    """A word in two groups would count as the last of them says."""
    counts = Counter(word for row in GROUPS.values() for word in row["words"])
    assert [word for word, count in counts.items() if count > 1] == []


def test_signs_of_other_subjects_weigh_against() -> None:
    assert GROUPS["against"]["weight"] < 0 < GROUPS["weak"]["weight"] < GROUPS["medium"]["weight"] < GROUPS["strong"]["weight"]


def test_words_are_lower_case() -> None:
    """Texts are compared without case; a capital here would name another word to a reader of the table."""
    assert [word for row in GROUPS.values() for word in row["words"] if word != word.lower()] == []


@pytest.mark.parametrize("word", GROUPS["strong"]["words"])
def test_a_strong_word_is_evidence_enough_by_itself(word: str) -> None:
    context = judge_context(f"It was about the {word} there.".encode(), "conflict")
    assert context.conflict
    assert word in context.evidence


@pytest.mark.parametrize("word", GROUPS["weak"]["words"])
def test_a_weak_word_is_not_evidence_enough_by_itself(word: str) -> None:
    assert not judge_context(f"It was about the {word} there.".encode(), "conflict").conflict

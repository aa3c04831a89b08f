"""Every row of the context table is well formed, says each word once, and reads as its examples say."""

import re
from collections import Counter
from typing import Any

import pytest

from tollbook.reading.gate.gate import weigh
from tollbook.reading.gate.other_causes import is_other_cause
from tollbook.reading.tokens import split_sentences, tokenise
from tollbook.vocab.tables import load_table

TABLE = load_table("context")
CLASSES: dict[str, dict[str, Any]] = TABLE["class"]
PAIRS: list[dict[str, Any]] = TABLE["pair"]
CAUSES: list[dict[str, Any]] = TABLE["cause"]["row"]


def pairs_in(text: str) -> set[str]:
    return set(weigh(text.encode()).points)


def cause_in(text: str) -> str | None:
    (sentence,) = split_sentences(text)
    return is_other_cause(tokenise(text, sentence).words)


def rows_with(key: str, rows: list[dict[str, Any]], name: str) -> list[tuple[str, str]]:
    return [(row[name], text) for row in rows for text in row[key]]


def test_a_word_belongs_to_one_class() -> None:
    """A word counts once: two weights for it would make the reason unreadable."""
    words = Counter(word for row in CLASSES.values() for word in row.get("words", ()))
    assert [word for word, times in words.items() if times > 1] == []


def test_words_are_written_as_they_are_matched() -> None:
    """Words are lower-case, without hyphens or periods, as a text is flattened before it is looked up."""
    words = [word for row in CLASSES.values() for word in row.get("words", ())]
    assert [word for word in words if word != word.lower() or re.search(r"[^\w *]", word)] == []


@pytest.mark.parametrize("name", CLASSES)
def test_a_cap_has_the_sign_of_its_weight(name: str) -> None:
    """A cap is the most that a class may add or take away."""
    row = CLASSES[name]
    assert row["weight"] * row.get("cap", row["weight"]) >= 0


def test_groups_and_names_left_out_are_in_the_table_of_forces() -> None:
    """A name that is no longer known is no exception either."""
    groups = load_table("forces")["group"]
    spelled = {word for row in groups.values() for word in (*row["words"], *row.get("upper", ()))}
    assert set(TABLE["unarmed"]) <= set(groups)
    assert set(TABLE["ambiguous"]) <= spelled


def test_every_pair_has_three_examples_and_one_that_is_none() -> None:
    """A rule is stated as grammar; one sentence is no grammar."""
    assert all(len(row["examples"]) >= 3 and row["not"] for row in PAIRS)
    assert all(len(row["examples"]) >= 3 and len(row["not"]) >= 2 for row in CAUSES)


@pytest.mark.parametrize(("name", "text"), rows_with("examples", PAIRS, "name"))
def test_a_pair_is_found_in_its_examples(name: str, text: str) -> None:
    """The pair adds its points to those of its words."""
    assert name in pairs_in(text)


@pytest.mark.parametrize(("name", "text"), rows_with("not", PAIRS, "name"))
def test_a_pair_is_not_found_in_what_only_looks_like_it(name: str, text: str) -> None:
    """Words that do not stand together in the pair's order are no pair."""
    assert name not in pairs_in(text)


@pytest.mark.parametrize(("says", "text"), rows_with("examples", CAUSES, "says"))
def test_a_cause_is_named_in_its_examples(says: str, text: str) -> None:
    """The sentence counts what the cause cost."""
    assert cause_in(text) == says


@pytest.mark.parametrize(("says", "text"), rows_with("not", CAUSES, "says"))
def test_a_cause_is_not_named_where_war_is_it(says: str, text: str) -> None:
    """An act of war in the sentence stands for itself, unless the other cause governs the verb."""
    assert cause_in(text) is None

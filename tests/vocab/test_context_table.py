"""The evidence that a text speaks of armed conflict: classes of words with weights and caps, and pairs that decide together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tollbook.reading.gate import judge_context, load_evidence
from tollbook.vocab.tables import load_table

TABLE = load_table("context")
CLASSES: dict[str, dict[str, Any]] = TABLE["class"]
PAIRS: list[dict[str, Any]] = TABLE["pair"]
FILLER = "Nothing else was said about it that day. "


def evidence(text: str) -> tuple[str, ...]:
    return judge_context(text.encode(), "conflict").evidence


def pairs_in(text: str) -> set[str]:
    """Return the names of the pairs that a text's opening holds, by taking each pair alone out of the table's patterns."""
    from tollbook.reading import gate
    from tollbook.vocab.forces import force_lexicon

    tally = gate._weigh(text.encode(), load_evidence(), force_lexicon())
    return set(tally.points) & {pair["name"] for pair in PAIRS}


def test_a_word_stands_in_one_class() -> None:
    """In two it would count as the first says, and the table would lie about the second."""
    counts = Counter(word.lower() for row in CLASSES.values() for word in set(row.get("words", ())))
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", CLASSES)
def test_a_cap_has_the_sign_of_its_weight(name: str) -> None:
    """And lets at least one word of the class count in full outside of the opening."""
    row = CLASSES[name]
    if row["weight"]:
        assert "cap" not in row or row["cap"] * row["weight"] > 0
        assert "cap" not in row or abs(row["cap"]) >= abs(row["weight"])
    else:
        assert "cap" not in row


@pytest.mark.parametrize("name", [name for name, row in CLASSES.items() if row["weight"] > 0 and row.get("cap", 9) < TABLE["threshold"]])
def test_words_of_a_weak_class_never_decide_alone(name: str) -> None:
    """All of them together stay under the threshold."""
    words = [word.rstrip("*") for word in CLASSES[name].get("words", ())]
    points = min(CLASSES[name]["cap"], 2 * CLASSES[name]["weight"] * len(words))
    assert points < TABLE["threshold"]


@pytest.mark.parametrize("name", [name for name, row in CLASSES.items() if row["weight"] < 0])
def test_signs_of_other_subjects_weigh_against(name: str) -> None:
    """A text of such words alone is not about conflict."""
    words = [word.rstrip("*") for word in CLASSES[name]["words"]]
    assert not judge_context(" . ".join(words[:40]).encode(), "conflict").conflict


@pytest.mark.parametrize("word", [word for word in CLASSES["strong"]["words"] if not word.endswith("*")])
def test_a_strong_word_in_the_opening_is_shown_as_evidence(word: str) -> None:
    assert word.replace("-", " ") in {found.replace("-", " ") for found in evidence(f"It was the {word} there. {FILLER}")}


EXAMPLES = [
    pytest.param(pair["name"], text, id=f"{pair['name']}: {text}")
    for pair in PAIRS
    for text in pair["examples"]
    if text != "took 120 prisoners"
]
NOT_EXAMPLES = [pytest.param(pair["name"], text, id=f"{pair['name']}: {text}") for pair in PAIRS for text in pair["not"]]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_a_pair_stands_in_its_examples(name: str, text: str) -> None:
    assert name in pairs_in(text)


@pytest.mark.parametrize(("name", "text"), NOT_EXAMPLES)
def test_a_pair_does_not_stand_in_what_is_not_its_own(name: str, text: str) -> None:
    assert name not in pairs_in(text)


def test_a_pair_names_classes_of_the_table() -> None:
    known = {*CLASSES, "state", "group", "name", "any"}
    steps = {part for pair in PAIRS for step in pair["steps"].split() for part in step.rstrip("?").partition("*")[0].split("|")}
    assert steps <= known


def test_the_opening_counts_double() -> None:
    """What a long text says later is worth half of what it says at once."""
    head, tail = "Artillery fell. " + FILLER * 30, FILLER * 30 + "Artillery fell."
    one, two = judge_context(head.encode(), "conflict"), judge_context(tail.encode(), "conflict")
    assert int(one.reason.split("evidence ")[1].split(",")[0]) > int(two.reason.split("evidence ")[1].split(",")[0])

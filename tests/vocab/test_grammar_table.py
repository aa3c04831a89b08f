"""The token classes of the clause grammar: letters, words, and the lists of words that the code asks for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import tollbook.reading
from tests.reading.marked import check, read_any
from tollbook.reading.tokens import TOKEN
from tollbook.vocab.lexicon import class_letters
from tollbook.vocab.tables import load_table

TABLE = load_table("grammar")
NAME = re.compile(r"\b[A-Z][A-Z_]+\b")
# Words of these classes come from the tables of losses, people and materiel.
FROM_OTHER_TABLES = {
    "PAST",
    "GERUND",
    "PRESENT",
    "LOSE",
    "SUFFER",
    "FATE",
    "STATE",
    "NOUN",
    "TALLY",
    "ACT",
    "DEPLOY",
    "PERSON",
    "ONE",
    "ITEM",
    "AREA",
}
# These are given by form, by the forces, or to a counted phrase.
BY_FORM = {"FORCE", "PEOPLE", "WORD", "NAME", "COMMA", "COLON", "DASH", "SEMICOLON", "QUOTE", "OPEN", "CLOSE", "STOP", "POSSESSIVE"}
COUNTED = {"NUMBER", "PERSONS", "BARE", "OTHERS", "SINGLE", "ITEMS", "AREAS", "LOSSES", "SHARE", "REST", "EXCLUDED"}


def test_a_letter_stands_for_one_class() -> None:
    """Two classes with one letter could not be told apart in a pattern."""
    counts = Counter(class_letters().values())
    assert [letter for letter, count in counts.items() if count > 1] == []
    assert all(len(letter) == 1 for letter in counts)


def test_every_class_has_words_or_a_form() -> None:
    """A letter that nothing ever gets would make a pattern that never matches."""
    assert set(TABLE["class"]) | FROM_OTHER_TABLES | BY_FORM | COUNTED == set(class_letters())
    assert all(row["words"] for row in TABLE["class"].values())


def test_every_class_is_used() -> None:
    """By a frame, or by the code that reads letters."""
    frames = load_table("frames")
    used = {name for frame in frames["frame"] for name in NAME.findall(frame["pattern"])}
    used |= {name for macro in frames["macros"].values() for name in NAME.findall(macro)}
    source = "".join(path.read_text(encoding="utf-8") for path in Path(tollbook.reading.__file__).parent.rglob("*.py"))
    literals = "".join(re.findall(r"\"[^\"\n]*\"|'[^'\n]*'", source))
    assert [
        name for name, letter in class_letters().items() if name not in used and f'"{name}"' not in source and letter not in literals
    ] == []


def test_every_word_of_a_class_is_spelled_as_tokens_are() -> None:
    words = [word for row in TABLE["class"].values() for word in row["words"] if "/" not in word]
    assert [word for word in words if " ".join(TOKEN.findall(word)) != word or word != word.lower()] == []


@pytest.mark.parametrize("name", ["continuation", "cumulative", "denial"])
def test_a_list_carries_words_and_examples(name: str) -> None:
    assert TABLE[name]["words"]
    assert TABLE[name]["examples"]


@pytest.mark.parametrize("example", TABLE["cumulative"]["examples"])
def test_a_cumulative_word_makes_a_running_count(example: str) -> None:
    assert [claim.period.kind for claim in read_any(example).claims] == ["cumulative"]


@pytest.mark.parametrize("example", TABLE["denial"]["examples"])
def test_a_denying_verb_takes_back_what_follows(example: str) -> None:
    assert [claim.assertion for claim in read_any(example).claims] == ["denied"]


@pytest.mark.parametrize("example", [*TABLE["falsity"]["examples"], *TABLE["own_account"]["counterexamples"]])
def test_what_is_called_false_is_denied(example: str) -> None:
    assert [claim.assertion for claim in read_any(example).claims] == ["denied"]


@pytest.mark.parametrize("example", [*TABLE["own_account"]["examples"], *TABLE["falsity"]["counterexamples"]])
def test_a_denial_of_something_else_leaves_the_figure_stated(example: str) -> None:
    assert [claim.assertion for claim in read_any(example).claims] == ["stated"]


@pytest.mark.parametrize("example", TABLE["continuation"]["examples"])
def test_a_continuation_takes_over_the_source_before(example: str) -> None:
    """ "In addition" goes on with what the last speaker said."""
    reading = read_any(f"The army has lost 40 howitzers, the ministry said on Monday. {example}")
    assert [claim.attribution[0].text for claim in reading.claims] == ["ministry", "ministry"]
    assert "attribution.continued" in reading.claims[-1].rules


@pytest.mark.parametrize("example", [example for row in TABLE.values() for example in row.get("marked", ())])
def test_a_marked_example_of_a_list_is_read_as_marked(example: str) -> None:
    """Its marked numbers are claims of what the mark says, and no other number is one."""
    check(example)


@pytest.mark.parametrize("example", TABLE["other_periods"]["undated"])
def test_the_period_of_something_else_is_no_claims_own(example: str) -> None:
    assert [(claim.period.start, claim.period.end) for claim in read_any(example).claims] == [(None, None)]

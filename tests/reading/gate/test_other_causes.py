"""What a sentence's figures count the cost of beside war: named where it governs the loss, and not where war does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.gate.other_causes import is_other_cause
from tollbook.reading.tokens import split_sentences, tokenise
from tollbook.vocab.tables import load_table


def cause_in(text: str) -> str | None:
    (sentence,) = split_sentences(text)
    return is_other_cause(tokenise(text, sentence).words)


@given(
    st.lists(st.sampled_from(["the", "quake", "killed", "nine", "-", "in", "storm", "'s", "shelling", "аварія", ",", "7-day"]), max_size=12)
)
def test_any_words_can_be_asked_for_another_cause(words: list[str]) -> None:
    """A cause is one of the table's, or none."""
    says = {row["says"] for row in load_table("context")["cause"]["row"]}
    assert is_other_cause(words) in says | {None}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("A quake of magnitude 6.4 killed 210 people as rebels and the army fought on.", "an earthquake"),
        ("Cholera has killed 1,900 since the war began.", "a disease"),
        ("The boat capsized and 61 refugees are missing.", "an accident"),
        ("Rains and floods have uprooted 80,000 people in the camps.", "a storm or flood"),
    ],
)
def test_a_cause_that_governs_the_loss_is_named_beside_war(text: str, cause: str) -> None:
    """What killed is the quake, though the sentence speaks of the fighting."""
    assert cause_in(text) == cause


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed 12 people in the quake zone.",
        "Drones sank the ferry with 40 soldiers aboard.",
        "A missile brought the helicopter down; it crashed and its crew of three died.",
        "Typhus cost the army 20,000 men.",
        "Rebels shot nine people who had fled the floods.",
        "Nine people were killed.",
    ],
)
def test_an_act_of_war_in_the_sentence_stands_for_itself(text: str) -> None:
    """An accident's or a flood's word does not take the dead of an attack away."""
    assert cause_in(text) is None

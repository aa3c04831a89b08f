"""What is worth parsing: texts about armed conflict, and sentences that hold a loss word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.marked import read_any
from tollbook.reading.gate import EVIDENCE_SHOWN, holds_loss_word, judge_context

CONFLICT = [
    "Shelling killed 12 soldiers near the front line.",
    "A car bomb wounded 30 people outside the ministry.",
    "Gunmen shot dead two policemen in the market.",
    "The rebels say that they captured 40 men.",
    "The army lost 12 tanks in the battle for the town.",
    "Guerrillas ambushed a convoy and burned nine trucks.",
    "A suicide bomber struck a checkpoint, killing six.",
    "Airstrikes overnight left 15 people dead.",
    "Загальні бойові втрати противника склали 1200 осіб.",
    "TROOPS KILLED IN AMBUSH",
]
OTHER = [
    "Twelve people were killed in a train crash on Monday.",
    "An earthquake killed 300 people and injured 1,200.",
    "The striker scored two goals before he was injured.",
    "Floods have killed 40 people and left 3,000 homeless.",
    "The company lost 12 million dollars and shed 300 jobs.",
    "Nine miners died in a mine collapse; two are missing.",
    "The virus has killed 900 patients this season.",
    "The film shows how a boy lost his dog.",
    "A bus crash injured 23 tourists in the mountains.",
    "The bakery opens at seven.",
    "The coach said the league had lost two great players.",
    "A house fire killed a woman and two children.",
    "Hurricane leaves 12 dead, 40 injured",
    "The ferry capsized; 60 passengers drowned.",
    "The new album sold 40,000 copies.",
    "Her novel about grief was shortlisted.",
]


@pytest.mark.parametrize("text", CONFLICT)
def test_a_text_about_armed_conflict_is_read(text: str) -> None:
    context = judge_context(text.encode(), "conflict")
    assert context.conflict
    assert context.evidence


@pytest.mark.parametrize("text", OTHER)
def test_a_text_about_something_else_is_not_read(text: str) -> None:
    """Accidents, disasters, disease, sport, business and films have victims and losses too."""
    assert not judge_context(text.encode(), "conflict").conflict


@pytest.mark.parametrize("text", OTHER)
def test_any_context_reads_every_text(text: str) -> None:
    """Nothing is examined, and the reading says so."""
    context = judge_context(text.encode(), "any")
    assert context.conflict
    assert context.evidence == ()


def test_the_decision_is_explained() -> None:
    """With the evidence that was found and the evidence that was needed, and the words that weigh most first."""
    context = judge_context(
        b"Artillery and mortars: police shot at the rebels; the army used tanks, rockets, bombs and drones.", "conflict"
    )
    assert context.conflict
    assert "needed" in context.reason
    assert len(context.evidence) == EVIDENCE_SHOWN
    assert {"artillery", "mortars", "rebels"} <= set(context.evidence[:3])


@pytest.mark.parametrize("text", ["She worked as a strikerless coach.", "The aarmyx met.", "Rebelsdorf has a band.", "Artilleryman's Lane"])
def test_a_word_inside_another_is_no_evidence(text: str) -> None:
    assert not judge_context(text.encode(), "conflict").conflict


@pytest.mark.parametrize(
    "text",
    [
        "ARTILLERY AND MORTARS FELL ON THE REBELS",
        "artillery-mortars-rebels",
        "(artillery) [mortars] «rebels»",
        "“artillery”, the mortars’ rebels",
        "artillery\nmortars\trebels",
        "Обстріл; ракетний удар: загинули військові",
    ],
)
def test_case_and_punctuation_do_not_matter(text: str) -> None:
    assert judge_context(text.encode(), "conflict").conflict


def test_a_word_counts_once() -> None:
    """A name said a hundred times is one piece of evidence, wherever it stands."""
    once = judge_context(b"The police came. " + b"It was a long quiet day in the town. " * 20, "conflict")
    often = judge_context(b"The police came. " + b"Police, said the police. " * 100, "conflict")
    assert not once.conflict
    assert not often.conflict


def test_the_theatre_of_the_reader_is_evidence() -> None:
    """A short text about a known war need not say that it is one."""
    text = b"The 12 men of the crew were killed in Sunday's attack."
    alone, known = judge_context(text, "conflict"), judge_context(text, "conflict", theatre="Russia-Ukraine war")
    assert "Russia-Ukraine war" in known.evidence
    assert "Russia-Ukraine war" not in alone.evidence


@pytest.mark.parametrize(
    "text",
    ["12 men were killed", "no casualties", "the death toll", "lost 12 tanks", "sent 900 troops", "KILLED", "a dead man", "shot down"],
)
def test_a_loss_word_is_seen(text: str) -> None:
    assert holds_loss_word(text.encode())


@pytest.mark.parametrize(
    "text", ["", "Twelve men had lunch.", "The skilled worker", "unlosted", "the roadkilled", "Twelve tanks stood there."]
)
def test_other_words_are_no_loss_words(text: str) -> None:
    assert not holds_loss_word(text.encode())


def test_a_text_without_a_loss_word_has_no_claims() -> None:
    assert read_any("Twelve men had lunch near 40 tanks.").claims == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content: bytes) -> None:
    """The gate sees whatever a page holds; it never fails."""
    assert judge_context(content, "conflict").conflict in (True, False)
    assert holds_loss_word(content) in (True, False)


@given(st.sampled_from(CONFLICT + OTHER), st.sampled_from(["The bakery opens at seven.", "It rained all day.", "Trains were late."]))
def test_neutral_text_changes_no_decision(text: str, more: str) -> None:
    assert judge_context(text.encode(), "conflict") == judge_context(f"{text}\n\n{more}".encode(), "conflict")

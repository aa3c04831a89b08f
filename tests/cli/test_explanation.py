"""The explanation of a reading: each claim's words and rules, what was left out, and the decision on the context."""

from __future__ import annotations

from tests.core.sample_readings import bare_reading, claim, quantity, sample_reading
from tollbook.cli.explanation import explanation_lines
from tollbook.core.display import width_of
from tollbook.core.types import Document, Reading


def shown(width: int = 80) -> str:
    return "\n".join(explanation_lines(sample_reading(), names={"NOR": "Norland"}, width=width))


def test_a_claim_is_explained_by_its_words_and_rules() -> None:
    assert shown().partition("\n\n")[0].splitlines() == [
        "1  ~ 4,000 killed or wounded; Norland; Institute; total to 11-20 Mar 2031",
        '    words      "around 4,000"',
        "    sentence   As of mid-March 2031, Norland forces had highly likely sustained",
        "               around 4,000 casualties near Wexley, the Institute said.",
        '    what       "casualties"',
        '    whose      "Norland forces" (NOR)',
        '    when       "As of mid-March 2031" (cumulative)',
        '    where      "Wexley" (wexley)',
        '    claimed by "the Institute" (INST) quoted, "said" > author',
        "    likelihood highly likely: 80%-90% (phia)",
        "    rules      frame.sustained, hedge.around",
        "    flags      digits.mixed_script",
    ]


def test_every_claim_and_judgement_is_explained() -> None:
    lines = shown().splitlines()
    assert [line[0] for line in lines if line[:1].isdigit()] == ["1", "2", "3", "4", "5", "6", "7"]
    assert 'judgement  "almost certainly worsened"' in lines


def test_every_incident_is_told() -> None:
    assert "incident 1  ~ 1,000 killed, 12 killed (civilian); Wexley; 4 Mar 2031" in shown()


def test_of_an_endless_sentence_only_what_is_near_the_number_is_shown() -> None:
    document = Document.of("word " * 10_000 + "lost 87 tanks" + " word" * 10_000)
    number = quantity(87, 87, 87, "exact")
    made = claim("87", number, "tank", unit="item", document=document, sentence=(0, len(document.text)))
    lines = list(explanation_lines(Reading(document=document, claims=(made,)), names={}, width=80))
    assert "lost 87 tanks" in " ".join(lines)
    assert len(lines) < 30


def test_what_was_left_out_is_told_with_its_reason() -> None:
    assert 'Numbers left out:\n    "2031": part of a date' in shown()


def test_the_decision_on_the_context_is_told_with_its_evidence() -> None:
    assert 'Context: the text speaks of armed conflict; on "forces", "casualties".\nTheatre: norland-2031.' in shown()


def test_a_reading_without_anything_is_explained_by_its_context() -> None:
    assert list(explanation_lines(bare_reading("Nothing."), names={}, width=80)) == ["Context: not examined.", "Theatre: none."]


def test_no_line_is_wider_than_asked() -> None:
    assert all(width_of(line) <= 60 for line in shown(60).splitlines())

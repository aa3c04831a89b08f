"""The subject of a reporting verb: before it, after it, over an apposition, a bracket or a relative clause."""

import pytest

from tollbook.reading.speakers.source_phrases import letters_of
from tollbook.reading.speakers.speakers import find_subject
from tollbook.reading.tokens import split_sentences, tokenise


def subject_of(text: str, verb: str = "said") -> str | None:
    """Return the words of who says what a sentence says with a verb."""
    (sentence,) = split_sentences(text)
    tokenise(text, sentence)
    letters = letters_of(sentence.words)
    found = find_subject(text, sentence, letters, sentence.words.index(verb))
    return " ".join(sentence.words[slice(*found.phrase)]) if found is not None else None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The coast guard said nine men drowned.", "the coast guard"),
        ("The coast guard also later said nine men drowned.", "the coast guard"),
        ("The coast guard on Sunday said nine men drowned.", "the coast guard"),
        ("Nine men drowned, said the coast guard.", "the coast guard"),
        ("Shells fell on the quay said the coast guard.", "the coast guard"),
        ("Nine men drowned off the quay a coast guard officer said.", "a coast guard officer"),
        ("The mayor, Otto Brandt, said nine men drowned.", "the mayor"),
        ("The mayor, who saw the wreck, said nine men drowned.", "the mayor"),
        ("Otto Brandt, 56, who runs the port, said nine men drowned.", "otto brandt"),
        ("Otto Brandt (left), the mayor, said nine men drowned.", "otto brandt"),
        ("Otto Brandt, a captain who saw the wreck, said nine men drowned.", "otto brandt"),
        ("The mayor saw the wreck but said nine men drowned.", "the mayor"),
        ("Otto Brandt (the mayor) said nine men drowned.", "otto brandt"),
        ("A survey published in March said nine men drowned.", "a survey"),
        ("The mayor visited the quay and said nine men drowned.", "the mayor"),
        ("ORLAN, 4 MAY (OPS) -- COLONEL MAREK, CHIEF OF THE GUARD, SAID NINE MEN DROWNED.", "colonel marek"),
        ("The mayor denied the report and said nine men drowned.", "the mayor"),
        ("After the wreck she said nine men drowned.", "she"),
        ("The mayor denied that 12 men had drowned and said nine men drowned.", "the mayor"),
        ("The mayor acknowledged the loss of nine and said two were found.", "the mayor"),
        ("A source close to the coast guard said nine men drowned.", "a source close"),
    ],
)
def test_the_speaker_is_found_around_what_stands_between(text: str, subject: str) -> None:
    """Adverbs, times, appositions, brackets and participles between speaker and verb are passed over."""
    assert subject_of(text) == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Nine men drowned, a coast guard officer told Reuters.", "a coast guard officer"),
        ("Nine men drowned off the quay, its director told AFP.", "its director"),
        ("Nine men drowned, two sources told the agency on Sunday.", "two sources"),
    ],
)
def test_who_is_told_does_not_speak(text: str, subject: str) -> None:
    """ "Told" never stands before its speaker: the agency behind it listens."""
    assert subject_of(text, "told") == subject


@pytest.mark.parametrize("text", ["Said to be nine.", "The said bridge fell."])
def test_a_verb_without_a_speaker_has_none(text: str) -> None:
    """Nobody is made up."""
    assert subject_of(text) is None

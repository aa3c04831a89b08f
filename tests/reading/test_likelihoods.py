"""Words of estimative probability: what they govern, whose scale they are on, and which judgements they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.likelihoods import (
    MAX_JUDGEMENT_TOKENS,
    JudgementMention,
    find_judgements,
    find_likelihoods,
    likelihood_for,
    likelihood_on,
)
from tollbook.reading.tokens import split_sentences, tokenise
from tollbook.vocab.tables import load_table

TERMS = sorted({term for scale in load_table("likelihoods")["scale"] for band in scale["bands"] for term in band["terms"]})


def term_of(text: str, number: str) -> str | None:
    """The term that governs a number in a one-sentence text."""
    (sentence,) = split_sentences(text)
    tokenise(text, sentence)
    mention = likelihood_for(find_likelihoods(text, sentence), sentence.starts.index(text.index(number)), sentence)
    return mention.term if mention is not None else None


def judgements(text: str, *numbers: str) -> list[tuple[str, str]]:
    claims = [(text.index(number), text.index(number) + len(number)) for number in numbers]
    found: list[JudgementMention] = find_judgements(text, split_sentences(text), claims)
    return [(judgement.term, text[judgement.start : judgement.end]) for judgement in found]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The corps has highly likely lost 900 men.", "highly likely"),
        ("The corps has almost certainly lost around 900 men.", "almost certain"),
        ("It is almost certain that 900 men surrendered.", "almost certain"),
        ("The corps probably killed or wounded 900 men.", "probable"),
        ("The corps is likely weak, and 900 men fled.", None),
        ("The corps likely lost 40 guns and 900 men.", None),
        ("Some 900 men were probably lost.", None),
        ("Polls of likely voters asked 900 people.", None),
    ],
)
def test_a_word_governs_the_first_number_after_it_in_its_clause(text: str, term: str | None) -> None:
    """A number between, a comma or a new clause ends its reach; a word after the number does not reach back."""
    assert term_of(text, "900") == term


@pytest.mark.parametrize(
    ("term", "speaker", "scale", "low", "high"),
    [
        ("highly likely", "GBR", "phia", 0.80, 0.90),
        ("likely", "gbr-mod", "phia", 0.55, 0.75),
        ("likely", "USA-dni", "icd203", 0.55, 0.80),
        ("very likely", "USA", "icd203", 0.80, 0.95),
        ("likely", "UKR", "lay", 0.60, 0.90),
        ("likely", "", "lay", 0.60, 0.90),
        ("realistic possibility", "USA", "lay", 0.20, 0.85),
        ("realistic possibility", "GBR", "phia", 0.40, 0.50),
    ],
)
def test_the_scale_is_the_speakers(term: str, speaker: str, scale: str, low: float, high: float) -> None:
    """UK speakers use the PHIA yardstick, US speakers ICD 203, all others and missing terms the lay survey."""
    likelihood = likelihood_on(term, speaker)
    assert likelihood is not None
    assert (likelihood.scale, likelihood.low, likelihood.high) == (scale, low, high)


def test_a_term_on_no_scale_of_the_speaker_has_no_bounds() -> None:
    """Nothing is interpolated and no foreign scale is borrowed."""
    assert likelihood_on("very likely", "FRA") is None
    assert likelihood_on("roughly even chance", "GBR") is None


@given(st.sampled_from(TERMS), st.sampled_from(["", "GBR", "USA", "UKR", "reuters"]))
def test_bounds_are_ordered_probabilities(term: str, speaker: str) -> None:
    """Whatever the term and the speaker: 0 <= low <= high <= 1, and the term is kept."""
    likelihood = likelihood_on(term, speaker)
    if likelihood is not None:
        assert 0 <= likelihood.low <= likelihood.high <= 1
        assert likelihood.term == term


def test_an_assessors_word_without_a_number_is_a_judgement() -> None:
    """The span runs from the word to the end of its clause."""
    text = "The garrison is almost certainly short of fuel, British intelligence said."
    assert judgements(text) == [("almost certain", "almost certainly short of fuel")]


def test_two_words_in_a_sentence_are_two_judgements() -> None:
    """Each ends where its clause ends."""
    text = "The ministry assessed that the fleet will probably stay in port and is highly unlikely to sail."
    assert judgements(text) == [("probable", "probably stay in port"), ("highly unlikely", "highly unlikely to sail")]


def test_a_word_that_governs_a_claim_is_no_judgement() -> None:
    """The claim carries it instead."""
    text = '"The corps had highly likely sustained around 900 casualties," the ministry said.'
    assert judgements(text, "900") == []


@pytest.mark.parametrize(
    "text",
    [
        "The garrison is probably short of fuel.",
        "The baker said it would probably rain.",
        "The ministry said the likely route was closed.",
        "The ministry polled likely voters.",
        "Officials said it was as likely as not.",
        "Officials said boats were more likely to sink.",
    ],
)
def test_everyday_probability_is_no_judgement(text: str) -> None:
    """An author's own word, a bystander's, and "likely" before a noun are not assessments."""
    assert judgements(text) == []


def test_a_judgement_knows_who_speaks() -> None:
    """A sentence inside a longer quotation has the quotation's speaker."""
    text = '"The road is closed. The garrison is almost certainly short of fuel," the defense ministry said.'
    (judgement,) = find_judgements(text, split_sentences(text), [])
    assert [text[slice(*speaker.named)] for speaker in judgement.speakers if speaker.named] == ["defense ministry"]


def test_a_judgement_ends_before_its_speaker() -> None:
    """Copy without commas: the tag is no part of what is judged."""
    text = "The raid was likely to fail a defense ministry analyst said."
    assert judgements(text) == [("likely", "likely to fail")]


def test_a_judgement_is_capped() -> None:
    """A clause without an end gives no endless span."""
    text = "The ministry assessed that the line will almost certainly hold " + "on the long road " * 20 + "."
    (judgement,) = find_judgements(text, split_sentences(text), [])
    assert len(text[judgement.start : judgement.end].split()) <= MAX_JUDGEMENT_TOKENS

"""A claim in a notebook: what is claimed, by whom, for when; denials, flags and bounds are told; everything is escaped."""

from __future__ import annotations

from dataclasses import replace

from tests.core.sample_readings import sample_reading
from tests.core.test_notebook import parsed
from tollbook.core.claim_notebook import claim_html, claim_words

CLAIMS = sample_reading().claims


def test_all_that_was_read_of_a_claim_is_shown() -> None:
    words = " ".join(parsed(claim_html(CLAIMS[0])).words)
    for part in (
        "around 4,000",
        "~ 4,000 (about: 3,600 to 4,400)",
        'in the source\'s word "casualties"',
        "Wexley",
        "highly likely",
        "Institute (quoted) < author",
    ):
        assert part in words
    assert "digits.mixed_script" in words
    assert CLAIMS[0].id in words


def test_a_claim_is_one_line_of_words() -> None:
    assert claim_words(CLAIMS[0]) == "~ 4,000 killed or wounded; Norland forces; claimed by Institute; total to 11-20 Mar 2031"


def test_what_is_denied_is_shown_as_denied() -> None:
    denied = next(claim for claim in CLAIMS if claim.assertion == "denied")
    assert claim_words(denied).startswith("denied: ")
    assert "denied" in parsed(claim_html(denied)).words


def test_a_claim_without_an_upper_bound_says_or_more() -> None:
    assert "33.3% or more" in claim_html(CLAIMS[-1])


def test_a_notebook_gets_words_and_html() -> None:
    assert CLAIMS[0]._repr_mimebundle_() == {"text/plain": claim_words(CLAIMS[0]), "text/html": claim_html(CLAIMS[0])}
    assert set(CLAIMS[0]._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}


def test_a_part_names_its_whole() -> None:
    assert CLAIMS[0].id in claim_html(CLAIMS[1])


def test_words_of_a_text_are_escaped() -> None:
    one = CLAIMS[0]
    odd = replace(one, quantity=replace(one.quantity, text="<script>\ud800"))
    assert "<script" not in claim_html(odd)
    assert odd._repr_html_().encode("utf-8")

"""Every row of the likelihood table is found as its examples say, and every scale is well formed."""

import re
from typing import Any

import pytest

from tollbook.reading.likelihoods import find_likelihoods
from tollbook.reading.tokens import split_sentences
from tollbook.vocab.tables import load_table

TABLE = load_table("likelihoods")
MARK = re.compile(r"\{p:([^{}]*)\}")


def terms_in(text: str) -> list[tuple[str, str]]:
    return [(m.term, text[m.start : m.end]) for sentence in split_sentences(text) for m in find_likelihoods(text, sentence)]


@pytest.mark.parametrize(("term", "marked"), [(row["term"], example) for row in TABLE["phrase"] for example in row["examples"]])
def test_an_example_is_found_as_marked(term: str, marked: str) -> None:
    """The longest form wins, and its normal form is the row's term."""
    phrase = MARK.search(marked)
    assert phrase is not None
    assert terms_in(MARK.sub(r"\1", marked)) == [(term, phrase[1])]


@pytest.mark.parametrize(("term", "text"), [(row["term"], text) for row in TABLE["phrase"] for text in row["not"]])
def test_a_negative_example_holds_no_such_term(term: str, text: str) -> None:
    """Likely voters and remote villages are no probabilities."""
    assert term not in [found for found, _ in terms_in(text)]


@pytest.mark.parametrize("scale", TABLE["scale"], ids=lambda scale: scale["id"])
def test_a_scale_names_each_term_once_with_ordered_bounds(scale: dict[str, Any]) -> None:
    """Bounds are percent, low before high."""
    terms = [term for band in scale["bands"] for term in band["terms"]]
    assert len(terms) == len(set(terms))
    assert all(0 <= band["low"] <= band["high"] <= 100 for band in scale["bands"])


def test_every_term_of_a_scale_in_use_can_be_found_in_text() -> None:
    """A band whose term no phrase yields would never be used."""
    known = {row["term"] for row in TABLE["phrase"]}
    assert {term for scale in TABLE["scale"] if scale["speakers"] for band in scale["bands"] for term in band["terms"]} <= known

"""Every row of the reporting table is read as its examples say: {s:source} {c:cue} {t:what is attributed}."""

import re
from typing import Any

import pytest

from tollbook.reading.attribution import find_attributions
from tollbook.reading.speakers.attribution import find_in
from tollbook.reading.speakers.source_phrases import CUE_LETTERS, FUNCTION_LETTERS
from tollbook.reading.tokens import split_sentences
from tollbook.vocab.tables import load_table

TABLE = load_table("reporting")
MARK = re.compile(r"\{([sct]):([^{}]*)\}")


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the plain sentence and the span of each mark."""
    plain, spans, last = "", {}, 0
    for match in MARK.finditer(marked):
        plain += marked[last : match.start()]
        spans[match[1]] = (len(plain), len(plain) + len(match[2]))
        plain += match[2]
        last = match.end()
    return plain + marked[last:], spans


@pytest.mark.parametrize(("row", "marked"), [(row["id"], example) for row in TABLE["cue"] for example in row["examples"]])
def test_an_example_is_read_as_marked(row: str, marked: str) -> None:
    """The source ends where it is marked (determiners and products left out), and what is said covers the marked words."""
    text, spans = unmark(marked)
    found = find_attributions(text)
    right = [
        (source, cue, content)
        for source, cue, content in found
        if source[1] == spans["s"][1]
        and source[0] >= spans["s"][0]
        and cue[0] < spans["c"][1]
        and spans["c"][0] < cue[1]
        and ("t" not in spans or (content[0] <= spans["t"][0] and content[1] >= spans["t"][1]))
    ]
    assert right, [[text[slice(*span)] for span in mention] for mention in found]


@pytest.mark.parametrize(("row", "text"), [(row["id"], text) for row in TABLE["cue"] for text in row["not"]])
def test_a_negative_example_names_no_source(row: str, text: str) -> None:
    """Words that look like a cue hand nothing to anybody."""
    assert find_attributions(text) == []


@pytest.mark.parametrize("row", TABLE["cue"], ids=lambda row: row["id"])
def test_a_row_has_a_known_class_and_examples_of_both_kinds(row: dict[str, Any]) -> None:
    """Each cue row names a class of the grammar, three examples and at least one counterexample; hearsay names nobody."""
    assert row["class"] in CUE_LETTERS
    assert len(row["examples"]) >= 3 or row["id"] == "hearsay"
    assert row["not"]


def test_the_function_words_are_those_of_the_grammar() -> None:
    """A list of function words without a letter would never be read."""
    assert set(TABLE["function"]) == set(FUNCTION_LETTERS)


@pytest.mark.parametrize("text", [text for row in TABLE["hearsay_passive"] for text in row["examples"]])
def test_a_passive_without_a_speaker_names_nobody(text: str) -> None:
    """ "were reported killed" is hearsay: no source."""
    assert find_attributions(text) == []


@pytest.mark.parametrize("text", [text for row in TABLE["negation"] for text in row["examples"]])
def test_a_negated_verb_hands_no_figure_to_its_subject(text: str) -> None:
    """ "did not confirm that 40 men died" leaves the 40 without the army."""
    assert find_in(text, split_sentences(text), [0]) == []


def test_no_cue_word_is_listed_in_two_rows() -> None:
    """A word is taught by one row."""
    words = [word for row in TABLE["cue"] for word in row["words"]]
    assert sorted(words) == sorted(set(words))

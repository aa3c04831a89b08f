"""Passages: exactly the sentences that the gate lets through, as slices of the text as given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.types import Document
from tollbook.flow.read import words_for
from tollbook.reading.passages import LONGEST, Passage, find_passages

WAR = "Shelling killed 12 soldiers near the front line on Monday."
LOSS = "The army lost 40 tanks in the offensive."
WEATHER = "The weather was fine in the valley."
FLOOD = "The flood killed 9 people downstream."


def passages(text: str, *, context: str = "conflict") -> tuple[Passage, ...]:
    document = Document.of(text)
    return find_passages(document, words=words_for(document), context=context)


def test_only_sentences_that_the_gate_lets_through_are_passages() -> None:
    assert [passage.text for passage in passages(f"{WAR} {WEATHER} {LOSS}")] == [WAR, LOSS]


def test_sentences_that_follow_one_another_are_one_passage_with_its_sentences() -> None:
    text = f"{WEATHER} {WAR} {LOSS}"
    (passage,) = passages(text)
    assert passage.text == f"{WAR} {LOSS}" == text[passage.span.start : passage.span.end]
    assert [span.quote(text) for span in passage.sentences] == [WAR, LOSS]


def test_a_text_on_peace_has_no_passage_unless_every_count_is_wanted() -> None:
    text = "A bus crashed into a lorry, killing two people."
    assert passages(text) == ()
    assert [passage.text for passage in passages(text, context="any")] == [text]


def test_a_sentence_on_another_cause_is_none() -> None:
    assert [passage.text for passage in passages(f"{WAR} {FLOOD}")] == [WAR]


def test_a_passage_ends_before_it_is_longer_than_the_longest() -> None:
    found = passages(" ".join([WAR] * 60))
    assert len(found) > 1
    assert all(len(passage.text) <= LONGEST for passage in found)
    assert sum(len(passage.sentences) for passage in found) == 60


@given(
    st.lists(
        st.sampled_from([WAR, LOSS, WEATHER, FLOOD, "\u200b", "\x00\x1b[2J", "<b>9 dead</b>", "\u201c5\u00a0000 killed\u201d", "\r\n\r\n"])
    )
)
def test_a_passage_and_its_sentences_quote_the_text_as_given(parts: list[str]) -> None:
    text = " ".join([WAR, *parts])
    for passage in passages(text):
        assert passage.text == text[passage.span.start : passage.span.end]
        assert all(passage.span.start <= span.start < span.end <= passage.span.end for span in passage.sentences)

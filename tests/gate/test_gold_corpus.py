"""The gold corpus itself: it parses, is large and mixed enough, and uses the vocabulary. No reader is needed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from .marks import (
    ASSERTIONS,
    CATEGORIES,
    HEDGES,
    KINDS,
    OUTCOMES,
    POPULATIONS,
    STYLES,
    UNITS,
    GoldError,
    Mark,
    Record,
    load_corpus,
    parse_marks,
)

CORPUS = load_corpus()
SENTENCES = [record for record in CORPUS if not record.article]
ARTICLES = [record for record in CORPUS if record.article]
CLOSED = {"hedge": HEDGES, "unit": UNITS, "kind": KINDS, "as": ASSERTIONS, "outcome": OUTCOMES, "pop": POPULATIONS}


def _marks() -> list[tuple[Record, Mark]]:
    return [(record, mark) for record in CORPUS for mark in record.marks]


def test_the_corpus_has_at_least_250_sentences_and_40_articles() -> None:
    """The size that the figures rest on."""
    assert len(SENTENCES) >= 250
    assert len(ARTICLES) >= 40


def test_the_corpus_covers_at_least_eight_conflicts_in_several_styles_and_languages() -> None:
    """No single war, style or language carries the score."""
    assert len({record.header["conflict"] for record in CORPUS} - {"none"}) >= 8
    assert {record.header["style"] for record in CORPUS} >= {"news", "release"}
    assert {record.header["language"] for record in CORPUS} >= {"en", "uk", "ru"}


def test_at_least_half_of_the_sentences_are_negative_or_tricky() -> None:
    """A sentence is negative without marks, and tricky when it says why."""
    hard = [record for record in SENTENCES if not record.marks or record.why]
    assert len(hard) >= len(SENTENCES) / 2


def test_every_negative_says_why_it_holds_no_claim() -> None:
    """A sentence with a number and without a mark explains itself."""
    silent = [record.id for record in SENTENCES if not record.marks and not record.judgements and not record.why]
    assert silent == []


def test_ids_are_unique() -> None:
    """An id names one record, as its half hangs on it."""
    assert [key for key, count in Counter(record.id for record in CORPUS).items() if count > 1] == []


def test_both_halves_hold_a_fair_share() -> None:
    """Neither half holds under three tenths of the sentences, or of the articles."""
    for part in (SENTENCES, ARTICLES):
        dev = sum(record.half == "dev" for record in part)
        assert 0.3 <= dev / len(part) <= 0.7


def test_every_record_has_style_language_and_conflict() -> None:
    """A score can be broken down by each."""
    assert [record.id for record in CORPUS if not {"style", "language", "conflict"} <= set(record.header)] == []
    assert {record.header["style"] for record in CORPUS} <= STYLES


def test_marks_use_only_the_vocabulary() -> None:
    """Categories and closed fields hold the vocabulary's values."""
    wrong = [(record.id, mark.quote) for record, mark in _marks() if not mark.categories <= CATEGORIES]
    for name, allowed in CLOSED.items():
        wrong += [
            (record.id, f"{mark.quote}: {name}={mark.fields[name]}")
            for record, mark in _marks()
            if not set(mark.fields.get(name, "").split("/")) <= allowed | {"", "?", "none"}
        ]
    assert wrong == []


def test_a_part_names_a_whole_of_its_own_record() -> None:
    """`part=x` needs a mark with `tag=x` in the same record."""
    for record, mark in _marks():
        part = mark.fields.get("part", "no")
        assert part in ("no", "yes", "?") or part in {other.fields.get("tag") for other in record.marks}, record.id


def test_marks_quote_the_text_at_their_span() -> None:
    """Offsets of a mark count code points of the text without markup."""
    assert all(record.text[mark.start : mark.end] == mark.quote for record, mark in _marks())


def test_articles_have_four_to_fifteen_sentences_and_a_toll() -> None:
    """An article is short, and says which toll is expected, or none, or that no incident leads (`?`)."""
    for record in ARTICLES:
        sentences = len(re.findall(r"[.!?…”\"](?:\s|$)|\n\n", record.text))
        assert 4 <= sentences <= 30, (record.id, sentences)
        assert "toll" in record.header, record.id


def test_removing_the_marks_changes_nothing_else() -> None:
    """The text is what stood around and inside the marks."""
    text, marks = parse_marks("Rebels killed {{at least 12|killed; hedge=at_least}} soldiers.")
    assert text == "Rebels killed at least 12 soldiers."
    assert [(mark.quote, mark.stated, mark.fields["unit"]) for mark in marks] == [("at least 12", 12, "person")]


@pytest.mark.parametrize("marked", ["{{12 dead", "{{a few|killed}} died", "{{12|killed; hedge}} died", "{{12|killed; colour=red}} died"])
def test_a_broken_mark_is_refused(marked: str) -> None:
    """An open mark, a quantity nobody can compute, and an unknown field are errors of the corpus, not silent negatives."""
    with pytest.raises(GoldError):
        parse_marks(marked)

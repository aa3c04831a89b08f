"""Many texts that repeat one source or one wording are one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.auditing.made import claim, reading
from tollbook.auditing.circular import alike, one_source_of_many
from tollbook.core.findings import Finding
from tollbook.core.types import Period, Reading

SENTENCE = "The brigade lost 1,230 men in two weeks of fighting for the mine, officers of the brigade told reporters."


def text(place: int, number: int = 9_821, words: str = "", published: date | None = date(2025, 1, 24), **fields: Any) -> Reading:
    body = f"{words or f'Report number {place} on the tanks.'} Text {place}."
    told = claim(number, "tank", **{"at": place, "unit": "item", "document": body, "sentence": (0, len(words)), **fields})
    return reading(told, text=body, published=published)


def found(*readings: Reading) -> list[Finding]:
    return list(one_source_of_many(readings))


def test_documents_that_give_one_sources_figure_are_one_statement() -> None:
    (finding,) = found(*(text(place) for place in range(5)))
    assert finding.verdict == "note"
    assert finding.claims == tuple(f"claim{place}" for place in range(5))
    assert finding.explanation.startswith("5 documents, one source, UKR-GS:")


def test_who_publishes_anothers_figures_is_no_second_source() -> None:
    assert len(found(text(0), text(1, source="UKR-MOD"))) == 1


def test_sources_of_their_own_other_figures_and_other_days_are_other_statements() -> None:
    assert found(text(0), text(1, source="GBR-MOD-DI")) == []
    assert found(text(0), text(1, number=9_822)) == []
    assert found(text(0), text(1, published=date(2025, 6, 1))) == []
    assert found(text(0), text(1, period=Period(kind="cumulative", end=date(2024, 1, 24)))) == []
    assert found(text(0), text(1, force="UKR")) == []


def test_one_text_alone_or_given_twice_is_one_document() -> None:
    assert found(text(0)) == []
    assert found(text(0), text(0)) == []


def test_copied_sentences_without_a_known_source_are_one_wording() -> None:
    copies = [text(0, words=SENTENCE, source=None), text(1, words=SENTENCE.replace("two weeks", "a fortnight"), source=None)]
    (finding,) = found(*copies)
    assert "one wording" in finding.explanation
    other = "Fourteen days at the pit cost the unit 1,230 of its soldiers, according to people who fought in it."
    assert found(text(0, words=SENTENCE, source=None), text(1, words=other, source=None)) == []


def test_short_formulas_are_nobodys_wording() -> None:
    assert not alike("Russia lost 12 tanks.", "Russia lost 12 tanks.")
    assert alike(SENTENCE, SENTENCE)

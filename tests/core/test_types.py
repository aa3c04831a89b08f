"""The value types: ids, look-ups, and how a reading shows itself."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample_readings import AUTHOR, INSTITUTE, TEXT, bare_reading, claim, quantity, sample_reading
from tollbook.core.types import Document, document_id, mention_id


@given(st.text(st.characters(categories=("Cs", "L", "N", "P"))))
def test_a_document_is_named_by_its_text_alone(text: str) -> None:
    assert Document.of(text).id == Document.of(text, title="A title").id == document_id(text)


def test_a_mention_is_named_by_its_place_and_slot() -> None:
    names = {mention_id("a", 1, 2), mention_id("a", 1, 3), mention_id("b", 1, 2), mention_id("a", 1, 2, 1)}
    assert len(names) == 4
    assert mention_id("a", 1, 2) == mention_id("a", 1, 2, 0)


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        sample_reading().claims[0].assertion = "denied"


def test_equal_values_are_equal_readings() -> None:
    assert sample_reading() == sample_reading()
    assert hash(sample_reading().claims[0]) == hash(sample_reading().claims[0])


def test_a_claim_is_found_by_its_id() -> None:
    reading = sample_reading()
    assert reading.claim(reading.claims[1].id) is reading.claims[1]
    assert reading.claim("nobody") is None


def test_a_reading_quotes_claims_judgements_and_abstentions() -> None:
    reading = sample_reading()
    quotes = [reading.quote(part) for part in (reading.claims[0], reading.judgements[0], reading.abstentions[0])]
    assert quotes == ["around 4,000", "almost certainly worsened", "2031"]


def test_the_claimant_is_the_first_link_of_the_chain() -> None:
    assert claim("87", quantity(87, 87, 87, "exact"), "tank", attribution=INSTITUTE).claimant == INSTITUTE[0]
    assert claim("87", quantity(87, 87, 87, "exact"), "tank", attribution=()).claimant is None


def test_a_claim_is_the_authors_when_nobody_else_makes_it() -> None:
    assert claim("87", quantity(87, 87, 87, "exact"), "tank", attribution=AUTHOR).by_author
    assert not claim("87", quantity(87, 87, 87, "exact"), "tank", attribution=INSTITUTE).by_author


def test_a_reading_at_a_prompt_shows_its_table_and_not_its_text() -> None:
    reading = sample_reading()
    assert repr(reading) == str(reading)
    assert "~ 4,000" in repr(reading)
    assert "the Institute said" not in repr(reading)


def test_a_reading_at_an_ipython_prompt_shows_its_table_line_by_line() -> None:
    class Printer:
        text_seen = ""

        def text(self, text: str) -> None:
            self.text_seen += text

    printer = Printer()
    sample_reading()._repr_pretty_(printer, cycle=False)
    assert printer.text_seen == str(sample_reading())


def test_a_reading_in_a_notebook_shows_its_text_and_its_table() -> None:
    shown = bare_reading(TEXT, *sample_reading().claims)._repr_html_()
    assert "</mark>" in shown
    assert "</table>" in shown

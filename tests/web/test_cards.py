"""Cards: a claim's values in words, each leading where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.sample_readings import INSTITUTE, LIKELY, claim, quantity, sample_reading
from tollbook.core.findings import Audit, Finding
from tollbook.core.types import Attribution, Document, Likelihood, Quantity, Reading
from tollbook.flow.audit import audit
from tollbook.flow.read import read_document
from tollbook.web.cards import (
    CardMaker,
    Link,
    bounds_of,
    bounds_reason,
    claim_value,
    claim_words,
    search_address,
    search_term,
    source_address,
    source_link,
    yardstick_of,
)


def maker(reading: Reading, audited: Audit | None = None) -> CardMaker:
    return CardMaker(reading, audited or Audit(), names={"NOR": "Norland", "INST": "The Institute"}, entries={})


def test_every_claim_and_judgement_has_a_mark_and_a_card() -> None:
    reading = sample_reading()
    made = maker(reading)
    marks = made.marks()
    assert len(marks) == len(reading.claims) + len(reading.judgements)
    for mark in marks:
        card = made.card(mark)
        assert card.name == mark.name
        assert reading.document.text[card.start : card.end] == card.quote


def test_a_claim_says_whose_by_whom_and_when_with_where_each_leads() -> None:
    reading = sample_reading()
    rows = dict(maker(reading).rows_of(reading.claims[0]))
    assert rows["Whose"] == (Link(text="Norland", href="/c?q=force:NOR"),)
    assert rows["Claimed by"] == (Link(text="The Institute", href="/src/INST"), Link(text="this text", href=None))
    assert rows["Period"][0].text.startswith("Total to 11–20 Mar 2031")


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (quantity(4000, 3600, 4400, "about", "around 4,000"), "person", "≈ 4,000"),
        (quantity(60, 60, None, "at_least", "at least 60"), "km2", "≥ 60 km²"),
        (quantity(None, 70, 80, "between", "70 to 80"), "person", "70–80"),
        (quantity(None, 24, 99, "vague", "dozens"), "person", "dozens"),
        (quantity(0, 0, 0, "exact", "No"), "person", "0"),
    ],
)
def test_a_value_keeps_its_hedge(number: Quantity, unit: str, words: str) -> None:
    assert claim_value(replace(claim("4,000", number, "killed", unit=unit), quantity=number)) == words


def test_materiel_is_called_by_its_nouns() -> None:
    tanks = claim("4,000", quantity(12, 12, 12, "exact"), "tank", unit="item")
    assert claim_words(tanks) == "12 tanks"
    assert claim_words(replace(tanks, quantity=quantity(1, 1, 1, "exact", "1"))) == "1 tank"
    assert claim_words(claim("4,000", quantity(5, 5, 5, "exact"), "killed", "wounded")) == "5 killed or wounded"


@pytest.mark.parametrize(
    ("number", "bounds", "reason"),
    [
        (quantity(4000, 3600, 4400, "about", "around 4,000"), "3,600 – 4,400", "if “around” means ± 10%"),
        (quantity(30, 27, 30, "nearly", "nearly 30"), "27 – 30", "as “nearly” is read"),
        (quantity(60, 60, None, "at_least", "at least 60"), "60 or more", "as “at least” is read"),
        (quantity(12, 12, 12, "exact", "12"), "", ""),
        (quantity(None, 24, 99, "vague", "dozens"), "24 – 99", "as “dozens” is read"),
    ],
)
def test_bounds_say_which_word_they_rest_on(number: Quantity, bounds: str, reason: str) -> None:
    assert bounds_of(number, "person") == bounds
    assert bounds_reason(number) == reason


def test_a_probability_word_stands_on_the_scale_of_its_speaker() -> None:
    stick = yardstick_of(LIKELY)
    assert (stick.low, stick.high) == (80, 90)
    assert (80, 90) in stick.bands
    assert "PHIA" in stick.scale


def test_a_scale_whose_bands_overlap_shows_the_word_alone() -> None:
    assert yardstick_of(Likelihood(term="likely", low=0.6, high=0.9, scale="lay")).bands == ()
    assert yardstick_of(Likelihood(term="likely", low=0.6, high=0.9, scale="of nobody")).scale == "of nobody"


def test_a_source_without_an_id_leads_to_the_record_of_its_words() -> None:
    link = Attribution(source=None, text="Two  Officials / aides", voice="reported")
    assert source_link(link, {}) == Link(text="Two Officials / aides", href="/src/two%20officials%20%2F%20aides")
    assert source_address("a b?c#d") == "/src/a%20b%3Fc%23d"
    assert search_address(search_term("force", "the rebels")) == "/c?q=force:%22the%20rebels%22"
    assert search_address("measure:tank", search_term("force", 'the "rebels"')) is None


def test_a_finding_leads_to_its_claims_and_counts_the_figures_that_it_rests_on() -> None:
    text = "Russian forces lost about 1,100 troops killed or wounded on 18 October 2025, the General Staff of Ukraine said."
    reading = read_document(Document.of(text, published=date(2025, 10, 19)))
    audited = audit(reading)
    checks = [maker(reading, audited).check(finding) for finding in audited.findings]
    assert checks
    assert all(to.href == "#c01" for check in checks for to in check.claims)
    assert any(check.points for check in checks)
    assert maker(reading, audited).card(maker(reading).marks()[0]).checks == tuple(checks)


def test_a_claim_of_another_text_leads_to_its_own_page() -> None:
    reading = sample_reading()
    own, other = reading.claims[0].id, "f" * 16
    finding = Finding(rule="drift.of_number", verdict="note", claims=(own, other), arithmetic="", explanation="Two texts.")
    check = maker(reading).check(finding)
    assert check.claims == (Link(text="1", href="#c01"), Link(text="ffffffff", href=f"/c/{other}"))


def test_the_author_leads_nowhere_and_the_institute_to_its_record() -> None:
    assert [source_link(link, {}).href for link in INSTITUTE] == ["/src/INST", None]

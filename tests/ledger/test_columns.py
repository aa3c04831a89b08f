"""The columns of a claim repeat its reading, in a form that every database stores and every query can look for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample_readings import AUTHOR, sample_reading
from tests.ledger.samples import INSTITUTE, report, roundup, row
from tollbook.core.types import Attribution, Document, Period, Place, Reading
from tollbook.ledger.canonical import value_of
from tollbook.ledger.columns import (
    BUCKET_DAYS,
    DERIVED,
    Prepared,
    alike_key,
    derived_columns,
    index_words,
    near_keys,
    prepare,
    storable,
    wording_key,
)


def columns_of(reading: Reading, nth: int = 0) -> dict[str, Any]:
    return dict(zip(DERIVED, prepare(reading).claims[nth], strict=True))


def changed(reading: Reading, **fields: Any) -> Reading:
    return replace(reading, claims=(replace(reading.claims[0], **fields), *reading.claims[1:]))


def alike(reading: Reading) -> int | None:
    key: int | None = columns_of(reading)["alike"]
    return key


def test_the_columns_are_those_of_the_claim() -> None:
    found = columns_of(sample_reading())
    del found["mention"], found["alike"], found["wording"]
    assert found == {
        "stated": 4000.0, "low": 3600.0, "high": 4400.0, "hedge": "about", "unit": "person", "measure": "killed+wounded",
        "population": None, "outcome": None, "base": None, "force": "NOR", "kind": "cumulative", "first_day": "",
        "last_day": "2031-03-11", "day": "2031-03-11", "place": "wexley", "source": "INST", "assertion": "stated", "cell": 0,
    }  # fmt: skip


def test_the_day_of_a_claim_without_one_is_that_of_publication() -> None:
    undated = columns_of(changed(report(), period=Period(kind="cumulative")))
    assert (undated["last_day"], undated["day"]) == ("", "2031-03-11")
    nowhere = columns_of(changed(report(published=None), period=Period(kind="cumulative")))
    assert (nowhere["last_day"], nowhere["day"]) == ("", "")


def test_a_claimant_known_only_by_words_is_their_words_and_nobody_is_the_author() -> None:
    officials = Attribution(source=None, text="Local \n Officials", voice="reported", cue="said")
    assert columns_of(changed(report(), attribution=(officials, *AUTHOR)))["source"] == "local officials"
    assert columns_of(changed(report(), attribution=AUTHOR))["source"] == "author"


@given(st.text(st.characters()))
def test_a_storable_text_holds_no_nul_and_no_lone_surrogate(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert "\0" not in stored
    assert len(stored) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kursk oblast: 1,500 men", "kursk oblast 1 500 men"),
        ("STRASSE straße", "strasse strasse"),
        ("ﬁve ﬁelds", "five fields"),
        ("snake_case", "snake case"),
        ("«Загинуло» 12", "загинуло 12"),
        ("", ""),
        ("... — !", ""),
        ("a\0b\ud800c", "a b c"),
    ],
)
def test_words_are_in_one_form_without_case(text: str, words: str) -> None:
    assert index_words(text) == words


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    assert index_words(index_words(text)) == index_words(text)


def test_passages_are_the_sentences_with_claims_each_once() -> None:
    prepared = prepare(sample_reading())
    assert [prepared.passages[nth] for nth in prepared.held] == [claim.sentence for claim in sample_reading().claims]
    assert len(set(prepared.passages)) == len(prepared.passages)


def test_the_passage_of_a_row_is_its_whole_text() -> None:
    made = row({"killed": 2300, "wounded": 9500})
    prepared = prepare(made.reading, made)
    assert prepared.passages == ((0, len(made.reading.document.text)),)
    assert prepared.held == (0, 0)
    assert value_of(prepared.body)["cells"] == list(made.cells)


def test_what_is_derived_again_from_the_body_is_the_same() -> None:
    for reading in (sample_reading(), report(), roundup()):
        prepared: Prepared = prepare(reading)
        assert derived_columns(value_of(prepared.body), prepared.text) == prepared.claims


@pytest.mark.parametrize(
    "other",
    [
        changed(report(), period=Period(kind="flow", end=date(2031, 3, 11))),
        changed(report(), force=None),
        changed(report(), assertion="denied"),
        report(measure="wounded"),
        report(population="civilian"),
        changed(report(), attribution=(Attribution(source="OTHER", text="the other", voice="quoted"),)),
    ],
)
def test_claims_about_other_things_have_other_keys(other: Reading) -> None:
    assert alike(other) not in near_keys(alike(report()))


def test_a_claim_of_nobody_known_has_a_key_only_where_its_place_is_known() -> None:
    officials = (Attribution(source=None, text="officials", voice="reported"), *AUTHOR)
    assert alike(changed(report(), attribution=officials)) is None
    assert alike(changed(report(), attribution=officials, place=Place(text="Wexley"))) is not None


def test_an_author_is_known_by_the_publisher() -> None:
    assert alike(changed(report(), attribution=AUTHOR)) != alike(changed(report(publisher="The Lantern"), attribution=AUTHOR))
    assert alike(changed(report(publisher=None), attribution=AUTHOR)) is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(min_value=0, max_value=BUCKET_DAYS))
def test_mentions_three_weeks_apart_find_each_other(day: date, apart: int) -> None:
    later = date.fromordinal(day.toordinal() + apart)
    assert alike(report(day=later)) in near_keys(alike(report(day=day)))
    assert alike(report(day=day)) in near_keys(alike(report(day=later)))


def wording(text: str, words: str = "4,000") -> int | None:
    made = report(words, text=text)
    key = wording_key(prepared_claim(made), text, prepare(made).published)
    assert key == columns_of(made)["wording"]
    return key


def prepared_claim(reading: Reading) -> Any:
    return value_of(prepare(reading).body)["claims"][0]


SENTENCE = "It was on the fifth day that some 4,000 soldiers of Norland had been killed in the valley near Wexley, they said."


def test_a_copied_sentence_keeps_its_key_whatever_is_around() -> None:
    assert wording(f"Breaking. {SENTENCE} More soon.") == wording(f"What is known so far of the fighting: {SENTENCE}") is not None
    assert wording(SENTENCE) == wording(SENTENCE.upper().replace(" ", "  "))


def test_other_words_or_another_figure_have_another_key() -> None:
    assert wording(SENTENCE) != wording(SENTENCE.replace("some", "about"))
    assert wording(SENTENCE) != wording(SENTENCE.replace("4,000", "4,001"), "4,001")


def test_few_words_have_no_key() -> None:
    assert wording("4,000 were killed.") is None


def test_cells_have_keys_of_their_own() -> None:
    first, again, other = row({"killed": 1}), row({"killed": 2}), row({"killed": 1}, day="2031-03-12")
    keys = [dict(zip(DERIVED, prepare(made.reading, made).claims[0], strict=True))["wording"] for made in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]


def test_the_same_text_seen_elsewhere_is_another_sighting_and_another_file_is_not() -> None:
    one = prepare(report())
    assert prepare(report(url="https://post.example/b")).sighting_digest != one.sighting_digest
    first, second = row({"killed": 1}), row({"killed": 1}, file="longer.csv", nth=7)
    assert prepare(first.reading, first).sighting_digest == prepare(second.reading, second).sighting_digest


def test_a_claim_before_any_day_has_no_key() -> None:
    body = {"published": None, "publisher": "p"}
    claim = {"attribution": [{"voice": "quoted", "source": INSTITUTE.source, "text": ""}], "place": None}
    assert alike_key(claim, body, None) is None


def test_a_document_of_nothing_has_no_columns() -> None:
    prepared = prepare(Reading(document=Document.of("")))
    assert (prepared.claims, prepared.passages, prepared.published) == ((), (), "")


def test_troops_and_personnel_are_the_same_people_to_a_link() -> None:
    measure = report().claims[0].measure
    troops, civilians = replace(measure, population="combatant"), replace(measure, population="civilian")
    assert alike(changed(report(), measure=troops)) == alike(changed(report(), measure=replace(measure, population=None)))
    assert alike(changed(report(), measure=civilians)) != alike(changed(report(), measure=troops))

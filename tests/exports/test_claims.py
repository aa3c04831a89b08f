"""A ledger's entry as a row of claims.csv."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.sample_readings import AUTHOR, sample_reading
from tests.exports.made import STAFF, entry, other
from tollbook.core.flat import row_text
from tollbook.core.types import Attribution, Force, Period, Place
from tollbook.exports.claims import carried, claim_row, reading_rows
from tollbook.exports.columns import columns_of


def test_a_row_holds_the_claim_with_its_words_and_where_they_stand() -> None:
    made = entry()
    row = claim_row(made)
    assert list(row) == [column.name for column in columns_of("claims")]
    assert (row["claimant"], row["claimant_class"], row["attribution_chain"]) == ("UKR-GS", "opponent", "UKR-GS > doc")
    assert (row["metric"], row["metric_group"], row["unit"], row["bound"]) == ("killed", "people", "person", "exact")
    assert (row["value_low"], row["value_mid"], row["value_high"]) == (4000, 4000, 4000)
    assert (row["period_type"], row["date_start"], row["date_end"], row["date_prec"]) == ("cumulative", "2022-02-24", "2025-01-24", 1)
    assert (row["side"], row["force"], row["country_iso3"]) == ("RUS", "soldiers of Russia", "RUS")
    assert made.sentence[int(str(row["span_start"])) : int(str(row["span_end"]))] == row["quote"] == "4,000"
    assert str(row["text_sha256"]).startswith(str(row["doc_id"]))
    assert (row["extractor"], row["extractor_version"], row["recorded_at"]) == ("tollbook.rules", "0.1.0", made.recorded_at)


def test_a_contingent_is_on_the_side_that_it_fights_for() -> None:
    row = claim_row(other(entry(), force=Force(id="PRK", text="North Korean troops")))
    assert (row["side"], row["country_iso3"]) == ("RUS", "PRK")


def test_the_author_is_named_as_such() -> None:
    row = claim_row(other(entry(), attribution=AUTHOR))
    assert (row["claimant"], row["claimant_class"], row["attribution_chain"]) == ("author", "author", "doc")


def test_a_relay_stands_in_the_chain() -> None:
    relay = Attribution(source=None, text="a spokesman", voice="reported", cue="said")
    assert claim_row(other(entry(), attribution=(STAFF, relay, *AUTHOR)))["attribution_chain"] == "UKR-GS > a spokesman > doc"


def test_an_uncertain_end_is_given_by_its_latest_day() -> None:
    period = Period(kind="cumulative", end=date(2025, 1, 15), end_latest=date(2025, 1, 20))
    row = claim_row(other(entry(), period=period))
    assert (row["date_end"], row["date_prec"]) == ("2025-01-20", 2)


@pytest.mark.parametrize(("assertion", "verdict"), [("denied", "denied"), ("hypothetical", "hypothetical"), ("stated", "differs")])
def test_what_a_text_denies_is_told_and_an_audit_speaks_of_what_is_stated(assertion: str, verdict: str) -> None:
    assert claim_row(other(entry(), assertion=assertion), verdict="differs")["verdict"] == verdict


def test_an_echo_names_the_claim_that_founds_its_statement() -> None:
    assert claim_row(entry())["echo_of"] is None
    assert claim_row(entry(statement="ab" * 8))["echo_of"] == "ab" * 8


def test_what_was_replaced_names_the_entry_in_its_place() -> None:
    assert claim_row(entry(superseded_by=7))["superseded_by"] == "entry:7"
    assert claim_row(other(entry(), superseded_by="cd" * 8))["superseded_by"] == "cd" * 8


@pytest.mark.parametrize(
    ("version", "extractor", "number"),
    [("0.1.0", "tollbook.rules", "0.1.0"), ("dataset/ua-mod/1", "tollbook.dataset.ua-mod", "1"), ("person:Ada", "person:Ada", None)],
)
def test_who_read_it_is_named(version: str, extractor: str, number: str | None) -> None:
    row = claim_row(entry(reader_version=version))
    assert (row["extractor"], row["extractor_version"]) == (extractor, number)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(text="Kursk", id="RUS-kursk-oblast"), ("Kursk Oblast", "Russia", 4)),
        (Place(text="Ukraine", id="UKR"), (None, "Ukraine", 6)),
        (Place(text="the axis"), (None, None, None)),
    ],
)
def test_a_place_is_told_as_far_as_its_id_goes(place: Place, expected: tuple[object, ...]) -> None:
    row = claim_row(other(entry(), place=place))
    assert (row["adm_1"], row["country"], row["where_prec"]) == expected


def test_a_readings_rows_need_no_ledger() -> None:
    reading = sample_reading()
    rows = list(reading_rows(reading))
    assert [row["claim_id"] for row in rows] == [claim.id for claim in reading.claims]
    assert all(row["recorded_at"] is None for row in rows)


def imported(text: str, *, version: str = "dataset/tollbook/1", row: int = 3) -> object:
    made = entry(reader_version=version)
    return carried(replace(made, sentence=text, sighting=replace(made.sighting, row=row)))


def test_an_imported_row_keeps_what_it_came_with() -> None:
    text = row_text({"claim_id": "x", "span_start": "7", "quote": "a\nb", "confidence": "0.5"})
    assert imported(text) == {"claim_id": "x", "span_start": 7, "quote": "a\nb", "confidence": 0.5}


def test_a_text_that_only_looks_like_a_row_carries_nothing() -> None:
    text = row_text({"claim_id": "x"})
    assert imported(text, version="0.1.0") == {}
    assert imported(text, row=0) == {}
    assert imported("claim_id: x") == {}


def test_a_persons_correction_of_an_imported_row_is_written_as_corrected() -> None:
    text = row_text({"claim_id": "x", "claimant_class": "ngo", "side": "UKR", "value_low": "1", "extractor": "tollbook.rules"})
    made = entry(reader_version="person:Ada")
    row = claim_row(replace(made, sentence=text, sighting=replace(made.sighting, row=3)))
    assert (row["claim_id"], row["value_low"], row["claimant_class"], row["side"]) == ("x", 4000, "opponent", "RUS")
    assert row["extractor"] == "person:Ada"
    kept = claim_row(replace(made, reader_version="dataset/tollbook/1", sentence=text, sighting=replace(made.sighting, row=3)))
    assert (kept["claimant_class"], kept["side"], kept["extractor"]) == ("ngo", "UKR", "tollbook.rules")

"""Rows of claims: every claim quotes its cell, and every other cell is ignored by name or left out with its reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.rows import Origin, RejectedRow, Row
from tollbook.core.types import Claim, Period, document_id, mention_id
from tollbook.sources.datasets.claims import VAGUE_CODE, Plan, read_record
from tollbook.sources.datasets.forms import load_profile
from tollbook.sources.datasets.layout import match_columns
from tollbook.sources.datasets.records import Record

TOTALS = {
    "date": "2025-01-24",
    "day": "1066",
    "personnel": "826820",
    "personnel*": "about",
    "tank": "9859",
    "vehicles and fuel tanks": "35071",
}
EVENT = {
    "id": "4711", "date_start": "2023-02-01 00:00:00.000", "date_end": "2023-02-03 00:00:00.000", "side_a": "Government of Mali",
    "side_b": "JNIM", "country": "Mali", "adm_1": "Mopti region", "where_prec": "1", "latitude": "14.5",
    "source_headline": "A. Person dies",
    "deaths_a": "2", "deaths_b": "5", "deaths_civilians": "1", "deaths_unknown": "0", "best": "8", "low": "6", "high": "9",
}  # fmt: skip
FATALITIES = {
    "event_id_cnty": "MLI99", "event_date": "03 February 2023", "actor1": "JNIM", "country": "Mali", "admin1": "Mopti",
    "location": "Sevare",
    "latitude": "14.5", "source": "Studio Tamani", "notes": "A. Person was shot", "fatalities": "12",
}  # fmt: skip
ITEM = {"id": "31", "date": "2022-03-01", "type": "Tanks", "model": "T-72B", "status": "Captured", "lost_by": "Russia", "geo": "50.1,36.2"}
ORYX = {
    "country": "Ukraine",
    "equipment_type": "Tanks",
    "destroyed": "3",
    "captured": "1",
    "type_total": "4",
    "date_recorded": "2023-02-01",
}
ESTIMATE = {
    "date": "17/9/2024", "type": "deaths", "source": "NATO officials (via WP)", "country": "russia", "estimate_low": "40,000",
    "estimate_high": "55,000", "source_url": "https://example.org/a",
}  # fmt: skip


def read(profile: str, cells: Mapping[str, str], *, form: str | None = None, row: int = 1, as_of: date | None = None) -> Row | RejectedRow:
    chosen = next(found for found in load_profile(profile).forms if form is None or found.id == form)
    plan = Plan(form=chosen, columns=match_columns(chosen, cells), as_of=as_of)
    record = Record(row=row, line=row + 1, cells=cells, raw=",".join(cells.values()))
    return read_record(record, plan, Origin(file="a.csv", sha256="0" * 64, row=row))


def good(profile: str, cells: Mapping[str, str], **how: str) -> Row:
    found = read(profile, cells, form=how.get("form"))
    assert isinstance(found, Row), found
    return found


def reason(profile: str, cells: Mapping[str, str], form: str | None = None) -> str:
    found = read(profile, cells, form=form)
    assert isinstance(found, RejectedRow)
    return found.reason


def by_cell(row: Row) -> dict[str, Claim]:
    return {cell.rpartition("|")[2]: claim for cell, claim in zip(row.cells, row.reading.claims, strict=True)}


ROWS = [("ua-mod", "totals", TOTALS), ("ucdp-ged", "events", EVENT), ("acled", "events", FATALITIES), ("warspotting", "items", ITEM)]
ROWS += [("oryx", "daily", ORYX), ("economist", "claims", ESTIMATE)]


@pytest.mark.parametrize(("profile", "form", "cells"), ROWS, ids=[row[0] for row in ROWS])
def test_every_claim_quotes_its_cell(profile: str, form: str, cells: dict[str, str]) -> None:
    row = good(profile, cells, form=form)
    text = row.reading.document.text
    assert row.reading.document.id == document_id(text)
    assert row.reading.claims
    for name, claim in by_cell(row).items():
        quote = row.reading.quote(claim)
        assert quote == claim.quantity.text
        assert claim.id == mention_id(document_id(text), claim.span.start, claim.span.end)
        assert text[slice(*claim.sentence)].endswith(quote)
        assert quote.split("\n")[0] == cells.get(name, cells.get(f"{name}_low"))
        assert claim.likelihood is None
        assert claim.attribution[-1].voice == "author"
    assert len({claim.id for claim in row.reading.claims}) == len(row.cells) == len(set(row.cells))


@pytest.mark.parametrize(("profile", "form", "cells"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_s_reading_keeps_the_published_contract(profile: str, form: str, cells: dict[str, str]) -> None:
    reading = good(profile, cells, form=form).reading
    schema = json.loads((files("tollbook") / "schema" / "reading.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(reading.to_json()), schema)
    assert str(reading)


@pytest.mark.parametrize(("profile", "form", "cells"), ROWS, ids=[row[0] for row in ROWS])
def test_neither_the_rows_number_nor_the_order_of_columns_changes_a_document(profile: str, form: str, cells: dict[str, str]) -> None:
    first = read(profile, cells, form=form)
    again = read(profile, dict(reversed(cells.items())), form=form, row=99)
    assert isinstance(first, Row)
    assert isinstance(again, Row)
    assert (first.reading.document, first.reading.claims, first.cells) == (again.reading.document, again.reading.claims, again.cells)
    assert again.origin.row == 99


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_another_number_in_a_cell_is_another_document_and_the_same_cell(one: int, other: int) -> None:
    first, second = (good("ua-mod", {**TOTALS, "tank": str(number)}, form="totals") for number in (one, other))
    assert first.cells == second.cells
    assert (first.reading.document.id == second.reading.document.id) == (one == other)


def test_the_general_staffs_totals_are_cumulative_losses_of_russia() -> None:
    row = good("ua-mod", TOTALS, form="totals")
    claims = by_cell(row)
    assert row.cells == ("ua-mod|2025-01-24|personnel", "ua-mod|2025-01-24|tank", "ua-mod|2025-01-24|vehicles and fuel tanks")
    people = claims["personnel"]
    assert (people.measure.categories, people.measure.term, people.quantity.hedge) == ({"killed", "wounded"}, "losses", "about")
    assert people.rules == ("dataset.ua-mod.personnel", "definition.UKR-GS.2023-01-01")
    assert claims["vehicles and fuel tanks"].measure.categories == {"vehicle", "fuel_truck"}
    for claim in row.reading.claims:
        assert claim.force is not None
        assert (claim.force.id, claim.attribution[0].source) == ("RUS", "UKR-GS")
        assert claim.period == Period(kind="cumulative", start=date(2022, 2, 24), end=date(2025, 1, 24))
    assert row.reading.reader_version == "dataset/ua-mod/1"
    assert row.reading.document.published == date(2025, 1, 24)


def test_prisoners_are_no_figure_of_the_general_staff() -> None:
    claim = by_cell(good("ua-mod", {"date": "2022-03-08", "POW": "259"}, form="totals"))["POW"]
    assert (claim.measure.categories, claim.attribution[0].source) == ({"captured"}, None)
    assert claim.attribution[0].text.startswith("Invaders")


def test_a_correction_is_shown_and_no_claim() -> None:
    row = good("ua-mod", {"date": "2022-10-13", "APC": "-25", "personnel": "0"}, form="corrections")
    assert row.reading.claims == ()
    assert [row.reading.quote(passed) for passed in row.reading.abstentions] == ["0", "-25"]
    assert "no loss of this day" in row.reading.abstentions[0].reason


def test_a_new_column_is_seen_and_not_guessed() -> None:
    row = good("ua-mod", {**TOTALS, "airships": "3", "remark": "late"}, form="totals")
    assert [(row.reading.quote(passed), passed.reason) for passed in row.reading.abstentions] == [
        ("3", "a column that ua-mod does not know: airships")
    ]
    assert len(row.cells) == 3


def test_deaths_of_an_event_are_between_low_and_high_and_by_side() -> None:
    claims = by_cell(good("ucdp-ged", EVENT))
    best = claims["best"]
    assert (best.quantity.stated, best.quantity.low, best.quantity.high, best.quantity.hedge) == (8, 6, 9, "between")
    assert best.force is None
    assert best.period == Period(kind="flow", start=date(2023, 2, 1), end=date(2023, 2, 3))
    assert best.place is not None
    assert best.place.text == "Mopti region"
    assert claims["deaths_a"].force is not None
    assert claims["deaths_a"].force.id == "MLI"
    assert claims["deaths_b"].force is not None
    assert claims["deaths_b"].force.text == "JNIM"
    assert (claims["deaths_civilians"].measure.population, claims["deaths_civilians"].part_of) == ("civilian", best.id)


@pytest.mark.parametrize(
    ("profile", "cells"),
    [
        ("ucdp-ged", {**EVENT, "victim": "A. Person", "where_coordinates": "Sevare"}),
        ("acled", {**FATALITIES, "commander": "A. Person"}),
        ("warspotting", {**ITEM, "unit": "1st Brigade", "crew": "A. Person", "nearest_location": "a village"}),
    ],
)
def test_no_name_and_no_coordinate_of_an_event_is_kept(profile: str, cells: dict[str, str]) -> None:
    row = good(profile, cells)
    for banned in ("A. Person", "14.5", "50.1", "1st Brigade", "a village"):
        assert banned not in row.reading.document.text
    assert "not read" in row.reading.document.text
    assert row.reading.abstentions[-1].reason.endswith("their cells are not read")
    rejected = read(profile, {**cells, "date_start": "x", "event_date": "x", "date": "x"})
    assert isinstance(rejected, RejectedRow)
    assert "A. Person" not in rejected.text
    assert "14.5" not in rejected.text


def test_reported_fatalities_belong_to_no_side_and_may_be_a_code() -> None:
    claim = by_cell(good("acled", FATALITIES))["fatalities"]
    assert (claim.force, claim.flags, claim.quantity.stated) == (None, (VAGUE_CODE,), 12)
    assert by_cell(good("acled", {**FATALITIES, "fatalities": "11"}))["fatalities"].flags == ()
    assert by_cell(good("acled", {**FATALITIES, "fatalities": "0"}))["fatalities"].quantity.high == 0


def test_a_listed_item_is_one_item_with_its_outcome() -> None:
    claim = by_cell(good("warspotting", ITEM))["status"]
    assert (claim.quantity.stated, claim.measure.outcome, claim.measure.categories) == (1, "captured", {"tank"})
    assert "is not known" in reason("warspotting", {**ITEM, "status": "Vanished"})
    assert "is not known to warspotting" in reason("warspotting", {**ITEM, "type": "Zeppelins"})


def test_what_pictures_confirm_is_a_floor() -> None:
    claims = by_cell(good("oryx", ORYX, form="daily"))
    assert {name: claim.measure.outcome for name, claim in claims.items()} == {
        "destroyed": "destroyed",
        "captured": "captured",
        "type_total": "lost",
    }
    assert all((claim.quantity.hedge, claim.quantity.high) == ("at_least", None) for claim in claims.values())
    subtotal = good("oryx", {**ORYX, "equipment_type": "Losses of Armoured Combat Vehicles - 4, of which: destroyed: 3"}, form="daily")
    assert subtotal.reading.claims == ()
    assert "a subtotal" in subtotal.reading.abstentions[0].reason


def test_totals_without_a_day_are_named_by_the_day_that_is_given() -> None:
    cells = {name: cell for name, cell in ORYX.items() if name != "date_recorded"}
    row = read("oryx", cells, form="totals", as_of=date(2025, 7, 19))
    assert isinstance(row, Row)
    assert row.cells[0] == "oryx totals|Ukraine|Tanks|as of 2025-07-19|destroyed"
    assert row.reading.claims[0].period.end == date(2025, 7, 19)


def test_a_relayed_estimate_has_its_chain() -> None:
    row = good("economist", ESTIMATE, form="claims")
    claim = row.reading.claims[0]
    assert [(link.source, link.text) for link in claim.attribution[:-1]] == [
        ("western-officials", "NATO officials"),
        ("washington-post", "WP"),
    ]
    assert all(row.reading.document.text[slice(*link.span)] == link.text for link in claim.attribution[:-1] if link.span)
    assert (claim.quantity.stated, claim.quantity.low, claim.quantity.high) == (None, 40000, 55000)
    assert (claim.measure.categories, claim.measure.term) == ({"killed"}, "deaths")
    assert row.reading.document.url == "https://example.org/a"
    assert row.cells == ("economist claims|2024-09-17|NATO officials (via WP)|deaths|russia|estimate",)


def test_an_unknown_source_keeps_its_words() -> None:
    claim = good("economist", {**ESTIMATE, "source": "The Memory Book"}, form="claims").reading.claims[0]
    assert (claim.attribution[0].source, claim.attribution[0].text) == (None, "The Memory Book")


def test_two_data_sets_never_share_a_document() -> None:
    cells = {"date": "2025-01-24", "personnel": "826820"}
    ids = {good("ua-mod", cells, form=form).reading.document.id for form in ("totals", "orc", "corrections")}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({**TOTALS, "date": ""}, "line 2: date: no date"),
        ({**TOTALS, "date": "2023-02-30"}, "no such day"),
        ({**TOTALS, "tank": "many"}, "tank: no number: 'many'"),
        ({**TOTALS, "tank": "-4"}, "tank: a negative count"),
        ({**TOTALS, "tank": "1" * 16}, "more than 15 digits"),
        ({**TOTALS, "tank": "nan"}, "no number"),
        ({**TOTALS, "personnel*": "perhaps"}, "no known hedge"),
        ({"date": "2025-01-24", "tank": ""}, "no figure"),
        ({**TOTALS, "tank": "1" * 100_000}, "tank: a cell of more than 2,000 characters"),
        ({**TOTALS, "airships": "x" * 100_000}, "airships: a cell of more than 2,000 characters"),
    ],
)
def test_a_broken_row_is_rejected_with_its_reason(cells: dict[str, str], words: str) -> None:
    assert words in reason("ua-mod", cells, "totals")


def test_zero_is_a_figure_and_an_empty_cell_is_none() -> None:
    assert by_cell(good("ua-mod", {"date": "2025-01-24", "tank": "0", "MRL": "NA"}, form="totals"))["tank"].quantity.high == 0

"""Tollbook's own claims.csv read back: every cell comes home, and the claim says what the cells say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.core.sample_readings import AUTHOR, sample_reading
from tests.exports.made import entry
from tollbook.core.records import Entry, Sighting
from tollbook.core.rows import RejectedRow, Row
from tollbook.core.types import Attribution, Document, Force, Likelihood, Measure, Period, Place, Quantity, Reading, text_sha256
from tollbook.exports.claims import claim_row, reading_rows
from tollbook.exports.columns import columns_of
from tollbook.exports.writing import write_csv
from tollbook.sources.datasets import read_rows

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
NUMBERS = st.integers(0, 10**9) | st.floats(0, 1e12, allow_nan=False)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))


def written(rows: list[dict[str, Any]], path: Path) -> Path:
    text = io.StringIO(newline="")
    write_csv(columns_of("claims"), rows, text)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def read_back(path: Path) -> list[Row | RejectedRow]:
    return list(read_rows(path, profile="tollbook"))


def again(row: Row) -> dict[str, Any]:
    """Export what a ledger would hold of an imported row."""
    document, claim = row.reading.document, row.reading.claims[0]
    sighting = Sighting(
        document=document.id, title=document.title, published=document.published, url=document.url, file="claims.csv", row=row.origin.row
    )
    held = Entry(
        seq=9,
        claim=claim,
        sighting=sighting,
        quote=row.reading.quote(claim),
        sentence=document.text[slice(*claim.sentence)],
        reader_version=row.reading.reader_version,
        recorded_at="2031-01-01T00:00:00.000000Z",
        statement=claim.id,
        link="first",
        text_sha256=text_sha256(document.text),
    )
    return {**claim_row(held), "recorded_at": None}


def as_cells(rows: list[dict[str, Any]]) -> list[list[str]]:
    text = io.StringIO(newline="")
    write_csv(columns_of("claims"), rows, text)
    return list(csv.reader(io.StringIO(text.getvalue(), newline="")))


def test_the_sample_reading_comes_back_in_every_cell(tmp_path: Path) -> None:
    rows = list(reading_rows(sample_reading()))
    back = read_back(written(rows, tmp_path / "claims.csv"))
    assert as_cells([again(row) for row in back if isinstance(row, Row)]) == as_cells(rows)


QUANTITIES = st.builds(
    Quantity,
    stated=st.none() | NUMBERS,
    low=st.just(0),
    high=st.none() | NUMBERS,
    hedge=st.sampled_from(["exact", "about", "nearly", "over", "at_least", "under", "up_to", "between", "vague"]),
    text=st.sampled_from(["", "about 3", "more than 3", "=3"]) | TEXTS,
)
MEASURES_SHOWN = (
    Measure(categories=frozenset({"killed", "wounded"}), unit="person", population="civilian"),
    Measure(categories=frozenset({"tank"}), unit="item", outcome="destroyed"),
    Measure(categories=frozenset({"losses"}), unit="share", base="strength"),
    Measure(categories=frozenset({"territory"}), unit="km2", outcome="lost"),
)
MEASURES = st.sampled_from(MEASURES_SHOWN)
RETURNED = Quantity(stated=3, low=0, high=None, hedge="over", text="a\rb")
PERIODS = st.builds(Period, kind=st.sampled_from(["flow", "cumulative", "stock"]), start=DAYS, end=DAYS, end_latest=st.none())
FORCES = st.none() | st.builds(Force, id=st.sampled_from(["RUS", "PRK", "hamas", None]), text=TEXTS)
CHAINS = st.lists(
    st.builds(Attribution, source=st.sampled_from(["UKR-GS", "reuters", None]), text=TEXTS, voice=st.just("reported")), max_size=3
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(RETURNED, MEASURES_SHOWN[0], Period(kind="flow"), None, [], "\r", "\r\r", "stated", True)
@given(QUANTITIES, MEASURES, PERIODS, FORCES, CHAINS, TEXTS, TEXTS, st.sampled_from(["stated", "denied", "hypothetical"]), st.booleans())
def test_any_claim_comes_back_in_every_cell(
    tmp_path: Path,
    quantity: Quantity,
    measure: Measure,
    period: Period,
    force: Force | None,
    chain: list[Attribution],
    title: str,
    place: str,
    assertion: str,
    likely: bool,
) -> None:
    made = entry()
    claim = replace(
        made.claim,
        quantity=quantity,
        measure=measure,
        period=period,
        force=force,
        attribution=(*chain, *AUTHOR),
        place=Place(text=place),
        assertion=assertion,
        likelihood=Likelihood(term=title, low=0.2, high=0.7, scale="phia") if likely else None,
    )
    document = Document.of(made.sentence, title=title, published=date(2031, 1, 1), url="https://example.org/?=1")
    row = {**claim_row(replace(made, claim=claim, sighting=replace(made.sighting, title=document.title))), "recorded_at": None}
    (back,) = read_back(written([row], tmp_path / "claims.csv"))
    assert isinstance(back, Row), back
    assert as_cells([again(back)]) == as_cells([row])


def test_the_claim_says_what_the_cells_say(tmp_path: Path) -> None:
    (back,) = read_back(written([claim_row(entry())], tmp_path / "claims.csv"))
    assert isinstance(back, Row)
    claim, reading = back.reading.claims[0], back.reading
    assert (claim.quantity.stated, claim.quantity.hedge, sorted(claim.measure.categories)) == (4000, "exact", ["killed"])
    assert claim.force == Force(id="RUS", text="soldiers of Russia")
    assert claim.claimant is not None
    assert (claim.claimant.source, claim.by_author) == ("UKR-GS", False)
    assert (claim.period.kind, claim.period.start, claim.period.end) == ("cumulative", date(2022, 2, 24), date(2025, 1, 24))
    assert reading.quote(claim) == "4,000"
    assert reading.document.title == "A spring of losses"
    assert (reading.document.published, reading.document.url) == (date(2025, 1, 25), "https://example.org/a b")
    assert back.cells == (f"tollbook claims|{entry().claim.id}",)


def test_a_file_that_a_spreadsheet_saved_anew_is_read(tmp_path: Path) -> None:
    row = claim_row(entry())
    text = ";".join(row) + "\n" + ";".join("" if cell is None else str(cell) for cell in row.values()) + "\n"
    (tmp_path / "claims.csv").write_text(text, encoding="utf-8")
    (back,) = read_back(tmp_path / "claims.csv")
    assert isinstance(back, Row)
    assert back.reading.claims[0].quantity.stated == 4000


def test_json_is_read_as_well(tmp_path: Path) -> None:
    row = {**claim_row(entry()), "recorded_at": None}
    (tmp_path / "claims.json").write_text(json.dumps([row]), encoding="utf-8")
    (back,) = read_back(tmp_path / "claims.json")
    assert isinstance(back, Row)
    assert as_cells([again(back)]) == as_cells([row])


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("claim_id", None, "no claim_id"),
        ("value_low", "many", "value_low: no number: 'many'"),
        ("value_low", "nan", "no number"),
        ("value_high", 1, "value_low: 4,000 is above value_high, 1"),
        ("span_start", "1.5", "no integer"),
        ("date_end", "2031-02-30", "date_end: no date: '2031-02-30'"),
        ("bound", "roughly", "bound: 'roughly' is not known"),
        ("period_type", "monthly", "period_type: 'monthly' is not known"),
        ("unit", "men", "metric: 'killed' is none of the unit 'men'"),
        ("quote", "x" * 20_001, "more than 20,000 characters"),
    ],
)
def test_a_row_that_no_export_wrote_is_rejected_with_its_reason(tmp_path: Path, column: str, cell: Any, reason: str) -> None:
    row = {**claim_row(entry()), column: cell}
    (back,) = read_back(written([row], tmp_path / "claims.csv"))
    assert isinstance(back, RejectedRow)
    assert reason in back.reason
    assert back.reason.startswith("line 2: ")


def test_the_same_row_of_two_exports_is_one_document(tmp_path: Path) -> None:
    made = claim_row(entry())
    first, second = read_back(written([made, {**made, "recorded_at": "2031-01-01T00:00:00.000000Z"}], tmp_path / "claims.csv"))
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.reading == second.reading


def test_the_hashtags_of_hxl_are_told_and_the_claims_below_them_are_read(tmp_path: Path) -> None:
    text = io.StringIO(newline="")
    write_csv(columns_of("hxl"), [claim_row(entry())], text, tags=True)
    (tmp_path / "claims.hxl.csv").write_text(text.getvalue(), encoding="utf-8")
    tags, claim = read_back(tmp_path / "claims.hxl.csv")
    assert isinstance(tags, RejectedRow)
    assert tags.reason == "line 2: the hashtags of HXL, which are no claim"
    assert isinstance(claim, Row)


def test_a_row_of_another_width_is_rejected(tmp_path: Path) -> None:
    path = written([claim_row(entry())], tmp_path / "claims.csv")
    path.write_text(path.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    assert [type(row) for row in read_back(path)] == [Row, RejectedRow]


def test_a_reading_of_a_row_has_the_version_of_its_profile(tmp_path: Path) -> None:
    (back,) = read_back(written([claim_row(entry())], tmp_path / "claims.csv"))
    assert isinstance(back, Row)
    assert isinstance(back.reading, Reading)
    assert back.reading.reader_version == "dataset/tollbook/1"


def test_a_row_too_long_for_a_cell_is_still_cut_at_its_own_delimiter(tmp_path: Path) -> None:
    """A row between semicolons is one cell to a reader of commas, and may be longer than a cell may be."""
    names = [column.name for column in columns_of("claims")]
    path = tmp_path / "claims.csv"
    path.write_text(f"{';'.join(names)}\n{';'.join(['x' * 15_000] * len(names))}\n", encoding="utf-8")
    (found,) = read_back(path)
    assert isinstance(found, RejectedRow)
    assert "no integer" in found.reason or "no date" in found.reason or "no number" in found.reason

"""A ledger's claims in every profile and format: valid to the tools that read them, and the same after a round trip."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import hxl
import polars as pl
import pytest
from jsonschema import Draft202012Validator

from tests.exports.graphs import parsed
from tests.exports.made import filled_ledger
from tollbook.core.errors import UsageError
from tollbook.core.types import Reading
from tollbook.exports.columns import columns_of, has_columns, profiles
from tollbook.exports.schemas import json_schema
from tollbook.flow.export import Exported, Request, cite, export, notes_of, query_of, rows
from tollbook.flow.ledger import import_file
from tollbook.flow.read import read
from tollbook.ledger.ledger import Ledger

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TABLES = [name for name in profiles() if has_columns(name)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with three texts and nine days of the General Staff."""
    made = filled_ledger(tmp_path_factory.mktemp("export"))
    made.add(read((SAMPLES / "kupiansk-report.txt").read_text(encoding="utf-8"), published=date(2025, 10, 18)))
    import_file(made, SAMPLES / "ua-mod-october-2025.csv", profile="ua-mod")
    yield made
    made.close()


def exported(ledger: Ledger, request: Request) -> tuple[str, Exported]:
    stream = io.BytesIO()
    told = export(ledger, request, stream)
    return stream.getvalue().decode(), told


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("profile", TABLES)
def test_a_table_has_its_columns_in_their_order_even_without_a_row(ledger: Ledger, profile: str) -> None:
    text, told = exported(ledger, Request.of(profile, query="force:nobody"))
    assert next(csv.reader([text.splitlines()[0]])) == [column.name for column in columns_of(profile)]
    assert (told.met, told.written) == (0, 0)


@pytest.mark.parametrize("profile", [name for name in TABLES if name != "hxl"])
def test_json_of_every_table_fits_its_schema(ledger: Ledger, profile: str) -> None:
    text, told = exported(ledger, Request.of(profile, form="json"))
    found = json.loads(text)
    assert len(found) == told.written
    Draft202012Validator(json_schema(profile)).validate(found)


def test_every_claim_is_a_row(ledger: Ledger) -> None:
    text, told = exported(ledger, Request.of("claims"))
    assert told.met == told.written == ledger.count() == len(lines(text))
    assert {row["claim_id"] for row in lines(text)} == {found.claim.id for found in ledger.entries()}


def test_a_query_and_a_day_narrow_what_is_exported(ledger: Ledger) -> None:
    text, _ = exported(ledger, Request.of("claims", query="category:tank force:RUS"))
    assert {row["metric"] for row in lines(text)} == {"tank"}
    assert exported(ledger, Request.of("claims", as_known_on="2020-01-01"))[1].met == 0
    with pytest.raises(UsageError, match="did you mean force"):
        exported(ledger, Request.of("claims", query="forc:RUS"))


def test_libhxl_reads_the_hashtags(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "claims.hxl.csv"
    path.write_text(exported(ledger, Request.of("hxl"))[0], encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with hxl.data(hxl.make_input(str(path), hxl.InputOptions(allow_local=True))) as source:
            assert [column.display_tag for column in source.columns] == [column.tag for column in columns_of("claims")]
            assert len(list(source)) == ledger.count()
        with hxl.data(hxl.make_input(str(path), hxl.InputOptions(allow_local=True))) as source:
            assert hxl.validate(source)


@pytest.mark.parametrize("profile", ["prov", "annotations", "claimreview"])
def test_linked_data_is_rdf_offline(ledger: Ledger, profile: str) -> None:
    text, told = exported(ledger, Request.of(profile))
    assert told.written == len(json.loads(text)["@graph"])
    assert len(parsed(text)) > told.written > 0
    assert json.loads(exported(ledger, Request.of(profile, query="force:nobody"))[0])["@graph"] == []


def test_parquet_has_the_rows_of_the_csv(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    with path.open("wb") as stream:
        told = export(ledger, Request.of("claims", form="parquet"), stream)
    frame = pl.read_parquet(path)
    plain = lines(exported(ledger, Request.of("claims"))[0])
    assert frame.height == told.written == len(plain)
    assert frame["claim_id"].to_list() == [row["claim_id"] for row in plain]
    assert [None if value is None else f"{value:g}" for value in frame["value_low"]] == [f"{float(row['value_low']):g}" for row in plain]


def test_an_audit_fills_the_verdicts(ledger: Ledger) -> None:
    silent = lines(exported(ledger, Request.of("claims", query="origin:text"))[0])
    judged = lines(exported(ledger, Request.of("claims", query="origin:text", audit=True))[0])
    assert {row["verdict"] for row in silent} <= {"", "denied", "hypothetical"}
    assert {row["verdict"] for row in judged} & {"agrees", "differs", "overstated", "understated"}


def test_a_series_has_a_row_for_each_statement(ledger: Ledger) -> None:
    found = lines(exported(ledger, Request.of("series", query="source:UKR-GS category:tank kind:cumulative"))[0])
    assert [row["date"] for row in found] == sorted((row["date"] for row in found), reverse=True)
    assert {row["series"] for row in found} == {"UKR-GS RUS tank cumulative"}
    assert {row["q0.5"] for row in found} == {""}


def test_a_data_sets_profile_has_its_own_source_where_none_is_named(ledger: Ledger) -> None:
    request = Request.of("ua-mod")
    assert query_of(request).terms["source"] == ("UKR-GS",)
    assert query_of(Request.of("ua-mod", query="source:oryx")).terms["source"] == ("oryx",)
    text, told = exported(ledger, request)
    assert told.notes == ["of source:UKR-GS alone, as the query names no source"]
    original = lines((SAMPLES / "ua-mod-october-2025.csv").read_text(encoding="utf-8"))
    found = {row["date"]: row for row in lines(text)}
    for row in original:
        assert {name: found[row["date"]][name] for name in row} == row


def test_what_has_no_place_is_counted(ledger: Ledger) -> None:
    told = exported(ledger, Request.of("economist"))[1]
    assert told.left_out == told.met - told.written > 0


@pytest.mark.parametrize("profile", ["ua-mod", "economist", "ucdp-ged"])
def test_a_data_sets_export_is_read_by_its_import(ledger: Ledger, tmp_path: Path, profile: str) -> None:
    path = tmp_path / f"{profile}.csv"
    path.write_text(exported(ledger, Request.of(profile))[0], encoding="utf-8")
    with Ledger.create(str(tmp_path / "other.db")) as other:
        if len(lines(path.read_text(encoding="utf-8"))) == 0:
            pytest.fail("nothing to import")
        came = import_file(other, path, profile=profile)
        assert (came.rejected, came.rows > 0) == (0, True)
        stated = {found.claim.quantity.stated for found in other.entries()}
    assert stated <= {found.claim.quantity.stated for found in ledger.entries()}


def test_csv_to_a_ledger_and_back_is_the_identity(ledger: Ledger, tmp_path: Path) -> None:
    """All columns but `recorded_at`, which is when this ledger recorded the claim."""
    text, _ = exported(ledger, Request.of("claims", audit=True))
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with Ledger.create(str(tmp_path / "other.db")) as other:
        came = import_file(other, path, profile="tollbook")
        assert (came.rejected, came.rows) == (0, ledger.count())
        back, _ = exported(other, Request.of("claims"))
        assert list(other.verify()) == []
    before, after = ({row["claim_id"]: row for row in lines(each)} for each in (text, back))
    for row in (*before.values(), *after.values()):
        row.pop("recorded_at")
    assert after == before
    assert any(row["doc_title"].startswith("'=HYPERLINK") for row in after.values())


def test_importing_the_same_file_again_adds_nothing(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(exported(ledger, Request.of("claims"))[0], encoding="utf-8", newline="")
    with Ledger.create(str(tmp_path / "other.db")) as other:
        import_file(other, path, profile="tollbook")
        assert import_file(other, path, profile="tollbook").added.claims == 0


def test_citations_name_the_export_and_each_document(ledger: Ledger) -> None:
    stream = io.BytesIO()
    told = cite(ledger, Request.of("claims", query="origin:text"), "csl-json", stream)
    cited = json.loads(stream.getvalue())
    assert told.written == len(cited) == 4
    assert (cited[0]["type"], cited[0]["title"]) == ("dataset", "War-loss claims of the ledger made.example/losses")
    assert ledger.checkpoint().root.hex() in cited[0]["note"]
    stream = io.BytesIO()
    assert cite(ledger, Request.of("claims", query="origin:text"), "bibtex", stream).written == 4
    assert stream.getvalue().decode().count("@misc{") == 4
    with pytest.raises(UsageError, match="one of: bibtex, csl-json"):
        cite(ledger, Request.of("claims"), "ris", io.BytesIO())


def test_notes_say_of_which_ledger_a_file_is(ledger: Ledger) -> None:
    notes = notes_of(ledger, Request.of("claims", query="force:RUS"))
    assert (notes["tollbook_ledger"], notes["tollbook_query"]) == ("made.example/losses", "force:RUS")
    assert notes["tollbook_ledger_size"] == str(ledger.checkpoint().size)


def test_progress_hears_of_every_claim(ledger: Ledger) -> None:
    heard: list[int] = []
    assert len(list(rows(ledger, Request.of("claims"), progress=heard.append))) == len(heard) == heard[-1]


def test_a_folder_or_linked_data_is_no_table(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        export(ledger, Request.of("datapackage"), io.BytesIO())
    with pytest.raises(UsageError, match="is no table"):
        next(rows(ledger, Request.of("prov")))


def test_tables_of_arrow_come_from_a_ledger_and_from_a_reading(ledger: Ledger) -> None:
    frame = pl.DataFrame(ledger.claims_table("category:tank"))
    assert frame.height == ledger.count("category:tank")
    assert duckdb.from_arrow(ledger.claims_table("force:RUS")).count("*").fetchall() == [(ledger.count("force:RUS"),)]
    reading = ledger.reading_of(next(ledger.entries("origin:text")).sighting.document)
    assert isinstance(reading, Reading)
    assert pl.DataFrame(reading.claims_table())["quote"].to_list() == [reading.quote(claim) for claim in reading.claims]

"""`tollbook export`: files for other programs, what is refused, what is said beside them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run
from tollbook.exports.columns import columns_of, profiles


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ledger(tmp_path_factory.mktemp("export"))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_claims_go_to_standard_output_by_default(ledger: Path) -> None:
    result = run("export", ledger)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0].split(",") == [column.name for column in columns_of("claims")]
    assert len(rows(result.stdout)) == 3
    assert run("export", "--ledger", ledger, "-o", "-").stdout == result.stdout


def test_a_file_takes_what_standard_output_would(ledger: Path, tmp_path: Path) -> None:
    result = run("export", ledger, "-o", tmp_path / "claims.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8") == run("export", ledger).stdout


def test_a_file_that_is_there_is_kept_unless_asked(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("mine")
    result = run("export", ledger, "-o", path)
    assert (result.exit_code, path.read_text()) == (2, "mine")
    assert "--force" in result.stderr
    assert run("export", ledger, "-o", path, "--force").exit_code == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize(("name", "form"), [("a.json", "json"), ("a.jsonl", "jsonl"), ("a.parquet", "parquet"), ("a.CSV", "csv")])
def test_the_files_name_chooses_the_format(ledger: Path, tmp_path: Path, name: str, form: str) -> None:
    named, asked = tmp_path / name, tmp_path / "asked"
    assert run("export", ledger, "-o", named).exit_code == run("export", ledger, "-f", form, "-o", asked).exit_code == 0
    if form == "parquet":  # the notes in its metadata come in any order
        assert pl.read_parquet(named).equals(pl.read_parquet(asked))
    else:
        assert named.read_bytes() == asked.read_bytes()


@pytest.mark.parametrize("profile", [name for name in profiles() if name != "datapackage"])
def test_every_profile_writes_a_whole_file(ledger: Path, profile: str) -> None:
    result = run("export", ledger, "-p", profile)
    assert result.exit_code == 0, result.stderr
    if profile in ("prov", "annotations", "claimreview"):
        assert isinstance(json.loads(result.stdout)["@graph"], list)
    else:
        assert result.stdout.splitlines()[0] == run("export", ledger, "-p", profile, "-q", "force:nobody").stdout.splitlines()[0]


@pytest.mark.parametrize("profile", profiles())
def test_the_help_names_every_profile(profile: str) -> None:
    assert f"\n    {profile} " in run("export", "--help").stdout


def test_a_data_package_is_a_folder(ledger: Path, tmp_path: Path) -> None:
    assert run("export", ledger, "-p", "datapackage", "-o", tmp_path / "out").exit_code == 0
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["resources"][0]["rows"] == 3
    result = run("export", ledger, "-p", "datapackage")
    assert (result.exit_code, "is a folder" in result.stderr) == (2, True)


def test_an_empty_result_is_a_valid_file_and_said(ledger: Path) -> None:
    result = run("export", ledger, "-q", "force:nobody")
    assert (result.exit_code, rows(result.stdout)) == (0, [])
    assert "no claim fits the query" in result.stderr


def test_what_has_no_place_is_said(ledger: Path) -> None:
    result = run("export", ledger, "-p", "economist")
    assert (result.exit_code, len(rows(result.stdout))) == (0, 1)
    assert "1 claim left out: no place in economist" in result.stderr


def test_nothing_judged_is_said(ledger: Path) -> None:
    result = run("export", ledger, "-p", "claimreview", "-q", "measure:casualties")
    assert json.loads(result.stdout)["@graph"] == []
    assert "no finding judges one" in result.stderr


def test_a_query_and_a_day_narrow_the_export(ledger: Path) -> None:
    assert len(rows(run("export", ledger, "-q", "category:tank").stdout)) == 1
    assert rows(run("export", ledger, "--as-known-on", "2020-01-01").stdout) == []


def test_an_estimate_that_can_not_be_given_leaves_its_reason(ledger: Path) -> None:
    result = run("export", ledger, "-p", "series", "--estimate", "-q", "measure:casualties")
    assert result.exit_code == 0
    assert {row["q0.5"] for row in rows(result.stdout)} == {""}
    assert "no estimate of RUS casualties" in result.stderr


@pytest.mark.parametrize("kind", ["bibtex", "csl-json"])
def test_citations_take_the_place_of_claims(ledger: Path, kind: str) -> None:
    result = run("export", ledger, "--cite", kind)
    assert result.exit_code == 0
    assert "desk.example/losses" in result.stdout
    if kind == "csl-json":
        assert [item["type"] for item in json.loads(result.stdout)] == ["dataset", "article-newspaper", "article-newspaper"]


def test_the_schema_of_a_profile_needs_no_ledger() -> None:
    result = run("export", "nowhere.db", "--schema")
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (0, "array")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "nobody"), "one of: claims, series, hxl"),
        (("-p", "prov", "-f", "csv"), "can't be written as 'csv'"),
        (("-p", "hxl", "--schema"), "no JSON of hxl"),
        (("-q", "forc:RUS"), "did you mean force?"),
        (("--estimate",), "--profile series"),
        (("-p", "prov", "--audit"), "--profile claims"),
        (("--cite", "bibtex", "--audit"), "--cite without them"),
        (("--ledger", "other.db"), "two ledgers"),
        (("--site", "javascript:alert(1)"), "no address of a site"),
        (("--review-url", "desk"), "no address"),
        (("--review-date", "soon"), "no date"),
        (("--as-known-on", "soon"), "no date"),
        (("-o", "nowhere/claims.csv"), "a folder that exists"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("export", ledger, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_without_a_ledger_it_says_so(tmp_path: Path) -> None:
    result = run("export", tmp_path / "none.db")
    assert result.exit_code == 2
    assert "none.db" in result.stderr


def test_a_reader_that_goes_away_is_no_fault(ledger: Path) -> None:
    script = f"{sys.executable} -m tollbook.cli.main export {ledger} | head -c 10"
    done = subprocess.run(script, shell=True, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("claim_id,d", "")


def test_a_claims_file_goes_into_another_ledger_and_comes_back(ledger: Path, tmp_path: Path) -> None:
    assert run("export", ledger, "-o", tmp_path / "claims.csv").exit_code == 0
    assert run("init", tmp_path / "other.db").exit_code == 0
    imported = run("import", "tollbook", tmp_path / "claims.csv", "--ledger", tmp_path / "other.db")
    assert imported.exit_code == 0, imported.stderr
    back = rows(run("export", tmp_path / "other.db").stdout)
    before = rows((tmp_path / "claims.csv").read_text(encoding="utf-8"))
    bare = [{name: cell for name, cell in row.items() if name != "recorded_at"} for row in (*before, *back)]
    assert sorted(bare[:3], key=str) == sorted(bare[3:], key=str)


def test_the_argument_goes_before_the_environment(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOLLBOOK_LEDGER", str(tmp_path / "none.db"))
    assert len(rows(run("export", ledger).stdout)) == 3
    monkeypatch.setenv("TOLLBOOK_LEDGER", str(ledger))
    assert len(rows(run("export").stdout)) == 3


def test_the_ledger_itself_is_never_replaced(ledger: Path) -> None:
    before = ledger.read_bytes()
    result = run("export", ledger, "-o", ledger, "--force")
    assert (result.exit_code, "would overwrite an input" in result.stderr) == (2, True)
    assert ledger.read_bytes() == before


def test_a_package_names_the_license_that_is_given(ledger: Path, tmp_path: Path) -> None:
    assert run("export", ledger, "-p", "datapackage", "-o", tmp_path / "out", "--license", "CC-BY-4.0").exit_code == 0
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["licenses"] == [{"name": "CC-BY-4.0"}]

"""`tollbook echoes`: of a ledger, of an output of read-corpus, undone, listed; and its files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.runs import run
from tests.scale.echoes.made import ORIGINAL, OTHER, QUOTING, cut_of
from tests.scale.echoes.outputs import made_output

BY = ("--by", "Ada")
BARE = ORIGINAL.replace("The ministry of Norland said on Tuesday that", "On Tuesday")
"""A copy that leaves out who says so."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    place = tmp_path / "ledger.db"
    assert run("init", place).exit_code == 0
    for nth, text in enumerate((ORIGINAL, BARE, cut_of(ORIGINAL), QUOTING, OTHER)):
        (tmp_path / f"{nth}.txt").write_text(text, encoding="utf-8")
        assert run("add", tmp_path / f"{nth}.txt", "--published", f"2031-03-1{nth}", "--ledger", place).exit_code == 0
    return place


def statements(place: Path) -> int:
    found: int = json.loads(run("stats", "--ledger", place, "--format", "json").stdout)["statements"]
    return found


def test_a_ledger_counts_what_copies_tell_once_and_it_can_be_undone(ledger: Path) -> None:
    before = statements(ledger)
    result = run("echoes", ledger, *BY)
    assert result.exit_code == 0, result.output
    assert "5 articles: 1 group of 4, of which 2 only repeat" in result.stdout
    assert "4 articles (1 copy, 1 cut, 1 quotes)" in result.stdout
    assert "3 new echoes" in result.stdout
    assert statements(ledger) < before
    assert "0 new echoes, 0 claims linked" in run("echoes", ledger, *BY).stdout
    assert run("verify", "--ledger", ledger).exit_code == 0
    listed = run("echoes", ledger, "--list").stdout
    assert listed.endswith("3 echoes\n")
    assert "copy" in listed
    assert "3 echoes would be undone" in run("echoes", ledger, "--undo", "--dry-run").stdout
    assert "3 echoes undone" in run("echoes", ledger, "--undo", *BY).stdout
    assert statements(ledger) == before


def test_a_dry_run_changes_nothing(ledger: Path) -> None:
    before = run("stats", "--ledger", ledger, "--format", "json").stdout
    assert "1 group of 4" in run("echoes", ledger, "--dry-run").stdout
    assert run("stats", "--ledger", ledger, "--format", "json").stdout == before


def test_one_document_is_undone_by_its_id(ledger: Path) -> None:
    run("echoes", ledger, *BY)
    known = json.loads(run("echoes", ledger, "--list", "--format", "json").stdout)
    chosen = next(one["doc_id"] for one in known if one["relation"] == "cut")
    assert "1 echo would be undone" in run("echoes", ledger, "--undo", "--document", chosen, "--dry-run").stdout
    assert "1 echo undone" in run("echoes", ledger, "--undo", "--document", chosen, *BY).stdout
    left = json.loads(run("echoes", ledger, "--list", "--format", "json").stdout)
    assert {one["doc_id"] for one in known} - {one["doc_id"] for one in left} == {chosen}
    assert run("echoes", ledger, "--undo", "--document", "0" * 32).exit_code == 2


def test_groups_are_written_as_csv_json_and_parquet(ledger: Path, tmp_path: Path) -> None:
    import duckdb

    for suffix in ("csv", "json", "parquet"):
        assert run("echoes", ledger, "--dry-run", "-o", tmp_path / f"echoes.{suffix}").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "echoes.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["relation"] for row in rows] == ["first", "copy", "cut", "quotes"]
    assert [row["earliest"] for row in rows] == ["true", "false", "false", "false"]
    (group,) = json.loads((tmp_path / "echoes.json").read_text(encoding="utf-8"))
    assert group["earliest"] == rows[0]["doc_id"]
    assert [article["doc_id"] for article in group["articles"]] == [row["doc_id"] for row in rows]
    with duckdb.connect() as connection:
        stored = connection.execute("select doc_id, shared, fullest from read_parquet(?)", [str(tmp_path / "echoes.parquet")]).fetchall()
    assert [row[0] for row in stored] == [row["doc_id"] for row in rows]
    assert sum(row[2] for row in stored) == 1


def test_an_output_of_read_corpus_gets_a_file_and_a_ledger_learns_of_it(ledger: Path, tmp_path: Path) -> None:
    texts = {f"{nth}.txt": text for nth, text in enumerate((ORIGINAL, BARE, cut_of(ORIGINAL), OTHER))}
    output = made_output(tmp_path, texts)
    result = run("echoes", output, "--ledger", ledger, *BY)
    assert result.exit_code == 0, result.output
    assert (Path(output) / "echoes.parquet").is_file()
    assert "1 group of 3" in result.stdout
    assert "2 new echoes" in result.stdout


def test_json_holds_the_groups(ledger: Path) -> None:
    told = json.loads(run("echoes", ledger, "--dry-run", "--format", "json").stdout)
    assert (told["articles"], len(told["groups"]), told["groups"][0]["copies"]) == (5, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "echoes.xlsx"), ".parquet, .csv, .json"),
        (("--document", "ab"), "--undo"),
        (("--list", "--undo"), "one of them"),
    ],
)
def test_wrong_usage_is_told(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("echoes", ledger, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_is_neither_a_ledger_nor_an_output_is_told(tmp_path: Path) -> None:
    assert "no output" in run("echoes", tmp_path).stderr
    assert "no such ledger" in run("echoes", tmp_path / "none.db").stderr

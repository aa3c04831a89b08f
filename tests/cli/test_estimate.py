"""`tollbook estimate`: a table of 80 columns, JSON, CSV, a chart; a clear message where there is no estimate."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.estimating import BEGUN, fake_engine, make_ledger
from tests.cli.runs import run


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger, and an engine that answers at once."""
    fake_engine(monkeypatch)
    return make_ledger(tmp_path)


def test_the_table_says_what_a_total_rests_on(ledger: Path) -> None:
    result = run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger)
    assert result.exit_code == 0, result.stderr
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    for words in ("not a count", "The level is pinned by", "Sources:", "moved the total", "other assumptions", "Pareto k", "killed share"):
        assert words in result.stdout


def test_json_holds_assumptions_statements_and_what_was_left_out(ledger: Path) -> None:
    result = run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--format", "json", "--to", "2031-03-12")
    made = json.loads(result.stdout)
    assert len(made["statements"]) == 2
    assert made["assumptions"]["id"]
    assert made["left_out"][0]["reason"] == "it ends after the period"


def test_csv_holds_quantiles(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--format", "csv", "-o", target).exit_code == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert {row["kind"] for row in rows} == {"total", "rate", "share"}
    assert float(rows[0]["q0.05"]) <= float(rows[0]["q0.5"]) <= float(rows[0]["q0.95"])


def test_the_engine_is_part_of_the_assumptions(ledger: Path) -> None:
    result = run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--format", "json", "--engine", "nuts")
    assert json.loads(result.stdout)["assumptions"]["engine"]["name"] == "nuts"


def test_explain_lists_every_statement_that_was_left_out(ledger: Path) -> None:
    result = run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--to", "2031-03-12", "--explain")
    assert "it ends after the period" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--force", "SOR", "--from", BEGUN], "SOR casualties: no statement to estimate from"),
        (["--force", "NOR"], "the first day of the war isn't known for NOR"),
        (["--force", "NOR", "--from", "yesterday"], "--from 'yesterday' is no date"),
        (["--force", "NOR", "--from", BEGUN, "--to", "2020-01-01"], "before it starts"),
        (["--force", "NOR", "--from", BEGUN, "--chart", "chart.gif"], "expected a name that ends in .svg or .png"),
        (["--force", "NOR", "--from", BEGUN, "--measure", "tank"], "NOR tank: no statement to estimate from"),
        (["--force", "NOR", "--from", BEGUN, "--measure", "tnak"], "no statement to estimate from; did you mean 'tank'?"),
        (["--force", "NOR", "--from", BEGUN, "--measure", "killed"], "killed come with the measure 'casualties'"),
        (["--force", "NOR", "--from", "2040-01-01"], "the last figure is of 2031-03-18, before the period starts on 2040-01-01"),
        (["--force", "NOR", "--from", BEGUN, "--assumptions", "none.toml"], "can't be read"),
        (["--force", "NOR", "--from", BEGUN, "--as-known-on", "2020-01-01"], "no statement to estimate from"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(ledger: Path, arguments: list[str], message: str) -> None:
    result = run("estimate", *arguments, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_chart_is_drawn_beside_the_table(ledger: Path, tmp_path: Path) -> None:
    picture = tmp_path / "nor.svg"
    result = run("estimate", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--chart", picture)
    assert "nor.svg: drawn" in result.stderr
    assert "Norway: about" in picture.read_text(encoding="utf-8")

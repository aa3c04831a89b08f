"""`tollbook read-corpus`, and `tollbook add` of what it wrote, end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import run
from tests.scale.corpora import rows, write_lines


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "articles.jsonl", 9)


def test_a_corpus_is_read_into_tables_and_added_to_a_ledger_once(source: Path, tmp_path: Path) -> None:
    out, ledger = tmp_path / "out", tmp_path / "ledger.db"
    result = run("read-corpus", source, "-o", out, "--workers", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "9 documents read, 12 claims in 6 documents kept"
    assert len(rows(out, "claims")) == 12
    assert run("init", ledger).exit_code == 0
    first = run("add", out, "--ledger", ledger)
    assert first.exit_code == 0
    assert first.stdout.startswith("6 documents added: 12 claims")
    second = run("add", out, "--ledger", ledger)
    assert second.stdout == "6 documents known already\n"
    assert "12" in run("query", "measure:killed,tank", "--ledger", ledger, "--format", "json").stdout


def test_a_run_with_rejected_documents_says_so_and_one_that_is_done_is_not_begun_again(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with source.open("a", encoding="utf-8") as stream:
        stream.write("{no json\n")
    result = run("read-corpus", source, "-o", out, "--workers", "1", "--format", "json")
    assert result.exit_code == 3
    assert "1 document rejected" in result.stderr
    counts = json.loads(result.stdout)
    assert (counts["read"], counts["claims"], counts["rejected"]) == (9, 12, 1)
    (rejected,) = rows(out, "rejected")
    assert rejected["place"].startswith("articles.jsonl@")
    again = run("read-corpus", source, "-o", out)
    assert again.exit_code == 2
    assert "give --resume" in again.stderr
    resumed = run("read-corpus", source, "-o", out, "--resume", "--format", "json")
    assert json.loads(resumed.stdout) == counts


def test_an_unfinished_output_is_added_as_far_as_it_is(source: Path, tmp_path: Path) -> None:
    out, ledger = tmp_path / "out", tmp_path / "ledger.db"
    run("read-corpus", source, "-o", out, "--workers", "1")
    (summary,) = (out / "shards").glob("*.json")
    summary.unlink()
    run("init", ledger)
    result = run("add", out, "--ledger", ledger)
    assert "1 shard of 1 not read yet" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--field", "body"], "expected FIELD=NAME"),
        (["--field", "words=body"], "expected FIELD=NAME"),
        (["--theatre", "nowhere"], "nowhere"),
        (["--master", "spark://host:7077"], "--master without --engine spark"),
    ],
)
def test_an_option_that_makes_no_sense_is_told(source: Path, tmp_path: Path, options: list[str], message: str) -> None:
    result = run("read-corpus", source, "-o", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()

"""`tollbook stats`: the counts of a ledger, now and on a day."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


def test_counts_are_listed(tmp_path: Path) -> None:
    lines = run("stats", "--ledger", made_ledger(tmp_path)).stdout.splitlines()
    shown = dict(line.rsplit(None, 1) for line in lines[:-1])
    assert (shown["documents"], shown["claims that stand"], shown["statements"]) == ("2", "3", "2")
    assert lines[-1].startswith("recorded from ")


def test_json_holds_the_same_counts(tmp_path: Path) -> None:
    counts = json.loads(run("stats", "--ledger", made_ledger(tmp_path), "--format", "json").stdout)
    assert (counts["documents"], counts["standing"], counts["batches"]) == (2, 3, 3)


def test_on_a_day_before_the_ledger_there_was_nothing(tmp_path: Path) -> None:
    result = run("stats", "--ledger", made_ledger(tmp_path), "--as-known-on", "2020-01-01")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["documents", "0"]
    assert "recorded from" not in result.stdout

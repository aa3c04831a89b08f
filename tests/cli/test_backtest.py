"""`tollbook backtest` scores estimates beside rules, and says where there is nothing to score."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.estimating import BEGUN, fake_engine, make_ledger
from tests.cli.runs import run
from tests.ledger.samples import row
from tollbook.flow.ledger import create_ledger


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with a daily count over 300 days."""
    fake_engine(monkeypatch)
    place = tmp_path / "counted.db"
    days = [date(2031, 2, 1) + timedelta(days=nth) for nth in range(300)]
    with create_ledger(place) as ledger:
        ledger.add_rows([row({"killed": 1_000 + 90 * nth}, day=day.isoformat(), nth=nth + 1) for nth, day in enumerate(days)])
    return place


def test_methods_are_scored_side_by_side(counted: Path) -> None:
    result = run("backtest", "--force", "NOR", "--from", BEGUN, "--ledger", counted, "--every", "60")
    assert result.exit_code == 0, result.stderr
    assert all(word in result.stdout for word in ("log-CRPS", "28-day mean", "last value", "estimate"))


def test_json_holds_each_score(counted: Path) -> None:
    made = json.loads(run("backtest", "--force", "NOR", "--from", BEGUN, "--ledger", counted, "-f", "json").stdout)
    assert {score["horizon"] for score in made["scores"]} == {30, 90}


def test_without_a_regular_source_there_is_nothing_to_score(tmp_path: Path) -> None:
    result = run("backtest", "--force", "NOR", "--from", BEGUN, "--ledger", make_ledger(tmp_path))
    assert result.exit_code == 2
    assert "no source counts regularly" in result.stderr


def test_days_apart_are_one_or_more(tmp_path: Path) -> None:
    assert "expected 1 or more" in run("backtest", "--force", "NOR", "--ledger", make_ledger(tmp_path), "--every", "0").stderr

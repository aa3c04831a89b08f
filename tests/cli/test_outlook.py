"""`tollbook outlook`: share lost, phrases, strength left and scenarios by name; nothing that can't be defended."""

from __future__ import annotations

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


def test_the_table_names_its_scenarios_and_what_it_does_not_offer(ledger: Path) -> None:
    result = run("outlook", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--deployed", "11000")
    assert result.exit_code == 0, result.stderr
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    for words in ("share of the deployed lost", "still effective", "constant rate", "drift with pauses", "baseline", "Not offered"):
        assert words in result.stdout


def test_without_a_strength_no_share_is_given(ledger: Path) -> None:
    result = run("outlook", "--force", "NOR", "--from", BEGUN, "--ledger", ledger)
    assert "no strength is stated" in result.stdout
    assert "share of the deployed" not in result.stdout


def test_json_holds_quantiles(ledger: Path) -> None:
    result = run("outlook", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--deployed", "10,000-12,000", "-f", "json")
    made = json.loads(result.stdout)
    assert made["strengths"] == [{"source": "given", "low": 10_000, "high": 12_000, "statement": ""}]
    assert len(made["fraction"]) == len(made["levels"])


def test_a_window_and_a_chart(ledger: Path, tmp_path: Path) -> None:
    picture = tmp_path / "nor.png"
    window = f"{BEGUN}..2031-02-10"
    result = run("outlook", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, "--window", window, "--chart", picture)
    assert "1 Feb 2031 to 10 Feb 2031" in " ".join(result.stdout.split())
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--deployed", "many"], "--deployed 'many' is no number"),
        (["--deployed", "9-5"], "the lower number first"),
        (["--window", "2031-02-10..2031-02-01"], "expected a first and a last day"),
        (["--window", "2030-02-10..2031-02-01"], "lies outside the estimate"),
        (["--against", "SOR"], "no statement to estimate from"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(ledger: Path, arguments: list[str], message: str) -> None:
    result = run("outlook", "--force", "NOR", "--from", BEGUN, "--ledger", ledger, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr

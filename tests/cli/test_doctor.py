"""`tollbook doctor`: a table with what to do, the same as JSON, and an exit code that a script can act on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOLLBOOK_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_a_fault_the_exit_code_is_0_and_a_note_says_what_to_do() -> None:
    result = run("doctor")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0].split()[:2] == ["fine", "python"]
    note = next(nth for nth, line in enumerate(lines) if line.startswith("note   ledger"))
    assert lines[note + 1].strip() == "-> tollbook init, or give --ledger"
    assert lines[-1].startswith("0 faults, ")


def test_a_ledger_that_does_not_open_is_a_fault() -> None:
    result = run("doctor", "--ledger", "absent.db")
    assert result.exit_code == 1
    assert "fault  ledger" in result.stdout


def test_the_ledger_of_this_folder_is_looked_at(tmp_path: Path) -> None:
    made_ledger(tmp_path).rename(tmp_path / "ledger.db")
    checks = json.loads(run("doctor", "--format", "json").stdout)
    ledger = next(check for check in checks if check["name"] == "ledger")
    assert ledger["state"] == "fine"
    assert "2 documents, 3 claims" in ledger["found"]


def test_json_holds_name_state_finding_and_what_to_do() -> None:
    checks = json.loads(run("doctor", "--format", "json").stdout)
    assert {tuple(check) for check in checks} == {("name", "state", "found", "do")}
    assert {check["state"] for check in checks} <= {"fine", "note", "fault"}


def test_an_unknown_extra_is_wrong_usage() -> None:
    result = run("doctor", "--need", "web,wep")
    assert result.exit_code == 2
    assert "no extra 'wep'" in result.stderr

"""`tollbook backup` and `tollbook restore`: there and back, with a word on what was checked; nothing is replaced."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


def test_there_and_back(tmp_path: Path) -> None:
    place, copy, new = made_ledger(tmp_path), tmp_path / "copy.db", tmp_path / "new.db"
    result = run("backup", place, "-o", copy)
    assert result.exit_code == 0, result.output
    assert "entries of desk.example/losses, checked, root " in result.stdout
    assert f"sha256 {sha256(copy.read_bytes()).hexdigest()}" in result.stdout
    result = run("restore", copy, new)
    assert result.exit_code == 0, result.output
    assert "entries of desk.example/losses, checked" in result.stdout
    assert result.stderr == ""
    assert run("stats", "--ledger", new).stdout.splitlines()[:5] == run("stats", "--ledger", place).stdout.splitlines()[:5]
    assert run("query", "", "--ledger", new).stdout == run("query", "", "--ledger", place).stdout


def test_tokens_that_a_copy_brings_back_are_told(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    run("token", "create", "Ann", "--ledger", place)
    assert run("backup", place, "-o", tmp_path / "copy.db").exit_code == 0
    result = run("restore", tmp_path / "copy.db", tmp_path / "new.db")
    assert "1 token can open it" in result.stderr


def test_nothing_is_replaced(tmp_path: Path) -> None:
    place = made_ledger(tmp_path)
    result = run("backup", place, "-o", place)
    assert result.exit_code == 2
    assert "something already" in result.output
    assert run("backup", place, "-o", tmp_path / "copy.db").exit_code == 0
    result = run("restore", tmp_path / "copy.db", place)
    assert result.exit_code == 2
    assert "move it away" in result.output


def test_no_ledger_and_no_copy_are_told(tmp_path: Path) -> None:
    result = run("backup", tmp_path / "none.db", "-o", tmp_path / "copy.db")
    assert result.exit_code == 2
    assert "no such ledger" in result.output
    (tmp_path / "text").write_text("no copy", encoding="utf-8")
    assert run("restore", tmp_path / "text", tmp_path / "new.db").exit_code == 2

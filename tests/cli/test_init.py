"""`tollbook init`: a new ledger, its name, what is there already, and upgrading."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.runs import run


def test_a_ledger_is_made_with_the_name_that_was_given(tmp_path: Path) -> None:
    result = run("init", tmp_path / "losses.db", "--origin", "desk.example/losses")
    assert result.exit_code == 0
    assert "a new ledger, desk.example/losses" in result.stdout
    assert run("verify", "--ledger", tmp_path / "losses.db").exit_code == 0


def test_without_a_name_the_ledger_is_made_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOLLBOOK_LEDGER", raising=False)
    assert run("init").exit_code == 0
    assert (tmp_path / "ledger.db").exists()


def test_a_ledger_is_never_made_over_another(tmp_path: Path) -> None:
    run("init", tmp_path / "losses.db")
    before = (tmp_path / "losses.db").read_bytes()
    result = run("init", tmp_path / "losses.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is a ledger already" in result.stderr
    assert (tmp_path / "losses.db").read_bytes() == before


def test_another_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes", encoding="utf-8")
    assert run("init", tmp_path / "notes.txt").exit_code == 2
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "my notes"


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.execute("create table orders (id integer)")
    connection.close()
    result = run("init", tmp_path / "shop.db")
    assert result.exit_code == 2
    assert "orders" in result.stderr


@pytest.mark.parametrize("origin", ["", "two words", "a+b"])
def test_a_name_that_a_checkpoint_cant_carry_is_refused(tmp_path: Path, origin: str) -> None:
    result = run("init", tmp_path / "losses.db", "--origin", origin)
    assert result.exit_code == 2
    assert "name without blanks" in result.stderr


def test_upgrading_a_ledger_of_this_version_changes_nothing(tmp_path: Path) -> None:
    run("init", tmp_path / "losses.db")
    result = run("init", "--upgrade", tmp_path / "losses.db")
    assert result.exit_code == 0
    assert "up to date" in result.stdout


def test_upgrading_takes_no_new_name_and_needs_a_ledger(tmp_path: Path) -> None:
    assert run("init", "--upgrade", tmp_path / "losses.db", "--origin", "x").exit_code == 2
    assert "tollbook init" in run("init", "--upgrade", tmp_path / "losses.db").stderr


def test_a_ledger_is_named_by_option_as_in_the_other_commands(tmp_path: Path) -> None:
    assert run("init", "--ledger", tmp_path / "mine.db").exit_code == 0
    assert (tmp_path / "mine.db").exists()
    assert run("backup", "--ledger", tmp_path / "mine.db", "-o", tmp_path / "copy.db").exit_code == 0
    result = run("init", tmp_path / "one.db", "--ledger", tmp_path / "other.db")
    assert (result.exit_code, "two ledgers" in result.output) == (2, True)

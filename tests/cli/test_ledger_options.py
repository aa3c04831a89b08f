"""Which ledger a command works on, and what is said where it is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run
from tollbook.cli.ledger_options import DecisionChoice, ledger_place
from tollbook.core.errors import LedgerMissing
from tollbook.core.records import DECISIONS

# Each command with arguments that would do for it.
COMMANDS = [
    ("add", "first.txt"),
    ("import", "ua-mod", "first.txt"),
    ("query",),
    ("trace", "4be1c0ff"),
    ("review", "4be1c0ff", "accept", "--why", "x"),
    ("retract", "4be1c0ff", "--why", "x"),
    ("verify",),
    ("stats",),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOLLBOOK_LEDGER", raising=False)
    (tmp_path / "first.txt").write_text("Russian forces lost 12 tanks near Kupiansk.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_a_ledger_a_command_says_how_to_make_one(command: tuple[str, ...]) -> None:
    result = run(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "make one with `tollbook init`" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(command: tuple[str, ...], folder: Path) -> None:
    with sqlite3.connect(folder / "shop.db") as connection:
        connection.execute("create table orders (id integer)")
    connection.close()
    before = (folder / "shop.db").read_bytes()
    for place in ("first.txt", "shop.db"):
        result = run(*command, "--ledger", folder / place)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no ledger" in result.stderr
    assert (folder / "shop.db").read_bytes() == before


def test_a_ledger_that_is_named_and_missing_is_named() -> None:
    result = run("stats", "--ledger", "gone.db")
    assert result.exit_code == 2
    assert "tollbook init gone.db" in result.stderr


def test_the_ledger_of_the_folder_is_taken_where_none_is_named(folder: Path) -> None:
    run("init")
    assert ledger_place(None) == "ledger.db"
    assert run("stats").exit_code == 0


def test_the_environment_names_a_ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOLLBOOK_LEDGER", str(folder / "other.db"))
    assert run("init").exit_code == 0
    assert run("query", "--count").stdout == "0\n"


def test_no_ledger_is_an_error_of_its_kind() -> None:
    with pytest.raises(LedgerMissing):
        ledger_place(None)


def test_a_ledger_that_is_damaged_is_told_in_one_message(folder: Path) -> None:
    place = made_ledger(folder)
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    place.write_bytes(content)
    result = run("query", "--ledger", place)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def test_every_decision_can_be_given() -> None:
    assert {choice.value for choice in DecisionChoice} == set(DECISIONS)

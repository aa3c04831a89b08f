"""`tollbook token`: made once and shown once, listed without secrets, ended for good; and what was written stands in a list."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.runs import run
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.tokens import find_token


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "desk.db"
    assert run("init", made, "--by", "desk").exit_code == 0
    return made


def test_a_token_is_printed_once_and_opens_the_ledger(place: Path) -> None:
    result = run("token", "create", "Ann Reader", "--scope", "write", "--days", "7", "--by", "chief", "--ledger", place)
    assert result.exit_code == 0
    secret = result.stdout.strip()
    assert "can't be shown again" in result.stderr
    assert secret not in result.stderr
    with open_ledger(place) as ledger:
        token = find_token(ledger._store, secret, now=datetime.now(UTC))
    assert token is not None
    assert (token.name, token.scope, token.made_by) == ("Ann Reader", "write", "chief")


def test_the_list_shows_states_and_no_secret(place: Path) -> None:
    assert run("token", "list", "--ledger", place).stdout == "no tokens\n"
    secret = run("token", "create", "Ann", "--days", "0", "--ledger", place).stdout.strip()
    identity = secret.split("_")[1]
    assert "until it is revoked" in run("token", "list", "--ledger", place).stdout
    assert run("token", "revoke", identity, "--why", "left", "--ledger", place).stdout == f"token {identity} of Ann: revoked\n"
    listed = run("token", "list", "--ledger", place).stdout
    assert "revoked 2" in listed
    (told,) = json.loads(run("token", "list", "--format", "json", "--ledger", place).stdout)
    assert told["ended_at"] is not None
    assert "digest" not in told
    assert secret not in json.dumps(told)


def test_an_unknown_or_ended_token_can_not_be_revoked(place: Path) -> None:
    result = run("token", "revoke", "00000000", "--ledger", place)
    assert result.exit_code == 2
    assert "tollbook token list" in result.output


def test_a_name_of_nothing_is_refused(place: Path) -> None:
    result = run("token", "create", "  ", "--ledger", place)
    assert result.exit_code == 2
    assert "whose token it is" in result.output


def test_the_log_lists_who_wrote_what(place: Path) -> None:
    run("token", "create", "Ann", "--by", "chief", "--ledger", place)
    table = run("token", "log", "--ledger", place).stdout
    assert [line.split()[2:4] for line in table.splitlines()[1:]] == [["chief", "token"], ["desk", "init"]]
    told = json.loads(run("token", "log", "--limit", "1", "--format", "json", "--ledger", place).stdout)
    assert [(one["actor"], one["kind"], one["entries"]) for one in told] == [("chief", "token", 1)]
    assert run("token", "log", "--token", "ffffffff", "--ledger", place).stdout.splitlines()[1:] == []


def test_no_ledger_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    result = run("token", "list", "--ledger", tmp_path / "none.db")
    assert result.exit_code == 2
    assert "tollbook init" in result.output

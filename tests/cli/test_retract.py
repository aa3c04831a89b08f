"""`tollbook retract`: a claim, a document, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return made_ledger(tmp_path)


def tank(ledger: Path) -> dict[str, object]:
    return json.loads(run("query", "category:tank", "status:all", "--format", "json", "--ledger", ledger).stdout)[0]


def standing(ledger: Path) -> int:
    return int(run("query", "--count", "--ledger", ledger).stdout)


def test_a_retracted_claim_stands_no_longer_and_can_stand_again(ledger: Path) -> None:
    name = tank(ledger)["id"]
    assert run("retract", name, "--why", "withdrawn", "--ledger", ledger).stdout == "1 claim retracted\n"
    assert standing(ledger) == 2
    assert run("retract", name, "--undo", "--why", "after all", "--ledger", ledger).stdout == "1 claim restored\n"
    assert standing(ledger) == 3


def test_a_document_is_retracted_with_all_its_claims(ledger: Path) -> None:
    document = tank(ledger)["document"]["id"]
    assert run("retract", document, "--why", "a forgery", "--ledger", ledger).stdout == "2 claims retracted\n"
    assert standing(ledger) == 1
    assert run("retract", document, "--undo", "--why", "genuine", "--ledger", ledger).stdout == "2 claims restored\n"
    assert standing(ledger) == 3


def test_a_dry_run_counts_and_changes_nothing(ledger: Path) -> None:
    one = tank(ledger)
    assert run("retract", one["id"][:8], "--why", "x", "--dry-run", "--ledger", ledger).stdout == "1 claim would be retracted\n"
    assert run("retract", one["document"]["id"], "--why", "x", "-n", "--ledger", ledger).stdout == "2 claims would be retracted\n"
    assert standing(ledger) == 3


def test_a_dry_run_says_what_a_real_run_would(ledger: Path) -> None:
    name = tank(ledger)["id"]
    run("retract", name, "--why", "x", "--ledger", ledger)
    again = ("retract", name, "--undo", "--why", "x", "--dry-run", "--ledger", ledger)
    assert run(*again).stdout == "1 claim would stand again\n"
    assert standing(ledger) == 2
    run("retract", name, "--undo", "--why", "x", "--ledger", ledger)
    result = run(*again)  # the retracted line of the log is still there, and nothing of it is retracted now
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing of" in result.stderr


def test_what_is_retracted_stays_in_the_ledger(ledger: Path) -> None:
    name = tank(ledger)["id"]
    run("retract", name, "--why", "withdrawn by the paper", "--by", "Ana", "--ledger", ledger)
    words = " ".join(run("trace", name, "--ledger", ledger).stdout.split())
    assert "retract by Ana: withdrawn by the paper" in words
    assert "stands no longer" in words


@pytest.mark.parametrize(
    ("target", "arguments", "said"),
    [
        ("0000000000000000", ("--why", "x"), "no claim"),
        ("0" * 32, ("--why", "x"), "no document"),
        (None, ("--why", " "), "no reason is given"),
        (None, ("--undo", "--why", "x"), "nothing of"),
        (None, (), "--why"),
    ],
)
def test_what_cant_be_retracted_is_told(ledger: Path, target: str | None, arguments: tuple[str, ...], said: str) -> None:
    result = run("retract", target or tank(ledger)["id"], *arguments, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert standing(ledger) == 3


def test_nothing_is_retracted_twice(ledger: Path) -> None:
    name = tank(ledger)["id"]
    run("retract", name, "--why", "x", "--ledger", ledger)
    assert run("retract", name, "--why", "x", "--ledger", ledger).exit_code == 2

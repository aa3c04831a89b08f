"""`tollbook review`: decisions, corrections, links, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return made_ledger(tmp_path)


def found(ledger: Path, *terms: str) -> list[dict[str, object]]:
    return json.loads(run("query", *terms, "--format", "json", "--ledger", ledger).stdout)


def tank(ledger: Path) -> str:
    return found(ledger, "category:tank", "status:all")[0]["id"]


def test_a_rejected_claim_stands_no_longer_until_it_is_accepted(ledger: Path) -> None:
    name = tank(ledger)
    assert run("review", name, "reject", "--why", "misread", "--ledger", ledger).exit_code == 0
    assert found(ledger, "category:tank") == []
    assert run("review", name, "accept", "--why", "it was right", "--ledger", ledger).exit_code == 0
    assert [claim["id"] for claim in found(ledger, "category:tank")] == [name]


def test_a_correction_stands_in_place_of_the_former_and_keeps_it(ledger: Path) -> None:
    name = tank(ledger)
    result = run("review", name[:8], "correct", "--set", "stated=21", "--set", "force=PRK", "--why", "x", "--by", "Ana", "--ledger", ledger)
    assert result.exit_code == 0
    assert "quantity.stated = 21" in result.stdout
    [claim] = found(ledger, "category:tank")
    assert (claim["quantity"]["stated"], claim["quantity"]["high"], claim["force"]["id"], claim["quote"]) == (21, 21, "PRK", "12")
    assert claim["ledger"]["review"]["by"] == "Ana"
    assert [entry["quantity"]["stated"] for entry in found(ledger, f"claim:{name}", "status:corrected")] == [12]


def test_who_reviews_is_the_user_unless_named(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "berta")
    run("review", tank(ledger), "unsure", "--why", "x", "--ledger", ledger)
    assert found(ledger, "category:tank")[0]["ledger"]["review"]["by"] == "berta"


def test_a_claim_can_be_parted_from_its_statement_and_joined_again(ledger: Path) -> None:
    [later, earlier] = found(ledger, "measure:casualties")
    assert later["ledger"]["statement"] == earlier["id"]
    run("review", later["id"], "unsure", "--link", "own", "--why", "another battle", "--ledger", ledger)
    assert found(ledger, f"claim:{later['id']}")[0]["ledger"]["statement"] == later["id"]
    run("review", later["id"], "accept", "--link", earlier["id"], "--why", "the same", "--ledger", ledger)
    assert found(ledger, f"claim:{later['id']}")[0]["ledger"]["statement"] == earlier["id"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("approve", "--why", "x"), "approve"),
        (("accept",), "--why"),
        (("accept", "--why", " "), "no reason is given"),
        (("accept", "--why", "x", "--by", " "), "nobody is named"),
        (("correct", "--why", "x"), "a correction without a change"),
        (("accept", "--why", "x", "--set", "force=PRK"), "a change with the decision 'accept'"),
        (("correct", "--why", "x", "--set", "force"), "FIELD=VALUE"),
        (("correct", "--why", "x", "--set", "forc=PRK"), "did you mean force?"),
        (("correct", "--why", "x", "--set", "stated=many"), "no number"),
        (("correct", "--why", "x", "--set", "end=tomorrow"), "no date"),
        (("correct", "--why", "x", "--set", "hedge=maybe"), "maybe"),
        (("correct", "--why", "x", "--set", "unit=boxes"), "one of"),
        (("correct", "--why", "x", "--set", "categories=tanks"), "did you mean 'tank'?"),
        (("correct", "--why", "x", "--set", "low=9", "--set", "high=3"), "above the greatest"),
        (("unsure", "--why", "x", "--link", "0000000000000000"), "no claim"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_appended(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    name = tank(ledger)
    before = run("stats", "--ledger", ledger).stdout
    result = run("review", name, *arguments, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert run("stats", "--ledger", ledger).stdout == before


def test_an_unknown_claim_is_told(ledger: Path) -> None:
    assert "no claim" in run("review", "0000000000000000", "accept", "--why", "x", "--ledger", ledger).stderr

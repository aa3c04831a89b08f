"""`tollbook trace`: the whole way of a claim, and what is no claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.ledgers import made_ledger
from tests.cli.runs import run
from tollbook.core.display import width_of


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ledger(tmp_path_factory.mktemp("trace"))


@pytest.fixture(scope="module")
def ids(ledger: Path) -> dict[str, str]:
    claims = json.loads(run("query", "--format", "json", "--ledger", ledger).stdout)
    return {f"{claim['document']['file']} {claim['quote']}": claim["id"] for claim in claims}


def test_a_claim_leads_back_to_its_words_and_on_to_its_echoes(ledger: Path, ids: dict[str, str]) -> None:
    result = run("trace", ids["first.txt Around 5,000"], "--ledger", ledger)
    assert (result.exit_code, result.stderr) == (0, "")
    words = " ".join(result.stdout.split())
    echo = ids["second.txt around 5,000"][:8]
    for part in (
        "sentence [Around 5,000] Russian casualties",
        "seen in first.txt, published 18 Oct 2025",
        'claimed by "British Defence Intelligence" (GBR-MOD-DI)',
        "2 mentions in 2 documents",
        f"echo {echo}, by same",
        "history",
        "; stands",
        "used in series GBR-MOD-DI RUS killed+wounded cumulative",
    ):
        assert part in words


def test_an_echo_says_why_it_is_one(ledger: Path, ids: dict[str, str]) -> None:
    words = " ".join(run("trace", ids["second.txt around 5,000"], "--ledger", ledger).stdout.split())
    assert f"statement {ids['first.txt Around 5,000']}" in words
    assert "this one by same " in words
    assert f"first {ids['first.txt Around 5,000'][:8]}" in words


def test_the_tree_fits_80_columns_and_has_no_color(ledger: Path, ids: dict[str, str]) -> None:
    for name in ids.values():
        shown = run("trace", name, "--ledger", ledger).stdout
        assert all(width_of(line) <= 80 for line in shown.splitlines())
        assert "\x1b" not in shown


def test_the_beginning_of_an_id_is_enough(ledger: Path, ids: dict[str, str]) -> None:
    name = ids["second.txt 12"]
    assert run("trace", name[:8], "--ledger", ledger).stdout == run("trace", name, "--ledger", ledger).stdout


def test_json_holds_the_same(ledger: Path, ids: dict[str, str]) -> None:
    told = json.loads(run("trace", ids["first.txt Around 5,000"], "--ledger", ledger, "--format", "json").stdout)
    assert told["claim"]["quote"] == "Around 5,000"
    assert [mention["id"] for mention in told["statement"]["mentions"]] == [ids["first.txt Around 5,000"], ids["second.txt around 5,000"]]
    assert [entry["id"] for entry in told["history"]] == [ids["first.txt Around 5,000"]]
    assert told["used"]["series"][0]["value"] == 5000


@pytest.mark.parametrize(("name", "said"), [("4be1", "too short"), ("0000000000000000", "no claim"), ("", "too short")])
def test_what_is_no_claim_is_told(ledger: Path, name: str, said: str) -> None:
    result = run("trace", name, "--ledger", ledger)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_claim_was_unknown_before_it_was_added(ledger: Path, ids: dict[str, str]) -> None:
    result = run("trace", ids["second.txt 12"], "--as-known-on", "2020-01-01", "--ledger", ledger)
    assert result.exit_code == 2
    assert "--as-known-on hides later ones" in result.stderr

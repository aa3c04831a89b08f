"""Every rule of an audit is a row that says what it compares, and finds in its examples what the row says."""

from __future__ import annotations

from typing import Any, get_args

import pytest

import tollbook as tb
from tests.auditing.made import series_of_example
from tollbook.auditing.audit import audit_readings
from tollbook.core.findings import Finding, Verdict
from tollbook.vocab.tables import load_table

RULES: list[dict[str, Any]] = load_table("audit_rules").get("rule", [])


def audited(rule: str, example: dict[str, Any]) -> list[Finding]:
    """Read an example's texts and return what the rule finds in them."""
    texts = example.get("texts", [example])
    readings = [tb.read(text["text"], published=text.get("published")) for text in texts]
    return [finding for finding in audit_readings(readings, series=series_of_example(example)) if finding.rule == rule]


def rows_with(key: str) -> list[Any]:
    rows = [(rule["id"], example) for rule in RULES for example in rule.get(key, ())]
    return [pytest.param(rule, example, id=f"{rule}-{nth}") for nth, (rule, example) in enumerate(rows)]


@pytest.mark.parametrize(("rule", "example"), rows_with("examples"))
def test_a_rule_finds_in_its_examples_what_the_row_says(rule: str, example: dict[str, Any]) -> None:
    found = audited(rule, example)
    assert {finding.verdict for finding in found} == {example["verdict"]}, [finding.explanation for finding in found]
    assert all(finding.explanation.endswith(".") and "\n" not in finding.explanation for finding in found)


@pytest.mark.parametrize(("rule", "example"), rows_with("not"))
def test_a_rule_is_silent_about_what_only_looks_like_it(rule: str, example: dict[str, Any]) -> None:
    assert [finding.explanation for finding in audited(rule, example)] == []


@pytest.mark.parametrize("row", RULES, ids=[row["id"] for row in RULES])
def test_a_row_is_complete(row: dict[str, Any]) -> None:
    """It has a title, one sentence of meaning, its verdicts, an example of each failing verdict, and cases of silence."""
    assert row["title"]
    assert row["meaning"].endswith(".")
    assert set(row["verdicts"]) <= set(get_args(Verdict))
    assert {example["verdict"] for example in row["examples"]} <= set(row["verdicts"])
    assert row["examples"]
    assert len(row["not"]) >= 2


def test_a_rule_has_one_row() -> None:
    ids = [row["id"] for row in RULES]
    assert len(ids) == len(set(ids))

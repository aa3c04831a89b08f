"""The rules of an audit in words: each has a meaning, verdicts that there are, and an example."""

from __future__ import annotations

from tollbook.core.findings import VERDICTS
from tollbook.vocab.audit_rules import audit_rules


def test_every_rule_has_a_title_a_meaning_and_verdicts_that_there_are() -> None:
    rules = audit_rules()
    assert rules
    for name, rule in rules.items():
        assert name == rule.id
        assert rule.title
        assert rule.meaning.endswith(".")
        assert rule.verdicts
        assert set(rule.verdicts) <= set(VERDICTS)


def test_every_rule_has_an_example_with_one_of_its_verdicts() -> None:
    for rule in audit_rules().values():
        assert all(rule.example)
        assert rule.example_verdict in rule.verdicts
        assert all(rule.silence)


def test_an_example_may_hold_several_texts() -> None:
    assert any(len(rule.example) > 1 for rule in audit_rules().values())

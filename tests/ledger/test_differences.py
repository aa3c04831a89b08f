"""What differs between two readings of one mention is told field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.ledger.samples import report
from tollbook.core.contract import claim_as_dict
from tollbook.core.records import Change
from tollbook.core.types import Period, Place
from tollbook.ledger.differences import differences

CLAIM = report().claims[0]
BEFORE = claim_as_dict(CLAIM, "")


def test_a_field_within_another_is_named_with_a_dot() -> None:
    after = claim_as_dict(replace(CLAIM, period=Period(kind="flow", end=date(2031, 3, 12))), "")
    assert differences("m", BEFORE, after) == [
        Change(claim="m", field="period.end", before="2031-03-11", after="2031-03-12"),
        Change(claim="m", field="period.kind", before="cumulative", after="flow"),
    ]


def test_a_field_that_is_new_as_a_whole_is_told_as_a_whole() -> None:
    after = claim_as_dict(replace(CLAIM, place=Place(text="Wexley")), "")
    assert differences("m", BEFORE, after) == [Change(claim="m", field="place", before=None, after={"text": "Wexley", "id": None})]


def test_equal_readings_differ_in_nothing_and_rules_do_not_count() -> None:
    assert differences("m", BEFORE, BEFORE) == []
    assert differences("m", BEFORE, claim_as_dict(replace(CLAIM, rules=("frame.killed",)), "")) == []

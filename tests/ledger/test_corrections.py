"""Only what a field can hold is put in its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.samples import report
from tollbook.core.contract import claim_as_dict
from tollbook.core.contract_values import claim_from_dict
from tollbook.core.errors import UsageError
from tollbook.ledger.columns import derived_columns
from tollbook.ledger.corrections import refuse_disorder, refuse_unfit
from tollbook.ledger.judging import CORRECTABLE, corrected

READING = report()
CLAIM = {**claim_as_dict(READING.claims[0], READING.document.text), "quote": "4,000"}
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str) | st.lists(st.text() | st.integers())


@pytest.mark.parametrize(
    ("name", "value"),
    [("quantity.low", 0), ("quantity.stated", None), ("period.end", "2031-03-11"), ("measure.categories", ["killed"]), ("place", None)],
)
def test_what_a_field_can_hold_is_taken(name: str, value: object) -> None:
    refuse_unfit({name: value}, CORRECTABLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("quantity.low", None), ("period.end", "20310311"), ("measure.categories", ["a+b"]), ("force", ""), ("place", " "), ("source", None)],
)
def test_what_it_cannot_hold_is_refused_with_what_it_can(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=CORRECTABLE[name].partition(",")[0]):
        refuse_unfit({name: value}, CORRECTABLE)


@given(st.sampled_from(sorted(CORRECTABLE)), ANYTHING)
def test_what_is_taken_makes_a_claim_with_columns(name: str, value: Any) -> None:
    try:
        refuse_unfit({name: value}, CORRECTABLE)
        claim = corrected(CLAIM, {name: value})
        refuse_disorder(claim)
    except UsageError:
        return
    claim_from_dict(claim, READING.document.id)
    assert derived_columns({"claims": [claim], "published": None, "publisher": None}, READING.document.text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quantity.low": 4001}, "a least value of 4,001 above the greatest, 4,000"),
        ({"quantity.high": 3999}, "a least value of 4,000 above the greatest, 3,999"),
        ({"quantity.stated": 5000, "quantity.low": 4000, "quantity.high": 4000}, "a stated value of 5,000 outside of 4,000 to 4,000"),
        ({"quantity.low": 4001, "quantity.high": None}, "a stated value of 4,000 outside of 4,001 or more"),
        ({"period.start": "2031-03-12"}, "a first day, 2031-03-12, after the last"),
    ],
)
def test_bounds_and_days_are_in_order(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        refuse_disorder(corrected(CLAIM, change))

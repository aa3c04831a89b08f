"""Numbers at the edges of what a machine holds, and digits that look like others: read as they are, or put aside; never an error."""

from __future__ import annotations

import json
import math

import pytest

import tollbook as tb

FIFTEEN = "9" * 15
BOUNDARIES: dict[str, float | None] = {
    # None: no claim is made of it.
    "0": 0, "1": 1, "00012": None, FIFTEEN: int(FIFTEEN), "9" * 16: None, str(2**53): None, str(2**63 - 1): None, str(2**63): None,
    "9" * 4_301: None, "9" * 50_000: None, f"{FIFTEEN} million": None, "99999999999999999999 million": None, "1e5": None, "1e999": None,
    "1e400 million": None, "NaN": None, "inf": None, "Infinity": None, "0x7f": None, "0b11": None, "1_000": None, "12.5": 12.5, "1/0": None,
    f"1/{'9' * 5_000}": None, f"{'9' * 5_000}:{'9' * 5_000}": None, "1,500": 1500, "1 500": 1500, "1.500.000": 1_500_000, "1,2,3,4": None,
    "²": None, "①②": None, "Ⅻ": None, "ↁ": None, "万": None, "½": 0.5,
}  # fmt: skip
SPOOFED: dict[str, int] = {
    # Digits of other scripts and forms have their value, and the claim quotes them as they stand.
    "１２": 12, "١٢": 12, "۱۲": 12, "१२": 12, "𝟏𝟐": 12, "𝟙𝟚": 12, "1２": 12, "12٣": 123, "4٬000": 4000,
}  # fmt: skip
MIXED = ["1２", "12٣", "1𝟐", "١2"]
"""Digits of two scripts in one number, which nobody writes without a purpose."""


def claims_of(figure: str) -> tuple[str, list[tb.Claim]]:
    text = f"The army said that {figure} soldiers were killed near the front in the war."
    reading = tb.read(text)
    # What cannot be stored and told is no number: the contract takes finite ones alone.
    json.loads(json.dumps(reading.to_dict(), allow_nan=False))
    for claim in reading.claims:
        for bound in (claim.quantity.stated, claim.quantity.low, claim.quantity.high):
            assert bound is None or (math.isfinite(bound) and abs(bound) < 10**15)
    return text, list(reading.claims)


@pytest.mark.parametrize(("figure", "value"), BOUNDARIES.items(), ids=lambda value: str(value)[:20])
def test_a_number_is_read_as_it_is_or_put_aside(figure: str, value: float | None) -> None:
    _, claims = claims_of(figure)
    assert [claim.quantity.stated for claim in claims] == ([] if value is None else [value])


@pytest.mark.parametrize(("figure", "value"), SPOOFED.items())
def test_digits_of_other_scripts_have_their_value_and_are_quoted_as_they_stand(figure: str, value: int) -> None:
    text, claims = claims_of(figure)
    assert [claim.quantity.stated for claim in claims] == [value]
    assert figure in text[claims[0].span.start : claims[0].span.end]


@pytest.mark.parametrize("figure", MIXED)
def test_a_number_of_two_scripts_is_flagged(figure: str) -> None:
    _, claims = claims_of(figure)
    assert ["digits.mixed_script" in claim.flags for claim in claims] == [True]

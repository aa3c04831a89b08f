"""Slips of one digit: which numbers may have been meant, and how likely a slip explains a number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.auditing.digits import intended, undo_slips


@pytest.mark.parametrize(
    ("meant", "printed", "slip"),
    [
        (1_119, 11_199, "doubled"),
        (1_204, 12_904, "added"),
        (11_199, 1_119, "dropped"),
        (6_555, 655, "dropped"),
        (9_852, 9_582, "swapped"),
        (3_010, 2_010, "first"),
        (113_390, 113_990, "changed"),
    ],
)
def test_a_slip_is_undone(meant: int, printed: int, slip: str) -> None:
    assert (slip, meant) in set(undo_slips(printed))
    found = intended(printed, meant, meant)
    assert found is not None
    assert (found.low, found.high) == (meant, meant)


@pytest.mark.parametrize(("printed", "meant"), [(32_516, 23_254), (792_170, 360_820), (7, 8), (12.5, 125), (math.inf, 12), (math.nan, 12)])
def test_what_no_single_slip_explains_is_none(printed: float, meant: int) -> None:
    assert intended(printed, meant, meant) is None


def test_a_slip_that_could_have_been_anything_names_no_number() -> None:
    assert intended(5_000, 0, 100_000) is None


@given(number=st.integers(10, 10**9), place=st.integers(0, 9), digit=st.integers(0, 9))
def test_whatever_digit_is_inserted_the_number_is_found_again(number: int, place: int, digit: int) -> None:
    digits = str(number)
    at = min(place, len(digits))
    typed = int(digits[:at] + str(digit) + digits[at:])
    if typed != number and len(str(typed)) == len(digits) + 1:
        assert intended(typed, number, number) is not None


@given(number=st.integers(100, 10**9))
def test_every_undone_slip_is_another_number(number: int) -> None:
    assert all(other != number and other >= 0 for _, other in undo_slips(number))

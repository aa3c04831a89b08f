"""A hedge leaves the same of a count wherever it is met: in a text, in a table, or in a person's correction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.types import HedgeKind
from tollbook.reading.numbers.hedges import read_numbers
from tollbook.vocab.hedge_bounds import hedged_bounds

WORDS: dict[HedgeKind, str] = {
    "exact": "exactly",
    "about": "about",
    "nearly": "nearly",
    "over": "more than",
    "at_least": "at least",
    "under": "less than",
    "up_to": "up to",
}


@given(value=st.integers(min_value=1, max_value=10**9), hedge=st.sampled_from(sorted(WORDS)))
def test_a_count_is_bounded_as_the_reader_bounds_it(value: int, hedge: HedgeKind) -> None:
    (read,) = read_numbers(f"They lost {WORDS[hedge]} {value:,} men.")
    assert hedged_bounds(value, hedge) == (read.hedged.low, read.hedged.high)


@pytest.mark.parametrize(
    ("value", "hedge", "expected"),
    [
        (4_000, "about", (3_500, 4_500)),
        (826_000, "about", (821_870, 830_130)),
        (4, "about", (3, 5)),
        (4_000, "nearly", (3_600, 4_000)),
        (0, "about", (0, 1)),
        (12.5, "over", (12.5, None)),
        (12, "between", (12, 12)),
    ],
)
def test_bounds_hold_the_count(value: float, hedge: HedgeKind, expected: tuple[object, object]) -> None:
    assert hedged_bounds(value, hedge) == expected


@pytest.mark.parametrize(("value", "expected"), [(820, (815, 825)), (823, (823, 823)), (0, (0, 5))])
def test_who_rounds_to_ten_says_no_more_with_about(value: int, expected: tuple[int, int]) -> None:
    assert hedged_bounds(value, "about", rounded_to=10) == expected

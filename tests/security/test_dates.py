"""Days that there are not, and days that can be read in two ways: no day is made of them. 300 traps, in texts and in cells."""

from __future__ import annotations

import pytest

from tests.security.traps import AMBIGUOUS, cells_read, days_guessed, days_made_of, impossible


def test_there_are_300_traps() -> None:
    assert len(impossible()) + len(AMBIGUOUS) >= 300


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_that_there_is_not_is_no_day(month: int) -> None:
    assert [wrong for words, named in impossible() if named == month for wrong in days_made_of(words, month)] == []


@pytest.mark.parametrize("words", AMBIGUOUS)
def test_a_day_that_can_be_read_in_two_ways_is_not_guessed(words: str) -> None:
    assert days_guessed(words) == []


@pytest.mark.parametrize("month", range(1, 13))
def test_a_cell_with_a_day_that_there_is_not_is_a_fault(month: int) -> None:
    assert [wrong for words, named in impossible() if named == month for wrong in cells_read(words)] == []

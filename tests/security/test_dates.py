"""Days that there are not, and days that can be read in two ways: no day is made of them. 300 traps, in texts and in cells."""

from __future__ import annotations

import calendar
from datetime import date

import pytest

import tollbook as tb
from tollbook.sources.datasets.cells import Fault, read_date

PUBLISHED = date(2025, 12, 31)
MONTHS = [name for name in calendar.month_name if name]
LENGTHS = {month: calendar.monthrange(2025, month)[1] for month in range(1, 13)}


def impossible() -> list[tuple[str, int]]:
    """Return days that no calendar has, with the month that they name."""
    found = []
    for month, name in enumerate(MONTHS, 1):
        after = [day for day in (29, 30, 31, 32, 45, 99) if day > LENGTHS[month]]
        for day in after:
            found += [
                (f"{day} {name} 2025", month),
                (f"{name} {day}, 2025", month),
                (f"2025-{month:02}-{day}", month),
                (f"{day}.{month:02}.2025", month),
            ]
    return found


AMBIGUOUS = [
    f"{first:02}{mark}{second:02}{mark}{year}" for first in range(1, 13) for second in range(1, 13) if first != second
    for mark, year in (("/", "2025"), ("/", "25"))
]  # fmt: skip
"""A day and a month that can change places."""


def test_there_are_300_traps() -> None:
    assert len(impossible()) + len(AMBIGUOUS) >= 300


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_that_there_is_not_is_no_day(month: int) -> None:
    for words, _ in [trap for trap in impossible() if trap[1] == month]:
        for claim in tb.read(f"The army said that 12 soldiers were killed on {words}.", published=PUBLISHED).claims:
            start, end = claim.period.start, claim.period.end
            # Nothing, or the month or the year that the words name: never one day, and never another month's.
            assert start is None or start != end, words
            assert start is None or (start.year == 2025 and start <= date(2025, month, 1) and end is not None and end.year == 2025), words


@pytest.mark.parametrize("words", AMBIGUOUS)
def test_a_day_that_can_be_read_in_two_ways_is_not_guessed(words: str) -> None:
    for claim in tb.read(f"The army said that 12 soldiers were killed on {words}.", published=PUBLISHED).claims:
        assert claim.period.start is None, words


@pytest.mark.parametrize("month", range(1, 13))
def test_a_cell_with_a_day_that_there_is_not_is_a_fault(month: int) -> None:
    for words, _ in [trap for trap in impossible() if trap[1] == month]:
        for formats in (("iso",), ("dmy",), ("mdy",), ("d month y",)):
            assert isinstance(read_date(words, formats), Fault), (words, formats)

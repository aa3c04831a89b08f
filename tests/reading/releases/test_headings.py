"""The days that a release's heading prints: in figures or in words, with or without a year."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.reading.releases.headings import read_heading_period

OPENING = date(2022, 2, 24)


@pytest.mark.parametrize(
    ("heading", "published", "start", "end"),
    [
        ("losses from 24.02 to 01.08 were", date(2022, 8, 1), OPENING, date(2022, 8, 1)),
        ("losses from 24.02 to 31.12 were", date(2023, 1, 1), OPENING, date(2022, 12, 31)),
        ("losses from 24.02 to 01.08 were", None, OPENING, None),
        ("втрати з 24.02.22 по 24.01.25", None, OPENING, date(2025, 1, 24)),
        ("losses 24.02.2022 - 24.01.2025", None, OPENING, date(2025, 1, 24)),
        ("losses between 24 February 2022 and 3 May 2024", None, OPENING, date(2024, 5, 3)),
        ("losses from Feb. 24, 2022, to May 3, 2024", None, OPENING, date(2024, 5, 3)),
        ("втрати з 24 лютого 2022 року по 3 травня 2024", None, OPENING, date(2024, 5, 3)),
        ("losses as of 2024-05-03", None, OPENING, date(2024, 5, 3)),
        ("losses since 24 February 2022", date(2024, 5, 3), OPENING, date(2024, 5, 3)),
        ("losses from 01.03 to 08.03", date(2023, 3, 9), date(2023, 3, 1), date(2023, 3, 8)),
        ("losses from 28.12 to 03.01", date(2024, 1, 3), date(2023, 12, 28), date(2024, 1, 3)),
        ("losses so far", date(2024, 5, 3), OPENING, None),
        ("losses from 45.02 to 99.99", date(2024, 5, 3), OPENING, None),
    ],
)
def test_the_headings_period_is_read_and_its_years_completed(heading: str, published: date | None, start: date, end: date | None) -> None:
    assert read_heading_period(heading, opening=OPENING, published=published)[:2] == (start, end)

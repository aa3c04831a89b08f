"""Days that there are not or that can be read in two ways, and numbers at the edges of what a machine holds: what is made of them."""

from __future__ import annotations

import calendar
import json
import math
from datetime import date

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
FORMATS = (("iso",), ("dmy",), ("mdy",), ("d month y",))


def days_made_of(words: str, month: int) -> list[str]:
    """Return what is wrong with the periods that are read of an impossible day: only the month or year that it names may be."""
    wrong = []
    for claim in tb.read(f"The army said that 12 soldiers were killed on {words}.", published=PUBLISHED).claims:
        start, end = claim.period.start, claim.period.end
        # Nothing, or the month or the year that the words name: never one day, and never another month's.
        if start is not None and not (start != end and start.year == 2025 and start <= date(2025, month, 1) and end and end.year == 2025):
            wrong.append(f"{words}: {start} to {end}")
    return wrong


def days_guessed(words: str) -> list[str]:
    """Return the days that are made of one that can be read in two ways."""
    claims = tb.read(f"The army said that 12 soldiers were killed on {words}.", published=PUBLISHED).claims
    return [f"{words}: {claim.period.start}" for claim in claims if claim.period.start is not None]


def cells_read(words: str) -> list[str]:
    """Return the forms in which a cell with an impossible day is read as one."""
    return [f"{words}: {formats}" for formats in FORMATS if not isinstance(read_date(words, formats), Fault)]


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
    """Return a text with a figure and its claims, whose numbers are checked to be finite."""
    text = f"The army said that {figure} soldiers were killed near the front in the war."
    reading = tb.read(text)
    # What cannot be stored and told is no number: the contract takes finite ones alone.
    json.loads(json.dumps(reading.to_dict(), allow_nan=False))
    for claim in reading.claims:
        for bound in (claim.quantity.stated, claim.quantity.low, claim.quantity.high):
            if bound is not None and not (math.isfinite(bound) and abs(bound) < 10**15):
                raise ValueError(f"{figure!r} is read as {bound}")
    return text, list(reading.claims)


def misread(figure: str, value: float | None) -> bool:
    """Tell whether a figure is read otherwise than it should: as `value`, or put aside where that is None."""
    _, claims = claims_of(figure)
    return [claim.quantity.stated for claim in claims] != ([] if value is None else [value])


def misquoted(figure: str, value: int) -> bool:
    """Tell whether digits of other scripts are read by another value, or quoted otherwise than they stand."""
    text, claims = claims_of(figure)
    return [claim.quantity.stated for claim in claims] != [value] or figure not in text[claims[0].span.start : claims[0].span.end]


def unflagged(figure: str) -> bool:
    """Tell whether a number of two scripts is read without its flag."""
    _, claims = claims_of(figure)
    return ["digits.mixed_script" in claim.flags for claim in claims] != [True]

"""A release's rows as claims: what the row's own words allow, and no more."""

from __future__ import annotations

from datetime import date

import pytest

import tollbook as tb
from tollbook.core.types import Claim, Number

ROWS = "The total combat losses of the enemy from 24.02 to 17.09 were:\npersonnel - {} (+210) persons,\ntanks - 2111 (+9),\nAPV - {} (+1)."


def totals(people: str, vehicles: str = "4555") -> dict[str, Claim]:
    """Return the running totals of a release by the first of their categories."""
    reading = tb.read(ROWS.format(people, vehicles), published=date(2022, 9, 17), theatre="russia-ukraine-2022")
    return {min(claim.measure.categories): claim for claim in reading.claims if claim.period.kind == "cumulative"}


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("54321", 54321, 54321),
        ("about 54320", 54315, 54325),
        ("about 54321", 54321, 54321),
        ("more than 54321", 54321, None),
        ("at least 54321", 54321, None),
        ("up to 54321", 0, 54321),
        ("nearly 54000", 48600, 54000),
    ],
)
def test_a_rows_hedge_bounds_its_figure(written: str, low: Number, high: Number | None) -> None:
    """ "About" is to the nearest ten, as the release rounds; "more than" has no upper bound, "up to" no lower one."""
    quantity = totals(written)["killed"].quantity
    assert (quantity.low, quantity.high) == (low, high)


def test_about_nothing_is_never_less_than_nothing() -> None:
    quantity = totals("54321", "about 0")["afv"].quantity
    assert (quantity.stated, quantity.low, quantity.high) == (0, 0, 5)

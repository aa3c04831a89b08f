"""A hedge against the precision of its number."""

from __future__ import annotations

import pytest

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.precision import hedged_but_precise, is_too_precise
from tollbook.core.types import Claim, HedgeKind


def hedged(number: int, hedge: HedgeKind = "about", **fields: object) -> Claim:
    return claim(quantity(number, hedge, number - 5, number + 5), "killed", **{"rules": (f"hedge.{hedge}",), **fields})


@pytest.mark.parametrize(
    ("number", "noted"), [(4_017, True), (826_820, True), (43_200, False), (4_000, False), (87, False), (999, False), (41_030, True)]
)
def test_a_number_that_is_hedged_is_not_printed_to_its_last_digit(number: int, noted: bool) -> None:
    assert is_too_precise(hedged(number)) is noted


def test_a_bound_and_an_exact_number_may_be_as_precise_as_they_are() -> None:
    assert not is_too_precise(hedged(4_017, "over"))
    assert not is_too_precise(hedged(4_017, "at_least"))
    assert not is_too_precise(hedged(4_017, "exact"))


def test_the_heading_of_a_release_hedges_no_single_row() -> None:
    assert not is_too_precise(hedged(9_861, rules=("release.total",)))


def test_a_source_is_noted_once() -> None:
    found = list(hedged_but_precise(reading(hedged(4_017, at=0), hedged(5_023, at=100), hedged(6_031, at=200, source="GBR-MOD")), None))
    assert [finding.claims for finding in found] == [("claim0", "claim100"), ("claim200",)]
    assert (
        found[0].explanation
        == "“xxxxx” hedges a number that is printed to the last digit (1 more like it): the word or the digits say too much."
    )

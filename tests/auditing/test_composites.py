"""A figure for several categories together against the figures for each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.composites import composites_of_components
from tollbook.core.types import Claim, Period

DAY = Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24))
NEXT_DAY = Period(kind="flow", start=date(2025, 1, 24), end=date(2025, 1, 25))


def item(number: int, *categories: str, at: int, **fields: object) -> Claim:
    return claim(number, *categories, at=at, unit="item", **{"period": DAY, **fields})


def verdicts(*claims: Claim) -> list[str]:
    return [finding.verdict for finding in composites_of_components([reading(*claims)])]


def test_guns_and_launchers_together_are_the_sum_of_both() -> None:
    (found,) = composites_of_components(
        [reading(item(40, "artillery", "mlrs", at=0), item(39, "artillery", at=100), item(1, "mlrs", at=200))]
    )
    assert (found.verdict, found.arithmetic) == ("agrees", "39 + 1 = 40")
    assert found.claims == ("claim0", "claim100", "claim200")


def test_a_sum_that_is_another_number_differs() -> None:
    (found,) = composites_of_components(
        [reading(item(46, "artillery", "mlrs", at=0), item(39, "artillery", at=100), item(1, "mlrs", at=200))]
    )
    assert (found.verdict, found.arithmetic) == ("differs", "39 + 1 = 40, printed as 46")


@pytest.mark.parametrize(
    "other",
    [
        {"force": "UKR"},
        {"source": "GBR-MOD"},
        {"period": NEXT_DAY},
        {"period": Period(kind="flow")},
        {"outcome": "captured"},
        {"assertion": "denied"},
        {"place": "UKR-kharkiv"},
    ],
    ids=["force", "source", "day", "no day", "outcome", "denied", "place"],
)
def test_a_component_of_another_kind_makes_the_rule_silent(other: dict[str, object]) -> None:
    assert verdicts(item(46, "artillery", "mlrs", at=0), item(39, "artillery", at=100), item(1, "mlrs", at=200, **other)) == []


def test_two_figures_for_one_component_make_the_rule_silent() -> None:
    parts = [item(39, "artillery", at=100), item(1, "mlrs", at=200), item(3, "mlrs", at=300)]
    assert verdicts(item(46, "artillery", "mlrs", at=0), *parts) == []


def test_hedged_figures_may_make_the_sum() -> None:
    about = claim(quantity(40, "about", 35, 45), "artillery", "mlrs", at=0, unit="item", period=DAY)
    assert verdicts(about, item(39, "artillery", at=100), item(3, "mlrs", at=200)) == ["agrees"]


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_true_sum_is_never_flagged(guns: int, launchers: int) -> None:
    made = [item(guns + launchers, "artillery", "mlrs", at=0), item(guns, "artillery", at=100), item(launchers, "mlrs", at=200)]
    assert verdicts(*made) == ["agrees"]

"""A share against the two numbers that it is made of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.shares import is_next_to, round_share_near, shares_of_parts
from tollbook.core.findings import Finding
from tollbook.core.types import Claim, HedgeKind, Period, Quantity

NEARLY_40 = quantity(0.4, "nearly", 0.36, 0.4)
ABOUT_11_000 = quantity(11_000, "about", 10_450, 11_550)
ABOUT_4_000 = quantity(4_000, "about", 3_500, 4_500)


def share(number: Quantity, **fields: object) -> Claim:
    return claim(number, "killed", "wounded", at=0, unit="share", **{"base": "strength", "source": None, **fields})


def audited(of: Claim, part: Claim, base: Claim, *others: Claim) -> list[Finding]:
    return list(shares_of_parts(reading(of, part, base, *others), None))


def verdict(number: Quantity, *, base: str = "strength", part: Quantity | int = ABOUT_4_000, whole: Quantity | int = ABOUT_11_000) -> str:
    (found,) = audited(share(number, base=base), claim(part, "killed", "wounded", at=100), claim(whole, "strength", at=200))
    return found.verdict


@pytest.mark.parametrize(
    ("hedge", "stated", "low", "high", "expected"),
    [
        ("over", 1 / 3, 1 / 3, 1, "agrees"),
        ("at_least", 0.3, 0.3, 1, "agrees"),
        ("over", 0.5, 0.5, 1, "overstated"),
        ("over", 0.4, 0.4, 1, "unverifiable"),
        ("nearly", 0.4, 0.36, 0.4, "overstated"),
        ("nearly", 0.35, 0.32, 0.35, "agrees"),
        ("nearly", 0.25, 0.22, 0.25, "understated"),
        ("nearly", 0.31, 0.28, 0.31, "unverifiable"),
        ("about", 0.35, 0.3, 0.4, "agrees"),
        ("exact", 0.36, 0.36, 0.36, "agrees"),
        ("exact", 0.4, 0.4, 0.4, "agrees"),
        ("exact", 0.31, 0.31, 0.31, "unverifiable"),
        ("exact", 0.6, 0.6, 0.6, "overstated"),
        ("exact", 0.1, 0.1, 0.1, "understated"),
        ("under", 0.4, 0, 0.4, "agrees"),
        ("up_to", 0.2, 0, 0.2, "understated"),
    ],
)
def test_the_words_of_a_share_are_held_to_the_figures(hedge: HedgeKind, stated: float, low: float, high: float, expected: str) -> None:
    """Four thousand of eleven thousand, both about, are 36.4 percent, from 30.3 to 43.1."""
    assert verdict(quantity(stated, hedge, low, high)) == expected


def test_exact_figures_leave_no_room() -> None:
    assert verdict(quantity(0.34), part=3_640, whole=10_000) == "understated"
    assert verdict(quantity(0.36), part=3_690, whole=10_000) == "agrees"
    assert verdict(quantity(0.35, "nearly", 0.31, 0.35), part=3_640, whole=10_000) == "understated"
    assert verdict(quantity(0.4, "nearly", 0.36, 0.4), part=4_020, whole=10_000) == "agrees"


def test_a_share_says_its_arithmetic_and_why() -> None:
    (found,) = audited(share(NEARLY_40), claim(ABOUT_4_000, "killed", "wounded", at=100), claim(ABOUT_11_000, "strength", at=200))
    assert found.arithmetic == "4,000 / 11,000 = 36.4% (30.3% to 43.1%)"
    assert found.explanation == "4,000 of 11,000 is 36.4%, nearer to 35%: “xxxxx” overstates it."
    assert found.claims == ("claim0", "claim100", "claim200")


def test_capability_is_judged_only_where_it_looks_like_the_share_of_people() -> None:
    assert verdict(NEARLY_40, base="capability") == "overstated"
    assert verdict(quantity(0.35, "nearly", 0.32, 0.35), base="capability") == "note"
    assert verdict(quantity(0.6, "over", 0.6, 1), base="capability") == "unverifiable"


@pytest.mark.parametrize(
    "other",
    [
        claim(5_000, "killed", "wounded", at=300, source="GBR-MOD"),
        claim(5_000, "killed", "wounded", at=300),
        claim(12_000, "strength", at=300),
    ],
    ids=["a second source", "a second figure", "a second strength"],
)
def test_two_numbers_that_vie_make_the_rule_silent(other: Claim) -> None:
    assert audited(share(NEARLY_40), claim(ABOUT_4_000, "killed", "wounded", at=100), claim(ABOUT_11_000, "strength", at=200), other) == []


@pytest.mark.parametrize(
    "part",
    [
        claim(4_000, "killed", "wounded", at=100, force="UKR"),
        claim(4_000, "killed", at=100),
        claim(4_000, "killed", "wounded", at=100, period=Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24))),
        claim(4_000, "killed", "wounded", at=100, period=Period(kind="cumulative", end=date(2024, 6, 1))),
        claim(4_000, "killed", "wounded", at=100, population="civilian"),
        claim(4_000, "killed", "wounded", at=100, assertion="denied"),
    ],
    ids=["other force", "other measure", "other kind of period", "other time", "civilians", "denied"],
)
def test_a_count_of_something_else_is_no_part(part: Claim) -> None:
    assert audited(share(NEARLY_40), part, claim(11_000, "strength", at=200)) == []


def test_a_source_is_not_held_to_what_another_says() -> None:
    of = share(NEARLY_40, source="GBR-MOD")
    assert audited(of, claim(4_000, "killed", "wounded", at=100), claim(11_000, "strength", at=200)) == []


def test_people_lost_without_a_word_how_count_as_killed_or_wounded() -> None:
    of = claim(quantity(1 / 3, "over", 1 / 3, 1), "losses", unit="share", base="strength", source=None)
    (found,) = audited(of, claim(4_000, "killed", "wounded", at=100), claim(11_000, "strength", at=200))
    assert found.verdict == "agrees"


@pytest.mark.parametrize(("value", "stated", "nearest"), [(0.364, 0.4, 0.35), (0.381, 0.4, 0.4), (0.364, 0.37, 0.36), (0.3, 1 / 3, 1 / 3)])
def test_round_numbers_stand_half_a_step_apart(value: float, stated: float, nearest: float) -> None:
    assert round_share_near(value, stated) == nearest


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_share_that_was_worked_out_is_never_flagged(part: int, more: int) -> None:
    whole = part + more
    percent = round(100 * part / whole)
    if percent:
        assert verdict(quantity(percent / 100), part=part, whole=whole) == "agrees"


@given(st.floats(0.01, 0.99), st.integers(1, 9))
def test_what_is_next_to_a_ten_lies_within_two_and_a_half_of_it(value: float, tens: int) -> None:
    if tens not in (5,) and is_next_to(value, tens / 10):
        assert abs(value - tens / 10) <= 0.0251

"""A mark has its shape by who claims, a triangle for a bound, and a sentence for those who don't see it."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.charts.marks import FAMILIES, Mark, bound_of, family_of, kinds_of, symbol, thinned
from tollbook.charts.theme import LIGHT

DAY = date(2031, 1, 5)


@pytest.mark.parametrize(
    ("role", "relays", "family"),
    [
        ("opponent", False, "belligerent"),
        ("own_side", False, "belligerent"),
        ("third_party_intelligence", False, "independent"),
        ("third_party_intelligence", True, "relay"),
        ("press", False, "other"),
        ("a role of tomorrow", False, "other"),
    ],
)
def test_a_role_has_its_family(role: str, family: str, *, relays: bool) -> None:
    assert family_of(role, relays=relays) == family


@pytest.mark.parametrize(
    ("hedge", "bound"), [("over", "least"), ("at_least", "least"), ("up_to", "most"), ("about", "number"), (None, "number")]
)
def test_more_than_is_a_bound(hedge: str | None, bound: str) -> None:
    assert bound_of(hedge) == bound


def test_no_two_kinds_look_alike_without_color() -> None:
    looks = {(symbol(LIGHT, family, "number")["shape"], symbol(LIGHT, family, "number")["fill"] == LIGHT.paper) for family in FAMILIES}
    assert len(looks) == len(FAMILIES)
    assert symbol(LIGHT, "independent", "least")["shape"] == "triangle-up"


def test_a_mark_is_spoken_with_its_hedge_its_range_and_its_days() -> None:
    mark = Mark(day=DAY, value=4_000, source="INST", family="independent", bound="least", low=3_000, high=5_000, start=date(2031, 1, 1))
    assert mark.spoken == "1 Jan 2031 to 5 Jan 2031. INST: at least 4,000, range 3,000 to 5,000. Independent."


def test_thinning_keeps_the_first_and_the_last() -> None:
    marks = [Mark(day=DAY, value=float(n), source="x", family="other") for n in range(100)]
    kept = thinned(marks, 7)
    assert len(kept) == 7
    assert (kept[0].value, kept[-1].value) == (0.0, 99.0)


def test_the_legend_names_the_kinds_that_are_met_once_each() -> None:
    marks = [Mark(day=DAY, value=1.0, source="x", family=family) for family in ("other", "belligerent", "other")]  # type: ignore[arg-type]
    assert list(kinds_of(marks)) == [("belligerent", "number"), ("other", "number")]

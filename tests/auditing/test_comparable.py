"""Which claims may be compared: where the text leaves it open, they may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.auditing.made import claim, quantity, reading
from tollbook.auditing.comparable import (
    listed,
    periods_fit,
    places_fit,
    put,
    same_force,
    same_period,
    same_place,
    source_of,
    standing,
    what,
)
from tollbook.core.types import Period, Place

KURSK, RUSSIA, KHARKIV = Place(text="Kursk", id="RUS-kursk-oblast"), Place(text="Russia", id="RUS"), Place(text="Kharkiv", id="UKR-kharkiv")


def test_denied_and_hypothetical_claims_and_doubtful_digits_do_not_stand() -> None:
    kept = claim(12, "killed")
    others = [replace(kept, assertion="denied"), replace(kept, assertion="hypothetical"), replace(kept, flags=("digits.homoglyph",))]
    assert standing(reading(kept, *others)) == (kept,)


def test_a_figure_is_replaced_by_a_later_one_of_the_same_measure_only() -> None:
    early, late, dead = claim(4, "killed", at=0), claim(7, "killed", at=50), claim(40, "killed", "wounded", at=60)
    assert standing(reading(replace(early, superseded_by=late.id), late)) == (late,)
    kept = replace(dead, superseded_by=late.id)
    assert standing(reading(late, kept)) == (late, kept)


def test_a_force_that_is_not_said_is_no_force_in_common() -> None:
    assert same_force(claim(1, "killed"), claim(2, "killed"))
    assert not same_force(claim(1, "killed", force=None), claim(2, "killed", force=None))
    assert not same_force(claim(1, "killed"), claim(2, "killed", force="UKR"))


def test_an_author_is_no_source() -> None:
    assert source_of(claim(1, "killed", source=None)) is None
    assert source_of(claim(1, "killed", source="GBR-MOD")) == "GBR-MOD"


def test_a_place_fits_one_that_holds_it_and_one_that_is_not_said() -> None:
    assert places_fit(KURSK, RUSSIA)
    assert places_fit(KURSK, None)
    assert not places_fit(KURSK, KHARKIV)


def test_two_claims_of_no_place_are_of_one_and_a_part_is_not_its_whole() -> None:
    kursk, russia, unsaid = claim(1, "killed", place="RUS-kursk-oblast"), claim(1, "killed", place="RUS"), claim(1, "killed")
    assert same_place(kursk, kursk)
    assert same_place(unsaid, unsaid)
    assert not same_place(kursk, russia)
    assert not same_place(kursk, unsaid)


def test_a_period_without_a_last_day_is_not_known_to_be_another_one() -> None:
    unknown, day = Period(kind="flow"), Period(kind="flow", start=date(2025, 1, 23), end=date(2025, 1, 24))
    assert not same_period(unknown, unknown)
    assert same_period(day, day)
    assert periods_fit(unknown, day)


@pytest.mark.parametrize(("day", "fits"), [(15, True), (1, False)])
def test_totals_a_fortnight_apart_still_fit(day: int, fits: bool) -> None:
    assert periods_fit(Period(kind="cumulative", end=date(2025, 1, 24)), Period(kind="cumulative", end=date(2025, 1, day))) is fits


def test_a_flow_fits_no_total() -> None:
    assert not periods_fit(Period(kind="flow"), Period(kind="cumulative"))


def test_amounts_and_lists_are_put_as_a_newspaper_does() -> None:
    assert put(quantity(4_000, "over", 4_000), "person") == "more than 4,000"
    assert what(claim(1, "killed", "wounded", population="aid_worker")) == "killed or wounded (aid worker)"
    assert listed(["a", "b", "c"]) == "a, b and c"

"""What a person corrects: names of fields, values, and bounds that follow a number."""

from __future__ import annotations

from datetime import date

import pytest

import tollbook as tb
from tollbook.core.errors import UsageError
from tollbook.flow.corrections import read_change

DAY = date(2025, 1, 24)
EXACT = tb.read("Russian forces lost 12 tanks near Kupiansk on Friday.", published=DAY).claims[0]
ABOUT = tb.read("Russian forces sustained around 5,000 casualties near Kupiansk.", published=DAY).claims[0]
SHARE = tb.read("Russian forces lost nearly 40 percent of their tanks near Kupiansk.", published=DAY).claims[0]


@pytest.mark.parametrize(
    ("setting", "field", "value"),
    [
        ("force=PRK", "force", "PRK"),
        ("source = UKR-GS", "source", "UKR-GS"),
        ("kind=stock", "period.kind", "stock"),
        ("end=2025-01-24", "period.end", "2025-01-24"),
        ("end=none", "period.end", None),
        ("place=", "place", None),
        ("measure.categories=wounded,killed", "measure.categories", ["killed", "wounded"]),
        ("categories=killed+wounded", "measure.categories", ["killed", "wounded"]),
        ("place=a=b", "place", "a=b"),
    ],
)
def test_a_setting_names_a_field_and_its_value(setting: str, field: str, value: object) -> None:
    assert read_change([setting], EXACT) == {field: value}


def test_an_exact_number_is_its_own_bounds() -> None:
    assert read_change(["stated=1,119"], EXACT) == {"quantity.stated": 1119, "quantity.low": 1119, "quantity.high": 1119}


@pytest.mark.parametrize("number", ["40", "2,000", "2,014", "4,000"])
def test_a_hedged_number_is_bounded_as_the_reader_bounds_it(number: str) -> None:
    """That of a year too."""
    reread = tb.read(f"Russian forces sustained around {number} casualties near Kupiansk.", published=DAY).claims[0].quantity
    change = read_change([f"stated={number.replace(',', '')}"], ABOUT)
    assert (change["quantity.low"], change["quantity.high"]) == (reread.low, reread.high)


def test_another_hedge_gives_other_bounds_to_the_same_number() -> None:
    assert read_change(["hedge=at_least"], ABOUT) == {"quantity.hedge": "at_least", "quantity.low": 5000, "quantity.high": None}


def test_bounds_that_are_given_are_taken() -> None:
    assert read_change(["stated=12", "low=10", "high=none"], EXACT)["quantity.high"] is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["force"], "FIELD=VALUE"),
        (["=PRK"], "unknown field"),
        (["colour=red"], "unknown field"),
        (["force=PRK", "force=RUS"], "set twice"),
        (["force="], "no value for force"),
        (["stated=-5"], "no number"),
        (["stated=nan"], "no number"),
        (["stated=1e9"], "no number"),
        (["start=2025-02-30"], "no date"),
        (["categories=tank,"], "unknown category"),
        (["hedge=between"], "low=NUMBER"),
    ],
)
def test_what_makes_no_sense_is_refused(settings: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_change(settings, EXACT)


def test_the_bounds_of_a_hedged_share_are_asked_for() -> None:
    with pytest.raises(UsageError, match="low=NUMBER"):
        read_change(["stated=0.3"], SHARE)
    assert read_change(["stated=0.3", "low=0.27", "high=0.3"], SHARE)["quantity.stated"] == 0.3

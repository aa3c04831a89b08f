"""A count since the start can't fall, unless its source took something back."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.auditing.made import claim, day_by_day, quantity, reading
from tollbook.auditing.falls import falls_of_totals
from tollbook.core.findings import Finding
from tollbook.core.series import Series
from tollbook.core.types import Claim, Period, Quantity


def total(number: Quantity | int, day: int, **fields: Any) -> Claim:
    period = Period(kind="cumulative", end=date(2024, 11, day))
    return claim(number, "mlrs", **{"at": 100 * day, "unit": "item", "period": period, **fields})


def found(*claims: Claim, series: tuple[Series, ...] = ()) -> list[Finding]:
    return list(falls_of_totals([reading(one) for one in claims], series))


def test_a_total_below_an_earlier_one_differs() -> None:
    (finding,) = found(total(1_255, 28), total(1_253, 30))
    assert finding.verdict == "differs"
    assert finding.claims == ("claim3000", "claim2800")
    assert finding.arithmetic == "1,253 - 1,255 = -2"


def test_a_total_that_its_source_took_back_is_noted() -> None:
    official = day_by_day(date(2024, 11, 27), [1_254, 1_255, 1_255, 1_253], "mlrs", unit="item")
    (finding,) = found(total(1_255, 28), total(1_253, 30), series=(official,))
    assert finding.verdict == "note"
    assert finding.points == ("UKR-GS-2", "UKR-GS-3")
    rising = day_by_day(date(2024, 11, 27), [1_254, 1_255, 1_255, 1_256], "mlrs", unit="item")
    assert [finding.verdict for finding in found(total(1_255, 28), total(1_253, 30), series=(rising,))] == ["differs"]


def test_totals_that_rise_stay_or_are_of_one_day_do_not_fall() -> None:
    assert found(total(1_253, 28), total(1_255, 30)) == []
    assert found(total(1_255, 28), total(1_255, 30)) == []
    assert found(total(1_255, 28), total(1_253, 28, at=5)) == []


def test_hedged_totals_fall_only_where_nothing_is_in_common() -> None:
    assert found(total(1_255, 28), total(quantity(1_250, "about", 1_240, 1_260), 30)) == []
    assert len(found(total(1_255, 28), total(quantity(1_200, "about", 1_190, 1_210), 30))) == 1


def test_other_sources_forces_and_starts_have_totals_of_their_own() -> None:
    assert found(total(1_255, 28), total(1_000, 30, source="GBR-MOD-DI")) == []
    assert found(total(1_255, 28), total(1_000, 30, force="UKR")) == []
    since = Period(kind="cumulative", start=date(2024, 6, 1), end=date(2024, 11, 30))
    assert found(total(1_255, 28), total(1_000, 30, period=since)) == []
    assert found(total(1_255, 28, source=None), total(1_000, 30, source=None)) == []

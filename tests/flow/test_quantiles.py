"""Quantiles of estimates for the points of series."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.exports.made import entry, filled_ledger, other
from tollbook.core.estimates import LEVELS
from tollbook.core.types import Force, Measure, Period
from tollbook.flow.ledger import import_file
from tollbook.flow.quantiles import Quantiles
from tollbook.ledger.ledger import Ledger

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_a_total_has_the_quantiles_of_its_day_and_an_estimate_is_made_once(tmp_path: Path) -> None:
    # What pictures confirm pins the level: without such a source no estimate is given.
    path = tmp_path / "daily_count.csv"
    path.write_text("country,equipment_type,type_total,date_recorded\nRussia,Tanks,4100,2025-10-12\nRussia,Tanks,4130,2025-10-20\n")
    with Ledger.create(str(tmp_path / "a.db")) as ledger:
        import_file(ledger, SAMPLES / "ua-mod-october-2025.csv", profile="ua-mod")
        import_file(ledger, path, profile="oryx")
        quantiles = Quantiles(ledger)
        points = [found for found in ledger.entries("force:RUS measure:tank source:UKR-GS") if found.claim.period.end != date(2025, 10, 12)]
        rows = [quantiles.of(found) for found in points]
    assert quantiles.reasons == []
    for row in rows:
        assert list(row) == [f"q{level:g}" for level in LEVELS]
        assert sorted(row.values()) == list(row.values())
    medians = [row["q0.5"] for row in rows]
    assert medians == sorted(medians, reverse=True)
    assert len(quantiles._made) == 1


def test_where_no_estimate_can_be_given_the_reason_is_kept(tmp_path: Path) -> None:
    with filled_ledger(tmp_path) as ledger:
        quantiles = Quantiles(ledger)
        found = [quantiles.of(one) for one in ledger.entries("force:NOR kind:cumulative")]
    assert found
    assert all(row == {} for row in found)
    assert len(quantiles.reasons) == len(set(quantiles.reasons)) > 0
    assert quantiles.reasons[0].startswith("no estimate of NOR casualties: ")


@pytest.mark.parametrize(
    "fields",
    [
        {"period": Period(kind="flow", start=date(2025, 1, 1), end=date(2025, 1, 2))},
        {"period": Period(kind="cumulative")},
        {"measure": Measure(categories=frozenset({"killed"}), unit="person", population="civilian")},
        {"measure": Measure(categories=frozenset({"captured"}), unit="person")},
        {"measure": Measure(categories=frozenset({"tank"}), unit="item", outcome="captured")},
        {"measure": Measure(categories=frozenset({"tank", "afv"}), unit="item")},
        {"measure": Measure(categories=frozenset({"killed"}), unit="share")},
        {"force": Force(id=None, text="the enemy")},
        {"force": None},
    ],
)
def test_what_is_no_total_that_can_be_estimated_has_none(tmp_path: Path, fields: dict[str, object]) -> None:
    with Ledger.create(str(tmp_path / "a.db")) as ledger:
        quantiles = Quantiles(ledger)
        assert quantiles.of(other(entry(), **fields)) == {}
    assert quantiles.reasons == []

"""An estimate comes from a ledger, from rows or from one series; what is stored of it makes it again to the digit."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.flow.told import START, day
from tests.ledger.samples import INSTITUTE, MINISTRY, report, row
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import EstimationError, NoAnchor, TooLittle, UsageError
from tollbook.core.estimates import Estimate
from tollbook.core.progress import Stage
from tollbook.core.series import Series, SeriesPoint
from tollbook.flow.estimate import estimate, estimate_rows, reproduce
from tollbook.flow.ledger import create_ledger, open_ledger
from tollbook.flow.selection import Wanted
from tollbook.ledger.ledger import Ledger

BEGUN = date(2031, 2, 1)
QUICK = Assumptions(scale_anchor=("INST",)).with_engine(nodes=32, draws=256)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two statements of one source, a week apart."""
    made = tmp_path_factory.mktemp("ledgers") / "ledger.db"
    with create_ledger(made) as ledger:
        ledger.add([report(attribution=(INSTITUTE,)), report("4,400", title="Later", day=date(2031, 3, 18), attribution=(INSTITUTE,))])
        ledger.add(report("4,500", title="The ministry", attribution=(MINISTRY,)))
    return made


def made_from(place: Path) -> Estimate:
    with open_ledger(place) as ledger:
        return estimate(ledger, force="NOR", start=BEGUN, assumptions=QUICK)


def test_an_estimate_of_a_few_statements_is_wide_and_holds_them(place: Path) -> None:
    stages: list[Stage] = []
    with open_ledger(place) as ledger:
        made = estimate(ledger, force="NOR", start=BEGUN, assumptions=QUICK, progress=stages.append)
    low, high = made.at().interval(0.9, quantity="killed")
    assert low < 4_400 < high
    assert high > 1.3 * low
    assert len(made.statements) == 3
    assert made.diagnostics().seconds > 0
    fitting = "fitting 46 days, 3 observations"
    assert stages[:2] == [Stage(name="reading the ledger"), Stage(name=fitting)]
    assert stages[2:] == [Stage(name=fitting, done=node, total=32) for node in range(32)]


def test_a_stored_estimate_is_made_again_to_the_digit(place: Path) -> None:
    stored = json.loads(json.dumps(made_from(place).to_dict()))
    with open_ledger(place) as ledger:
        ledger.add(report("9,000", title="Recorded later", attribution=(MINISTRY,), day=date(2031, 3, 15)))
        again = reproduce(ledger, stored).to_dict()
    for one in (stored, again):
        one["diagnostics"]["seconds"] = 0.0
    assert json.loads(json.dumps(again)) == stored


def test_a_ledger_without_the_statements_makes_nothing_again(place: Path, tmp_path: Path) -> None:
    stored = made_from(place).to_dict()
    with create_ledger(tmp_path / "other.db") as ledger:
        ledger.add(report(attribution=(INSTITUTE,)))
        with pytest.raises(TooLittle, match="not in this ledger"):
            reproduce(ledger, stored)
        stored["statements"] = list(made_statements(ledger))
        with pytest.raises(EstimationError, match="stored by model none"):
            reproduce(ledger, {**stored, "model_version": "none"})


def made_statements(ledger: Ledger) -> list[str]:
    return [entry.statement for entry in ledger.entries("force:NOR")]


def test_rows_need_no_ledger() -> None:
    anchored = replace(QUICK, scale_anchor=("NOR-MOD",))
    made = estimate_rows([row({"killed": 2_300, "wounded": 9_500})], Wanted(force="NOR", start=BEGUN, assumptions=anchored))
    assert made.at().interval(0.9, quantity="killed")[0] < 4_000


def test_one_source_is_its_own_anchor_and_the_answer_is_wide() -> None:
    points = (SeriesPoint(day=day(30), value=4_000, ref="a"), SeriesPoint(day=day(60), value=9_000, ref="b"))
    series = Series(
        source="SOR-MOD", force="NOR", categories=frozenset({"killed", "wounded"}), unit="person", kind="cumulative", points=points
    )
    made = series.estimate(start=START, assumptions=Assumptions().with_engine(nodes=32, draws=256))
    low, high = made.at().interval(0.9)
    assert made.anchors == ("SOR-MOD",)
    assert high > 1.5 * low


@pytest.mark.parametrize("categories", [frozenset({"killed", "missing"}), frozenset({"captured"})])
def test_a_series_of_another_measure_is_refused(categories: frozenset[str]) -> None:
    series = Series(source="X", force="NOR", categories=categories, unit="person", kind="cumulative", points=())
    with pytest.raises(UsageError, match="can't be estimated"):
        series.estimate(start=START)


def test_without_an_anchor_the_message_says_what_to_do(place: Path) -> None:
    with open_ledger(place) as ledger, pytest.raises(NoAnchor, match="name one of these in `scale_anchor`"):
        estimate(ledger, force="NOR", start=BEGUN)


def test_without_the_extra_the_message_names_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("tollbook.estimation.estimate")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setitem(sys.modules, "tollbook.estimation.estimate", None)
    with open_ledger(place) as ledger, pytest.raises(UsageError, match=r"pip install 'tollbook\[estimate\]'"):
        estimate(ledger, force="NOR", start=BEGUN, assumptions=QUICK)

"""A backtest scores what could be known on a day against what was counted later, beside rules with their own past errors."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.flow.told import START, day, figure
from tests.outlook.made import made_estimate
from tollbook.core.assumptions import Assumptions
from tollbook.core.errors import FitFailed, TooLittle
from tollbook.core.estimates import Estimate, SourceSummary, marginal
from tollbook.estimation.observations import Increment, Observations, Window
from tollbook.flow.backtest import Backtest, Tally, backtest, tally_of
from tollbook.flow.selection import Selection, Wanted, select_figures

FIGURES = [figure(1_000 + 91 * nth, nth, source="SOR-MOD", statement=f"s{nth}") for nth in range(320)]
WANTED = Wanted(force="NOR", start=START)


def known(origin: date, end: date) -> Selection:
    return select_figures([one for one in FIGURES if one.day <= origin], [], replace(WANTED, end=end))


def tally() -> Tally:
    return tally_of(select_figures(FIGURES, [], WANTED).observations.increments)


def engine(observations: Observations, assumptions: Assumptions, **_: object) -> Estimate:
    made = made_estimate(total=91.0 * observations.days, spread=0.05, days=observations.days, draws=200, wobble=0.0)
    factor = marginal("bias", [1.0 + 0.001 * nth for nth in range(200)])
    sources = (SourceSummary(source="SOR-MOD", role="opponent", statements=1, factor=factor),)
    dates = tuple(observations.start + timedelta(days=nth) for nth in range(observations.days))
    return replace(made, start=observations.start, dates=dates, source_summaries=sources)


def scored(monkeypatch: pytest.MonkeyPatch, make: object = engine) -> Backtest:
    monkeypatch.setattr("tollbook.estimation.estimate.estimate", make)
    return backtest(known, tally(), every=45)


def test_an_issue_is_spread_over_its_days() -> None:
    weeks = [
        Increment(source="X", role="press", category="killed", window=Window(start=day(7 * nth), end=day(7 * nth + 7)), value=70)
        for nth in range(3)
    ]
    found = tally_of(weeks)
    assert found.between(day(5), 4) == pytest.approx(40)
    assert found.end == day(21)


def test_of_several_counts_the_one_with_most_issues_is_taken() -> None:
    few = [Increment(source="FEW", role="press", category="killed", window=Window(start=START, end=day(1)), value=1)]
    assert tally_of([*few, *select_figures(FIGURES, [], WANTED).observations.increments]).source == "SOR-MOD"
    assert tally_of(few, "FEW").source == "FEW"
    with pytest.raises(TooLittle, match="no source counts regularly"):
        tally_of(few, "NOBODY")


def test_a_constant_rate_is_foretold_well_by_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scored(monkeypatch)
    assert found.failed == ()
    assert found.count(30) == 2
    assert found.mean("28-day mean", 30) < 0.02
    assert found.mean("last value", 30) < 0.01
    assert abs(found.mean("estimate", 30, "error")) < 0.2
    assert found.mean("estimate", 30, "inside") == 1.0


def test_a_horizon_that_is_not_counted_to_its_end_is_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scored(monkeypatch)
    assert found.count(180) == 0
    assert math.isnan(found.mean("estimate", 180))


def test_a_day_without_an_estimate_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Estimate:
        raise FitFailed("no mode")

    found = scored(monkeypatch, refuse)
    assert (found.scores, len(found.failed)) == ((), 2)
    assert found.failed[0][1] == "no mode"


def test_a_short_count_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLittle, match="expected more than 230"):
        backtest(known, Tally(source="X", category="killed", start=START, daily=(1.0,) * 60))

"""A ledger and an engine made by hand for tests of the commands on estimates: the engine's answer is not what they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.ledger.samples import INSTITUTE, MINISTRY, report
from tests.outlook.made import made_estimate
from tollbook.core.assumptions import Assumptions
from tollbook.core.estimates import Estimate, SourceSummary, marginal
from tollbook.estimation.observations import Observations
from tollbook.flow.ledger import create_ledger

BEGUN = "2031-02-01"


def make_ledger(folder: Path) -> Path:
    """Make a ledger with three statements on Norland's killed."""
    place = folder / "ledger.db"
    with create_ledger(place) as ledger:
        ledger.add([report(attribution=(INSTITUTE,)), report("4,400", title="Later", day=date(2031, 3, 18), attribution=(INSTITUTE,))])
        ledger.add(report("4,500", title="The ministry", attribution=(MINISTRY,)))
    return place


def fake_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every fit with an estimate by hand over the days that are asked for."""

    def engine(observations: Observations, assumptions: Assumptions, *, progress: Callable[[int, int], None]) -> Estimate:
        progress(0, 1)
        made = made_estimate(days=observations.days, draws=100, force=observations.force, measure=observations.measure)
        dates = tuple(observations.start + timedelta(days=nth) for nth in range(observations.days))
        factor = marginal("bias", [0.9 + 0.002 * nth for nth in range(100)])
        sources = tuple(
            SourceSummary(source=source, role=role, statements=1, factor=factor, anchor=True) for source, role in observations.sources
        )
        return replace(
            made,
            start=observations.start,
            dates=dates,
            statements=observations.statements,
            assumptions=assumptions,
            source_summaries=sources,
        )

    monkeypatch.setattr("tollbook.estimation.estimate.estimate", engine)

"""A series has one point a statement, however many echoes it has; the counts are those of the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.core.sample_readings import AUTHOR
from tests.ledger.samples import fill, report, row
from tollbook.core.series import Series, SeriesCount, SeriesPoint
from tollbook.core.types import Force, Period, Reading
from tollbook.ledger.ledger import Ledger

DAY, NEXT = date(2031, 3, 11), date(2031, 3, 12)


def changed(reading: Reading, **fields: Any) -> Reading:
    return replace(reading, claims=(replace(reading.claims[0], **fields),))


def test_echoes_are_one_point_that_leads_back_to_the_first_mention(ledger: Ledger) -> None:
    later = report("4,100", day=NEXT)
    ledger.add([report(), report(title="Wexley falls", publisher="The Lantern"), later])
    points = (SeriesPoint(day=DAY, value=4000, ref=report().claims[0].id), SeriesPoint(day=NEXT, value=4100, ref=later.claims[0].id))
    assert ledger.series() == (
        Series(source="INST", force="NOR", categories=frozenset({"killed"}), unit="person", kind="cumulative", points=points),
    )
    assert ledger.series()[0].at(NEXT) == points[1]


@pytest.mark.parametrize(
    "reading",
    [
        changed(report(), assertion="denied"),
        changed(report(), attribution=AUTHOR),
        report(unit="share"),
        changed(report(), flags=("rate.day",), period=Period(kind="flow")),
        changed(report(published=None), period=Period(kind="cumulative")),
        changed(report(), quantity=replace(report().claims[0].quantity, stated=None)),
    ],
)
def test_what_is_no_point_of_a_series_is_left_out(ledger: Ledger, reading: Reading) -> None:
    ledger.add(reading)
    assert ledger.count() == 1
    assert ledger.series() == ()


def test_a_flow_keeps_its_first_day_and_its_series_apart(ledger: Ledger) -> None:
    flow = changed(report("310", title="A night"), period=Period(kind="flow", start=DAY, end=NEXT))
    ledger.add([report(), flow])
    found = {series.kind: series.points for series in ledger.series()}
    assert found["flow"] == (SeriesPoint(day=NEXT, value=310, start=DAY, ref=flow.claims[0].id),)
    assert len(found["cumulative"]) == 1


def test_a_rejected_figure_is_no_point_and_a_corrected_one_is_what_it_was_corrected_to(ledger: Ledger) -> None:
    ledger.add([report(), report("4,100", day=NEXT)])
    ledger.review(report().claims[0].id, "reject", by="Ada", why="x")
    assert [point.value for point in ledger.series()[0].points] == [4100]
    change = {"quantity.stated": 4200, "quantity.low": 4200, "quantity.high": 4200}
    ledger.review(report().claims[0].id, "correct", by="Ada", why="x", change=change)
    assert [point.value for point in ledger.series()[0].points] == [4200, 4100]


def test_the_series_of_a_data_set_is_that_of_its_last_version(ledger: Ledger) -> None:
    ledger.add_rows([row({"killed": 2300}), row({"killed": 2310}, day="2031-03-12")])
    ledger.add_rows([row({"killed": 2305}), row({"killed": 2310}, day="2031-03-12")])
    (series,) = ledger.series("source:NOR-MOD")
    assert [point.value for point in series.points] == [2305, 2310]


def test_series_are_narrowed_by_their_fields(ledger: Ledger) -> None:
    fill(ledger)
    assert {series.source for series in ledger.series(source="INST")} == {"INST"}
    assert {series.kind for series in ledger.series(kind="cumulative")} == {"cumulative"}
    assert ledger.series(force="XXX") == ()


def test_the_counts_are_those_of_what_was_added(ledger: Ledger) -> None:
    fill(ledger)
    stats = ledger.stats()
    assert (stats.entries, stats.batches, stats.documents, stats.claims, stats.reviews) == (28, 13, 6, 15, 5)
    assert (stats.standing, stats.sources) == (ledger.count(), 2)
    assert stats.statements == len({entry.statement for entry in ledger.entries()})
    assert (stats.first_recorded, stats.last_recorded) == ("2031-01-01T00:00:00.000000Z", "2031-01-01T00:12:00.000000Z")
    assert stats.bytes > 50_000


def test_series_are_counted_by_force_and_measure_and_within_a_force_by_source_and_kind(ledger: Ledger) -> None:
    ledger.add(
        [
            report(),
            report("4,100", day=NEXT),
            report("9", force=Force(id="SOR", text="Sorland"), day=NEXT),
            report(unit="share", title="A share"),
        ]
    )
    whole = {(one.force, one.mentions, one.sources, one.source) for one in ledger.series_counts()}
    assert whole == {("NOR", 2, 1, None), ("SOR", 1, 1, None)}
    assert ledger.series_counts(force="NOR") == (
        SeriesCount(
            force="NOR", categories=frozenset({"killed"}), mentions=2, sources=1, first=DAY, last=NEXT, source="INST", kind="cumulative"
        ),
    )


def test_a_rejected_figure_is_not_counted_among_series(ledger: Ledger) -> None:
    ledger.add(report())
    before = ledger.checkpoint().size
    ledger.review(report().claims[0].id, "reject", by="Ada", why="x")
    assert ledger.series_counts() == ()
    assert len(ledger.series_counts(as_known_on=before)) == 1


def test_claims_are_counted_by_their_source_the_most_quoted_first(ledger: Ledger) -> None:
    ledger.add([report(), report("4,100", day=NEXT), changed(report("4,200"), attribution=AUTHOR)])
    assert list(ledger.mentions_by_source("force:NOR").items()) == [("INST", 2), ("author", 1)]
    assert ledger.mentions_by_source("force:SOR") == {}

"""What was known on a day is what a ledger knows that holds no more than was recorded by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.ledger.databases import KINDS, MADE, Clock, Databases, store_of
from tests.ledger.samples import report, roundup, row
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.records import Moment
from tollbook.ledger import schema
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.moments import EVERYTHING, last_claim_at

Step = Callable[[Ledger], object]
QUERIES = ("", "status:all", "status:replaced", "review:none", "review:accept,correct", "Wexley", "force:SOR status:all", "status:decided")

READINGS = (
    report(), report(title="Wexley falls", publisher="The Lantern"), report(url="https://post.example/again"),
    roundup(), roundup(version="2", wounded=None, tanks=88), roundup(version="3", place=None), report(version="2", measure="wounded"),
)  # fmt: skip
ROWS = (
    row({"killed": 2300, "wounded": 9500}), row({"killed": 2305, "wounded": 9500}), row({"killed": 2300}, day="2031-03-12"),
    row({"killed": 2310}, day="2031-03-12"), row({"killed": 2305, "wounded": 9500}, version="rows:2"),
)  # fmt: skip
DOCUMENTS = tuple({one.document.id for one in READINGS} | {one.reading.document.id for one in ROWS})
CLAIMS = tuple({claim.id for one in (*READINGS, *(row.reading for row in ROWS)) for claim in one.claims})
WHO = {"by": "Ada", "why": "seen"}


def adding(readings: list[Any]) -> Step:
    return lambda ledger: ledger.add(readings)


def importing(rows: list[Any]) -> Step:
    return lambda ledger: ledger.add_rows(rows)


def judging(claim: str, decision: str, statement: str | None) -> Step:
    change = {"force": "SOR", "quantity.low": 7} if decision == "correct" else None
    return lambda ledger: ledger.review(claim, decision, change=change, statement=statement, **WHO)  # type: ignore[arg-type]


def retracting(target: str, back: bool) -> Step:
    return lambda ledger: (ledger.restore if back else ledger.retract)(target, **WHO)


STEPS = st.one_of(
    st.lists(st.sampled_from(READINGS), min_size=1, max_size=3).map(adding),
    st.lists(st.sampled_from(ROWS), min_size=1, max_size=3).map(importing),
    st.builds(
        judging,
        st.sampled_from(CLAIMS),
        st.sampled_from(["accept", "correct", "reject", "unsure"]),
        st.none() | st.just("own") | st.sampled_from(CLAIMS),
    ),
    st.builds(retracting, st.sampled_from(CLAIMS + DOCUMENTS), st.booleans()),
)


# Most histories begin with something to judge: a judgement of nothing is refused.
HISTORIES = st.builds(
    lambda first, others: [*first, *others],
    st.sampled_from([[], [adding([READINGS[0], READINGS[1], READINGS[3]]), importing([ROWS[0], ROWS[2]])]]),
    st.lists(STEPS, min_size=1, max_size=8),
)


def take(ledger: Ledger, step: Step) -> None:
    """Do a step. What makes no sense there, such as a review of what isn't held, is refused and leaves no trace."""
    before = ledger.checkpoint()
    try:
        step(ledger)
    except (UnknownRecord, UsageError):
        assert ledger.checkpoint() == before


def known(ledger: Ledger, moment: Moment = None) -> list[object]:
    """Return all that a ledger answers about a moment."""
    said: list[object] = [list(ledger.entries(query, as_known_on=moment)) for query in QUERIES]
    said += [ledger.count(query, as_known_on=moment) for query in QUERIES]
    said += [ledger.series(as_known_on=moment), ledger.readings(as_known_on=moment), replace(ledger.stats(as_known_on=moment), bytes=0)]
    for claim in CLAIMS:
        try:
            said.append(ledger.trace(claim, as_known_on=moment))
        except UnknownRecord as error:
            said.append(error.met)
    return said + [ledger.reading_of(document, as_known_on=moment) for document in DOCUMENTS]


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(HISTORIES, st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_as_known_on_a_moment_is_what_a_ledger_says_that_ends_there(
    databases: Databases, kind: str, steps: list[Step], data: st.DataObject
) -> None:
    with databases.ledger(kind, Clock(MADE)) as whole:
        moments = []
        for step in steps:
            take(whole, step)
            moments.append(whole._clock.now)  # type: ignore[attr-defined]
        length = data.draw(st.integers(min_value=0, max_value=len(steps)), label="steps that were known")
        with databases.ledger(kind, Clock(MADE)) as prefix:
            for step in steps[:length]:
                take(prefix, step)
            moment = moments[length - 1] if length else MADE
            assert known(whole, moment) == known(prefix)
            assert list(whole.verify()) == []


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=HISTORIES)
def test_the_same_history_is_the_same_on_both_databases(databases: Databases, steps: list[Step]) -> None:
    with databases.ledger("sqlite", Clock(MADE)) as one, databases.ledger("postgresql", Clock(MADE)) as other:
        for step in steps:
            take(one, step)
            take(other, step)
        assert one.checkpoint() == other.checkpoint()
        assert known(one) == known(other)


@pytest.fixture
def dated(ledger: Ledger, clock: Clock) -> Ledger:
    """A ledger to which a report was added on the second of January, at noon, and one on the third."""
    clock.step = timedelta(0)
    for day, number in ((2, "4,001"), (3, "4,002")):
        clock.now = datetime(2031, 1, day, 12, tzinfo=UTC)
        ledger.add(report(number))
    return ledger


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        (None, 2),
        ("2031-01-01", 0),
        ("2031-01-02", 1),
        (date(2031, 1, 2), 1),
        (date(2031, 1, 3), 2),
        ("2031-01-02T11:59:59Z", 0),
        ("2031-01-02T12:00:00Z", 1),
        ("2031-01-02T12:00:00", 1),
        ("2031-01-02T12:00:00+01:00", 0),
        (datetime(2031, 1, 2, 12, tzinfo=UTC), 1),
        (datetime(2031, 1, 2, 11, 59, tzinfo=UTC), 0),
        (date(1900, 1, 1), 0),
        ("0999-01-01", 0),
        ("0001-01-01T00:00:00Z", 0),
        ("9999-12-31", 2),
    ],
)
def test_a_day_counts_to_its_end_and_a_moment_to_itself(dated: Ledger, moment: Moment, count: int) -> None:
    assert dated.count(as_known_on=moment) == count


@pytest.mark.parametrize("moment", ["yesterday", "2031-02-30", "", "12"])
def test_what_is_no_moment_is_refused(dated: Ledger, moment: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        dated.count(as_known_on=moment)


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_moment_that_has_no_year_in_utc_is_refused(dated: Ledger, moment: str) -> None:
    for asked in (moment, datetime.fromisoformat(moment)):
        with pytest.raises(UsageError, match="years 1 to 9999"):
            dated.count(as_known_on=asked)


def test_a_clock_that_goes_back_takes_the_log_back_with_it_nowhere(dated: Ledger, clock: Clock) -> None:
    clock.now = datetime(2030, 6, 1, tzinfo=UTC)
    dated.add(report("4,003"))
    assert dated.count(as_known_on="2030-06-01") == 0
    assert dated.count(as_known_on="2031-01-02") == 1
    assert dated.count(as_known_on="2031-01-03") == 3
    assert dated.stats().last_recorded == "2031-01-03T12:00:00.000000Z"
    assert list(dated.verify()) == []


def test_before_its_first_day_a_ledger_knew_nothing(dated: Ledger) -> None:
    stats = dated.stats(as_known_on="1999-01-01")
    assert (stats.entries, stats.claims, stats.documents, stats.first_recorded) == (0, 0, 0, None)
    assert dated.series(as_known_on="1999-01-01") == ()


def test_a_size_of_the_log_is_a_moment_and_has_its_root(ledger: Ledger) -> None:
    ledger.add(report())
    first = ledger.checkpoint()
    ledger.add(report("4,100"))
    assert ledger.count(as_known_on=first.size) == 1
    assert ledger.checkpoint(as_known_on=first.size) == first
    assert ledger.checkpoint(as_known_on="2099-01-01") == ledger.checkpoint()


@pytest.mark.parametrize("size", [0, -1, 10**30, 10**6])
def test_a_size_that_the_log_never_had_is_refused(ledger: Ledger, size: int) -> None:
    ledger.add(report())
    with pytest.raises(UnknownRecord, match="never ended at entry"):
        ledger.count(as_known_on=size)


def test_before_the_first_batch_there_is_no_head(dated: Ledger) -> None:
    with pytest.raises(UnknownRecord, match="held nothing"):
        dated.checkpoint(as_known_on="1999-01-01")


def test_the_last_claim_of_every_size_of_the_log_is_known(ledger: Ledger) -> None:
    store = store_of(ledger)
    with store.reading() as connection:
        assert last_claim_at(connection, EVERYTHING) == 0
    for day in range(1, 10):
        ledger.add([report(f"{day},100", day=date(2031, 3, day)), roundup(version=str(day))])
    with store.reading() as connection:
        rows = list(connection.execute(select(schema.claim.c.seq, schema.claim.c.position)))
        ends = [*range(max(row.position for row in rows) + 3), EVERYTHING]
        known = [last_claim_at(connection, size) for size in ends]
    assert known == [max((row.seq for row in rows if row.position < size), default=0) for size in ends]
    assert len(set(known)) > 9

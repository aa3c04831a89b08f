"""Counts of a whole ledger say of which log they are, and a log that has not grown, or grows all the time, costs no counting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.responses import Response

from tests.ledger.samples import report
from tests.web.shelves import make_shelf
from tollbook.flow.ledger import open_ledger
from tollbook.ledger.ledger import Ledger
from tollbook.web.counting import Counts, counting, kept_by
from tollbook.web.kept import BRIEFLY
from tollbook.web.remembered import KEPT, STALE

NOON = datetime(2031, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(make_shelf(tmp_path)) as made:
        yield made


def test_a_log_that_has_not_grown_is_not_counted_again(ledger: Ledger) -> None:
    times = iter(NOON + number * STALE * KEPT for number in range(50))
    counted: list[int] = []
    counts = counting(ledger, lambda size: counted.append(size) or "counts", lambda: next(times))
    former, again = counts.get(), counts.get()
    assert again[0] > former[0]
    assert again[1] is former[1]
    assert counted == [ledger.checkpoint().size]


def test_a_log_that_grows_all_the_time_is_counted_once_a_minute(ledger: Ledger) -> None:
    now = [NOON]
    counted: list[int] = []
    counts = counting(ledger, lambda size: counted.append(size) or "counts", lambda: now[0])
    for second in range(3):
        counts.get()
        now[0] += timedelta(seconds=1)
        ledger.add(report(f"{second + 1},100"))
    assert len(counted) == 1
    now[0] += STALE * KEPT
    assert counts.get()[1] == Counts(size=ledger.checkpoint().size, held="counts")


def test_an_answer_is_kept_as_long_as_the_log_only_while_its_counts_are_of_that_log(ledger: Ledger) -> None:
    counts = Counts(size=ledger.checkpoint().size, held="counts")
    assert "cache-control" not in kept_by(counts, ledger, Response()).headers
    ledger.add(report())
    assert kept_by(counts, ledger, Response()).headers["cache-control"] == BRIEFLY

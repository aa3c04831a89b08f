"""A batch is written whole or not at all, by one writer after another, whatever becomes of the writers."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.crashes import SERVER_EVERY, run
from benchmarks.report import ROOT
from tests.ledger.databases import MADE, Databases, Server, store_of
from tests.ledger.samples import fill, report
from tests.ledger.test_merkle import plain_root
from tollbook.ledger import engines, schema
from tollbook.ledger.appending import Batch, Head, in_order, read_head, timestamp
from tollbook.ledger.canonical import Row, entry_content
from tollbook.ledger.ledger import Ledger

ADDING = """
import sys
from tests.ledger.samples import report
from tollbook.ledger import engines
from tollbook.ledger.ledger import Ledger
if sys.argv[2] == "old":
    import sqlite3
    engines.sqlite_library = lambda: sqlite3
with Ledger.open(sys.argv[1], actor=sys.argv[3]) as ledger:
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(int(sys.argv[4]), int(sys.argv[4]) + 20):
        ledger.add([report(f"{number:,}"), report(f"{number:,}", title="The same everywhere")])
    for number in range(9000, 9010):
        ledger.add(report(f"{number:,}"))
"""


def two_writers(place: str, library: str = "new") -> None:
    """Let two processes add at the same time: some documents are of one of them, some of both."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    commands = [[sys.executable, "-c", ADDING, place, library, *named] for named in (("Ada", "1000"), ("Ben", "1010"))]
    with ExitStack() as stack:
        writers = [stack.enter_context(subprocess.Popen(command, cwd=ROOT, **pipes)) for command in commands]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        ended = [writer.communicate("go\n", timeout=120) for writer in writers]
    assert [(writer.returncode, said[1]) for writer, said in zip(writers, ended, strict=True)] == [(0, ""), (0, "")]


def check_both_wrote(place: str) -> None:
    with Ledger.open(place) as ledger:
        assert ledger.stats().documents == ledger.stats().claims == 2 * 30 + 10
        assert ledger.count() == 70
        assert list(ledger.verify()) == []
        with store_of(ledger).reading() as connection:
            actors = connection.execute(select(schema.batch.c.actor, func.count()).group_by(schema.batch.c.actor))
            assert {actor for actor, _ in actors} == {"desk", "Ada", "Ben"}


def test_two_processes_add_at_once_and_nothing_is_lost_or_doubled(place: str) -> None:
    two_writers(place)
    check_both_wrote(place)


def test_two_processes_with_the_old_library_lose_nothing_either(databases: Databases) -> None:
    with databases.place("sqlite") as place:
        two_writers(place, "old")
        check_both_wrote(place)


def test_the_old_library_keeps_a_ledger_as_the_new_one_does(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    with databases.ledger("sqlite") as new:
        fill(new)
        monkeypatch.setattr(engines, "sqlite_library", lambda: sqlite3)
        with databases.ledger("sqlite") as old:
            fill(old)
            assert old.checkpoint() == new.checkpoint()
            assert list(old.verify()) == []
            assert list(old.entries("Wexley status:all")) == list(new.entries("Wexley status:all"))


def test_threads_that_add_at_once_wait_for_each_other(ledger: Ledger) -> None:
    numbers = [range(first, first + 8) for first in (1000, 1004, 1008)]
    threads = [threading.Thread(target=lambda mine=mine: [ledger.add(report(f"{number:,}")) for number in mine]) for mine in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.stats().documents == 16
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 2), ("postgresql", SERVER_EVERY)])
def test_a_process_that_is_killed_loses_nothing_that_was_acknowledged(kind: str, kills: int, tmp_path: Path) -> None:
    with ExitStack() as stack:
        server = Server(fast=False) if kind == "postgresql" else None
        if server is not None:
            stack.callback(server.stop)
        seen = run(kind, kills, tmp_path, server=server)
    assert (seen.kills, seen.servers_killed, seen.lost, seen.halves, seen.problems) == (kills, int(server is not None), 0, 0, 0)
    assert seen.acknowledged >= kills


def test_the_tree_is_that_of_the_plain_definition_over_the_rows(ledger: Ledger) -> None:
    fill(ledger)
    with store_of(ledger).reading() as connection:
        contents = []
        for (position,) in connection.execute(select(schema.entry.c.position).order_by(schema.entry.c.position)).all():
            named: list[tuple[str, Row]] = []
            for table in schema.TABLES.sorted_tables:
                if table.name not in {"entry", "checkpoint"}:
                    named += [(table.name, tuple(row)) for row in connection.execute(select(table).where(table.c.position == position))]
            contents.append(entry_content(in_order(named)))
        roots = connection.execute(select(schema.checkpoint.c.size, schema.checkpoint.c.root)).all()
    assert len(roots) == 13
    assert [root for _, root in roots] == [plain_root(contents[:size]) for size, _ in roots]


def new_batch(now: datetime, recorded_at: str = "2031-01-01T00:00:00.000000Z") -> Batch:
    head = Head(batch=1, size=1, frontier=(bytes(32),), recorded_at=recorded_at, next_claim=1, next_passage=1)
    return Batch(head=head, kind="add", actor="A\0da", note="lone \ud800", now=now)


def test_a_batch_is_of_its_time_or_of_that_of_the_last_where_the_clock_went_back() -> None:
    assert new_batch(MADE + timedelta(hours=1)).recorded_at == "2031-01-01T01:00:00.000000Z"
    assert new_batch(MADE - timedelta(days=9)).recorded_at == "2031-01-01T00:00:00.000000Z"


def test_a_batch_into_which_nothing_was_put_is_empty() -> None:
    batch = new_batch(MADE)
    assert batch.is_empty
    batch.open("review")
    assert not batch.is_empty


def test_the_first_reason_for_a_replacement_counts() -> None:
    batch = new_batch(MADE)
    batch.open("review")
    batch.replace(1, 2, "corrected")
    batch.replace(1, None, "rejected")
    assert [row[:2] for row in batch.rows["replacement"]] == [(1, 2)]


def test_what_no_column_holds_is_replaced_in_names_and_notes() -> None:
    assert new_batch(MADE).rows["batch"][0][-2:] == ("A\ufffdda", "lone \ufffd")


def test_times_are_utc_with_microseconds_so_that_their_order_is_that_of_the_words() -> None:
    east = timezone(timedelta(hours=3))
    assert timestamp(datetime(2031, 1, 1, 2, 0, 0, 5, tzinfo=east)) == "2030-12-31T23:00:00.000005Z"
    assert timestamp(datetime(2031, 1, 1, tzinfo=UTC)) < timestamp(datetime(2031, 1, 1, 0, 0, 0, 1, tzinfo=UTC))


def test_the_head_is_where_the_next_batch_begins(ledger: Ledger) -> None:
    with store_of(ledger).reading() as connection:
        head = read_head(connection)
    assert (head.batch, head.size, head.next_claim, head.next_passage) == (1, 1, 1, 1)
    fill(ledger)
    with store_of(ledger).reading() as connection:
        later = read_head(connection)
    assert (later.batch, later.size, later.next_claim, later.next_passage) == (13, 28, 16, 8)

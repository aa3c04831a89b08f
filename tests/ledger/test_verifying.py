"""Verification finds every change behind the guards and names its place, and finds nothing in a ledger that is as it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from tests.ledger.databases import KINDS, Clock, Databases, store_of
from tests.ledger.flips import Flip, all_flips, field_flips, guard_flips, missed, row_flips, word_flips
from tests.ledger.samples import fill, fill_tokens, report
from tollbook.core.records import Problem
from tollbook.ledger import schema, verifying
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.verifying import root_at, verify

STRIDE = 13
"""Every so many of the flips are tried here; `python -m tests.ledger.flips` tries them all."""


def every_so_many(connection: Connection) -> Iterator[Flip]:
    """Return a share of the flips of fields and rows, over all tables and columns, and a share of those of words and guards."""
    for table in schema.TABLES.sorted_tables:
        yield from list(field_flips(connection, table))[::STRIDE]
        yield from list(row_flips(connection, table))[::STRIDE]
    yield from list(word_flips(connection))[:: STRIDE // 2]
    yield from list(guard_flips(connection))[:: STRIDE // 2]


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    fill(ledger)
    fill_tokens(ledger)
    return ledger


def test_a_change_of_any_field_row_word_or_guard_is_found_in_its_place(full: Ledger) -> None:
    count, wrong = missed(full, every_so_many)
    assert wrong == []
    assert count > 110


def test_the_flips_touch_every_column_of_every_table(full: Ledger) -> None:
    with store_of(full).reading() as connection:
        touched = {(flip.table, flip.what.partition(" ")[0]) for flip in all_flips(connection)}
    assert {(table.name, column.name) for table in schema.TABLES.sorted_tables for column in table.columns} <= touched


def test_a_ledger_with_something_of_everything_verifies(full: Ledger) -> None:
    assert list(full.verify()) == []


def test_progress_ends_with_the_number_of_entries(full: Ledger) -> None:
    told: list[tuple[int, int]] = []
    assert list(full.verify(progress=lambda done, total: told.append((done, total)))) == []
    assert told[-1] == (full.stats().entries, full.stats().entries)


def flipped(ledger: Ledger, statement: str, verify: Callable[[Connection], object]) -> object:
    """Return what is verified after a statement behind the guards of the table `entry`, which is undone."""
    from tests.ledger.flips import behind_guards

    with store_of(ledger).writer.connect() as connection, connection.begin() as transaction:
        with behind_guards(connection, "entry"):
            connection.exec_driver_sql(statement)
        found = verify(connection)
        transaction.rollback()
    return found


def test_a_missing_entry_is_named_once_and_what_follows_is_still_checked(full: Ledger) -> None:
    found = flipped(full, "delete from entry where position = 12", lambda connection: list(verifying.verify(connection)))
    assert isinstance(found, list)
    assert found[0] == Problem(position=12, table="entry", record="12", what="entries 12 to 12 are missing")
    assert {problem.table for problem in found} == {"entry", "checkpoint", "review", "replacement"}
    assert [problem.position for problem in found if problem.table == "entry"] == [12]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_added_meanwhile_is_no_problem(databases: Databases, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with databases.place(kind) as place, Ledger.open(place, clock=Clock()) as ledger, Ledger.open(place, clock=Clock()) as other:
        fill(ledger)
        numbers = iter(range(5000, 9000))
        streamed = verifying._stream

        def stream_beside_a_writer(*arguments: object) -> Iterator[object]:
            other.add(report(f"{next(numbers):,}"))
            return streamed(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(verifying, "_stream", stream_beside_a_writer)
        assert list(ledger.verify()) == []
        monkeypatch.undo()
        assert ledger.stats().documents > 10
        assert list(ledger.verify()) == []


def test_a_file_that_gives_out_values_of_other_types_is_told_as_damaged(databases: Databases) -> None:
    """The tables take no such value; a flipped byte of the file makes one."""
    allowing = "update sqlite_master set sql = replace(sql, 'leaf BLOB{}', 'leaf BLOB{}') where name = 'entry'"
    with databases.ledger("sqlite") as ledger, store_of(ledger).writer.connect() as connection:
        fill(ledger)
        for change in (
            "pragma writable_schema = on",
            allowing.format(" NOT NULL", ""),
            "pragma writable_schema = reset",
            "drop trigger entry_refuses_update",
            "update entry set leaf = null where position = 3",
            "pragma writable_schema = on",
            allowing.format("", " NOT NULL"),
            "pragma writable_schema = reset",
        ):
            connection.exec_driver_sql(change)
        problems = list(verify(connection))
    assert problems[0].what == "the file is damaged: NULL value in entry.leaf"
    assert problems[-1].what == "what else is stored can't be gone through (TypeError)"


def test_the_root_at_a_size_is_the_root_that_was_then(ledger: Ledger, clock: Clock) -> None:
    points = [ledger.checkpoint()]
    for number in range(4000, 4006):
        ledger.add(report(f"{number:,}"))
        points.append(ledger.checkpoint())
    with store_of(ledger).streaming() as connection:
        assert [root_at(connection, point.size) for point in points] == [point.root for point in points]
        assert root_at(connection, points[-1].size + 1) is None
    assert all(ledger.holds(point) for point in points)

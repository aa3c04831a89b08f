"""The rows of an entry are checked against what they were made of, so that a fault is named by what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.ledger.databases import store_of
from tests.ledger.samples import fill, fill_tokens, report
from tollbook.ledger import schema
from tollbook.ledger.canonical import Row, canonical, compressed, digest_of, text_bytes, value_of
from tollbook.ledger.contents import check_rows
from tollbook.ledger.ledger import Ledger

Rows = list[tuple[str, Row]]
DOCUMENT = 2


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    fill(ledger)
    fill_tokens(ledger)
    return ledger


def rows_at(connection: Connection, position: int) -> tuple[str, Rows]:
    named: Rows = []
    for table in schema.TABLES.sorted_tables:
        if table.name not in {"entry", "checkpoint"}:
            named += [(table.name, tuple(row)) for row in connection.execute(select(table).where(table.c.position == position))]
    kind = connection.execute(select(schema.entry.c.kind).where(schema.entry.c.position == position)).scalar_one()
    return kind, named


def said(ledger: Ledger, position: int, change: Callable[[str, dict[str, Any]], None], *, kind: str | None = None) -> set[str]:
    """Return what is said of an entry whose rows were changed."""
    with store_of(ledger).reading() as connection:
        known, rows = rows_at(connection, position)
        changed: Rows = []
        for name, row in rows:
            cells = dict(zip([column.name for column in schema.TABLES.tables[name].columns], row, strict=True))
            change(name, cells)
            changed.append((name, tuple(cells.values())))
        return {problem.what for problem in check_rows(connection, position, kind or known, changed)}


def putting(table: str, **cells: Any) -> Callable[[str, dict[str, Any]], None]:
    return lambda name, row: row.update(cells) if name == table else None


def test_rows_as_they_were_written_have_no_problem(full: Ledger) -> None:
    for position in range(full.stats().entries):
        assert said(full, position, lambda name, row: None) == set()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (putting("document", length=7), f"its text has {len(report().document.text)} characters, not 7"),
        (putting("document", id="0" * 32), "its id is not the hash of its text"),
        (putting("sighting", published="2031-03-12"), "its columns are not those of its content"),
        (putting("sighting", digest="0"), "its columns are not those of its content"),
        (putting("reading", digest="0"), "its digest is not the hash of its content"),
        (putting("reading", reader_version="2"), "it names another reader than its content"),
        (putting("claim", stated=4001.0), "its columns are not those of its reading"),
        (putting("claim", ordinal=1), "it is no claim of its reading"),
        (putting("claim", reading=99), "its reading or its document is gone"),
        (putting("claim", statement=99), "its statement is gone"),
        (putting("claim", passage=99), "its passage doesn't hold its words"),
        (putting("claim", link="because"), "unknown reason of its link 'because'"),
        (putting("passage", first=-1), "it lies outside of its document"),
        (putting("passage", last=10_000), "it lies outside of its document"),
    ],
)
def test_a_fault_is_named_by_what_it_is(full: Ledger, change: Callable[[str, dict[str, Any]], None], problem: str) -> None:
    assert problem in said(full, DOCUMENT, change)


def test_a_document_with_another_text_no_longer_has_its_id(full: Ledger) -> None:
    other = putting("document", text=compressed(text_bytes("another text")))
    assert "its id is not the hash of its text" in said(full, DOCUMENT, other)


def test_a_reading_with_another_content_no_longer_has_its_digest(full: Ledger) -> None:
    other = canonical({"reader": {"version": "1"}})
    assert said(full, DOCUMENT, putting("reading", body=compressed(other))) >= {"its digest is not the hash of its content"}
    assert value_of(other)["reader"]["version"] == "1"
    assert len(digest_of(other)) == 32


def test_reasons_decisions_and_kinds_are_known_ones(full: Ledger) -> None:
    position = 10  # the correction
    assert "unknown decision 'maybe'" in said(full, position, putting("review", decision="maybe"))
    assert "unknown reason 'bored'" in said(full, position, putting("replacement", reason="bored"))
    assert "its kind is not that of its rows: review" in said(full, position, lambda name, row: None, kind="sighting")

"""The disaster drill: a ledger is backed up, written to, lost, restored and written to again. Whatever differs from before is named."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tests.ledger.databases import ORIGIN, Clock, Databases, store_of
from tests.ledger.samples import fill, fill_tokens, report
from tollbook.core.errors import TollbookError
from tollbook.ledger import schema
from tollbook.ledger.backup import back_up, restore
from tollbook.ledger.ledger import Ledger

Rows = dict[str, list[tuple[object, ...]]]


def all_rows(ledger: Ledger) -> Rows:
    """Return every row of every table, as the database gives them."""
    with store_of(ledger).reading() as connection:
        tables = schema.TABLES.sorted_tables
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))] for table in tables
        }


def answers(ledger: Ledger) -> list[object]:
    """Return what a ledger answers to questions of each kind."""
    pages = [ledger.query(query) for query in ("", "force:NOR", "Wexley", "review:accept", "source:INST measure:killed")]
    claims = [entry.claim.id for entry in pages[0].entries]
    return [*pages, ledger.series(), *(ledger.trace(claim) for claim in claims), ledger.query("", as_known_on="2031-01-01")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """How much was compared, and what differed: rows, answers, the head of the log, or what is added afterwards."""

    rows: int
    questions: int
    differing: list[str]


def drill(databases: Databases, kind: str, folder: Path) -> Drilled:
    """Go through the drill on one kind of database. The copy lies in the folder."""
    clock, copy = Clock(), folder / f"{kind}-copy.db"
    later = report(title="After the copy", url="https://post.example/later")
    with databases.place(kind) as place:
        with Ledger.open(place, actor="desk", clock=clock) as ledger:
            fill(ledger)
            fill_tokens(ledger)
            copied = back_up(store_of(ledger), copy)
            before, told = all_rows(ledger), answers(ledger)
            ledger.add(later)
        differing = [] if kind == "postgresql" or _is_lost(place) else ["half of a ledger is taken for a whole one"]
    # The database is gone.
    with databases.empty(kind) as place:
        restored = restore(copy, place)
        with Ledger.open(place, actor="desk", clock=clock) as again:
            again_rows, again_told = all_rows(again), answers(again)
            head_is_old = restored.checkpoint == copied.checkpoint and again.holds(copied.checkpoint)
            again.add(later)
            after = again.checkpoint()
            goes_on = after.size == copied.checkpoint.size + 2 and after.origin == ORIGIN and list(again.verify()) == []
    checks = {"rows": again_rows == before, "answers": again_told == told, "the head of the log": head_is_old, "what is added": goes_on}
    return Drilled(
        rows=sum(map(len, before.values())),
        questions=len(told),
        differing=[*differing, *(what for what, is_same in checks.items() if not is_same)],
    )


def _is_lost(place: str) -> bool:
    """Overwrite half of a ledger's file, and tell whether it says so."""
    os.truncate(place, Path(place).stat().st_size // 2)
    with suppress(TollbookError), Ledger.open(place) as ledger:
        return any(ledger.verify())
    return True

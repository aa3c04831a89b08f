"""A server under load answers everything or says when to come again, and what it acknowledged is in the ledger, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.load import Plan, run
from benchmarks.load_ledgers import load_ledger, look_through
from tollbook.core.types import Document
from tollbook.flow.ledger import create_ledger
from tollbook.flow.read import read_document

PLAN = Plan(
    claims=600, reads=30, seconds=3, steps=(), warm_seconds=0.5, calm_seconds=1, press_clients=400, press_seconds=3
)  # fmt: skip
DOCUMENT = Document.of("Shelling killed 12 soldiers near the front line on Monday.", published=date(2024, 5, 8))


def test_a_server_that_is_asked_too_much_refuses_in_words_and_loses_nothing(tmp_path: Path) -> None:
    with load_ledger("sqlite", claims=PLAN.claims, kept=None, cores=()) as place:
        made = run(place, PLAN, folder=tmp_path, cores=())
    held = made.held
    assert held is not None
    assert (held.lost, held.doubled, held.problems) == (0, 0, 0)
    assert {len(made.load.documents) > 0, len(made.load.reviews) > 0, made.added_beside > 0} == {True}
    assert dict(made.load.statuses) == {"200": made.load.statuses["200"]}
    assert set(made.pressed.statuses) <= {"200", "429", "503"}
    assert made.pressed.statuses["503"] > 0
    assert made.pressed.silent == 0
    assert made.calm.statuses["200"] > 0


def test_what_is_not_in_the_ledger_counts_as_lost_and_what_is_there_twice_as_doubled(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    with create_ledger(place) as ledger:
        reading = read_document(DOCUMENT)
        ledger.add(reading)
        for _ in range(2):
            ledger.review(reading.claims[0].id, "accept", by="ann", why="said twice")
    held = look_through(place, documents=[DOCUMENT.id, "0" * 32], reviews=["said twice", "never said"])
    assert (held.lost, held.doubled, held.problems) == (2, 1, 0)

"""A ledger at work: what its users call, from its making to the proof that it still is what it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ledger.databases import ORIGIN, Databases
from tests.ledger.samples import fill, report, roundup
from tollbook.core.rows import Origin, Row
from tollbook.ledger import ledger as module
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.ledger import Ledger


def test_a_checkpoint_is_held_by_the_ledger_that_gave_it_and_by_what_grew_from_it(ledger: Ledger) -> None:
    empty = ledger.checkpoint()
    fill(ledger)
    later = ledger.checkpoint()
    assert ledger.holds(empty)
    assert ledger.holds(later)
    assert (later.origin, later.size) == (ORIGIN, 28)


def test_a_checkpoint_of_another_ledger_or_of_another_history_is_not_held(databases: Databases, kind: str) -> None:
    with databases.ledger(kind) as ledger, databases.ledger(kind) as other:
        ledger.add(report())
        other.add(roundup())
        assert not other.holds(ledger.checkpoint())
        point = ledger.checkpoint()
        assert not ledger.holds(replace(point, origin="desk.example/other"))
        assert not ledger.holds(replace(point, size=point.size + 1))
        assert not ledger.holds(Checkpoint(origin=ORIGIN, size=point.size, root=bytes(32)))


def test_what_is_in_a_closed_ledger_is_there_when_it_is_opened_again(place: str) -> None:
    with Ledger.open(place) as ledger:
        fill(ledger)
        known, point = list(ledger.entries("status:all")), ledger.checkpoint()
    with Ledger.open(place) as ledger:
        assert (list(ledger.entries("status:all")), ledger.checkpoint()) == (known, point)


def test_a_ledger_shows_where_it_is_and_who_appends(ledger: Ledger, place: str) -> None:
    assert ledger.address in repr(ledger)
    assert ledger.actor == "desk"
    assert ledger.address == place


def test_a_process_without_a_name_appends_as_unknown(monkeypatch: pytest.MonkeyPatch, databases: Databases) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(module, "getuser", nobody)
    with databases.place("sqlite") as place, Ledger.open(place) as ledger:
        assert ledger.actor == "unknown"


def test_the_readings_of_what_a_query_finds_are_each_documents_own(ledger: Ledger) -> None:
    ledger.add([report(), roundup(), report(title="Wexley falls", publisher="The Lantern")])
    assert {one.document.title for one in ledger.readings()} == {"Norland counts", "Round-up", "Wexley falls"}
    assert ledger.readings("tanks") == (roundup(),)
    assert len(ledger.readings(limit=1)) == 1


def test_a_text_of_a_file_tells_which_one(ledger: Ledger) -> None:
    ledger.add([Row(reading=report(), origin=Origin(file="a.txt", sha256="0a" * 32, row=1), cells=())])
    (entry,) = ledger.entries()
    assert (entry.sighting.file, entry.link) == ("a.txt", "first")


def test_one_reading_is_added_without_a_list(ledger: Ledger) -> None:
    assert ledger.add(report(), note="by hand").documents == 1

"""From a number one comes back to its words, its echoes, its reviews and its history."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tests.ledger.samples import report, roundup
from tollbook.core.errors import UnknownRecord
from tollbook.ledger import tracing
from tollbook.ledger.ledger import Ledger

ECHO = report(title="Wexley falls", publisher="The Lantern")
CLAIM = report().claims[0].id


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.add([report(), report(url="https://post.example/again"), ECHO, roundup()])
    return ledger


def test_a_trace_leads_to_the_words_the_places_and_the_echoes(held: Ledger) -> None:
    trace = held.trace(CLAIM)
    assert (trace.entry.quote, trace.entry.claim) == ("4,000", report().claims[0])
    assert [sighting.url for sighting in trace.sightings] == [None, "https://post.example/again"]
    assert (trace.statement.id, trace.statement.documents) == (CLAIM, 2)
    assert [entry.claim.id for entry in trace.statement.entries] == [CLAIM, ECHO.claims[0].id]
    assert trace.reviews == ()


def test_an_echo_traces_back_to_the_first_mention(held: Ledger) -> None:
    assert held.trace(ECHO.claims[0].id).statement.id == CLAIM


def test_the_history_is_every_entry_of_the_mention_the_standing_one_in_front(held: Ledger) -> None:
    tanks = roundup().claims[2].id
    held.add(roundup(version="2", tanks=88))
    held.review(tanks, "correct", by="Ada", why="x", change={"force": "SOR"})
    trace = held.trace(tanks)
    assert [(entry.reader_version, entry.reason) for entry in trace.history] == [("1", "reread"), ("2", "corrected"), ("person:Ada", None)]
    assert [entry.superseded_by for entry in trace.history] == [trace.history[1].seq, trace.history[2].seq, None]
    assert trace.entry == trace.history[-1]
    assert [review.decision for review in trace.reviews] == ["correct"]


def test_where_nothing_stands_the_last_entry_is_shown(held: Ledger) -> None:
    held.review(CLAIM, "reject", by="Ada", why="x")
    trace = held.trace(CLAIM)
    assert (trace.entry.stands, trace.entry.reason) == (False, "rejected")
    assert held.get(CLAIM) == trace.entry


def test_a_statement_whose_mentions_all_fell_still_shows_them(held: Ledger) -> None:
    for claim in (CLAIM, ECHO.claims[0].id):
        held.review(claim, "reject", by="Ada", why="x")
    assert len(held.trace(CLAIM).statement.entries) == 2


def test_the_retraction_of_a_whole_document_is_seen_at_its_claims(held: Ledger) -> None:
    held.retract(report().document.id, by="Ben", why="withdrawn")
    assert [(review.decision, review.why) for review in held.trace(CLAIM).reviews] == [("retract", "withdrawn")]
    assert held.get(CLAIM).reason == "retracted"


@pytest.mark.parametrize("written", [CLAIM, CLAIM[:6], CLAIM.upper(), f" {CLAIM} "])
def test_a_claim_is_named_by_its_id_or_the_beginning_of_it(held: Ledger, written: str) -> None:
    assert held.trace(written).entry.claim.id == CLAIM
    assert held.get(written).claim.id == CLAIM


@pytest.mark.parametrize(("written", "said"), [(CLAIM[:5], "too short"), ("", "too short"), ("f" * 16, "no claim"), ("zzzzzz", "no claim")])
def test_what_names_no_claim_is_told(held: Ledger, written: str, said: str) -> None:
    for ask in (held.trace, held.get):
        with pytest.raises(UnknownRecord, match=said):
            ask(written)


def test_a_beginning_of_several_ids_is_told_with_two_of_them(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_SHORTEST_ID", 2)
    ledger.add([report(f"{number:,}") for number in range(1000, 1100)])
    ids = sorted(entry.claim.id for entry in ledger.entries())
    both = next((one, other) for one, other in pairwise(ids) if one[:2] == other[:2])
    with pytest.raises(UnknownRecord, match=f"{both[0]}, "):
        ledger.trace(both[0][:2])


def test_a_statement_is_that_of_the_mention_as_it_stands(ledger: Ledger) -> None:
    first, again = report(), report(title="Wexley falls", publisher="The Lantern")
    ledger.add([first, again, report("4,100", day=date(2031, 3, 12))])
    name = again.claims[0].id
    assert ledger.statement(name) == ledger.trace(name).statement
    assert len(ledger.statement(name).entries) == 2
    ledger.review(name, "accept", by="Ada", why="two events", statement="own")
    assert ledger.statement(name) == ledger.trace(name).statement
    assert [entry.claim.id for entry in ledger.statement(name[:8]).entries] == [name]
    with pytest.raises(UnknownRecord):
        ledger.statement("f" * 16)

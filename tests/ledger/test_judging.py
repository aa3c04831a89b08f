"""What a person says is appended with a who and a why, changes what stands, and is undone by what a person says later."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.sample_readings import sample_reading
from tests.ledger.databases import Databases
from tests.ledger.samples import report, roundup, row
from tollbook.core.contract import claim_as_dict
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.records import Review
from tollbook.ledger.judging import CORRECTABLE, corrected
from tollbook.ledger.ledger import Ledger

CLAIM = report().claims[0].id
ECHO = report(title="Wexley falls", publisher="The Lantern")
WHO = {"by": "Ada", "why": "the text says so"}
CHANGES: dict[str, Any] = {
    "quantity.stated": 3999,  # within the bounds that are corrected along, or not
    "quantity.low": 0,
    "quantity.high": None,
    "quantity.hedge": "about",
    "measure.categories": ["wounded", "killed"],
    "measure.unit": "item",
    "measure.term": "casualties",
    "measure.population": "civilian",
    "measure.outcome": "destroyed",
    "measure.base": "strength",
    "force": "SOR",
    "period.kind": "flow",
    "period.start": "2031-03-01",
    "period.end": "2031-03-10",
    "place": "Norwick",
    "source": "NOR-MOD",
    "assertion": "denied",
}


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.add([report(), ECHO, roundup()])
    return ledger


def stands(ledger: Ledger, claim: str = CLAIM) -> bool:
    return ledger.get(claim).stands


def test_every_field_that_can_be_corrected_is_tried_here() -> None:
    assert set(CHANGES) == set(CORRECTABLE)


@pytest.mark.parametrize("field", CHANGES)
def test_a_corrected_field_stands_and_the_words_stay(held: Ledger, field: str) -> None:
    assert held.review(CLAIM, "correct", change={field: CHANGES[field]}, **WHO) == CLAIM
    entry = held.get(CLAIM)
    before = claim_as_dict(report().claims[0], "")
    expected = corrected(before, {field: CHANGES[field]})
    assert claim_as_dict(entry.claim, "") == expected != before
    assert (entry.quote, entry.reader_version, entry.claim.span) == ("4,000", "person:Ada", report().claims[0].span)
    assert [one.reason for one in held.entries(f"claim:{CLAIM} status:replaced")] == ["corrected"]
    assert list(held.verify()) == []


@pytest.mark.parametrize("field", CHANGES)
def test_every_kind_of_claim_can_be_corrected(databases: Databases, field: str) -> None:
    with databases.ledger("sqlite") as ledger:
        ledger.add(sample_reading())
        for claim in sample_reading().claims:
            ledger.review(claim.id, "correct", change={field: CHANGES[field]}, **WHO)
        assert ledger.count() == len(sample_reading().claims)
        assert list(ledger.verify()) == []


def test_what_was_said_of_one_reading_is_not_said_of_the_next(held: Ledger) -> None:
    tanks = roundup().claims[2].id
    held.review(tanks, "accept", **WHO)
    assert held.get(tanks).review is not None
    held.add(roundup(version="2", tanks=90))
    assert held.get(tanks).review is None
    assert held.count(f"claim:{tanks} review:none") == 1


def test_a_number_without_its_bounds_widens_them(held: Ledger) -> None:
    held.review(CLAIM, "correct", change={"quantity.stated": 4500}, **WHO)
    quantity = held.get(CLAIM).claim.quantity
    assert (quantity.low, quantity.stated, quantity.high) == (4000, 4500, 4500)


def test_a_document_restored_leaves_out_what_was_retracted_by_itself(held: Ledger) -> None:
    killed = roundup().claims[0].id
    held.retract(killed, **WHO)
    held.retract(roundup().document.id, **WHO)
    assert held.restore(roundup().document.id, **WHO) == 2
    assert not held.get(killed).stands


def test_a_figure_that_was_revised_can_be_taken_back(ledger: Ledger) -> None:
    first, second = row({"killed": 2300}), row({"killed": 2305}, file="b.csv")
    ledger.add_rows([first])
    ledger.add_rows([second])
    ledger.review(first.reading.claims[0].id, "accept", **WHO)
    assert [entry.claim.quantity.stated for entry in ledger.entries()] == [2300]
    assert list(ledger.verify()) == []


def test_a_review_is_kept_with_who_why_when_and_what(held: Ledger) -> None:
    held.review(CLAIM, "unsure", by="Ben", why="an odd word")
    held.review(CLAIM, "correct", change={"force": "SOR"}, **WHO)
    document = report().document.id
    assert held.trace(CLAIM).reviews == (
        Review(claim=CLAIM, document=document, decision="unsure", by="Ben", why="an odd word", recorded_at="2031-01-01T00:02:00.000000Z"),
        Review(
            claim=CLAIM, document=document, decision="correct", by="Ada", why="the text says so", recorded_at="2031-01-01T00:03:00.000000Z",
            change=(("force", "SOR"),),
        ),
    )  # fmt: skip


def test_rejecting_takes_out_and_accepting_puts_back(held: Ledger) -> None:
    held.review(CLAIM, "reject", **WHO)
    assert not stands(held)
    held.review(CLAIM, "reject", **WHO)
    assert not stands(held)
    held.review(CLAIM, "accept", by="Ben", why="it is one")
    assert stands(held)
    assert held.get(CLAIM).claim == report().claims[0]


def test_correcting_what_was_rejected_lets_it_stand_corrected(held: Ledger) -> None:
    held.review(CLAIM, "reject", **WHO)
    held.review(CLAIM, "correct", change={"force": "SOR"}, **WHO)
    assert stands(held)
    assert held.count(f"claim:{CLAIM}") == 1


def test_a_second_correction_builds_on_the_first(held: Ledger) -> None:
    held.review(CLAIM, "correct", change={"force": "SOR"}, **WHO)
    held.review(CLAIM, "correct", change={"measure.unit": "item"}, by="Ben", why="things")
    claim = held.get(CLAIM).claim
    assert (claim.force.id if claim.force else None, claim.measure.unit) == ("SOR", "item")


def test_accepting_and_being_unsure_change_nothing_that_stands(held: Ledger) -> None:
    before = list(held.entries())
    held.review(CLAIM, "accept", **WHO)
    held.review(CLAIM, "unsure", **WHO)
    assert [(entry.seq, entry.claim) for entry in held.entries()] == [(entry.seq, entry.claim) for entry in before]


def test_a_person_parts_a_claim_from_its_statement_and_joins_it_to_another(held: Ledger) -> None:
    echo, other = ECHO.claims[0].id, roundup().claims[0].id
    assert held.get(echo).statement == CLAIM
    held.review(echo, "accept", statement="own", **WHO)
    assert (held.get(echo).statement, held.get(echo).link) == (echo, "person")
    held.review(echo, "accept", statement=other, **WHO)
    assert (held.get(echo).statement, held.get(echo).link) == (other, "person")
    assert [entry.claim.id for entry in held.trace(other).statement.entries] == [other, echo]
    assert list(held.verify()) == []


def test_a_correction_founds_a_statement_of_its_own_or_joins_the_one_named(held: Ledger) -> None:
    other = roundup().claims[0].id
    held.review(ECHO.claims[0].id, "correct", change={"force": "SOR"}, **WHO)
    assert held.get(ECHO.claims[0].id).statement == ECHO.claims[0].id
    held.review(CLAIM, "correct", change={"force": "SOR"}, statement=other, **WHO)
    assert held.get(CLAIM).statement == other


def test_a_rejected_claim_is_not_linked_in_the_same_breath(held: Ledger) -> None:
    with pytest.raises(UsageError, match="a link with a rejection"):
        held.review(ECHO.claims[0].id, "reject", statement="own", **WHO)
    assert stands(held, ECHO.claims[0].id)


def test_what_founded_its_statement_cannot_be_parted_from_it(held: Ledger) -> None:
    with pytest.raises(UsageError, match="founded its statement"):
        held.review(CLAIM, "accept", statement="own", **WHO)


def test_a_claim_that_stands_no_longer_has_no_link_to_change(held: Ledger) -> None:
    held.review(CLAIM, "reject", **WHO)
    with pytest.raises(UsageError, match="stands no longer"):
        held.review(CLAIM, "unsure", statement=roundup().claims[0].id, **WHO)


def test_a_document_is_retracted_as_a_whole_and_restored(held: Ledger) -> None:
    document, claims = roundup().document.id, [claim.id for claim in roundup().claims]
    held.review(claims[1], "reject", **WHO)
    assert held.retract(document, **WHO) == 2
    assert held.count(f"document:{document}") == 0
    assert held.restore(document, by="Ben", why="published again") == 2
    assert {entry.claim.id for entry in held.entries(f"document:{document}")} == {claims[0], claims[2]}
    assert list(held.verify()) == []


def test_a_claim_is_retracted_by_a_beginning_of_its_id(held: Ledger) -> None:
    assert held.retract(CLAIM[:10], **WHO) == 1
    assert not stands(held)
    assert held.restore(CLAIM.upper(), **WHO) == 1
    assert stands(held)


def test_a_correction_survives_retraction_and_restoring(held: Ledger) -> None:
    held.review(CLAIM, "correct", change={"force": "SOR"}, **WHO)
    corrected_claim = held.get(CLAIM).claim
    held.retract(CLAIM, **WHO)
    held.restore(CLAIM, **WHO)
    assert held.get(CLAIM).claim == corrected_claim


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"by": " "}, "nobody is named"),
        ({"why": ""}, "no reason is given"),
        ({"decision": "retract"}, "unknown decision"),
        ({"decision": "correct"}, "a correction without a change"),
        ({"change": {"force": "SOR"}}, "a change with the decision 'accept'"),
        ({"decision": "correct", "change": {"color": "red"}}, "unknown field 'color'"),
        ({"decision": "correct", "change": {"measure.unit": "ton"}}, "measure.unit='ton'"),
        ({"decision": "correct", "change": {"quantity.hedge": "sure"}}, "quantity.hedge='sure'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(held: Ledger, arguments: dict[str, Any], said: str) -> None:
    before = held.checkpoint()
    with pytest.raises(UsageError, match=said):
        held.review(CLAIM, **{"decision": "accept", **WHO, **arguments})
    assert held.checkpoint() == before


@pytest.mark.parametrize(
    "change",
    [
        {"period.end": "soon"},
        {"period.start": 7},
        {"quantity.stated": "many"},
        {"quantity.low": None},
        {"quantity.low": 5000},
        {"quantity.stated": float("nan")},
        {"quantity.high": float("inf")},
        {"measure.categories": []},
        {"measure.categories": "killed"},
        {"measure.categories": [7]},
        {"force": 7},
        {"place": 7},
        {"source": None},
        {"force": "S\0R"},
        {"place": "\ud800"},
        {"period.start": "2031-12-01"},
        {"quantity.low": 10**400},
        {"quantity.low": True},
        {"measure.unit": ["person"]},
    ],
)
def test_a_value_that_a_field_cannot_hold_is_refused(databases: Databases, change: dict[str, Any]) -> None:
    with databases.ledger("sqlite") as ledger:
        ledger.add(report())
        before = ledger.checkpoint()
        with pytest.raises(UsageError):
            ledger.review(CLAIM, "correct", change=change, **WHO)
        assert ledger.checkpoint() == before


def test_retracting_needs_a_who_a_why_and_something_that_stands(held: Ledger) -> None:
    with pytest.raises(UsageError, match="nobody is named"):
        held.retract(CLAIM, by="", why="x")
    with pytest.raises(UsageError, match="no reason is given"):
        held.restore(CLAIM, by="Ada", why=" ")
    with pytest.raises(UsageError, match=r"nothing of .* is retracted"):
        held.restore(CLAIM, **WHO)
    held.retract(CLAIM, **WHO)
    with pytest.raises(UsageError, match=r"nothing of .* stands"):
        held.retract(CLAIM, **WHO)


@pytest.mark.parametrize("target", ["0" * 32, "0" * 16, "xyz", ""])
def test_an_unknown_id_is_told(held: Ledger, target: str) -> None:
    with pytest.raises(UnknownRecord):
        held.retract(target, **WHO)
    with pytest.raises(UnknownRecord):
        held.review(target, "accept", **WHO)


def test_names_and_reasons_that_no_column_holds_are_kept_as_far_as_they_can_be(held: Ledger) -> None:
    held.review(CLAIM, "correct", by="A\0da \ud800", why="lone \udfff", change={"force": "SOR"})
    review = held.trace(CLAIM).reviews[-1]
    assert (review.by, review.why, review.change) == ("A\ufffdda \ufffd", "lone \ufffd", (("force", "SOR"),))
    assert list(held.verify()) == []

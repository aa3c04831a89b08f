"""What a ledger holds of documents that are added again."""

from __future__ import annotations

from tests.ledger.samples import report, roundup
from tollbook.ledger.columns import prepare
from tollbook.ledger.known import is_new_reading, read_known
from tollbook.ledger.ledger import Ledger


def test_what_is_known_is_what_stands_and_what_is_settled(ledger: Ledger) -> None:
    first, again = roundup(), roundup(version="2")
    killed, wounded, tanks = (claim.id for claim in first.claims)
    ledger.add(first)
    ledger.review(wounded, "reject", by="Ada", why="no claim")
    ledger.review(tanks, "correct", by="Ada", why="the text says so", change={"force": "SOR"})
    with ledger._store.reading() as connection:
        known = read_known(connection, [prepare(again), prepare(report())])
    document = known[first.document.id]
    assert set(known) == {first.document.id}
    assert set(document.standing) == {killed, tanks}
    assert document.settled == {wounded: None, tanks: document.standing[tanks].seq}
    assert is_new_reading(document, prepare(again))
    assert not is_new_reading(document, prepare(first))


def test_a_retracted_document_is_withdrawn_until_it_is_restored(ledger: Ledger) -> None:
    ledger.add(roundup())
    withdrawn = []
    for step in (ledger.retract, ledger.restore):
        step(roundup().document.id, by="Ada", why="so it was")
        with ledger._store.reading() as connection:
            withdrawn.append(read_known(connection, [prepare(roundup(version="2"))])[roundup().document.id].withdrawn)
    assert withdrawn == [True, False]

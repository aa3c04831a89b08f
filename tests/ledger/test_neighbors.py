"""Candidates for a link: who can be of one statement with whom."""

from __future__ import annotations

from tests.ledger.samples import report, roundup, row
from tollbook.ledger.columns import prepare
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.neighbors import Neighbors, candidate_of, read_neighbors


def test_a_text_finds_texts_and_cells_and_a_cell_finds_texts_alone(ledger: Ledger) -> None:
    told, cells = roundup(wounded=None), row({"killed": 2300})
    ledger.add(told)
    ledger.add_rows([cells])
    text, cell = prepare(roundup(version="2")), prepare(cells.reading, cells)
    with ledger._store.reading() as connection:
        neighbors = read_neighbors(connection, [text, cell])
    assert sorted(candidate.cell for candidate in neighbors.alike(text.claims[0])) == [0, 1]
    assert [candidate.cell for candidate in neighbors.alike(cell.claims[0])] == [0]
    assert [candidate.cell for candidate in neighbors.same_words(cell.claims[0])] == [1]


def test_what_stands_no_longer_is_no_candidate(ledger: Ledger) -> None:
    ledger.add(report())
    ledger.retract(report().document.id, by="Ada", why="withdrawn")
    with ledger._store.reading() as connection:
        neighbors = read_neighbors(connection, [prepare(report(title="Wexley falls"))])
    assert neighbors == Neighbors()


def test_a_mention_of_the_batch_is_found_by_the_next_one() -> None:
    claim = prepare(report()).claims[0]
    neighbors = Neighbors()
    neighbors.remember(candidate_of(1, 1, 1, claim), claim)
    assert [candidate.seq for candidate in neighbors.alike(claim)] == [1]
    assert [candidate.seq for candidate in neighbors.same_words(claim)] == [1]

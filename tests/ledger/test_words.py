"""The text index is held against the texts: other words, other places and words of nothing are found."""

from __future__ import annotations

import pytest

from tests.ledger.databases import store_of
from tests.ledger.flips import missed, problems_after, word_flips
from tests.ledger.samples import fill
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.words import check_words


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    fill(ledger)
    return ledger


def test_every_change_of_the_index_is_found_with_its_passage(full: Ledger) -> None:
    count, wrong = missed(full, lambda connection: iter(list(word_flips(connection))[::3]))
    assert wrong == []
    assert count >= 12


def test_only_the_passage_that_was_changed_is_named(full: Ledger) -> None:
    with store_of(full).writer.connect() as connection:
        with connection.begin():
            flip = next(iter(word_flips(connection)))
        (problem,) = problems_after(connection, flip)
    assert (problem.table, problem.record, problem.position) == ("passage_words", "1", min(flip.places))


def test_an_index_as_it_was_written_has_no_problem_and_is_checked_again_and_again(full: Ledger) -> None:
    with store_of(full).streaming() as connection:
        assert list(check_words(connection)) == []
        assert list(check_words(connection)) == []

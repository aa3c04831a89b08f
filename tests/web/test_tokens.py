"""A server knows the ledger's tokens and the one that it was started with, and lets nobody try tokens or write without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.ledger.databases import store_of
from tollbook.ledger.engines import Store
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import make_token, revoke_token
from tollbook.web.tokens import MOST_TRIES, STARTED_WITH, Holder, TokenBook

NOW = datetime.now(UTC)
STARTED = "a token in a file"


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Ledger.create(str(tmp_path_factory.mktemp("tokens") / "desk.db")) as ledger:
        yield store_of(ledger)


def test_the_token_that_the_server_was_started_with_reviews(store: Store) -> None:
    book = TokenBook(store, review_token=STARTED)
    assert book.holder_of(STARTED) == Holder(id=STARTED_WITH, name="review token", scope="review")
    assert book.holder_by_id(STARTED_WITH) is not None
    assert TokenBook(store).holder_by_id(STARTED_WITH) is None
    assert [book.takes(scope) for scope in ("read", "review", "write", "admin")] == [True, True, False, False]


def test_a_token_of_the_ledger_is_known_as_soon_as_it_is_made_and_until_it_ends(store: Store) -> None:
    book = TokenBook(store)
    assert not book.takes("read")
    token, secret = make_token(store, "Ann", scope="write", days=1, actor="desk", now=NOW)
    holder = book.holder_of(secret)
    assert holder is not None
    assert holder.actor == f"token:{token.id} Ann"
    assert book.holder_by_id(token.id) == holder
    assert (book.takes("write"), book.takes("admin")) == (True, False)
    revoke_token(store, token.id, why="", actor="desk", now=NOW)
    assert book.holder_of(secret) is None
    assert book.holder_by_id(token.id) is None
    assert not book.takes("read")


def test_a_client_with_ten_wrong_tokens_waits_and_others_do_not() -> None:
    book = TokenBook(review_token=STARTED)
    for _ in range(MOST_TRIES):
        assert book.may_try("10.0.0.7")
        book.tried_wrongly("10.0.0.7")
    assert not book.may_try("10.0.0.7")
    assert book.may_try("10.0.0.8")


def test_a_token_writes_so_often_a_minute() -> None:
    book = TokenBook(review_token=STARTED, writes_per_minute=2)
    ann, ben = (Holder(id=name, name=name, scope="write") for name in ("ann", "ben"))
    assert [book.wait_to_write(ann), book.wait_to_write(ann)] == [0.0, 0.0]
    assert 0 < book.wait_to_write(ann) <= 30
    assert book.wait_to_write(ben) == 0.0

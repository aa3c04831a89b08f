"""Tokens are known by a hash alone, open what their scope says for as long as they run, and every change of one is an entry of the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ledger.databases import MADE, Clock, store_of
from tests.ledger.samples import report
from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.records import Scope
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import (
    SCOPES,
    actor_prefix,
    covers,
    digest_of_secret,
    find_token,
    list_tokens,
    list_writes,
    make_token,
    revoke_token,
    token_by_id,
)

NOW = MADE + timedelta(hours=1)


def made(ledger: Ledger, scope: Scope = "review", *, name: str = "Ann", days: int | None = 30) -> tuple[str, str]:
    token, secret = make_token(store_of(ledger), name, scope=scope, days=days, actor="desk", now=NOW)
    return token.id, secret


def hidden_part(secret: str) -> str:
    """Return what follows the prefix and the identity, an underscore of which may be anywhere."""
    return secret.split("_", 2)[2]


def test_a_scope_holds_those_before_it() -> None:
    assert SCOPES == ("read", "review", "write", "admin")
    held = [[covers(one, other) for other in SCOPES] for one in SCOPES]
    assert held == [[nth >= other for other in range(4)] for nth in range(4)]


def test_a_token_is_found_by_its_secret_and_the_ledger_never_holds_the_secret(ledger: Ledger) -> None:
    identity, secret = made(ledger)
    store = store_of(ledger)
    found = find_token(store, secret, now=NOW)
    assert found is not None
    assert (found.id, found.name, found.scope, found.made_by) == (identity, "Ann", "review", "desk")
    assert found.digest == digest_of_secret(secret)
    with store.reading() as connection:
        rows = [str(tuple(row)) for row in connection.exec_driver_sql("select * from token")]
    assert len(rows) == 1
    assert hidden_part(secret) not in rows[0]
    assert list(ledger.verify()) == []


def test_two_secrets_have_256_bits_each_and_nothing_in_common(ledger: Ledger) -> None:
    (_, first), (_, second) = made(ledger), made(ledger)
    assert first != second
    assert len(hidden_part(first)) == 43


@pytest.mark.parametrize("change", [lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"), lambda s: s + "A", lambda s: s[1:], lambda s: ""])
def test_another_secret_opens_nothing(ledger: Ledger, change) -> None:  # type: ignore[no-untyped-def]
    _, secret = made(ledger)
    assert find_token(store_of(ledger), change(secret), now=NOW) is None


def test_a_token_opens_nothing_from_its_last_moment_on(ledger: Ledger) -> None:
    _, secret = made(ledger, days=1)
    store, last = store_of(ledger), NOW + timedelta(days=1)
    assert find_token(store, secret, now=last - timedelta(microseconds=1)) is not None
    assert find_token(store, secret, now=last) is None


def test_a_token_without_days_runs_until_it_is_revoked(ledger: Ledger) -> None:
    _, secret = made(ledger, days=None)
    assert find_token(store_of(ledger), secret, now=NOW + timedelta(days=40_000)) is not None


def test_a_revoked_token_opens_nothing_and_who_ended_it_is_kept(ledger: Ledger) -> None:
    identity, secret = made(ledger)
    store = store_of(ledger)
    ended = revoke_token(store, identity, why="left the desk", actor="chief", now=NOW + timedelta(minutes=5))
    assert (ended.ended_by, ended.ended_at) == ("chief", "2031-01-01T01:05:00.000000Z")
    assert find_token(store, secret, now=NOW) is None
    assert token_by_id(store, identity, now=NOW) is None
    assert [token.id for token in list_tokens(store)] == [identity]
    with pytest.raises(UsageError, match="was revoked"):
        revoke_token(store, identity, why="", actor="chief", now=NOW)
    assert list(ledger.verify()) == []


def test_an_unknown_token_can_not_be_revoked(ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match="no token"):
        revoke_token(store_of(ledger), "00000000", why="", actor="chief", now=NOW)


@pytest.mark.parametrize(
    ("name", "scope", "days", "said"),
    [
        ("", "read", 1, "the name"),
        ("a\nb", "read", 1, "the name"),
        ("x" * 101, "read", 1, "the name"),
        ("Ann", "root", 1, "the scope"),
        ("Ann", "read", 0, "0 days"),
        ("Ann", "read", 9_999, "9999 days"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(ledger: Ledger, name: str, scope: str, days: int, said: str) -> None:
    before = ledger.checkpoint()
    with pytest.raises(UsageError, match=said):
        make_token(store_of(ledger), name, scope=scope, days=days, actor="desk", now=NOW)  # type: ignore[arg-type]
    assert ledger.checkpoint() == before


def test_the_log_tells_who_wrote_what_and_when(ledger: Ledger, clock: Clock) -> None:
    identity, _ = made(ledger)
    Ledger(store_of(ledger), actor=f"{actor_prefix(identity)} Ann", clock=clock).add(report())
    by_token = list_writes(store_of(ledger), most=10, token=identity)
    assert [(write.kind, write.actor) for write in by_token] == [("add", f"token:{identity} Ann")]
    everything = list_writes(store_of(ledger), most=10)
    assert [(write.kind, write.actor, write.entries > 0) for write in everything] == [
        ("add", f"token:{identity} Ann", True),
        ("token", "desk", True),
        ("init", "desk", False),
    ]
    assert everything[1].note == f"made {identity}"
    assert everything[1].recorded_at == "2031-01-01T01:00:00.000000Z"

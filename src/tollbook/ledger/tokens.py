"""Tokens for the pages: made, listed, checked, ended. The log keeps a hash of each, so that a stolen ledger opens nothing; who made and who
ended one stands in it like everything else that was ever written. The token itself is shown once, to whoever makes it.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, get_args

from sqlalchemy import Connection, select

from tollbook.core.errors import UnknownRecord, UsageError
from tollbook.core.records import Scope, Token, Write
from tollbook.ledger import schema
from tollbook.ledger.appending import Batch, read_head, timestamp
from tollbook.ledger.columns import storable
from tollbook.ledger.engines import Store

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
ENDED: Final = "none"
"""The scope of a row that ends a token."""
PREFIX: Final = "tollbook"
SECRET_BYTES: Final = 32
"""256 random bits: nothing slower than SHA-256 is needed to keep what nobody can guess."""
MOST_DAYS: Final = 3_650
_ID_BYTES = 4
_LONGEST_NAME = 100
_FORM = re.compile(r"tollbook_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")


def covers(held: Scope, wanted: Scope) -> bool:
    """Tell whether a scope lets its holder do what another one does.

    >>> covers("write", "review"), covers("read", "review")
    (True, False)
    """
    return SCOPES.index(held) >= SCOPES.index(wanted)


def make_token(store: Store, name: str, *, scope: Scope, days: int | None, actor: str, now: datetime) -> tuple[Token, str]:
    """Append a new token; return it, and the secret that nobody can ask for again. `days` is how long it opens something, None for ever.

    Raises UsageError for a name, a scope or a number of days that makes no sense.
    """
    _check(name, scope, days)
    identity = secrets.token_hex(_ID_BYTES)
    secret = f"{PREFIX}_{identity}_{secrets.token_urlsafe(SECRET_BYTES)}"
    expires = "" if days is None else timestamp(now + timedelta(days=days))
    _append(
        store, (identity, storable(name.strip()), scope, digest_of_secret(secret), expires), note=f"made {identity}", actor=actor, now=now
    )
    return next(token for token in list_tokens(store) if token.id == identity), secret


def _check(name: str, scope: str, days: int | None) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"the name {name!r}", expected=f"1 to {_LONGEST_NAME} characters that can be seen: whose token it is")
    if scope not in SCOPES:
        raise UsageError(f"the scope {scope!r}", expected=", ".join(SCOPES))
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise UsageError(f"{days} days", expected=f"1 to {MOST_DAYS:,}")


def digest_of_secret(secret: str) -> str:
    """Return the hash under which a token is known, 64 hex digits."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def revoke_token(store: Store, identity: str, *, why: str, actor: str, now: datetime) -> Token:
    """Append that a token opens nothing from now on; return it. Raises UnknownRecord, or UsageError where it has ended already."""
    token = next((one for one in list_tokens(store) if one.id == identity), None)
    if token is None:
        raise UnknownRecord(f"no token {identity!r}", where=store.address, do="`tollbook token list` names all")
    if token.ended_at is not None:
        raise UsageError(f"token {identity} was revoked at {token.ended_at}")
    note = f"revoked {identity}: {why}" if why else f"revoked {identity}"
    _append(store, (identity, storable(token.name), ENDED, token.digest, token.expires), note=note, actor=actor, now=now)
    return next(one for one in list_tokens(store) if one.id == identity)


def _append(store: Store, row: tuple[str, ...], *, note: str, actor: str, now: datetime) -> None:
    with store.writing() as connection:
        batch = Batch(head=read_head(connection), kind="token", actor=actor, note=note, now=now)
        batch.put(schema.token, (batch.open("token"), *row))
        batch.write(connection)


def list_tokens(store: Store) -> tuple[Token, ...]:
    """Return every token that was ever made, the oldest first."""
    with store.reading() as connection:
        return _tokens(_rows(connection))


def find_token(store: Store, secret: str, *, now: datetime) -> Token | None:
    """Return the token that a secret is, None where it is none, has ended or has expired. Hashes are compared in constant time."""
    form = _FORM.fullmatch(secret)
    if form is None:
        return None
    token = token_by_id(store, form[1], now=now)
    if token is None or not hmac.compare_digest(token.digest, digest_of_secret(secret)):
        return None
    return token


def token_by_id(store: Store, identity: str, *, now: datetime) -> Token | None:
    """Return a token by its id, None where it opens nothing now."""
    with store.reading() as connection:
        found = _tokens(_rows(connection, identity))
    return next((token for token in found if token.is_valid(timestamp(now))), None)


def _rows(connection: Connection, identity: str | None = None) -> Sequence[Any]:
    token = schema.token.c
    question = (
        select(token.id, token.name, token.scope, token.digest, token.expires, schema.batch.c.recorded_at, schema.batch.c.actor)
        .join(schema.entry, schema.entry.c.position == token.position)
        .join(schema.batch, schema.batch.c.seq == schema.entry.c.batch)
        .order_by(token.position)
    )
    return connection.execute(question if identity is None else question.where(token.id == identity)).all()


def _tokens(rows: Sequence[Any]) -> tuple[Token, ...]:
    made: dict[str, Any] = {}
    ended: dict[str, Any] = {}
    for row in rows:
        (ended if row.scope == ENDED else made).setdefault(row.id, row)
    return tuple(_token(row, ended.get(identity)) for identity, row in made.items())


def _token(row: Any, end: Any) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        scope=row.scope,
        digest=row.digest,
        expires=row.expires,
        made_at=row.recorded_at,
        made_by=row.actor,
        ended_at=None if end is None else end.recorded_at,
        ended_by=None if end is None else end.actor,
    )


def list_writes(store: Store, *, most: int, token: str | None = None) -> tuple[Write, ...]:
    """Return what was appended, the newest first: each batch with who, when, what. `token` is the id of one alone."""
    batch = schema.batch.c
    # A batch's own heading is the first of its entries.
    entries = schema.checkpoint.c.size - batch.position - 1
    question = (
        select(batch.seq, batch.recorded_at, batch.kind, batch.actor, batch.note, entries)
        .join(schema.checkpoint, schema.checkpoint.c.batch == batch.seq)
        .order_by(batch.seq.desc())
        .limit(most)
    )
    if token is not None:
        question = question.where(batch.actor.startswith(f"{actor_prefix(token)} ", autoescape=True))
    with store.reading() as connection:
        return tuple(
            Write(batch=seq, recorded_at=at, kind=kind, actor=actor, note=note, entries=count)
            for seq, at, kind, actor, note, count in connection.execute(question)
        )


def actor_prefix(identity: str) -> str:
    """Return how the name of a token's writes begins in the log."""
    return f"token:{identity}"

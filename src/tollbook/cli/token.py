"""`tollbook token`: who may read, review, write and govern a ledger over the web, and what was written with which token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, output_width, say
from tollbook.cli.grid import grid_lines
from tollbook.cli.ledger_options import Actor, Answer, AnswerFormat, LedgerPlace, ledger_place
from tollbook.core.contract import as_json
from tollbook.core.display import moment_words, plain

if TYPE_CHECKING:
    from tollbook.core.records import Token
    from tollbook.ledger.engines import Store

_NEVER = 0
_MOST_LISTED = 10_000

token_app = typer.Typer(
    name="token",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Make, list and revoke tokens for `tollbook serve`, and list what was written.",
    short_help="Who may write over the web, and what was written.",
)
TokenId = Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, as `tollbook token list` shows it.")]


class ScopeChoice(StrEnum):
    """What a token lets its holder do; each holds those before it."""

    READ = "read"
    REVIEW = "review"
    WRITE = "write"
    ADMIN = "admin"


@token_app.command("create")
def create(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it is: kept for good, and shown beside what is written with it.")],
    scope: Annotated[
        ScopeChoice,
        typer.Option(help="read: a private server; review: judge claims; write: add texts; admin: retract. Each holds those before it."),
    ] = ScopeChoice.REVIEW,
    days: Annotated[
        int, typer.Option(metavar="NUMBER", min=_NEVER, max=3_650, help="How long it opens something; 0 for as long as it isn't revoked.")
    ] = 90,
    by: Actor = None,
    ledger: LedgerPlace = None,
) -> None:
    """Make a token and print it, once: the ledger keeps a hash of it alone.

    Whoever holds it sends it as "Authorization: Bearer TOKEN" to the JSON interface, or types it on /review. Who made it and what is
    written with it stands in the log.

    \b
    Examples:
      tollbook token create "Ann Reader"
      tollbook token create archive --scope write --days 365 > archive.token

    \b
    Exit codes:
      0  done
      2  wrong usage, or no ledger
    """
    from tollbook.ledger.tokens import make_token

    with _opened(ledger) as (store, actor):
        made, secret = make_token(
            store, name, scope=scope.value, days=None if days == _NEVER else days, actor=by or actor, now=datetime.now(UTC)
        )
    complain(f"token {made.id} of {plain(made.name)}: {made.scope}, {_until(made)}. It can't be shown again.")
    say(secret)


@token_app.command("list")
def list_all(*, output_format: Answer = AnswerFormat.TABLE, ledger: LedgerPlace = None) -> None:
    """List every token that was ever made: whose, what it lets do, until when, who made and who ended it. No token itself is known.

    \b
    Exit codes:
      0  done
      2  wrong usage, or no ledger
    """
    from tollbook.ledger.tokens import list_tokens

    with _opened(ledger) as (store, _):
        found = list_tokens(store)
    if output_format is AnswerFormat.JSON:
        say(as_json([{name: value for name, value in asdict(token).items() if name != "digest"} for token in found], indent=2))
        return
    if not found:
        say("no tokens")
        return
    now = _moment(datetime.now(UTC))
    rows = [
        (token.id, plain(token.name), token.scope, _state(token, now), f"{token.made_at[:10]} by {plain(token.made_by)}") for token in found
    ]
    say("\n".join(grid_lines([("token", "name", "scope", "state", "made"), *rows], width=output_width())))


@token_app.command("revoke")
def revoke(
    *,
    token: TokenId,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason. It is kept for good.")] = "",
    by: Actor = None,
    ledger: LedgerPlace = None,
) -> None:
    """Let a token open nothing from now on, at once, also on servers that run. What was written with it stays.

    \b
    Examples:
      tollbook token revoke 3f9a12bc --why "left the desk"

    \b
    Exit codes:
      0  done
      2  wrong usage, no ledger, or no such token
    """
    from tollbook.ledger.tokens import revoke_token

    with _opened(ledger) as (store, actor):
        ended = revoke_token(store, token, why=why, actor=by or actor, now=datetime.now(UTC))
    say(f"token {ended.id} of {plain(ended.name)}: revoked")


@token_app.command("log")
def log(
    *,
    token: Annotated[str | None, typer.Option(metavar="TOKEN", help="Only what was written with this one, by its id.")] = None,
    limit: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=_MOST_LISTED, help="How many, the newest first.")] = 20,
    output_format: Answer = AnswerFormat.TABLE,
    ledger: LedgerPlace = None,
) -> None:
    """List what was written to the ledger: when, by whom, what, how many entries. `tollbook verify` proves that none is missing.

    Who wrote over the web is "token:ID NAME"; what was written with a revoked token can be looked through this way.

    \b
    Exit codes:
      0  done
      2  wrong usage, or no ledger
    """
    from tollbook.ledger.tokens import list_writes

    with _opened(ledger) as (store, _):
        found = list_writes(store, most=limit, token=token)
    if output_format is AnswerFormat.JSON:
        say(as_json([asdict(write) for write in found], indent=2))
        return
    rows = [
        (moment_words(write.recorded_at).removesuffix(" UTC"), plain(write.actor), write.kind, str(write.entries), plain(write.note))
        for write in found
    ]
    say("\n".join(grid_lines([("when (UTC)", "who", "what", "entries", "note"), *rows], width=output_width())))


@contextmanager
def _opened(place: str | None) -> Iterator[tuple[Store, str]]:
    """Give the store of the ledger that is meant, and who acts where nobody is named."""
    found = ledger_place(place)
    from tollbook.ledger.ledger import user_name
    from tollbook.ledger.opening import open_store

    store = open_store(found)
    try:
        yield store, user_name()
    finally:
        store.close()


def _until(token: Token) -> str:
    return f"until {token.expires[:10]}" if token.expires else "until it is revoked"


def _state(token: Token, now: str) -> str:
    if token.ended_at is not None:
        return f"revoked {token.ended_at[:10]}"
    return _until(token) if token.is_valid(now) else f"expired {token.expires[:10]}"


def _moment(now: datetime) -> str:
    from tollbook.ledger.appending import timestamp

    return timestamp(now)

"""Who may do what: a token in the request, of a scope that is enough, and no more often than it may. A private server wants one to read.

Programs send `Authorization: Bearer TOKEN`. A browser is asked for a password, and the token is it; that lets it read alone, as a browser
sends a password along with another site's requests too.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.exceptions import HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from tollbook.core import records
from tollbook.core.errors import TollbookError
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.tokens import covers
from tollbook.web.limits import refusal
from tollbook.web.opened import Here, Opened
from tollbook.web.rates import client_of
from tollbook.web.tokens import Holder, TokenBook

_BEARER = HTTPBearer(
    auto_error=False, description="A token that `tollbook token create` made, or the one that the server was started with."
)
_OPEN: Final = ("/healthz",)
_ASKING: Final = {"www-authenticate": 'Basic realm="Tollbook: the token is the password", charset="UTF-8"', "cache-control": "no-store"}
_MINUTE: Final = 60.0


def needs(scope: records.Scope) -> Callable[..., Holder]:
    """Return a dependency that lets a request pass whose token lets its holder do this, and says who that is.

    It raises HTTPException: 401 without a token or with one that opens nothing, 403 with one of a lesser scope, 429 for too many.
    """

    def admitted(request: Request, here: Here, given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]) -> Holder:
        book = here.tokens
        if not book.takes(scope):
            raise HTTPException(403, f"This server has no token that lets anybody do this (scope {scope}): `tollbook token create`.")
        if given is None:
            raise HTTPException(401, f"This needs a token of the scope {scope}.", headers={"www-authenticate": "Bearer"})
        holder = _holder(book, given.credentials, client_of(request.scope))
        if not covers(holder.scope, scope):
            raise HTTPException(403, f"This token's scope is {holder.scope}; this needs {scope}.")
        refuse_haste(book, holder)
        return holder

    return admitted


def _holder(book: TokenBook, secret: str, client: str) -> Holder:
    if not book.may_try(client):
        raise HTTPException(429, "Too many wrong tokens were tried. Wait a minute.", headers={"retry-after": "60"})
    holder = book.holder_of(secret)
    if holder is None:
        book.tried_wrongly(client)
        raise HTTPException(401, "That token opens nothing here.", headers={"www-authenticate": "Bearer"})
    return holder


def refuse_haste(book: TokenBook, holder: Holder) -> None:
    """Raise HTTPException with 429 where a token has written as much as it may for now."""
    wait = book.wait_to_write(holder)
    if wait > 0:
        raise HTTPException(429, "This token has written as often as it may. Wait a little.", headers={"retry-after": str(int(wait) + 1)})


def ledger_as(here: Opened, holder: Holder) -> Ledger:
    """Return the ledger in the name of a holder: the log keeps whose token wrote."""
    return Ledger(here.store, actor=holder.actor, clock=here.clock)


class Private:
    """Let nobody read without a token."""

    def __init__(self, app: ASGIApp, book: TokenBook) -> None:
        self.app, self._book = app, book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on that shows a token, or ask for one."""
        if scope["type"] != "http" or scope["path"] in _OPEN:
            await self.app(scope, receive, send)
            return
        secret, client = secret_of(Headers(scope=scope).get("authorization", "")), client_of(scope)
        if secret is None:
            await refusal(scope, 401, "Reading here needs a token.", headers=_ASKING)(scope, receive, send)
        elif not self._book.may_try(client):
            await refusal(scope, 429, "Too many wrong tokens were tried.", wait=_MINUTE)(scope, receive, send)
        else:
            await self._asked(secret, client, scope, receive, send)

    async def _asked(self, secret: str, client: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            holder = await run_in_threadpool(self._book.holder_of, secret)
        except TollbookError:
            await refusal(scope, 503, "The ledger can't answer now.", wait=1)(scope, receive, send)
            return
        if holder is None:
            self._book.tried_wrongly(client)
            await refusal(scope, 401, "That token opens nothing here.", headers=_ASKING)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def secret_of(header: str) -> str | None:
    """Return the secret in a header Authorization: a bearer's, or the password of a browser; None where it holds none.

    >>> secret_of("Bearer abc"), secret_of("Basic YTpiOmM="), secret_of("Digest x"), secret_of("Basic ?")
    ('abc', 'b:c', None, None)
    """
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip() or None
    if kind.lower() != "basic":
        return None
    try:
        return b64decode(value.strip(), validate=True).decode("utf-8").partition(":")[2] or None
    except ValueError:  # no base64, or no UTF-8
        return None

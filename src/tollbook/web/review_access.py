"""Sessions of those who review in a browser: whoever shows a token of the scope, for as long as it runs. Cookies are signed, and every form
carries a mark of its own.

A page elsewhere can't send a review: the cookie doesn't go along with its requests (SameSite=Strict), its form doesn't know the mark,
and a browser tells where the form stands (Origin).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from tollbook.ledger.tokens import covers
from tollbook.web.tokens import Holder, TokenBook

COOKIE: Final = "tollbook_review"
SESSION_HOURS: Final = 12
_CORRECTED_SECONDS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that may review: a name that nobody guesses, and whose token opened it."""

    name: str
    holder: Holder


class ReviewAccess:
    """The sessions that the tokens of a book opened. A session ends with its token."""

    def __init__(self, book: TokenBook, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._book = book
        self._key = secrets.token_bytes(32)
        self._clock = clock

    @property
    def enabled(self) -> bool:
        """Whether anybody can review here."""
        return self._book.takes("review")

    def holder_of(self, token: str) -> Holder | None:
        """Return whose token this is, None where it lets nobody review."""
        holder = self._book.holder_of(token)
        return holder if holder is not None and covers(holder.scope, "review") else None

    def open_session(self, response: Response, holder: Holder, *, secure: bool) -> None:
        """Let the browser that gets this answer review from now on."""
        ends = int(self._clock().timestamp()) + SESSION_HOURS * 3_600
        content = f"{secrets.token_urlsafe(16)}.{holder.id}.{ends}"
        response.set_cookie(
            COOKIE, f"{content}.{self._mark('session', content)}", max_age=SESSION_HOURS * 3_600, path="/review", httponly=True,
            samesite="strict", secure=secure,
        )  # fmt: skip

    def close_session(self, response: Response) -> None:
        """Let the browser that gets this answer review no longer."""
        response.delete_cookie(COOKIE, path="/review", httponly=True, samesite="strict")

    def session_of(self, request: Request) -> Session | None:
        """Return the session of a request, None where it has none that is signed and runs still."""
        content, _, mark = request.cookies.get(COOKIE, "").rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._mark("session", content).encode()):
            return None
        name, token, ends = content.split(".")
        left = int(ends) - self._clock().timestamp()
        # A clock that was put back by more than it can be corrected by makes no session longer.
        runs = 0 < left <= SESSION_HOURS * 3_600 + _CORRECTED_SECONDS
        holder = self._book.holder_by_id(token) if runs else None
        return None if holder is None else Session(name=name, holder=holder)

    def form_mark(self, session: Session, claim: str) -> str:
        """Return the mark that a form on a claim carries."""
        return self._mark("form", f"{session.name}.{claim}")

    def accepted(self, request: Request, claim: str, mark: str) -> Holder | None:
        """Return who sends a form on a claim, None unless it is the session's own, sent from a page of this server."""
        session = self.session_of(request)
        if session is None or not is_from_here(request) or not hmac.compare_digest(mark.encode(), self.form_mark(session, claim).encode()):
            return None
        return session.holder

    def _mark(self, purpose: str, content: str) -> str:
        return hmac.new(self._key, f"{purpose}:{content}".encode(), sha256).hexdigest()


def is_from_here(request: Request) -> bool:
    """Tell whether a request comes from a page of this server, as far as the browser says where it comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")

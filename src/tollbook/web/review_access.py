"""Who may review: whoever knows the token, for as long as the server runs. Cookies are signed, and every form carries a mark of its own.

A page elsewhere can't send a review: the cookie doesn't go along with its requests (SameSite=Strict), its form doesn't know the mark,
and a browser tells where the form stands (Origin).
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

COOKIE: Final = "tollbook_review"
SESSION_HOURS: Final = 12
_MOST_TRIES, _TRY_SECONDS = 10, 60.0


class ReviewAccess:
    """The token, and the sessions that it opened. A token that is None opens nothing."""

    def __init__(self, token: str | None, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._token = None if token is None else sha256(token.encode("utf-8", "surrogatepass")).digest()
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._tries: list[float] = []
        self._lock = Lock()

    @property
    def enabled(self) -> bool:
        """Whether anybody can review here."""
        return self._token is not None

    def admits(self, token: str) -> bool:
        """Tell whether this is the token, in the same time whatever it is."""
        given = sha256(token.encode("utf-8", "surrogatepass")).digest()
        return self._token is not None and hmac.compare_digest(given, self._token)

    def may_try(self) -> bool:
        """Tell whether another token may be tried now, and count it: so that none can be found by trying."""
        now = time.monotonic()
        with self._lock:
            self._tries = [then for then in self._tries if now - then < _TRY_SECONDS]
            if len(self._tries) >= _MOST_TRIES:
                return False
            self._tries.append(now)
            return True

    def open_session(self, response: Response, *, secure: bool) -> None:
        """Let the browser that gets this answer review from now on."""
        ends = int(self._clock().timestamp()) + SESSION_HOURS * 3_600
        content = f"{secrets.token_urlsafe(16)}.{ends}"
        response.set_cookie(
            COOKIE, f"{content}.{self._mark('session', content)}", max_age=SESSION_HOURS * 3_600, path="/review", httponly=True,
            samesite="strict", secure=secure,
        )  # fmt: skip

    def close_session(self, response: Response) -> None:
        """Let the browser that gets this answer review no longer."""
        response.delete_cookie(COOKIE, path="/review", httponly=True, samesite="strict")

    def session_of(self, request: Request) -> str | None:
        """Return the session of a request, None where it has none that is signed and runs still."""
        content, _, mark = request.cookies.get(COOKIE, "").rpartition(".")
        name, _, ends = content.rpartition(".")
        if not self.enabled or not name or not hmac.compare_digest(mark.encode(), self._mark("session", content).encode()):
            return None
        return name if int(ends) > self._clock().timestamp() else None

    def form_mark(self, session: str, claim: str) -> str:
        """Return the mark that a form on a claim carries."""
        return self._mark("form", f"{session}.{claim}")

    def accepts(self, request: Request, claim: str, mark: str) -> bool:
        """Tell whether a form on a claim is the session's own, sent from a page of this server."""
        session = self.session_of(request)
        return session is not None and is_from_here(request) and hmac.compare_digest(mark.encode(), self.form_mark(session, claim).encode())

    def _mark(self, purpose: str, content: str) -> str:
        return hmac.new(self._key, f"{purpose}:{content}".encode(), sha256).hexdigest()


def is_from_here(request: Request) -> bool:
    """Tell whether a request comes from a page of this server, as far as the browser says where it comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")

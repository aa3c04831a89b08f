"""Which tokens a server knows: those of the ledger, and the one that it was started with. A revoked one ends at once."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from tollbook.core.records import Scope
from tollbook.ledger.appending import timestamp
from tollbook.ledger.engines import Store
from tollbook.ledger.tokens import actor_prefix, covers, find_token, list_tokens, token_by_id
from tollbook.web.rates import Rate
from tollbook.web.settings import WRITES_PER_MINUTE

MOST_TRIES: Final = 10
"""Wrong tokens a minute of one client."""
STARTED_WITH: Final = "file"
"""The id of the token that the server was started with: no id of a ledger's token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whoever showed a token: its id, whose it is, and what it lets do."""

    id: str
    name: str
    scope: Scope

    @property
    def actor(self) -> str:
        """The name under which the log keeps what the holder writes."""
        return f"{actor_prefix(self.id)} {self.name}"


class TokenBook:
    """The tokens of a server, how often wrong ones were tried, and how much each one writes."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        review_token: str | None = None,
        writes_per_minute: int = WRITES_PER_MINUTE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._clock = store, clock
        self._started_with = None if review_token is None else _digest(review_token)
        self._wrong = Rate(MOST_TRIES)
        self._writes = Rate(writes_per_minute)

    def holder_of(self, secret: str) -> Holder | None:
        """Return whose token a secret is, None where it opens nothing. It takes the same time whatever the secret is like."""
        if self._started_with is not None and hmac.compare_digest(_digest(secret), self._started_with):
            return _STARTED
        token = None if self._store is None else find_token(self._store, secret, now=self._clock())
        return None if token is None else Holder(id=token.id, name=token.name, scope=token.scope)

    def holder_by_id(self, identity: str) -> Holder | None:
        """Return who holds a token by its id, None where it opens nothing any longer."""
        if identity == STARTED_WITH:
            return None if self._started_with is None else _STARTED
        token = None if self._store is None else token_by_id(self._store, identity, now=self._clock())
        return None if token is None else Holder(id=token.id, name=token.name, scope=token.scope)

    def takes(self, scope: Scope) -> bool:
        """Tell whether there is a token at all that lets somebody do this."""
        if self._started_with is not None and covers(_STARTED.scope, scope):
            return True
        now = timestamp(self._clock())
        return self._store is not None and any(token.is_valid(now) and covers(token.scope, scope) for token in list_tokens(self._store))

    def may_try(self, client: str) -> bool:
        """Tell whether a client may show another token now: after ten wrong ones it waits, so that none can be found by trying."""
        return self._wrong.wait(client) == 0

    def tried_wrongly(self, client: str) -> None:
        """Count a wrong token of a client."""
        self._wrong.take(client)

    def wait_to_write(self, holder: Holder) -> float:
        """Return the seconds until a holder may write again, 0.0 for now; then it counts as written."""
        return self._writes.take(holder.id)


_STARTED: Final = Holder(id=STARTED_WITH, name="review token", scope="review")


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()

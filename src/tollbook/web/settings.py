"""What a server is started with. Values alone: nothing here reads a file or the environment."""

from __future__ import annotations

from dataclasses import dataclass

UPLOAD_BYTES = 2_000_000
"""Bytes of a text that `/read` takes: a long report of text, or a PDF of some hundred pages."""
LEAST_TOKEN = 12
"""Characters of the shortest token for reviews: one that can be guessed lets anybody review."""
MOST_AT_ONCE = 200
"""Requests that are answered at once; one more is told to come again. A few of them work (`working.py`), the others wait for their turn."""
WRITES_PER_MINUTE = 120
"""Writes a minute of one token: a person judges some ten claims a minute, and a program that adds more than this imports."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a server on loopback is called. A page elsewhere that points its own name at this machine has another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the pages are served.

    `review_token` lets whoever knows it review claims; without one, the queue can be read only. `upload_bytes` is the most that `/read`
    takes. `hosts` are the names that the server answers to, () for any. `page_size` is how many claims a page lists.
    `private` lets nobody read without a token. `most_at_once` is how many requests are answered at once, `requests_per_minute` how many of
    one client, None for any, `writes_per_minute` how many writes of one token.
    """

    review_token: str | None = None
    upload_bytes: int = UPLOAD_BYTES
    hosts: tuple[str, ...] = ()
    page_size: int = 50
    private: bool = False
    most_at_once: int = MOST_AT_ONCE
    requests_per_minute: int | None = None
    writes_per_minute: int = WRITES_PER_MINUTE

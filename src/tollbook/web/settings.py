"""What a server is started with. Values alone: nothing here reads a file or the environment."""

from __future__ import annotations

from dataclasses import dataclass

UPLOAD_BYTES = 2_000_000
"""Bytes of a text that `/read` takes: a long report of text, or a PDF of some hundred pages."""
LEAST_TOKEN = 12
"""Characters of the shortest token for reviews: one that can be guessed lets anybody review."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names by which a server on loopback is called. A page elsewhere that points its own name at this machine has another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the pages are served.

    `review_token` lets whoever knows it review claims; without one, the queue can be read only. `upload_bytes` is the most that `/read`
    takes. `hosts` are the names that the server answers to, () for any. `page_size` is how many claims a page lists.
    """

    review_token: str | None = None
    upload_bytes: int = UPLOAD_BYTES
    hosts: tuple[str, ...] = ()
    page_size: int = 50

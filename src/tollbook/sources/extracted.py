"""What one container gave: its text, and what it states about itself. Also how a place is shown in messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

SHOWN_LENGTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Text and stated metadata of one input. A field is None where the input does not state it."""

    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is known of an input before it is opened: its name in messages, URL and declared character set."""

    where: str
    url: str | None = None
    charset: str | None = None


def shown(place: str) -> str:
    """Return `place` as one printable line of bounded length, so that a message can carry it."""
    printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in place[: SHOWN_LENGTH + 1])
    return printable if len(place) <= SHOWN_LENGTH else printable[:SHOWN_LENGTH] + "…"


@lru_cache
def silence(logger: str) -> None:
    """Keep a library's log lines off the terminal; a handler that the user sets still gets them."""
    import logging

    logging.getLogger(logger).addHandler(logging.NullHandler())

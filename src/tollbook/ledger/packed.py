"""Open what a ledger keeps packed: texts, and the bodies of readings. The same bytes are the same content, so small ones stay opened.

A page of the newest claims is asked for again and again, and most of its time went into unpacking and parsing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from tollbook.core.contract_values import claim_from_dict
from tollbook.core.types import Claim, text_sha256
from tollbook.ledger.canonical import bytes_text, decompressed, value_of

KEPT: Final = 1_024
"""Texts, and bodies, that stay opened: a busy server asks for the newest ones again within seconds."""
LARGEST: Final = 32_768
"""Bytes of the largest one that does. What is packed may be a thousand times as long once it is opened, so both are counted."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a reading, which is nobody's to change, and its claims, each made at the first request for it."""

    content: Mapping[str, Any]
    _claims: dict[tuple[int, str], Claim] = field(default_factory=dict)

    def claim(self, ordinal: int, document: str) -> Claim:
        """Return the claim at a place, in a document of this id. Raises KeyError, IndexError or ValueError where there is none."""
        made = self._claims.get((ordinal, document))
        if made is None:
            made = self._claims[ordinal, document] = claim_from_dict(self.content["claims"][ordinal], document)
        return made


def text_of(packed: bytes) -> tuple[str, str]:
    """Return a text and the SHA-256 of it. Raises zlib.error for what is no packed text."""
    kept = _small_text(packed) if len(packed) <= LARGEST else None
    return _text(decompressed(packed)) if kept is None else kept


def body_of(packed: bytes) -> Body:
    """Return the body of a reading. Raises zlib.error or ValueError for what is none."""
    kept = _small_body(packed) if len(packed) <= LARGEST else None
    return Body(value_of(decompressed(packed))) if kept is None else kept


@lru_cache(KEPT)
def _small_text(packed: bytes) -> tuple[str, str] | None:
    content = decompressed(packed)
    return _text(content) if len(content) <= LARGEST else None


@lru_cache(KEPT)
def _small_body(packed: bytes) -> Body | None:
    content = decompressed(packed)
    return Body(value_of(content)) if len(content) <= LARGEST else None


def _text(content: bytes) -> tuple[str, str]:
    text = bytes_text(content)
    return text, text_sha256(text)

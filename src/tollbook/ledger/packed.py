"""Open what a ledger keeps packed: texts, and the bodies of readings. The same bytes are the same content, so small ones stay opened.

A page of the newest claims is asked for again and again; to unpack and parse its fifty readings was most of its time.
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
"""Texts, and bodies, that stay opened: about 40 MB of reports. A busy server asks for the newest ones again within seconds."""
LARGEST: Final = 16_384
"""Bytes of the largest one that does, packed."""


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
    return _kept_text(packed) if len(packed) <= LARGEST else _text(packed)


def body_of(packed: bytes) -> Body:
    """Return the body of a reading. Raises zlib.error or ValueError for what is none."""
    return _kept_body(packed) if len(packed) <= LARGEST else _body(packed)


def _text(packed: bytes) -> tuple[str, str]:
    text = bytes_text(decompressed(packed))
    return text, text_sha256(text)


def _body(packed: bytes) -> Body:
    return Body(value_of(decompressed(packed)))


_kept_text = lru_cache(KEPT)(_text)
_kept_body = lru_cache(KEPT)(_body)

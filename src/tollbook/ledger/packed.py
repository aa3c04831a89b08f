"""Open what a ledger keeps packed: texts, and the bodies of readings. The same bytes are the same content, so small ones stay opened.

A page of the newest claims is asked for again and again; to unpack and parse its fifty readings was most of its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from tollbook.core.types import text_sha256
from tollbook.ledger.canonical import bytes_text, decompressed, value_of

KEPT: Final = 1_024
"""Texts, and bodies, that stay opened: about 40 MB of reports. A busy server asks for the newest ones again within seconds."""
LARGEST: Final = 16_384
"""Bytes of the largest one that does, packed."""


def text_of(packed: bytes) -> tuple[str, str]:
    """Return a text and the SHA-256 of it. Raises zlib.error for what is no packed text."""
    return _kept_text(packed) if len(packed) <= LARGEST else _text(packed)


def body_of(packed: bytes) -> Mapping[str, Any]:
    """Return the body of a reading, which is nobody's to change. Raises zlib.error or ValueError for what is none."""
    return _kept_body(packed) if len(packed) <= LARGEST else _body(packed)


def _text(packed: bytes) -> tuple[str, str]:
    text = bytes_text(decompressed(packed))
    return text, text_sha256(text)


def _body(packed: bytes) -> Mapping[str, Any]:
    body: Mapping[str, Any] = value_of(decompressed(packed))
    return body


_kept_text = lru_cache(KEPT)(_text)
_kept_body = lru_cache(KEPT)(_body)

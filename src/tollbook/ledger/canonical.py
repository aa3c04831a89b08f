"""One form for each value: what is hashed and compressed is the same bytes wherever it is made.

JSON with sorted keys, no blanks and only ASCII, so that lone surrogates and NUL survive any database. (RFC 8785 would print the same
for all but some floats and non-ASCII text, at six times the cost.)
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from typing import Any

_LEVEL = 4
Row = tuple[Any, ...]


def canonical(value: Any) -> str:
    """Return a value's canonical JSON text."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Return the digest of a canonical text: SHA-256, 32 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def key_of(*parts: str | None) -> int:
    """Return a key of 64 bits (signed) for some words; equal words have equal keys, others almost never."""
    words = "\x1f".join("" if part is None else part for part in parts)
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def compressed(text: str) -> bytes:
    """Return a text as compressed bytes; lone surrogates are kept."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def decompressed(packed: bytes) -> str:
    """Return the text that `compressed` made bytes of. Raises zlib.error or UnicodeDecodeError for damaged bytes."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def entry_content(rows: Iterable[tuple[str, Row]]) -> bytes:
    """Return what an entry's leaf is the hash of: every row that it appended, under the name of its table. Bytes stand as their SHA-256."""
    listed = [[table, *(hashlib.sha256(cell).hexdigest() if isinstance(cell, bytes) else cell for cell in row)] for table, row in rows]
    return canonical(listed).encode()

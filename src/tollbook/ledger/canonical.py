"""One form for each value: what is hashed and compressed is the same bytes wherever it is made.

JSON with sorted keys, no blanks, in UTF-8. (RFC 8785 would print the same for all but some floats, but its library is written in Python
alone: too slow for each claim of an ingest.)
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from typing import Any

import orjson
from isal import isal_zlib

Row = tuple[Any, ...]
_FAST = 1


def canonical(value: Any) -> bytes:
    """Return a value's canonical JSON. Lone surrogates are kept as UTF-8 has no room for them: three bytes each."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        # A lone surrogate, or a whole number over 64 bits: rare, and beyond what orjson writes.
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


def value_of(content: bytes) -> Any:
    """Return the value that `canonical` made bytes of. Raises ValueError for bytes that are no JSON."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content.decode("utf-8", "surrogatepass"))


def ascii_json(value: Any) -> str:
    """Return a value as JSON text that any column of any database holds: escapes for all but ASCII."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: bytes) -> str:
    """Return the digest of some content: SHA-256, 32 hex digits."""
    return hashlib.sha256(content).hexdigest()[:32]


def key_of(*parts: str | None) -> int:
    """Return a key of 64 bits (signed) for some words; equal words have equal keys, others almost never."""
    words = "\x1f".join([part or "" for part in parts])
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def compressed(content: bytes) -> bytes:
    """Return content compressed, in the format of zlib, which every language reads."""
    packed: bytes = isal_zlib.compress(content, _FAST)
    return packed


def decompressed(packed: bytes) -> bytes:
    """Return the content that `compressed` made bytes of. Raises zlib.error for damaged bytes."""
    return zlib.decompress(packed)


def text_bytes(text: str) -> bytes:
    """Return a text as UTF-8; lone surrogates are kept."""
    return text.encode("utf-8", "surrogatepass")


def bytes_text(content: bytes) -> str:
    """Return the text that `text_bytes` made bytes of. Raises UnicodeDecodeError for others."""
    return content.decode("utf-8", "surrogatepass")


def entry_content(rows: Iterable[tuple[str, Row]]) -> bytes:
    """Return what an entry's leaf is the hash of: every row that it appended, under the name of its table. Bytes stand as their SHA-256.

    The rows hold only what a database stores: text without lone surrogates, numbers of 64 bits, bytes, nothing.
    """
    return orjson.dumps(list(rows), default=_hash_of)


def _hash_of(cell: bytes) -> str:
    return hashlib.sha256(cell).hexdigest()

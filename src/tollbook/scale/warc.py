"""Find the pages of a web archive, record by record, through truncation, flipped bytes and bombs.

Each record of a compressed archive is a gzip member of its own, so that a damaged one costs itself alone: the search goes on at the next
member that begins with a record. Nothing here parses a page.
"""

from __future__ import annotations

import io
import mmap
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tollbook.core.types import Document
from tollbook.scale.records import Damage, Found, Page, Record
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.sources.limits import DEFAULT_LIMITS

MAGIC = b"\x1f\x8b\x08"
START = b"WARC/"
HEADER_BYTES = 64_000
"""Room for the headers of a record and of HTTP, beside the page."""
UNPACKED_LIMIT = 256_000_000
"""A record that unpacks to more is left where it is; what follows is found by the next member's beginning."""
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_FEED = 1 << 18
_GZIP_BITS = 31


def find_pages(shard: Shard, settings: Settings) -> Iterator[Found]:
    """Yield the pages of an archive and its damaged stretches, each under the file's name and the offset."""
    path = Path(shard.place)
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            yield Damage(place=path.name, reason="an empty file")
            return
        with closing(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)) as content:
            packed = content[: len(MAGIC)] == MAGIC
            records = _members(content, path.name) if packed else _plain_records(content, path.name)
            for found in records:
                if isinstance(found, Damage):
                    yield found
                else:
                    yield from _pages_of(*found, name=path.name, settings=settings)


# ---- framing: where a record begins and ends


def _members(content: mmap.mmap, name: str) -> Iterator[tuple[int, bytes] | Damage]:
    """Yield the offset and the bytes of each gzip member, at most as many as a page may have."""
    at = 0
    while at < len(content):
        unpacked = _unpack_member(content, at)
        if isinstance(unpacked, str):
            following = _next_member(content, at + 1)
            yield Damage(place=f"{name}@{at}", reason=unpacked)
            at = following
        else:
            record, end = unpacked
            yield at, record
            at = end if content[end : end + 3] == MAGIC or end >= len(content) else _next_member(content, end)


def _unpack_member(content: mmap.mmap, at: int) -> tuple[bytes, int] | str:
    """Return a member's bytes, cut after the cap, with the offset of its end; or why it can't be had."""
    from isal import igzip_lib, isal_zlib

    unpacker = isal_zlib.decompressobj(_GZIP_BITS)
    kept, size, position = bytearray(), 0, at
    cap = DEFAULT_LIMITS.page_bytes + HEADER_BYTES
    pending = b""
    while not unpacker.eof:
        pending = pending or content[position : position + _FEED]
        if not pending:
            return f"a record that is cut off after {size:,} bytes"
        position += 0 if unpacker.unconsumed_tail else len(pending)
        try:
            piece = unpacker.decompress(pending, cap)
        except (igzip_lib.IsalError, EOFError) as error:  # type: ignore[misc]  # its stub calls the class a value
            return f"a damaged record: {error}"
        size += len(piece)
        kept += piece[: max(0, cap - len(kept))]
        if size > UNPACKED_LIMIT:
            return f"a record of over {UNPACKED_LIMIT:,} bytes"
        pending = unpacker.unconsumed_tail
    return bytes(kept), position - len(unpacker.unused_data)


def _next_member(content: mmap.mmap, at: int) -> int:
    """Return the offset of the next gzip member that begins with a record; the end where there is none.

    The magic's three bytes stand in packed data by chance too: only what unpacks to a record's first bytes is a beginning.
    """
    while (at := content.find(MAGIC, at)) >= 0:
        try:
            if zlib.decompressobj(_GZIP_BITS).decompress(content[at : at + 512], len(START)) == START:
                return at
        except zlib.error:
            pass
        at += 1
    return len(content)


def _plain_records(content: mmap.mmap, name: str) -> Iterator[tuple[int, bytes] | Damage]:
    """Yield the offset and the bytes of each record of an archive that is not compressed."""
    at, cap = 0, DEFAULT_LIMITS.page_bytes + HEADER_BYTES
    while at < len(content):
        head = content[at : at + HEADER_BYTES]
        body = head.find(b"\r\n\r\n") + 4
        length = _content_length(head[:body]) if head.startswith(START) and body >= 4 else None
        following = at + body + length if length is not None else -1
        if length is None or following > len(content):
            after = content.find(b"\r\n" + START, at + 1)
            reason = "no record" if length is None else f"a record that is cut off: {length:,} bytes are stated"
            yield Damage(place=f"{name}@{at}", reason=reason)
            at = after + 2 if after >= 0 else len(content)
            continue
        yield at, content[at : min(following, at + cap)]
        at = following
        while content[at : at + 2] == b"\r\n":
            at += 2


def _content_length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-length":
            return int(value) if value.strip().isdigit() and len(value) < 20 else None
    return None


# ---- the record itself


def _pages_of(at: int, record: bytes, *, name: str, settings: Settings) -> Iterator[Found]:
    """Yield the pages in a stretch of records: one, or all of an archive that was packed as a whole."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    place = f"{name}@{at}"
    if not record.startswith(START):
        yield Damage(place=place, reason="a gzip member that is no record")
        return
    wanted = WarcRecordType.response | WarcRecordType.resource
    try:
        # From memory: without a `tell()` of the stream, fastwarc panics.
        for nth, found in enumerate(ArchiveIterator(io.BytesIO(record), record_types=wanted, parse_http=True, auto_decode="transfer")):
            page = _page(found, f"{place}+{nth}" if nth else place)
            if isinstance(page, Damage):
                yield page
            elif page is not None:
                yield page_record(page, settings)
    except (OSError, ValueError) as error:
        yield Damage(place=place, reason=f"a record that can't be parsed: {error}")


def page_record(page: Page, settings: Settings) -> Record:
    """Return the record of a page."""

    def load_page() -> Document:
        from tollbook.scale.pages import document_of

        return document_of(page, settings)

    return Record(place=page.place, load=load_page, page=page)


def _page(found: Any, place: str) -> Page | Damage | None:
    """Return a record's page; None for what is none: another type of content, or an answer without a page."""
    http = found.http_headers
    if http is not None and http.status_code != 200:
        return None
    media_type = (found.http_content_type or "") if http is not None else (found.headers.get("Content-Type") or "").partition(";")[0]
    if media_type.strip().lower() not in PAGE_TYPES:
        return None
    content = found.reader.read(DEFAULT_LIMITS.page_bytes + 1)
    stated = found.content_length
    chunked = http is not None and "chunked" in (http.get("Transfer-Encoding") or "").lower()
    if not chunked and stated is not None and len(content) < min(stated, DEFAULT_LIMITS.page_bytes):
        return Damage(place=place, reason=f"a record that is cut off: {stated:,} bytes are stated, {len(content):,} are there")
    packed = (http.get("Content-Encoding") or "") if http is not None else ""
    return Page(
        place=place,
        content=content,
        url=found.headers.get("WARC-Target-URI"),
        media_type=media_type.strip().lower(),
        charset=found.http_charset,
        packed=packed.strip().lower(),
    )

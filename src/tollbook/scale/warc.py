"""Find the pages of a web archive, record by record, through truncation, flipped bytes and bombs.

Each record of a compressed archive is a gzip member of its own, so that a damaged one costs itself alone: the search goes on at the next
member that begins with a record. Nothing here parses a page.
"""

from __future__ import annotations

import io
import mmap
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
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
            records = _members(content, path.name) if packed else _plain_records(content, f"{path.name}@")
            for found in records:
                if isinstance(found, Damage):
                    yield found
                else:
                    yield from _pages_of(*found, settings=settings)


# ---- framing: where a record begins and ends


@dataclass(frozen=True, slots=True)
class _Member:
    """A gzip member: what it unpacks to, cut after the cap, the whole size of that, and the offset of its end."""

    kept: bytes
    size: int
    end: int


def _members(content: mmap.mmap, name: str) -> Iterator[tuple[str, bytes] | Damage]:
    """Yield the place and the bytes of each record, at most as many as a page may have: one in each gzip member, or all in one."""
    at = 0
    while at < len(content):
        place = f"{name}@{at}"
        member = _unpack_member(content, at)
        if isinstance(member, str):
            at = _next_member(content, at + 1)
            yield Damage(place=place, reason=member)
            continue
        if _holds_more(member):
            yield from _unpacked_records(content, at, place)
        else:
            yield place, member.kept
        at = (
            member.end if content[member.end : member.end + 3] == MAGIC or member.end >= len(content) else _next_member(content, member.end)
        )


def _unpack_member(content: mmap.mmap, at: int) -> _Member | str:
    """Return what a member holds, or why it can't be had."""
    from isal import igzip_lib

    unpacking = _Unpacking(content, at)
    kept, size, cap = bytearray(), 0, DEFAULT_LIMITS.page_bytes + HEADER_BYTES
    try:
        for piece in unpacking:
            size += len(piece)
            kept += piece[: max(0, cap - len(kept))]
            if size > UNPACKED_LIMIT:
                return _too_long(bytes(kept))
    except (igzip_lib.IsalError, EOFError) as error:  # type: ignore[misc]  # its stub calls the class a value
        return f"a damaged record: {error}"
    if unpacking.end is None:
        return f"a record that is cut off after {size:,} bytes"
    return _Member(bytes(kept), size, unpacking.end)


class _Unpacking:
    """Unpacks the gzip member at an offset, piece by piece; `end` is the offset after it, once it has been met."""

    def __init__(self, content: mmap.mmap, at: int) -> None:
        self._content, self._at = content, at
        self.end: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        from isal import isal_zlib

        unpacker = isal_zlib.decompressobj(_GZIP_BITS)
        position, pending = self._at, b""
        while not unpacker.eof:
            pending = pending or self._content[position : position + _FEED]
            if not pending:
                return
            position += 0 if unpacker.unconsumed_tail else len(pending)
            yield unpacker.decompress(pending, DEFAULT_LIMITS.page_bytes)
            pending = unpacker.unconsumed_tail
        self.end = position - len(unpacker.unused_data)


def _too_long(start: bytes) -> str:
    length = _record_length(start[:HEADER_BYTES])
    if length is not None and length < UNPACKED_LIMIT:
        return f"an archive of over {UNPACKED_LIMIT:,} bytes, packed as a whole: unpack it with gunzip and read that"
    return f"a record of over {UNPACKED_LIMIT:,} bytes"


def _holds_more(member: _Member) -> bool:
    """Say whether a member that was cut holds more than its first record: an archive that was packed as a whole."""
    length = _record_length(member.kept[:HEADER_BYTES])
    return len(member.kept) < member.size and length is not None and length + len(START) < member.size


def _unpacked_records(content: mmap.mmap, at: int, place: str) -> Iterator[tuple[str, bytes] | Damage]:
    """Yield the records of a whole archive in one gzip member, by way of a file: it may be larger than memory should be."""
    with tempfile.TemporaryFile() as unpacked:
        for piece in _Unpacking(content, at):
            unpacked.write(piece)
        unpacked.flush()
        with closing(mmap.mmap(unpacked.fileno(), 0, access=mmap.ACCESS_READ)) as records:
            yield from _plain_records(records, f"{place}+")


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


def _plain_records(content: mmap.mmap, before: str) -> Iterator[tuple[str, bytes] | Damage]:
    """Yield the place and the bytes of each record of an archive that is not compressed. A place is its offset behind `before`."""
    at, cap = 0, DEFAULT_LIMITS.page_bytes + HEADER_BYTES
    while at < len(content):
        length = _record_length(content[at : at + HEADER_BYTES])
        following = at + length if length is not None else -1
        if length is None or following > len(content):
            after = content.find(b"\r\n" + START, at + 1)
            reason = "no record" if length is None else f"a record that is cut off: {length:,} bytes are stated"
            yield Damage(place=f"{before}{at}", reason=reason)
            at = after + 2 if after >= 0 else len(content)
            continue
        yield f"{before}{at}", content[at : min(following, at + cap)]
        at = following
        while content[at : at + 2] == b"\r\n":
            at += 2


def _record_length(head: bytes) -> int | None:
    """Return the length of the record that begins here, with its headers, as these state it; None where no record begins."""
    body = head.find(b"\r\n\r\n") + 4
    length = _content_length(head[:body]) if head.startswith(START) and body >= 4 else None
    return None if length is None else body + length


def _content_length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-length":
            return int(value) if value.strip().isdigit() and len(value) < 20 else None
    return None


# ---- the record itself


def _pages_of(place: str, record: bytes, *, settings: Settings) -> Iterator[Found]:
    """Yield the pages in a stretch of records: one, or all of an archive that was packed as a whole."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

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

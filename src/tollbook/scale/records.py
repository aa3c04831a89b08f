"""What a shard holds, one document after another: files, JSON lines, CSV, Parquet and archives; web archives stand in `warc`.

A record is found first and loaded later, so that a bad one can be passed over without touching it. Nothing here reads a claim.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from tollbook.core.errors import InputTooLarge, UnreadableInput
from tollbook.core.types import Document
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.sources.encodings import decode_text
from tollbook.sources.files import from_bytes, from_text, load
from tollbook.sources.limits import DEFAULT_LIMITS
from tollbook.sources.metadata import stated_date

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "main_text", "fulltext", "full_text"),
    "title": ("title", "headline"),
    "published": ("published", "date", "date_published", "published_at", "publish_date", "publication_date", "datetime", "pubdate"),
    "publisher": ("publisher", "source", "sitename", "site_name", "outlet", "domain"),
    "url": ("url", "link", "canonical_url"),
}
"""Where the fields of a document stand in JSON, CSV and Parquet, unless the user names them."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as its server sent it. `packed` is the name of its own compression, "" for none."""

    place: str
    content: bytes
    url: str | None
    media_type: str
    charset: str | None
    packed: str

    def unpacked(self) -> bytes:
        """Return the page's bytes. Raises InputTooLarge over the cap, UnreadableInput for a compression that is unknown or damaged."""
        limit = DEFAULT_LIMITS.page_bytes
        content = self.content
        if self.packed in ("gzip", "x-gzip", "deflate"):
            content = _inflate(content, limit=limit, where=self.place)
        elif self.packed not in ("", "identity"):
            raise UnreadableInput(f"a page packed by {self.packed!r}", where=self.place, expected="gzip, deflate or none")
        if len(content) > limit:
            raise InputTooLarge(f"a page of over {limit:,} bytes", where=self.place, expected=f"at most {limit:,}")
        return content


def _inflate(content: bytes, *, limit: int, where: str) -> bytes:
    """Unpack within the cap: a bomb is refused after the first byte beyond it."""
    for bits in (47, -15):  # servers send "deflate" with and without its header
        unpacker = zlib.decompressobj(bits)
        try:
            return unpacker.decompress(content, limit + 1)
        except zlib.error:
            continue
    # Many archives keep the header of a compression that they have undone.
    if content.lstrip()[:1] == b"<":
        return content
    raise UnreadableInput("a page whose compression is damaged", where=where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document that was found: where it stands, and how it is loaded. `load` raises InputError.

    `page` is the web page that it is, where it is one.
    """

    place: str
    load: Callable[[], Document]
    page: Page | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A stretch of an input that holds no readable document, and why."""

    place: str
    reason: str


Found = Record | Damage


def find_records(shard: Shard, settings: Settings) -> Iterator[Found]:
    """Yield what a shard holds, always in the same order."""
    if shard.kind == "warc":
        from tollbook.scale.warc import find_pages

        return find_pages(shard, settings)
    finders = {"texts": _texts, "lines": _lines, "csv": _csv_rows, "parquet": _parquet_rows, "zip": _members}
    return finders[shard.kind](shard, settings)


# ---- files


def _texts(shard: Shard, settings: Settings) -> Iterator[Found]:
    for member in shard.members:
        place = str(Path(shard.place) / member)
        yield Record(place=member, load=partial(load, place, published=settings.published))


def _members(shard: Shard, settings: Settings) -> Iterator[Found]:
    name = Path(shard.place).name
    try:
        archive = ZipFile(shard.place)
    except (BadZipFile, OSError, NotImplementedError, UnicodeDecodeError) as error:
        yield Damage(place=name, reason=f"an archive that can't be read: {error}")
        return
    with closing(archive):
        for member in shard.members:
            where = f"{name}/{member}"
            yield Record(place=where, load=partial(_unzip, archive, member, where, settings))


def _unzip(archive: ZipFile, member: str, where: str, settings: Settings) -> Document:
    """Return a member; one over the limit is refused by its stated or by its real size."""
    limit = DEFAULT_LIMITS.file_bytes
    stated = archive.getinfo(member).file_size
    try:
        with archive.open(member) as stream:
            content = stream.read(limit + 1) if stated <= limit else b""
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        # RuntimeError is how an encrypted member is told.
        raise UnreadableInput(f"a member that can't be unpacked: {error}", where=where) from error
    if stated > limit or len(content) > limit:
        raise InputTooLarge(f"a member of {max(stated, len(content)):,} bytes", where=where, expected=f"at most {limit:,}")
    return from_bytes(content, name=where, published=settings.published)


# ---- rows of JSON, CSV and Parquet


def _lines(shard: Shard, settings: Settings) -> Iterator[Found]:
    name, keys = Path(shard.place).name, field_names(settings)
    with _opened(shard.place) as stream:
        try:
            yield from _lines_of(stream, shard, name=name, keys=keys, settings=settings)
        except (OSError, EOFError) as error:
            yield Damage(place=f"{name}@{_position(stream)}", reason=f"damaged from here on: {error}")


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, EOFError):
        return 0


def _opened(place: str) -> BinaryIO:
    return gzip.open(place, "rb") if place.lower().endswith(".gz") else Path(place).open("rb")  # type: ignore[return-value]


def _lines_of(stream: BinaryIO, shard: Shard, *, name: str, keys: Mapping[str, tuple[str, ...]], settings: Settings) -> Iterator[Found]:
    """Yield the lines that begin in the shard's stretch. A line over the limit is passed over without being held."""
    limit = DEFAULT_LIMITS.file_bytes
    if shard.start:
        stream.seek(shard.start - 1)
        _skip_line(stream)
    at = stream.tell()
    while shard.end < 0 or at < shard.end:
        line = stream.readline(limit + 1)
        if not line:
            return
        place = f"{name}@{at}"
        if len(line) > limit:
            _skip_line(stream)
            yield Damage(place=place, reason=f"a line of over {limit:,} bytes")
        elif line.strip():
            yield Record(place=place, load=partial(_from_json, line, place=place, keys=keys, settings=settings))
        at = stream.tell()


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(_CHUNK)) and not piece.endswith(b"\n"):
        pass


def _from_json(line: bytes, *, place: str, keys: Mapping[str, tuple[str, ...]], settings: Settings) -> Document:
    try:
        values = json.loads(decode_text(line, where=place))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"a line that is no JSON: {error}", where=place, expected="a JSON object a line") from error
    if not isinstance(values, dict):
        raise UnreadableInput("a line that is no JSON object", where=place, expected='{"text": ...}')
    return document_from_fields(values, place=place, keys=keys, settings=settings)


def _csv_rows(shard: Shard, settings: Settings) -> Iterator[Found]:
    name, keys = Path(shard.place).name, field_names(settings)
    csv.field_size_limit(sys.maxsize)
    # Surrogates stand for bytes that are no UTF-8, so that each row can be decoded by itself.
    with io.TextIOWrapper(_opened(shard.place), encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        rows = csv.reader(stream)
        try:
            header = next(rows, [])
            for number, row in enumerate(rows, start=2):
                place = f"{name}:{number}"
                values = dict(zip(header, row, strict=False))
                yield Record(place=place, load=partial(document_from_fields, values, place=place, keys=keys, settings=settings))
        except (csv.Error, OSError, EOFError) as error:
            yield Damage(place=f"{name}:{rows.line_num}", reason=f"damaged from here on: {error}")


def _parquet_rows(shard: Shard, settings: Settings) -> Iterator[Found]:
    import duckdb

    name, keys = Path(shard.place).name, field_names(settings)
    last = shard.end if shard.end >= 0 else sys.maxsize
    with duckdb.connect(config={"threads": 1, "memory_limit": "800MB"}) as connection:
        try:
            rows = connection.execute(
                "SELECT * EXCLUDE (file_row_number), file_row_number FROM read_parquet(?, file_row_number = true)"
                " WHERE file_row_number >= ? AND file_row_number < ?",
                [shard.place, shard.start, last],
            )
            header = [column[0] for column in rows.description or ()]
            while fetched := rows.fetchmany(200):
                for row in fetched:
                    values, place = dict(zip(header, row, strict=True)), f"{name}:{row[-1]}"
                    yield Record(place=place, load=partial(document_from_fields, values, place=place, keys=keys, settings=settings))
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            yield Damage(place=f"{name}:{shard.start}", reason=f"a Parquet file that can't be read from here on: {reason}")


def field_names(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return where each field of a document may stand: where the user says, else under the usual names."""
    own = dict(settings.fields)
    return {field: (own[field],) if field in own else usual for field, usual in FIELDS.items()}


def document_from_fields(values: Mapping[str, Any], *, place: str, keys: Mapping[str, tuple[str, ...]], settings: Settings) -> Document:
    """Return the document that a row or an object holds. Raises UnreadableInput without a text, and for damaged ones."""
    folded = {str(name).casefold(): value for name, value in values.items()}
    found = {field: next((folded[name.casefold()] for name in names if folded.get(name.casefold())), None) for field, names in keys.items()}
    text = found["text"]
    if not isinstance(text, str):
        known = ", ".join(sorted(folded)[:12])
        raise UnreadableInput(
            f"no text among the fields {known}", where=place, expected=f"one of {', '.join(keys['text'])}", do="name it: --field text=NAME"
        )
    return from_text(
        _mended(text, place) or "",
        name=place,
        title=_mended(found["title"], place),
        published=settings.published or _day(found["published"]),
        publisher=_mended(found["publisher"], place),
        url=_mended(found["url"], place),
    )


def _day(value: Any) -> date | None:
    """Return the day that a cell states: text in a form that can't be taken for another, or a date."""
    if isinstance(value, str):
        return stated_date(value)
    return stated_date(value.isoformat()) if isinstance(value, date) else None


def _mended(value: Any, place: str) -> str | None:
    """Return a cell's text; bytes that were no UTF-8 are decoded by what they look like, or refused."""
    if not isinstance(value, str):
        return None
    if value.isascii() or not any("\udc80" <= mark <= "\udcff" for mark in value):
        return value
    return decode_text(value.encode("utf-8", "surrogateescape"), where=place)

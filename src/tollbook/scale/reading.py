"""Read a shard's documents one after another, each kept apart from the rest: what can't be read becomes a row that says why.

It runs in the process that it is called in; what a document may cost is `scale.guard`'s affair.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from tollbook.core.errors import TollbookError
from tollbook.core.types import Document, Reading
from tollbook.flow.read import read_document
from tollbook.scale.records import Damage, Found, Record, find_records
from tollbook.scale.settings import Settings
from tollbook.scale.shards import Shard
from tollbook.scale.tables import Rows, add_reading, add_rejection, empty_rows, holds_surrogate

FRAME_DOCUMENTS = 500
FRAME_SECONDS = 1.0
FRAME_LENGTH = 8_000_000
"""Documents, seconds and code points of text after which rows are handed over: what a process that dies has to read again at most."""


@dataclass(slots=True, kw_only=True)
class Frame:
    """Rows of a stretch of a shard. `upto` counts the records that were met so far, `documents` those that were read."""

    upto: int = 0
    documents: int = 0
    claims: int = 0
    length: int = 0
    rows: Rows = field(default_factory=empty_rows)
    last: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the frame as JSON values."""
        return {
            "upto": self.upto,
            "documents": self.documents,
            "claims": self.claims,
            "length": self.length,
            "rows": self.rows,
            "last": self.last,
        }


def frame_from(values: Mapping[str, Any]) -> Frame:
    """Return the frame that `as_dict` made JSON values of."""
    return Frame(**values)


class Apart:
    """Keeps a fault of one document from the others: the one place that stops every error, since nobody knows what a text will break.

    Memory that runs out is let through, as a process that has met it can't be trusted any more; so is an order to stop, and whatever
    is of a class in `through`.
    """

    def __init__(self, through: tuple[type[BaseException], ...] = ()) -> None:
        self._through: tuple[type[BaseException], ...] = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, *through)
        self.reason: str | None = None
        self.kind = ""

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if kind is None or error is None or issubclass(kind, self._through):
            return False
        if isinstance(error, TollbookError):
            self.reason, self.kind = error.sentence(), kind.__name__
        else:
            self.reason, self.kind = f"a fault of Tollbook or of a library: {kind.__name__}: {error}"[:500], "fault"
        return True


def read_records(
    shard: Shard,
    settings: Settings,
    *,
    first: int = 0,
    refused: Mapping[int, tuple[str, str]] | None = None,
    begin: Callable[[int], None] | None = None,
) -> Iterator[Frame]:
    """Yield the rows of a shard's documents, in order. `begin` is told the number of each record before it is touched.

    Records before `first` are passed over, of which `begin` is told by `passing`, and so are those `refused`, which get a row with the
    given reason and kind.
    """
    frame, since = Frame(upto=first), time.monotonic()
    refused = refused or {}
    number = 0
    records = _found(shard, settings)
    while True:
        if begin is not None:
            begin(number if number >= first else passing(number))
        found = next(records, None)
        if found is None:
            break
        if number >= first:
            _take(frame, found, settings, refused.get(number))
            frame.upto = number + 1
            if frame.length >= FRAME_LENGTH or frame.documents >= FRAME_DOCUMENTS or time.monotonic() - since >= FRAME_SECONDS:
                yield frame
                frame, since = Frame(upto=number + 1), time.monotonic()
        number += 1
    frame.last = True
    yield frame


def passing(number: int) -> int:
    """Return how the record of this number is told of while it is passed over: below zero, and each otherwise.

    >>> passing(0), passing(7)
    (-2, -9)
    """
    return -2 - number


def _found(shard: Shard, settings: Settings) -> Iterator[Found]:
    """Yield what a shard holds; a file that breaks its own reader ends with a row that says so."""
    apart = Apart()
    with apart:
        yield from find_records(shard, settings)
    if apart.reason is not None:
        yield Damage(place=shard.place, reason=f"can't be read from here on: {apart.reason}")


def _take(frame: Frame, found: Found, settings: Settings, refusal: tuple[str, str] | None) -> None:
    if isinstance(found, Damage):
        add_rejection(frame.rows, place=found.place, reason=found.reason, kind="damage")
        return
    if refusal is not None:
        add_rejection(frame.rows, place=found.place, reason=refusal[0], kind=refusal[1])
        return
    apart = Apart()
    with apart:
        _read_one(frame, found, settings)
    if apart.reason is not None:
        add_rejection(frame.rows, place=found.place, reason=apart.reason, kind=apart.kind)


def _read_one(frame: Frame, record: Record, settings: Settings) -> None:
    reading = read_record(record, settings)
    frame.documents += 1
    if reading is None:
        return
    if any(map(holds_surrogate, _texts_of(reading.document))):
        add_rejection(frame.rows, place=record.place, reason="a text with half of a character, which no table can carry", kind="surrogate")
        return
    if settings.keep == "all" or reading.claims or reading.judgements or reading.tolls:
        frame.claims += len(reading.claims)
        frame.length += len(reading.document.text)
        add_reading(frame.rows, reading, place=record.place)


def _texts_of(document: Document) -> list[str]:
    return [text for text in (document.text, document.title, document.publisher, document.url) if text is not None]


def read_record(record: Record, settings: Settings) -> Reading | None:
    """Return the reading of a record; None for a page that the gate on its bytes refuses. Raises InputError."""
    if record.page is None:
        return read_document(record.load(), theatre=settings.theatre, context=settings.context)
    from tollbook.scale.pages import may_speak_of_conflict, with_statements

    if settings.keep == "claims" and not may_speak_of_conflict(record.page.unpacked(), settings):
        return None
    document = record.load()
    reading = read_document(document, theatre=settings.theatre, context=settings.context)
    if not reading.context.conflict and settings.keep == "claims":
        return None
    dated = with_statements(document, record.page, settings)
    return reading if dated == document else read_document(dated, theatre=settings.theatre, context=settings.context)

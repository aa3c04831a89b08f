"""A document as a ledger knows it: its reading with what persons corrected, its entries, and where it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from tollbook.core.errors import UnknownRecord
from tollbook.core.records import Entry, Moment, Sighting
from tollbook.core.types import Reading
from tollbook.ledger import schema
from tollbook.ledger.engines import Store
from tollbook.ledger.entries import load_entries_of, load_readings, load_sightings
from tollbook.ledger.moments import size_at

_TITLE_LENGTH = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document as it stands. `entries` gives each claim's standing entry, or its last one, by the claim's id."""

    reading: Reading
    entries: Mapping[str, Entry]
    sightings: tuple[Sighting, ...]

    @property
    def title(self) -> str:
        """What the document is called: its title, its row of a file, or how it begins."""
        return title_of(self.sightings[0] if self.sightings else None, self.reading.document.text)


def title_of(sighting: Sighting | None, text: str) -> str:
    """Return what a document is called: its title, its row of a file, or how it begins.

    >>> title_of(None, "Seven tanks were lost.\\n\\nMore follows.")
    'Seven tanks were lost.'
    """
    if sighting is not None and sighting.title:
        return sighting.title
    if sighting is not None and sighting.row:
        return f"Row {sighting.row} of {sighting.file}"
    first = next((line.strip() for line in text.splitlines() if line.strip()), "A text without words")
    if len(first) <= _TITLE_LENGTH:
        return first
    blank = first.rfind(" ", _TITLE_LENGTH // 2, _TITLE_LENGTH)
    return first[: blank if blank > 0 else _TITLE_LENGTH - 1].rstrip(" ,;:–-") + "…"


def view_document(store: Store, document: str, *, as_known_on: Moment = None) -> DocumentView:
    """Return a document by its id, as a ledger knew it. Raises UnknownRecord."""
    with store.reading() as connection:
        size = size_at(connection, as_known_on)
        number, reading = _reading_of(connection, document, size)
        found = load_entries_of(connection, number, size=size)
        sightings = load_sightings(connection, [number], size).get(number, [])
    entries = {entry.claim.id: entry for entry in sorted(found, key=lambda entry: (entry.stands, entry.seq))}
    claims = tuple(entries[claim.id].claim if claim.id in entries else claim for claim in reading.claims)
    return DocumentView(reading=replace(reading, claims=claims), entries=entries, sightings=tuple(sightings))


def text_of_document(store: Store, document: str, *, as_known_on: Moment = None) -> str:
    """Return the text alone of a document by its id, as a ledger knew it. Raises UnknownRecord."""
    with store.reading() as connection:
        _, reading = _reading_of(connection, document, size_at(connection, as_known_on))
        return reading.document.text


def _reading_of(connection: Connection, document: str, size: int) -> tuple[int, Reading]:
    number = connection.execute(select(schema.document.c.position).where(schema.document.c.id == document)).scalar()
    reading = None if number is None else next(load_readings(connection, [number], size), None)
    if number is None or reading is None:
        raise UnknownRecord(f"no document {document!r}", do="search its claims, which lead to it")
    return number, reading

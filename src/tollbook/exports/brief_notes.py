"""The notes of a brief in the making: each sentence and each computation once, numbered in the order of their first use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from tollbook.core.display import ELLIPSIS, plain
from tollbook.core.findings import Mention
from tollbook.core.records import Entry
from tollbook.core.types import Claim
from tollbook.exports.brief import Note, Sentence

NEAR = 70
"""Code points of a sentence that are kept on either side of a number."""
LONGEST_TITLE = 90
LINKED = frozenset({"http", "https"})
UNTITLED = "a text without a title"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a claim stands, of an entry of a ledger or of a mention in an audit."""

    claim: Claim
    sentence: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    file: str | None = None
    row: int | None = None


class NoteBook:
    """Hands out the numbers of notes. The same claim, or the same computation, always has the same number."""

    def __init__(self, *, near: int = NEAR) -> None:
        self._near = near
        self._numbers: dict[str, int] = {}
        self._notes: list[Note] = []

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes, in the order of their numbers."""
        return tuple(self._notes)

    def of_entry(self, entry: Entry, claimant: str) -> int:
        """Return the number of the note that quotes an entry of a ledger."""
        sighting = entry.sighting
        place = _Place(
            claim=entry.claim,
            sentence=entry.sentence,
            title=sighting.title,
            publisher=sighting.publisher,
            published=sighting.published,
            url=sighting.url,
            file=sighting.file,
            row=sighting.row,
        )
        return self._quoted(f"{entry.claim.id}:{entry.seq}", place, claimant)

    def of_mention(self, mention: Mention, claimant: str) -> int:
        """Return the number of the note that quotes a claim of an audit of which the ledger has no entry."""
        document = mention.document
        place = _Place(
            claim=mention.claim,
            sentence=mention.sentence,
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            url=document.url,
        )
        return self._quoted(f"{mention.claim.id}:", place, claimant)

    def computed(self, how: str, rests_on: Iterable[int] = ()) -> int:
        """Return the number of a note that says how a number was computed, and from which."""
        known = self._numbers.get(how)
        if known is not None:
            return known
        return self._append(how, Note(number=0, computed=how, rests_on=tuple(dict.fromkeys(rests_on))))

    def reserve(self, how: str) -> int:
        """Return a number for a computation whose parts are not numbered yet; `settle` says what it rests on."""
        return self.computed(how)

    def settle(self, number: int, rests_on: Iterable[int]) -> None:
        """Say what a reserved note rests on."""
        self._notes[number - 1] = replace(self._notes[number - 1], rests_on=tuple(dict.fromkeys(rests_on)))

    def _quoted(self, key: str, place: _Place, claimant: str) -> int:
        known = self._numbers.get(key)
        return self._append(key, Note(number=0, sentence=_sentence(place, claimant, self._near))) if known is None else known

    def _append(self, key: str, note: Note) -> int:
        number = len(self._notes) + 1
        self._numbers[key] = number
        self._notes.append(replace(note, number=number))
        return number


def _sentence(place: _Place, claimant: str, near: int) -> Sentence:
    claim = place.claim
    start = claim.span.start - claim.sentence[0]
    end = start + claim.span.end - claim.span.start
    before, after = place.sentence[:start], place.sentence[end:]
    return Sentence(
        claim=claim.id,
        quote=plain(place.sentence[start:end]),
        before=_last(plain(before), near) + _blank(before[-1:]),
        after=_blank(after[:1]) + _first(plain(after), near),
        claimant=claimant,
        title=_first(_title(place), LONGEST_TITLE),
        publisher=None if place.publisher is None else _first(plain(place.publisher), LONGEST_TITLE),
        published=place.published,
        url=_linked(place.url),
    )


def _title(place: _Place) -> str:
    named = next((plain(name) for name in (place.title, place.url, place.file) if name is not None and plain(name)), UNTITLED)
    return f"{named}, row {place.row}" if place.row else named


def _blank(mark: str) -> str:
    return " " if mark.isspace() else ""


def _first(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    blank = text.rfind(" ", most // 2, most)
    return text[: blank if blank > 0 else most].rstrip() + ELLIPSIS


def _last(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    blank = text.find(" ", len(text) - most, len(text) - most // 2)
    return ELLIPSIS + text[blank + 1 if blank > 0 else len(text) - most :].lstrip()


def _linked(url: str | None) -> str | None:
    """Return an address that a page may link to: the web's alone, as others can be code."""
    if url is None or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in LINKED and parts.netloc else None

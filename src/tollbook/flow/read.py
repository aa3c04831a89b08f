"""Join vocabulary and reading: choose the theatre, then read a document with its words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tollbook.core.errors import EmptyInput, InputTooLarge, UsageError
from tollbook.core.types import Document, Reading
from tollbook.reading import assemble
from tollbook.reading.places import PlaceNames
from tollbook.reading.text import Words
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.sources import source_lexicon
from tollbook.vocab.theatres import Theatre, detect_theatre, load_theatre

MAX_LENGTH = 20_000_000
"""Code points of the longest document that is read; a longer one is refused, never truncated."""


def read(text: str, published: date | None = None, theatre: str | None = "auto", context: str = "conflict") -> Reading:
    """Read every claim about losses, strength and ground in a text.

    `published` anchors relative dates. `theatre` is a theatre's name, the path of a TOML file, "auto" or "none" (or None). `context`
    "conflict" reads only texts that speak of armed conflict; "any" reads every count. Raises EmptyInput, InputTooLarge,
    UsageError, or TheatreError for an unknown theatre.

    >>> reading = read("Shelling killed 12 soldiers near the front line on Monday.", published=date(2024, 5, 8))
    >>> [(claim.quantity.stated, sorted(claim.measure.categories)) for claim in reading.claims]
    [(12, ['killed'])]
    """
    if not isinstance(text, str):
        raise UsageError(f"a text of type {type(text).__name__}", expected="a str", do="decode bytes first, or use `load` for a file")
    if published is not None and not isinstance(published, date):
        raise UsageError(
            f"published={published!r} of type {type(published).__name__}",
            expected="a datetime.date",
            do="give date.fromisoformat('2025-01-24')",
        )
    if theatre is not None and not isinstance(theatre, str):
        raise UsageError(f"theatre={theatre!r} of type {type(theatre).__name__}", expected='a name, a path as str, "auto" or "none"')
    if not text.strip():
        raise EmptyInput("the text is empty", expected="a text with words", do="give a file, a URL or - for standard input")
    return read_document(Document.of(text, published=published), theatre=theatre, context=context)


def read_document(document: Document, *, theatre: str | None = "auto", context: str = "conflict") -> Reading:
    """Read a document that `sources` brought in; see `read`."""
    if context not in ("conflict", "any"):
        raise UsageError(f"unknown context {context!r}", expected='"conflict" or "any"')
    if len(document.text) > MAX_LENGTH:
        raise InputTooLarge(
            f"a text of {len(document.text):,} characters", expected=f"at most {MAX_LENGTH:,}", do="split it into documents"
        )
    return assemble.read_document(document, words=words_for(document, theatre=theatre), context=context)


def words_for(document: Document, *, theatre: str | None = "auto") -> Words:
    """Return the vocabulary that a document is read with. Raises TheatreError for an unknown theatre."""
    return _words(_theatre_name(document, theatre))


def _theatre_name(document: Document, theatre: str | None) -> str | None:
    if theatre == "none":
        return None
    return detect_theatre(document.text, document.title) if theatre == "auto" else theatre


@lru_cache(maxsize=16)
def _words(name: str | None) -> Words:
    theatre = load_theatre(name) if name is not None else None
    return Words(
        theatre=theatre, forces=force_lexicon(theatre), sources=source_lexicon(theatre), places=PlaceNames(theatre=_place_ids(theatre))
    )


def _place_ids(theatre: Theatre | None) -> dict[str, str]:
    if theatre is None:
        return {}
    return {name.lower(): place.id for place in theatre.places for name in (place.name, *place.aliases)}

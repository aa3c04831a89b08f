"""What every step of reading looks at: a document with its shadow view and sentences, and the words of a theatre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tollbook.core.types import Document, Span
from tollbook.reading.places import PlaceNames
from tollbook.reading.shadow import Shadow
from tollbook.reading.tokens import Sentence
from tollbook.vocab.forces import ForceLexicon
from tollbook.vocab.sources import SourceLexicon
from tollbook.vocab.theatres import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The vocabulary that a reading uses: one theatre's words over the world's."""

    theatre: Theatre | None
    forces: ForceLexicon
    sources: SourceLexicon
    places: PlaceNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document while it is read. `published` anchors relative dates: the document's own date, else its dateline's."""

    document: Document
    shadow: Shadow
    sentences: list[Sentence]
    words: Words
    published: date | None
    conflict: bool = True
    """Only claims of armed conflict are wanted."""

    def span(self, start: int, end: int) -> Span:
        """Return the span in the text as given of a range of the shadow text."""
        left, right = self.shadow.span(start, end)
        return Span(document=self.document.id, start=left, end=right)

"""Cut a document into the passages that a second reader is shown: the sentences that the gate lets through, and no others.

Pure, and never edits: a passage is a slice of the text as given, so that what is quoted from it can be found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tollbook.core.types import Document, Span
from tollbook.reading.assemble import gated_sentences
from tollbook.reading.text import Words

LONGEST = 1_200
"""Code points up to which sentences that follow one another are one passage; a longer sentence is a passage alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences of one document that follow one another. `sentences` are their spans in the document."""

    span: Span
    text: str
    sentences: tuple[Span, ...]


def find_passages(document: Document, *, words: Words, context: str = "conflict") -> tuple[Passage, ...]:
    """Return the passages of a document in order; none where it does not speak of armed conflict, unless `context` is "any"."""
    passed = gated_sentences(document, words=words, context=context)
    groups: list[list[Span]] = [[passed[0][1]]] if passed else []
    for (before, _), (index, span) in pairwise(passed):
        if index == before + 1 and span.end - groups[-1][0].start <= LONGEST:
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(_passage(document, group) for group in groups)


def _passage(document: Document, group: list[Span]) -> Passage:
    span = Span(document=document.id, start=group[0].start, end=group[-1].end)
    return Passage(span=span, text=span.quote(document.text), sentences=tuple(group))

"""All that a ledger knows of a claim as a tree of plain lines: from the number to its words, and on to what became of it.

May not explain more than the dossier holds: every line is a value of it, made safe for a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from tollbook.cli.entries import SHORT_ID, entry_row
from tollbook.cli.explanation import chain_words
from tollbook.core.audit_display import finding_words
from tollbook.core.contract import as_json
from tollbook.core.display import (
    ELLIPSIS,
    Names,
    amount_words,
    counted,
    day_words,
    force_words,
    measure_words,
    moment_words,
    number_words,
    plain,
)
from tollbook.core.readers import reader_words
from tollbook.core.records import Entry, Review, Sighting, Statement, review_as_dict
from tollbook.core.types import Claim
from tollbook.flow.ledger import Dossier

_LABEL = 12
_INDENT = 2
_NEAR = 240
_SHOWN = 10
_SIGN = re.compile(r"(~|[<>]=?) (?=\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a tree is worded: names by id, what each reason of a link means, and how wide a line may be."""

    names: Names
    links: Mapping[str, str]
    width: int


def trace_lines(dossier: Dossier, words: Words) -> Iterator[str]:
    """Yield the lines of the tree."""
    trace = dossier.trace
    entry = trace.entry
    yield from _wrapped(f"claim {entry.claim.id}: {_row(entry, words)}", words, first="", rest=" " * _INDENT)
    if not entry.stands:
        yield from _labeled("stands", f"no longer, since {_moment(entry.superseded_at)}: {entry.reason}", words)
    yield from _labeled("sentence", _marked(entry), words)
    yield from _labeled("document", entry.sighting.document, words)
    for sighting in trace.sightings:
        yield from _labeled("seen in", _place(sighting), words)
    yield from _labeled("claimed by", chain_words(entry.claim.attribution), words)
    yield from _statement_lines(trace.statement, entry, words)
    for review in trace.reviews:
        yield from _labeled("review", _review(review), words)
    for former in trace.history:
        yield from _labeled("history", _history(former, words), words)
    yield from _findings(dossier, words)
    yield from _used(dossier, words)


def _labeled(label: str, text: str, words: Words) -> list[str]:
    return _wrapped(text, words, first=" " * _INDENT + label.ljust(_LABEL), rest=" " * (_INDENT + _LABEL))


def _wrapped(text: str, words: Words, *, first: str, rest: str) -> list[str]:
    """Return text in lines; the sign of a hedge stays with its number."""
    held = _SIGN.sub("\\1\u00a0", plain(text))
    return [line.replace("\u00a0", " ") for line in wrap(held, words.width, initial_indent=first, subsequent_indent=rest)]


def _row(entry: Entry, words: Words) -> str:
    _, value, what, whose, source, when = entry_row(entry, names=words.names)
    return f"{value} {what}; {whose}; {source}; {when}"


def _marked(entry: Entry) -> str:
    """Return the sentence with the number in brackets; of an endless one, what stands near it."""
    start = entry.claim.span.start - entry.claim.sentence[0]
    end = start + len(entry.quote)
    before, after = entry.sentence[:start], entry.sentence[end:]
    before = ELLIPSIS + before[-_NEAR:] if len(before) > _NEAR else before
    after = after[:_NEAR] + ELLIPSIS if len(after) > _NEAR else after
    return f"{before}[{entry.quote}]{after}"


def _place(sighting: Sighting) -> str:
    row = f"row {sighting.row} of {sighting.file}" if sighting.row else sighting.file
    published = None if sighting.published is None else f"published {day_words(sighting.published)}"
    sha256 = None if sighting.sha256 is None else f"SHA-256 {sighting.sha256[:16]}{ELLIPSIS}"
    parts = (sighting.title, sighting.publisher, sighting.url, row, published, sha256)
    return ", ".join(part for part in parts if part) or "a text without a title, a date or an address"


def _statement_lines(statement: Statement, entry: Entry, words: Words) -> Iterator[str]:
    mentions = statement.entries
    told = f"{counted(len(mentions), 'mention')} in {counted(statement.documents, 'document')}"
    yield from _labeled("statement", f"{statement.id}, {told}", words)
    reason = words.links.get(entry.link, entry.link)
    yield from _labeled("", f"this one by {entry.link}: {reason}", words)
    others = [other for other in mentions if other.claim.id != entry.claim.id]
    for other in others[:_SHOWN]:
        label = "first" if other.claim.id == statement.id else "echo"
        yield from _labeled(
            "", f"{label} {other.claim.id[:SHORT_ID]}, by {other.link}: {_row(other, words)}; {_place(other.sighting)}", words
        )
    if len(others) > _SHOWN:
        yield from _labeled("", f"and {counted(len(others) - _SHOWN, 'mention')} more: `tollbook query statement:{statement.id}`", words)


def _review(review: Review) -> str:
    changes = ", ".join(f"{name} = {value if isinstance(value, str) else as_json(value)}" for name, value in review.change)
    changed = f" ({changes})" if changes else ""
    whole = " (the document)" if not review.claim else ""
    return f"{_moment(review.recorded_at)} {review.decision}{whole} by {review.by}: {review.why}{changed}"


def _history(entry: Entry, words: Words) -> str:
    claim = entry.claim
    value, what = amount_words(claim), measure_words(claim.measure)
    read = f"entry {entry.seq}, {reader_words(entry.reader_version)}"
    said = f"{_moment(entry.recorded_at)} {read}: {value} {what}; {force_words(claim.force, words.names)}"
    if entry.stands:
        return f"{said}; stands"
    by = "nothing stands in its place" if entry.superseded_by is None else f"entry {entry.superseded_by} stands in its place"
    return f"{said}; {entry.reason} {_moment(entry.superseded_at)}, {by}"


def _moment(recorded_at: str | None) -> str:
    return "" if recorded_at is None else moment_words(recorded_at)


def _findings(dossier: Dossier, words: Words) -> Iterator[str]:
    for told in dict.fromkeys(map(finding_words, dossier.findings)):
        yield from _labeled("finding", told, words)


def _used(dossier: Dossier, words: Words) -> Iterator[str]:
    for series, point in dossier.series:
        at = f"{number_words(point.value, series.unit)}, {day_words(point.day)}; {counted(len(series.points), 'point')}"
        yield from _labeled("used in", f"series {series.name}: {at}", words)
    for label, claims in (("part", dossier.parts), ("conclusion", dossier.conclusions), ("earlier", dossier.replaced)):
        for claim in claims:
            yield from _labeled("used in", f"{label} {_short(claim)}", words)


def _short(claim: Claim) -> str:
    return f"{claim.id[:SHORT_ID]}: {amount_words(claim)} {measure_words(claim.measure)}"


def dossier_as_dict(dossier: Dossier) -> dict[str, Any]:
    """Return the dossier as JSON values."""
    trace = dossier.trace
    return {
        "claim": trace.entry.to_dict(),
        "sightings": [_sighting(sighting) for sighting in trace.sightings],
        "statement": {"id": trace.statement.id, "documents": trace.statement.documents, "mentions": _entries(trace.statement.entries)},
        "reviews": [review_as_dict(review) for review in trace.reviews],
        "history": _entries(trace.history),
        "findings": [finding.to_dict() for finding in dossier.findings],
        "used": {
            "series": [
                {"series": series.name, "day": point.day.isoformat(), "value": point.value, "ref": point.ref, "points": len(series.points)}
                for series, point in dossier.series
            ],
            "parts": [claim.id for claim in dossier.parts],
            "conclusions": [claim.id for claim in dossier.conclusions],
            "earlier": [claim.id for claim in dossier.replaced],
        },
    }


def _entries(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [entry.to_dict() for entry in entries]


def _sighting(sighting: Sighting) -> dict[str, Any]:
    published = None if sighting.published is None else sighting.published.isoformat()
    return {
        "document": sighting.document,
        "title": sighting.title,
        "published": published,
        "publisher": sighting.publisher,
        "url": sighting.url,
        "file": sighting.file,
        "sha256": sighting.sha256,
        "row": sighting.row,
    }

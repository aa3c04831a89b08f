"""From an answer to the ledger: make a document of what was fetched, read it, add it, audit it. Added twice, it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tollbook.core.types import Document
from tollbook.scale.feeds.settings import Feed
from tollbook.sources.files import from_bytes
from tollbook.sources.web import Fetched

if TYPE_CHECKING:
    from tollbook.core.findings import Finding
    from tollbook.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of one document. `is_new` says that no document with its text was in the ledger; `statements` counts the new ones."""

    document: Document
    is_new: bool
    claims: int
    statements: int
    findings: tuple[Finding, ...]


def document_of(fetched: Fetched, feed: Feed, *, title: str | None, day: date | None) -> Document:
    """Return the document that an answer holds; what the page doesn't say of itself comes from its listing.

    Raises InputError.
    """
    document = from_bytes(fetched.content, name=fetched.url, media_type=fetched.media_type, charset=fetched.charset, url=fetched.url)
    return replace(
        document,
        title=document.title or title,
        published=document.published or day,
        publisher=feed.publisher or document.publisher,
        url=document.url or fetched.url,
    )


def take(document: Document, feed: Feed, ledger: Ledger) -> Taken:
    """Read a document, add it to a ledger, and audit it against what else is there. Raises LedgerError and VocabularyError."""
    from tollbook.flow.audit import audit
    from tollbook.flow.read import read_document

    reading = read_document(document, theatre=feed.theatre, context=feed.context)
    added = ledger.add(reading, note=f"watch {feed.name}")
    findings = audit(reading, ledger=ledger).findings if reading.claims and added.claims else ()
    return Taken(
        document=reading.document,
        is_new=bool(added.documents),
        claims=len(reading.claims),
        statements=added.statements,
        findings=findings,
    )

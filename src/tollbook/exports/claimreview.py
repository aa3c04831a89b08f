"""Findings of an audit as schema.org ClaimReview, in JSON-LD: one review for each that says of a claim whether its arithmetic holds.

A review speaks of arithmetic, never of truth. Who stands behind it is given by a person; Tollbook signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from tollbook.core.display import plain
from tollbook.core.findings import Finding, Mention, Verdict
from tollbook.core.types import Claim, Document
from tollbook.core.version import __version__
from tollbook.vocab.naming import source_name

CONTEXT = "https://schema.org"
OFFLINE_CONTEXT = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}
"""The same meaning without a page to fetch."""
WORST, BEST = 1, 5
RATINGS: Mapping[Verdict, tuple[int, str]] = {
    "agrees": (5, "Arithmetic holds"),
    "overstated": (2, "Overstated"),
    "understated": (2, "Understated"),
    "differs": (1, "Arithmetic does not hold"),
}
"""The rating of a verdict and its name; a verdict without one is no review: "unverifiable" and "note" judge nothing."""
_WORDS_AROUND = 3
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who stands behind a published review: a name, the address of the review, its day."""

    name: str | None = None
    url: str | None = None
    day: date | None = None


def claim_review(finding: Finding, judged: Mention, reviewer: Reviewer, *, aspect: str | None = None) -> dict[str, Any]:
    """Return the review of a claim that a finding judges. Its verdict must be one of RATINGS; `aspect` is its rule in words."""
    return {
        "@type": "ClaimReview",
        "@id": _identity(finding, reviewer),
        **_signature(reviewer),
        "creditText": f"Arithmetic checked by Tollbook {__version__}, rule {finding.rule}",
        "claimReviewed": plain(judged.sentence) or plain(judged.quote),
        "itemReviewed": _item(judged),
        "reviewRating": _rating(finding),
        "reviewAspect": aspect or "arithmetic",
        "reviewBody": plain(finding.arithmetic or finding.explanation),
    }


def _identity(finding: Finding, reviewer: Reviewer) -> str:
    return f"urn:tollbook:finding:{finding.id}" if reviewer.url is None else f"{reviewer.url.partition('#')[0]}#{finding.id}"


def _signature(reviewer: Reviewer) -> dict[str, Any]:
    signed: dict[str, Any] = {}
    if reviewer.url is not None:
        signed["url"] = reviewer.url
    if reviewer.day is not None:
        signed["datePublished"] = reviewer.day.isoformat()
    if reviewer.name is not None:
        signed["author"] = {"@type": "Organization", "name": plain(reviewer.name)}
    return signed


def _rating(finding: Finding) -> dict[str, Any]:
    value, name = RATINGS[finding.verdict]
    return {
        "@type": "Rating",
        "ratingValue": value,
        "worstRating": WORST,
        "bestRating": BEST,
        "alternateName": name,
        "ratingExplanation": plain(finding.explanation),
    }


def _item(mention: Mention) -> dict[str, Any]:
    document = mention.document
    item: dict[str, Any] = {"@type": "Claim", "author": _claimant(mention.claim, document), "appearance": _appearance(mention)}
    if document.published is not None:
        item["datePublished"] = document.published.isoformat()
    return item


def _claimant(claim: Claim, document: Document) -> dict[str, Any]:
    """Return who makes the claim: its first claimant, else the author of the text, of whom no name is known."""
    first = claim.claimant
    if claim.by_author or first is None:
        return {"@type": "Person", "name": f"Author, {plain(document.publisher)}" if document.publisher else "Author of the text"}
    # A single word can be the id of a release, where a name is due.
    named = first.text if " " in first.text.strip() or first.source is None else source_name(first.source)
    return {"@type": "Organization", "name": plain(named) or first.source or "Unnamed source"}


def _appearance(mention: Mention) -> dict[str, Any]:
    document = mention.document
    work: dict[str, Any] = {"@type": "CreativeWork", "identifier": document.id, "text": plain(mention.quote)}
    if document.url is not None:
        work["url"] = fragment_url(document, start=mention.claim.span.start, end=mention.claim.span.end)
    if document.title is not None:
        work["headline"] = plain(document.title)
    if document.publisher is not None:
        work["publisher"] = {"@type": "Organization", "name": plain(document.publisher)}
    return work


def fragment_url(document: Document, *, start: int, end: int) -> str:
    """Return the document's address with a text fragment (WICG Scroll to Text Fragment) that leads to the words at [start, end).

    Words that the text holds more than once are told apart by the words around them, within their line.
    """
    text, base = document.text, document.url or ""
    words = _fragment(text[start:end])
    directive = f"text={words}"
    if text.count(text[start:end]) > 1:
        before = _WORD.findall(text[text.rfind("\n", 0, start) + 1 : start])[-_WORDS_AROUND:]
        stop = text.find("\n", end)
        after = _WORD.findall(text[end : stop if stop >= 0 else len(text)])[:_WORDS_AROUND]
        prefix = f"{_fragment(' '.join(before))}-," if before else ""
        suffix = f",-{_fragment(' '.join(after))}" if after else ""
        directive = f"text={prefix}{words}{suffix}"
    return f"{base}{'' if '#' in base else '#'}:~:{directive}"


def _fragment(words: str) -> str:
    """Return words percent-encoded for a text fragment, the hyphen too: there it is a sign of its own."""
    return quote(plain(words).encode("utf-8", "replace"), safe="").replace("-", "%2D")

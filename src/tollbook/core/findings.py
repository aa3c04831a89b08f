"""What an audit finds: figures compared with each other, the arithmetic, a verdict, and one plain sentence.

A finding speaks of claims, never of facts: "differs" means that two claims can't both stand as printed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Claim, Document, Number, Reading

Verdict = Literal["agrees", "differs", "overstated", "understated", "unverifiable", "note"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FAILURES: frozenset[Verdict] = frozenset({"differs", "overstated", "understated"})
"""The verdicts that make an audit fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a side of a comparison allows: `low` to `high`, both inclusive; `high` None where nothing bounds it from above."""

    low: Number
    high: Number | None

    @property
    def exact(self) -> bool:
        """Whether only one value is allowed."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One comparison of figures.

    `claims` are the ids of the mentions it speaks of, the judged one first; `points` the references of the series' points that it
    was computed from (`SeriesPoint.ref`). `arithmetic` is the computation as it can be done by hand: "4,000 / 11,000 = 36.4%".
    `expected` is what the arithmetic allows, `found` what is printed.
    """

    rule: str
    verdict: Verdict
    claims: tuple[str, ...]
    arithmetic: str
    explanation: str
    expected: Bounds | None = None
    found: Bounds | None = None
    points: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the finding's id: the hash of its rule and of what it compares, so that the same audit gives the same ids."""
        parts = "\n".join([self.rule, *self.claims, "", *self.points, "", self.arithmetic])
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def fails(self) -> bool:
        """Whether something differs."""
        return self.verdict in FAILURES

    def __str__(self) -> str:
        """Return the verdict and the sentence in one line."""
        from tollbook.core.audit_display import finding_words

        return finding_words(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {
            "id": self.id,
            "rule": self.rule,
            "verdict": self.verdict,
            "fails": self.fails,
            "claims": list(self.claims),
            "arithmetic": self.arithmetic,
            "explanation": self.explanation,
            "expected": _bounds(self.expected),
            "found": _bounds(self.found),
            "points": list(self.points),
        }


def _bounds(bounds: Bounds | None) -> dict[str, Number | None] | None:
    return None if bounds is None else {"low": bounds.low, "high": bounds.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """All findings about some readings, in the order of the texts.

    `readings` are those that were compared, each text once, and `series` those that findings rest on: through them a finding
    leads back to words and to points.
    """

    findings: tuple[Finding, ...] = ()
    readings: tuple[Reading, ...] = ()
    series: tuple[Series, ...] = ()

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings in which something differs."""
        return tuple(finding for finding in self.findings if finding.fails)

    def counts(self) -> dict[Verdict, int]:
        """Count the findings by verdict, those that occur."""
        counted = Counter(finding.verdict for finding in self.findings)
        return {verdict: counted[verdict] for verdict in VERDICTS if verdict in counted}

    def keep(self, *, verdicts: Collection[str] | None = None, rules: Collection[str] | None = None) -> Audit:
        """Return an audit with the findings of these verdicts and rules alone; None keeps all."""
        kept = (finding for finding in self.findings if verdicts is None or finding.verdict in verdicts)
        return replace(self, findings=tuple(finding for finding in kept if rules is None or finding.rule in rules))

    def mentions(self) -> dict[str, Mention]:
        """Return where each claim of the readings stands, by the claim's id."""
        return {
            claim.id: Mention(claim=claim, document=reading.document, number=number)
            for reading in self.readings
            for number, claim in enumerate(reading.claims, 1)
        }

    def points(self) -> dict[str, tuple[Series, SeriesPoint]]:
        """Return the points of series that findings rest on, by their references."""
        wanted = {ref for finding in self.findings for ref in finding.points}
        return {point.ref: (series, point) for series in self.series for point in series.points if point.ref in wanted}

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON values: documents, the claims and points that findings speak of, the findings."""
        spoken_of = {name for finding in self.findings for name in finding.claims}
        claims = {name: mention.to_dict() for name, mention in self.mentions().items() if name in spoken_of}
        return {
            "documents": [_document(reading) for reading in self.readings],
            "claims": claims,
            "points": {ref: _point(series, point) for ref, (series, point) in self.points().items()},
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def __str__(self) -> str:
        """Return the findings as a plain table of 80 columns."""
        from tollbook.core.audit_display import audit_table

        return audit_table(self)

    def __repr__(self) -> str:
        """Show the table, not the fields: an audit at a prompt would print whole documents."""
        return str(self)

    def _repr_html_(self) -> str:
        """Show the findings as a table with the words of the claims: what a notebook displays."""
        from tollbook.core.audit_notebook import audit_html

        return audit_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show the table at an IPython prompt, whose own printer would break its lines."""
        printer.text("Audit(...)" if cycle else str(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A claim where it stands: its document, and the number that the table of its reading shows for it."""

    claim: Claim
    document: Document
    number: int

    @property
    def quote(self) -> str:
        """The exact words that the claim rests on."""
        return self.claim.span.quote(self.document.text)

    @property
    def sentence(self) -> str:
        """The sentence around them."""
        return self.document.text[slice(*self.claim.sentence)]

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as JSON values."""
        span = self.claim.span
        return {
            "document": self.document.id,
            "number": self.number,
            "quote": self.quote,
            "span": [span.start, span.end],
            "sentence": list(self.claim.sentence),
        }


def _document(reading: Reading) -> dict[str, Any]:
    document = reading.document
    return {
        "id": document.id,
        "title": document.title,
        "published": None if document.published is None else document.published.isoformat(),
        "publisher": document.publisher,
        "url": document.url,
        "claims": len(reading.claims),
        "reader": reading.reader_version,
    }


def _point(series: Series, point: SeriesPoint) -> dict[str, Any]:
    return {
        "series": series.name,
        "start": None if point.start is None else point.start.isoformat(),
        "day": point.day.isoformat(),
        "value": point.value,
    }

"""What an audit finds: figures compared with each other, the arithmetic, a verdict, and one plain sentence.

A finding speaks of claims, never of facts: "differs" means that two claims can't both stand as printed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from tollbook.core.types import Number

Verdict = Literal["agrees", "differs", "overstated", "understated", "unverifiable", "note"]
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

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {
            "id": self.id,
            "rule": self.rule,
            "verdict": self.verdict,
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
    """All findings about some readings, in the order of the texts."""

    findings: tuple[Finding, ...] = ()

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings in which something differs."""
        return tuple(finding for finding in self.findings if finding.fails)

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON values."""
        return {"findings": [finding.to_dict() for finding in self.findings]}

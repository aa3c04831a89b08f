"""An audit as schema.org ClaimReview: the reviews of the findings that were asked for, in one JSON-LD graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tollbook.cli.audit_report import Report
from tollbook.exports.claimreview import CONTEXT, RATINGS, claim_review


def claim_reviews(report: Report) -> dict[str, Any]:
    """Return the reviews of a report as one JSON-LD graph."""
    return {"@context": CONTEXT, "@graph": list(_reviews(report))}


def _reviews(report: Report) -> Iterator[dict[str, Any]]:
    mentions = report.audit.mentions()
    for finding in report.shown:
        judged = mentions.get(finding.claims[0]) if finding.claims else None
        if judged is not None and finding.verdict in RATINGS:
            rule = report.rules.get(finding.rule)
            yield claim_review(finding, judged, report.reviewer, aspect=None if rule is None else rule.title)

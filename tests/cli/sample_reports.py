"""Reports of an audit made by hand, for tests of the formats."""

from __future__ import annotations

from typing import Any

from tests.core.sample_audits import other_reading, sample_audit
from tests.core.sample_readings import sample_reading
from tollbook.cli.audit_report import Report
from tollbook.vocab.audit_rules import AuditRule

SHARE = AuditRule(
    id="share",
    title="Share against its parts",
    meaning="A printed share against the numbers that it is a share of.",
    verdicts=("agrees", "overstated", "understated"),
    example=("4,000 of 11,000, more than a third",),
    example_verdict="agrees",
    silence=("more than a third",),
)


def sample_report(**fields: Any) -> Report:
    """Return a report on the sample audit: one document from a file, one from the web."""
    audit = fields.pop("audit", sample_audit())
    places = {sample_reading().document.id: "spring report.txt", other_reading().document.id: "https://example.org/b#top"}
    return Report(**{"audit": audit, "shown": audit.findings, "places": places, "rules": {"share": SHARE}, **fields})

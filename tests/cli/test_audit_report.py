"""A report: what is displayed is what was asked for, and every reading stays."""

from __future__ import annotations

from tests.cli.sample_reports import sample_report
from tests.core.sample_audits import sample_audit


def test_what_is_displayed_is_what_was_asked_for() -> None:
    audit = sample_audit()
    report = sample_report(shown=audit.findings[:1])
    assert report.displayed.findings == audit.findings[:1]
    assert report.displayed.readings == audit.readings
    assert report.audit.findings == audit.findings

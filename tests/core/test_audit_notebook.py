"""The HTML of an audit: escaped, self-contained, verdicts in words."""

from __future__ import annotations

import re

from tests.core.sample_audits import finding, sample_audit
from tests.core.sample_readings import sample_reading
from tests.core.test_notebook import parsed
from tollbook.core.audit_notebook import MOST_FINDINGS, audit_html
from tollbook.core.findings import Audit


def test_every_finding_has_a_row_with_its_verdict_and_the_words_of_its_claims() -> None:
    words = " ".join(parsed(audit_html(sample_audit())).words)
    for part in ("overstated", "4,000 / 11,000 = 36.4%", "#7", "more than a third", "Norland's spring", "Across documents"):
        assert part in words


def test_words_of_a_text_are_escaped_and_nothing_is_loaded() -> None:
    html = audit_html(sample_audit())
    assert "<b>half" not in html
    assert not re.search(r"https?:|src=|@import|url\(|<script", html)


def test_a_lone_surrogate_is_no_error() -> None:
    reading = sample_reading()
    html = audit_html(Audit(findings=(finding(reading.claims[0].id, explanation="\ud800"),), readings=(reading,)))
    assert html.encode("utf-8")


def test_of_very_many_findings_the_first_are_shown() -> None:
    reading = sample_reading()
    found = tuple(finding(reading.claims[0].id, arithmetic=str(nth)) for nth in range(MOST_FINDINGS + 5))
    html = audit_html(Audit(findings=found, readings=(reading,)))
    assert html.count('<tr class="tollbook-agrees">') == MOST_FINDINGS
    assert f"The first {MOST_FINDINGS} are shown." in html


def test_an_audit_without_findings_is_one_sentence() -> None:
    assert "<table>" not in audit_html(Audit())
    assert "Nothing to audit" in audit_html(Audit())

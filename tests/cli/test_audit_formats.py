"""The formats of an audit: a table within its width, JSON that leads back, Markdown that a text can't break out of."""

from __future__ import annotations

import json

from markdown_it import MarkdownIt

from tests.cli.sample_reports import SHARE, sample_report
from tests.core.sample_audits import finding, sample_audit
from tests.core.sample_readings import bare_reading, claim, quantity
from tollbook.cli.audit_formats import AuditFormat, audit_object, markdown, table, written
from tollbook.core.display import width_of
from tollbook.core.findings import Audit
from tollbook.core.types import Document


def test_a_table_names_files_and_counts_its_findings() -> None:
    lines = table(sample_report(), width=80, color=False).splitlines()
    assert lines[0] == "spring report.txt"
    assert "claims spring_report.txt:2 https://example.org/b#top:1" not in lines
    assert lines[-1] == "6 findings: 1 agrees, 1 differs, 1 overstated, 1 understated, 1 unverifiable, 1 note."
    assert all(width_of(line) <= 80 for line in lines[:-1])


def test_a_table_says_how_many_findings_it_does_not_show() -> None:
    report = sample_report(shown=sample_audit().findings[:2])
    assert table(report, width=80, color=False).splitlines()[-1].endswith("1 note. 4 findings not shown.")


def test_color_adds_nothing_that_words_do_not_say() -> None:
    colored = table(sample_report(), width=80, color=True)
    assert "\x1b[1;31moverstated" in colored
    for code in ("\x1b[1;31m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"):
        colored = colored.replace(code, "")
    assert colored == table(sample_report(), width=80, color=False)


def test_an_explained_table_gives_the_meaning_of_a_rule() -> None:
    shown = " ".join(table(sample_report(explain=True), width=80, color=False).split())
    assert f"rule share: {SHARE.meaning}" in shown


def test_json_gives_each_document_its_place() -> None:
    made = json.loads(written(AuditFormat.JSON, sample_report(), to_screen=False))
    assert [document["place"] for document in made["documents"]] == ["spring report.txt", "https://example.org/b#top"]
    assert made == audit_object(sample_report())
    assert set(made) == {"documents", "claims", "points", "findings"}


def test_json_holds_the_findings_that_were_asked_for_alone() -> None:
    made = audit_object(sample_report(shown=sample_audit().findings[:1]))
    assert [found["verdict"] for found in made["findings"]] == ["agrees"]
    assert len(made["claims"]) == 3


def test_markdown_has_a_table_for_each_document_and_one_across() -> None:
    shown = markdown(sample_report())
    assert shown.startswith("# Audit\n")
    assert "## Norland's spring (20 Mar 2031)" in shown
    assert "## Across documents" in shown
    assert "| **overstated** | " in shown
    assert "| agrees | " in shown
    html = MarkdownIt("commonmark").enable("table").render(shown)
    assert html.count("<table>") == 4


def test_no_words_of_a_text_become_markdown() -> None:
    text = "The army lost 12 | <script>alert(1)</script> [tanks](http://x) *now*.\n"
    document = Document.of(text, title="# A | title `code`")
    lost = claim("12 | <script>alert(1)</script> [tanks](http://x) *now*", quantity(12, 12, 12, "exact"), "tank", document=document)
    reading = bare_reading(text, lost)
    audit = Audit(findings=(finding(lost.id, explanation="<b>12</b> | ![x](y)", arithmetic="*12*"),), readings=(reading,))
    report = sample_report(audit=audit, places={document.id: "a.txt"})
    html = MarkdownIt("commonmark").enable("table").render(markdown(report))
    for bad in ("<script", "<b>", "<a ", "<img", "<em>", "<code>"):
        assert bad not in html
    assert "&lt;b&gt;12&lt;/b&gt; | ![x](y)" in html


def test_a_report_without_findings_says_why_in_each_format_for_people() -> None:
    empty = sample_report(audit=Audit(readings=(bare_reading("Nothing."),)), shown=())
    assert table(empty, width=80, color=False) == "Nothing to audit: no claims."
    assert "Nothing to audit: no claims." in markdown(empty)


def test_every_format_is_written_whatever_the_text_holds() -> None:
    document = Document.of("The army lost 12\ud800 tanks.")
    lost = claim("12\ud800", quantity(12, 12, 12, "exact"), "tank", document=document)
    audit = Audit(
        findings=(finding(lost.id, explanation="12\ud800 \x1b[31m tanks"),), readings=(bare_reading("The army lost 12\ud800 tanks.", lost),)
    )
    for form in AuditFormat:
        shown = written(form, sample_report(audit=audit, places={document.id: "a.txt"}), to_screen=False)
        assert "12" in shown
        assert "\x1b" not in shown

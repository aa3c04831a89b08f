"""An audit as HTML for a notebook: a table of the findings with the words of their claims. Standard library only, nothing loaded.

Everything that comes from a text is escaped. The verdict is a word, never color alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbook.core.audit_display import ACROSS, CLAIMS_SHOWN, document_labels, sections, summary_line
from tollbook.core.display import plain
from tollbook.core.findings import Audit, Finding, Mention
from tollbook.core.notebook_page import framed, paragraph, shown

MOST_FINDINGS = 400
"""Findings at most that are shown: a notebook with thousands of rows can't be scrolled."""


def audit_html(audit: Audit) -> str:
    """Return an audit as one self-contained piece of HTML."""
    return framed(_table(audit), paragraph(_closing(audit)))


def _closing(audit: Audit) -> str:
    rest = f" The first {MOST_FINDINGS} are shown." if len(audit.findings) > MOST_FINDINGS else ""
    return summary_line(audit) + rest


def _table(audit: Audit) -> str:
    if not audit.findings:
        return ""
    mentions, labels = audit.mentions(), document_labels(audit)
    left = MOST_FINDINGS
    body = []
    for document, findings in sections(audit, mentions):
        if len(audit.readings) > 1 and left > 0:
            name = ACROSS if document is None else plain(labels[document])
            body.append(f'<tr><th scope="rowgroup" colspan="3">{shown(name)}</th></tr>')
        body += [_row(finding, mentions) for finding in findings[:left]]
        left -= min(left, len(findings))
    head = "".join(f'<th scope="col">{name}</th>' for name in ("verdict", "finding", "claims"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _row(finding: Finding, mentions: Mapping[str, Mention]) -> str:
    verdict = f"<strong>{finding.verdict}</strong>" if finding.fails else finding.verdict
    sums = f'<br><span class="tollbook-note">{shown(plain(finding.arithmetic))}</span>' if finding.arithmetic else ""
    words = f"{shown(plain(finding.explanation))}{sums}"
    known = [mentions[name] for name in finding.claims if name in mentions]
    claims = "<br>".join(_claim(mention) for mention in known[:CLAIMS_SHOWN])
    if len(known) > CLAIMS_SHOWN:
        claims += f"<br>and {len(known) - CLAIMS_SHOWN:,} more"
    return f'<tr class="tollbook-{finding.verdict}"><td>{verdict}</td><td>{words}</td><td>{claims}</td></tr>'


def _claim(mention: Mention) -> str:
    return f"#{mention.number} &ldquo;{shown(plain(mention.quote))}&rdquo;"

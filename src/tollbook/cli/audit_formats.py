"""Write an audit in the formats of `tollbook audit`: table, json, markdown, and by their own modules sarif and claimreview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from tollbook.cli.audit_claimreview import claim_reviews
from tollbook.cli.audit_report import Report
from tollbook.cli.audit_sarif import sarif_log
from tollbook.cli.console import has_color, heading, output_width, verdict_style
from tollbook.core.audit_display import ACROSS, CLAIMS_SHOWN, Layout, claims_words, finding_lines, labeled_claims, sections, summary_line
from tollbook.core.contract import as_json
from tollbook.core.display import WIDTH, counted, day_words, measure_words, plain
from tollbook.core.findings import Finding, Mention

# The slash after a colon too: code hosts make a link of a bare address.
_MARKDOWN = re.compile(r"([\\`*_\[\]#|<>~&]|(?<=:)/)")


class AuditFormat(StrEnum):
    """The values of `--format`."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "markdown"
    CLAIMREVIEW = "claimreview"


def written(form: AuditFormat, report: Report, *, to_screen: bool) -> str:
    """Return a report in a format; only a table looks at the screen that it goes to."""
    if form is AuditFormat.TABLE:
        return table(report, width=output_width() if to_screen else WIDTH, color=to_screen and has_color())
    made: Mapping[AuditFormat, Callable[[Report], str]] = {
        AuditFormat.JSON: lambda given: as_json(audit_object(given), indent=2),
        AuditFormat.SARIF: lambda given: as_json(sarif_log(given), indent=2),
        AuditFormat.MARKDOWN: markdown,
        AuditFormat.CLAIMREVIEW: lambda given: as_json(claim_reviews(given), indent=2),
    }
    return made[form](report)


def table(report: Report, *, width: int, color: bool) -> str:
    """Return a report as a table, with a line that counts all findings, those that are not shown too."""
    layout = Layout(
        width=width,
        labels=report.places,
        meanings={name: rule.meaning for name, rule in report.rules.items()},
        explain=report.explain,
        style=verdict_style(color=color),
        heading=lambda text: heading(text, color=color),
    )
    return "\n".join([*finding_lines(report.displayed, layout), _closing(report)])


def _closing(report: Report) -> str:
    closing = summary_line(report.audit)
    left_out = len(report.audit.findings) - len(report.shown)
    return f"{closing} {counted(left_out, 'finding')} not shown." if left_out else closing


def audit_object(report: Report) -> dict[str, Any]:
    """Return a report as JSON values: the audit's own, with each document's place."""
    made = report.displayed.to_dict()
    documents = [{**document, "place": report.places.get(document["id"])} for document in made["documents"]]
    return {**made, "documents": documents}


def markdown(report: Report) -> str:
    """Return a report in Markdown, to paste: a table of findings for each document, and the words of the claims."""
    lines = ["# Audit", "", f"{_escaped(_closing(report))}"]
    mentions = report.audit.mentions()
    for document, findings in sections(report.displayed, mentions):
        lines += ["", f"## {_escaped(_title(report, document))}", "", "| verdict | finding | claims |", "|---|---|---|"]
        lines += [_finding_row(finding, mentions, report, within=document is not None) for finding in findings]
        listed = CLAIMS_SHOWN if document is None else None
        spoken_of = dict.fromkeys(name for finding in findings for name in finding.claims[:listed] if name in mentions)
        shown = sorted((mentions[name] for name in spoken_of), key=lambda mention: (report.places[mention.document.id], mention.number))
        if shown:
            lines += ["", "| claim | words | what |", "|---|---|---|", *_claim_rows(shown, report, within=document is not None)]
    return "\n".join(lines)


def _title(report: Report, document: str | None) -> str:
    if document is None:
        return ACROSS
    known = next(reading.document for reading in report.audit.readings if reading.document.id == document)
    day = "" if known.published is None else f" ({day_words(known.published)})"
    return f"{plain(known.title or report.places[document])}{day}"


def _finding_row(finding: Finding, mentions: Mapping[str, Mention], report: Report, *, within: bool) -> str:
    known = [mentions[name] for name in finding.claims if name in mentions]
    claims = claims_words(known) if within else labeled_claims(known, report.places) if known else ""
    verdict = f"**{finding.verdict}**" if finding.fails else finding.verdict
    numbers = claims.partition(" ")[2]
    words = "<br>".join(_escaped(text) for text in (finding.explanation, finding.arithmetic) if text)
    return f"| {verdict} | {words} | {_escaped(numbers)} |"


def _claim_rows(mentions: list[Mention], report: Report, *, within: bool) -> Iterator[str]:
    for mention in mentions:
        number = str(mention.number) if within else f"{report.places[mention.document.id]}:{mention.number}"
        yield f"| {_escaped(number)} | {_escaped(mention.quote)} | {_escaped(measure_words(mention.claim.measure))} |"


def _escaped(text: str) -> str:
    """Return words that Markdown takes as they are: nothing in a text becomes a link, a tag or a cell."""
    return _MARKDOWN.sub(r"\\\1", plain(text))

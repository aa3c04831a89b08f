"""An audit as SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code hosts and editors show beside the text.

Offsets and columns count Unicode code points, as everywhere in Tollbook (`columnKind`). A place in a file is given only where the
file's characters are the text that was read; what was taken out of a PDF or a page is quoted instead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tollbook.cli.audit_report import Report
from tollbook.core.findings import Finding, Mention, Verdict
from tollbook.core.types import Document
from tollbook.core.version import __version__
from tollbook.sources.files import STANDARD_INPUT, is_url
from tollbook.vocab.audit_rules import AuditRule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# Kind and level of a result. A level other than "none" needs the kind "fail" (section 3.27.10).
LEVELS: Mapping[Verdict, tuple[str, str]] = {
    "differs": ("fail", "error"),
    "overstated": ("fail", "warning"),
    "understated": ("fail", "warning"),
    "note": ("fail", "note"),
    "unverifiable": ("open", "none"),
    "agrees": ("pass", "none"),
}
# What a message gives a meaning: embedded links and placeholders (sections 3.11.5 and 3.11.6).
_LINK_MARKS = re.compile(r"([\\\[\]])")


def sarif_log(report: Report) -> dict[str, Any]:
    """Return a report as a SARIF log with one run."""
    artifacts = _Artifacts(report)
    rules = {name: _rule(rule) for name, rule in report.rules.items()}
    for finding in report.shown:
        rules.setdefault(finding.rule, {"id": finding.rule})
    order = list(rules)
    mentions = report.audit.mentions()
    run = {
        "tool": {"driver": {"name": "Tollbook", "version": __version__, "semanticVersion": __version__, "rules": list(rules.values())}},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "artifacts": artifacts.listed,
        "results": [_result(finding, mentions, artifacts, nth=order.index(finding.rule)) for finding in report.shown],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: AuditRule) -> dict[str, Any]:
    levels = [LEVELS[verdict][1] for verdict in LEVELS if verdict in rule.verdicts]
    quoted = ", ".join(f'"{text}"' for text in rule.example)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in re.split(r"\W+|_", rule.id)),
        "shortDescription": {"text": _message(rule.title)},
        "fullDescription": {"text": _message(rule.meaning)},
        "help": {"text": _message(f"{rule.meaning} Example ({rule.example_verdict}): {quoted}")},
        "defaultConfiguration": {"level": levels[0] if levels else "none"},
        "properties": {"verdicts": list(rule.verdicts)},
    }


def _invocation(report: Report) -> dict[str, Any]:
    unread = [{"level": "error", "message": {"text": _message(failure.sentence())}} for failure in report.failures]
    return {"executionSuccessful": not unread, **({"toolExecutionNotifications": unread} if unread else {})}


def _result(finding: Finding, mentions: Mapping[str, Mention], artifacts: _Artifacts, *, nth: int) -> dict[str, Any]:
    kind, level = LEVELS[finding.verdict]
    known = [mentions[name] for name in finding.claims if name in mentions]
    result = {
        "ruleId": finding.rule,
        "ruleIndex": nth,
        "kind": kind,
        "level": level,
        "message": {"text": _message(finding.explanation)},
        "partialFingerprints": {"tollbookFinding/v1": finding.id},
        "properties": {"verdict": finding.verdict, "arithmetic": finding.arithmetic, "claims": list(finding.claims)},
    }
    if known:
        result["locations"] = [artifacts.location(known[0])]
    if known[1:]:
        result["relatedLocations"] = [artifacts.location(mention, nth=nth) for nth, mention in enumerate(known[1:], 1)]
    return result


def _message(text: str) -> str:
    """Return words that a SARIF viewer shows as they are."""
    return _LINK_MARKS.sub(r"\\\1", text.encode("utf-8", "replace").decode("utf-8"))


class _Artifacts:
    """The inputs as artifacts, and places in them."""

    def __init__(self, report: Report) -> None:
        documents = [reading.document for reading in report.audit.readings]
        self._nth = {document.id: nth for nth, document in enumerate(documents)}
        self._uris = [artifact_uri(document, report.places[document.id]) for document in documents]
        self._lines = [line_starts(document.text) if _verbatim(document, report.places[document.id]) else None for document in documents]
        self.listed = [_artifact(document, uri) for document, uri in zip(documents, self._uris, strict=True)]

    def location(self, mention: Mention, *, nth: int | None = None) -> dict[str, Any]:
        """Return the place of a claim; `nth` is its id among the places of a result."""
        which = self._nth[mention.document.id]
        physical: dict[str, Any] = {"artifactLocation": {"uri": self._uris[which], "index": which}}
        starts = self._lines[which]
        span = mention.claim.span
        if starts is not None:
            physical["region"] = {
                "charOffset": span.start,
                "charLength": span.end - span.start,
                **_lines_and_columns(span.start, span.end, starts),
                "snippet": {"text": _message(mention.quote)},
            }
        words = f'claim {mention.number}: "{mention.quote}"'
        identity = {} if nth is None else {"id": nth}
        properties = {"claim": mention.claim.id, "span": [span.start, span.end]}
        return {**identity, "physicalLocation": physical, "message": {"text": _message(words)}, "properties": properties}


def _artifact(document: Document, uri: str) -> dict[str, Any]:
    description = {} if document.title is None else {"description": {"text": _message(document.title)}}
    return {"location": {"uri": uri}, "sourceLanguage": "text", **description, "properties": {"document": document.id}}


def artifact_uri(document: Document, place: str) -> str:
    """Return the URI of an input: its own, or for a file its path, absolute ones as `file:`."""
    if place == STANDARD_INPUT:
        return "standard-input"
    if is_url(place):
        return document.url or place
    path = Path(place)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _verbatim(document: Document, place: str) -> bool:
    """Tell whether the file at a place holds the document's text as it is, so that offsets lead into it."""
    if place == STANDARD_INPUT:
        return True
    if is_url(place):
        return False
    try:
        content = Path(place).read_bytes()
    except OSError:  # gone since it was read
        return False
    return content.removeprefix(b"\xef\xbb\xbf") == document.text.encode("utf-8", "surrogatepass")


def line_starts(text: str) -> list[int]:
    """Return where each line of a text begins: after a line feed, with or without a carriage return before it."""
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _lines_and_columns(start: int, end: int, starts: Sequence[int]) -> dict[str, int]:
    first, last = bisect_right(starts, start), bisect_right(starts, end)
    return {
        "startLine": first,
        "startColumn": start - starts[first - 1] + 1,
        "endLine": last,
        "endColumn": end - starts[last - 1] + 1,
    }

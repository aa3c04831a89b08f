"""What the formats of `tollbook audit` are made from: the findings with their places, the rules in words, who reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tollbook.cli.inputs import Failure
from tollbook.core.findings import Audit, Finding
from tollbook.exports.claimreview import Reviewer
from tollbook.vocab.audit_rules import AuditRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An audit on its way out. `audit` holds all that was found; `shown` the findings that were asked for.

    `places` gives the input that each document came from, by the document's id; `failures` what was not read.
    """

    audit: Audit
    shown: tuple[Finding, ...]
    places: Mapping[str, str]
    rules: Mapping[str, AuditRule] = field(default_factory=dict)
    failures: Sequence[Failure] = ()
    explain: bool = False
    reviewer: Reviewer = field(default_factory=Reviewer)

    @property
    def displayed(self) -> Audit:
        """The audit with the findings that were asked for alone."""
        return replace(self.audit, findings=self.shown)

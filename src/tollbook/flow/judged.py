"""What audits of their own texts say of a ledger's claims: the gravest verdict of each, and the reviews that can be published."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tollbook.core.findings import Audit, Verdict
from tollbook.core.records import Entry, Moment
from tollbook.exports.claimreview import RATINGS, Reviewer, claim_review
from tollbook.flow.audit import audit
from tollbook.ledger.language import Query
from tollbook.vocab.audit_rules import audit_rules

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

KEPT = 500
"""Audits that are kept: claims of one text stand near each other in a query's order, but not always side by side."""
GRAVEST: tuple[Verdict, ...] = ("differs", "overstated", "understated", "unverifiable", "agrees")
"""The verdicts that judge a claim, the gravest first; a note judges nothing."""


class Judged:
    """Audits of the texts that claims stand in, each made when it is first needed, against the rest of the ledger."""

    def __init__(self, ledger: Ledger, *, as_known_on: Moment = None) -> None:
        self._ledger, self._moment = ledger, as_known_on
        self._made: OrderedDict[str, Audit] = OrderedDict()

    def verdict(self, entry: Entry) -> str | None:
        """Return the gravest verdict on a claim, None where no rule speaks of it."""
        said = {finding.verdict for finding in self._audit(entry).findings if entry.claim.id in finding.claims}
        return next((verdict for verdict in GRAVEST if verdict in said), None)

    def reviews(self, entry: Entry, reviewer: Reviewer) -> Iterator[dict[str, Any]]:
        """Return a review for each finding that judges the claim."""
        audited = self._audit(entry)
        judging = [found for found in audited.findings if found.claims[:1] == (entry.claim.id,) and found.verdict in RATINGS]
        mention = audited.mentions().get(entry.claim.id) if judging else None
        if mention is None:
            return
        for finding in judging:
            rule = audit_rules().get(finding.rule)
            yield claim_review(finding, mention, reviewer, aspect=None if rule is None else rule.title)

    def _audit(self, entry: Entry) -> Audit:
        document = entry.sighting.document
        if document not in self._made:
            self._made[document] = self._audited(document)
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return self._made[document]

    def _audited(self, document: str) -> Audit:
        """Audit a text as it stands: with what persons corrected, and without what they rejected."""
        reading = self._ledger.reading_of(document, as_known_on=self._moment)
        if reading is None:
            return Audit()
        entries = self._ledger.entries(Query(terms={"document": (document,)}), as_known_on=self._moment)
        standing = {entry.claim.id: entry.claim for entry in entries}
        claims = tuple(standing[claim.id] for claim in reading.claims if claim.id in standing)
        return audit(replace(reading, claims=claims), ledger=self._ledger, as_known_on=self._moment)

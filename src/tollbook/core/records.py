"""What a ledger hands out: entries, statements and reviews, with what was known when.

Times are UTC, ISO 8601 with microseconds ("2026-11-25T22:40:01.000000Z"), so that their order is the order of the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from tollbook.core.contract import claim_as_dict
from tollbook.core.types import Claim

Decision = Literal["accept", "correct", "reject", "unsure", "retract", "restore"]
DECISIONS: tuple[Decision, ...] = ("accept", "correct", "reject", "unsure")
"""What a person can say of how a claim was read. To retract and to restore is said of what the ledger should hold."""
Replacing = Literal["reread", "corrected", "rejected", "retracted", "revised", "relinked", "decided"]
"""Why an entry stands no longer: a newer reader, a person's correction, rejection or other link, a retraction, a source's own revision,
or ("decided") because what stands of that mention, if anything, had been settled before a newer reader read it again."""

Moment = date | datetime | str | int | None
"""As of when a ledger is asked: a day (its end, UTC), a moment, either as ISO text, the size of the log after a batch, or None for now."""

Scope = Literal["read", "review", "write", "admin"]
"""What a token lets its holder do over the web; each scope holds those before it. "write" adds texts, "admin" retracts."""


EchoRelation = Literal["first", "copy", "cut", "fuller", "rewrite", "quotes", "parted"]
ECHO_RELATIONS: dict[EchoRelation, str] = {
    "first": "the earliest article of its group",
    "copy": "nearly the same words",
    "cut": "a part of an earlier article's words, and little else",
    "fuller": "an earlier article's words, and more",
    "rewrite": "many of an earlier article's words in another form, with the same numbers",
    "quotes": "a quotation of eight words or more that an earlier article holds too; otherwise its own words",
    "parted": "no echo any longer: somebody undid it",
}
"""What an article is to the earliest article of a group of articles that echo each other."""
COPIES: frozenset[EchoRelation] = frozenset({"copy", "cut", "fuller", "rewrite"})
"""Relations of articles that tell nothing of their own: what they hold counts once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """That one document echoes another, by their ids: `original` is the earliest one, None where the echo was undone.

    `shared` is the share of the shorter one's runs of words that both have.
    """

    document: str
    original: str | None
    relation: EchoRelation
    shared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Where and when a document was published, as one input gave it. The same text can be seen in many places."""

    document: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    file: str | None = None
    sha256: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's judgement, appended. `claim` is "" where a document as a whole was judged; `change` holds the corrected fields by name,
    and under "statement" another link."""

    claim: str
    document: str
    decision: Decision
    by: str
    why: str
    recorded_at: str
    change: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A claim as a ledger keeps it: what is claimed, where it stands, since when it is known, and what has replaced it.

    `seq` is its number in the ledger; `statement` the assertion that it mentions, `link` the reason why. `superseded_at` is None
    while the entry stands. `text_sha256` is the hash of the document's whole text, 64 hex digits.
    """

    seq: int
    claim: Claim
    sighting: Sighting
    quote: str
    sentence: str
    reader_version: str
    recorded_at: str
    statement: str
    link: str
    superseded_at: str | None = None
    superseded_by: int | None = None
    reason: Replacing | None = None
    review: Review | None = None
    text_sha256: str = ""

    @property
    def stands(self) -> bool:
        """Whether nothing has replaced the entry."""
        return self.superseded_at is None

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values: the claim of the contract, and under `ledger` what the ledger knows of it."""
        sighting, review = self.sighting, self.review
        claim = claim_as_dict(self.claim, "")
        claim["quote"] = self.quote
        return {
            **claim,
            "document": {
                "id": sighting.document,
                "title": sighting.title,
                "published": None if sighting.published is None else sighting.published.isoformat(),
                "publisher": sighting.publisher,
                "url": sighting.url,
                "file": sighting.file,
                "sha256": sighting.sha256,
                "row": sighting.row,
            },
            "sentence_text": self.sentence,
            "ledger": {
                "seq": self.seq,
                "reader_version": self.reader_version,
                "recorded_at": self.recorded_at,
                "superseded_at": self.superseded_at,
                "superseded_by": self.superseded_by,
                "reason": self.reason,
                "statement": self.statement,
                "link": self.link,
                "review": None if review is None else review_as_dict(review),
            },
        }


def review_as_dict(review: Review) -> dict[str, Any]:
    """Return a review as JSON values."""
    return {
        "claim": review.claim,
        "document": review.document,
        "decision": review.decision,
        "by": review.by,
        "why": review.why,
        "recorded_at": review.recorded_at,
        "change": dict(review.change),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One assertion by one source. `entries` are its mentions, the first one the founding mention; the others are echoes."""

    id: str
    entries: tuple[Entry, ...]

    @property
    def documents(self) -> int:
        """How many documents tell it."""
        return len({entry.sighting.document for entry in self.entries})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that a ledger knows of one claim: from the number back to its words, and on to what happened to it.

    `history` holds every entry of the mention, oldest first; `sightings` the places where its document was seen; `statement` the
    assertion with its echoes; `reviews` what persons said of it, oldest first.
    """

    entry: Entry
    history: tuple[Entry, ...]
    sightings: tuple[Sighting, ...]
    statement: Statement
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a newer reading, or a source's revision, changed of one mention: a field with its value before and after.

    A mention that is new has the field "claim" with `before` None, one that is gone has `after` None.
    """

    claim: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one addition did. Everything in it is already stored, or nothing is."""

    batches: int = 0
    documents: int = 0
    known: int = 0
    claims: int = 0
    statements: int = 0
    replaced: int = 0
    sightings: int = 0
    changes: tuple[Change, ...] = ()

    def __add__(self, other: Added) -> Added:
        """Return the sum of two additions."""
        return Added(
            batches=self.batches + other.batches,
            documents=self.documents + other.documents,
            known=self.known + other.known,
            claims=self.claims + other.claims,
            statements=self.statements + other.statements,
            replaced=self.replaced + other.replaced,
            sightings=self.sightings + other.sightings,
            changes=self.changes + other.changes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A place where a ledger doesn't fit its own checks. `position` is the log's entry, -1 where the fault lies outside of one."""

    position: int
    table: str
    record: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts of a ledger at one moment."""

    entries: int
    batches: int
    documents: int
    claims: int
    standing: int
    statements: int
    reviews: int
    sources: int
    first_recorded: str | None
    last_recorded: str | None
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as a ledger knows it: its hash, never the token itself. Moments are as the log writes them; `expires` "" is never.

    `ended_at` is when it was revoked, None while it was not; `made_by` and `ended_by` are who did it.
    """

    id: str
    name: str
    scope: Scope
    digest: str
    made_at: str
    made_by: str
    expires: str = ""
    ended_at: str | None = None
    ended_by: str | None = None

    def is_valid(self, now: str) -> bool:
        """Tell whether the token opens anything at a moment, as the log writes it."""
        return self.ended_at is None and (self.expires == "" or now < self.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One batch of the log: who appended when, what kind of thing, how many entries, and the remark."""

    batch: int
    recorded_at: str
    kind: str
    actor: str
    note: str
    entries: int

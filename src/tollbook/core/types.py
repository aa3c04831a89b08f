"""The frozen values that every step exchanges. Upward references are ids; nothing is mutated.

Offsets count Unicode code points of `Document.text`, half-open `[start, end)`. Dates are `datetime.date`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tollbook.core.findings import Audit
    from tollbook.core.series import Series

Number = int | float
HedgeKind = Literal["exact", "about", "nearly", "over", "at_least", "under", "up_to", "between", "vague"]
Unit = Literal["person", "item", "km2", "share"]
PeriodKind = Literal["flow", "cumulative", "stock"]
Voice = Literal["quoted", "reported", "author"]
Assertion = Literal["stated", "denied", "hypothetical"]


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text (lone surrogates kept), 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(text: str) -> str:
    """Return the id of a document: the first half of its text's SHA-256, 32 hex digits."""
    return text_sha256(text)[:32]


def mention_id(document: str, start: int, end: int, slot: int = 0) -> str:
    """Return the id of a mention: its place in its document, not its reading, so that it outlives new readers.

    `slot` tells apart claims that rest on the same span (one number shared by two measures).
    """
    return hashlib.sha256(f"{document}:{start}:{end}:{slot}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as it was given. `id` is the hash of the text alone."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        title: str | None = None,
        published: date | None = None,
        publisher: str | None = None,
        url: str | None = None,
    ) -> Document:
        """Make a document from its text; the id is computed."""
        return cls(id=document_id(text), text=text, title=title, published=published, publisher=publisher, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A slice of a document's text."""

    document: str
    start: int
    end: int

    def quote(self, text: str) -> str:
        """Return the words of the span in `text`, the text of its document."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as somebody put it.

    `stated` is the number in the words (None for "dozens" and "the rest"); `low` and `high` bound what the words
    allow (`high` None: no upper bound). Shares are fractions of one.
    """

    stated: Number | None
    low: Number
    high: Number | None
    hedge: HedgeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is counted. `categories` is a set: "killed or wounded" is one measure with both.

    `term` is the source's own word where it is undefined or loaded ("casualties", "liquidated"); `base` is what a share
    is a share of ("strength", "capability", or a category).
    """

    categories: frozenset[str]
    unit: Unit
    term: str | None = None
    population: str | None = None
    outcome: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """Whose people, equipment, strength or ground are counted: the side that lost, not the one that inflicted.

    `id` is an ISO 3166-1 alpha-3 code for a state, a slug for others, None where only the words are known.
    """

    id: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When. flow: over a period or one event; cumulative: since a start; stock: at a date.

    `end_latest` is set where the end itself is uncertain ("mid-January": end the 15th, latest the 20th).
    """

    kind: PeriodKind
    start: date | None = None
    end: date | None = None
    end_latest: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where, as a name. `id` names a gazetteer entry or a theatre's place; coordinates are never kept."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of a chain from the first claimant to the author. `source` is an id, or None where only words are known."""

    source: str | None
    text: str
    voice: Voice
    cue: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """A word of estimative probability on the scale of whoever speaks; bounds are probabilities in [0, 1]."""

    term: str
    low: float
    high: float
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A judgement with a probability word but without a number."""

    id: str
    span: Span
    likelihood: Likelihood
    attribution: tuple[Attribution, ...]
    force: Force | None = None


RATE = "rate."
"""With the unit of time behind it, the flag of a number that is a rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a text says that somebody says about a loss, a strength or ground. Never a fact.

    `rules` names the patterns that fired, in order; `flags` warns of a number that is not what it looks like
    ("digits.mixed_script", "digits.homoglyph"), or is a rate ("rate.day": so many a day).
    """

    id: str
    span: Span
    sentence: tuple[int, int]
    quantity: Quantity
    measure: Measure
    period: Period
    attribution: tuple[Attribution, ...]
    force: Force | None = None
    place: Place | None = None
    likelihood: Likelihood | None = None
    assertion: Assertion = "stated"
    part_of: str | None = None
    premises: tuple[str, ...] = ()
    superseded_by: str | None = None
    rules: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def claimant(self) -> Attribution | None:
        """The first link of the chain: who makes the claim, before anybody relays it."""
        return self.attribution[0] if self.attribution else None

    @property
    def per(self) -> str | None:
        """The unit of time of a rate ("day": so many a day), None for a count."""
        return next((flag.removeprefix(RATE) for flag in self.flags if flag.startswith(RATE)), None)

    @property
    def by_author(self) -> bool:
        """Whether nobody but the text's own author makes the claim."""
        return all(link.voice == "author" for link in self.attribution)

    def _repr_html_(self) -> str:
        """Show what is claimed, by whom and for when: what a notebook displays."""
        from tollbook.core.claim_notebook import claim_html

        return claim_html(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Give a notebook words and HTML; it shows the richest that it knows."""
        from tollbook.core.claim_notebook import claim_bundle

        return claim_bundle(self, include, exclude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What a text reports for one incident: one quantity per category, and of the killed by population.

    `claims` are the mentions it rests on; `superseded` those that the text itself calls earlier figures.
    """

    killed: Quantity | None = None
    wounded: Quantity | None = None
    missing: Quantity | None = None
    captured: Quantity | None = None
    killed_by_population: tuple[tuple[str, Quantity], ...] = ()
    date: date | None = None
    place: Place | None = None
    claims: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """A number that was seen and not read as a claim, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Whether a document speaks of armed conflict, and on what evidence."""

    conflict: bool
    reason: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one reader saw in one document."""

    document: Document
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    tolls: tuple[Toll, ...] = ()
    reader_version: str = ""
    theatre: str | None = None
    context: Context = field(default_factory=lambda: Context(conflict=False, reason="not examined"))
    abstentions: tuple[Abstention, ...] = ()

    def claim(self, claim_id: str) -> Claim | None:
        """Return the claim with this id, None where there is none."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)

    def quote(self, mention: Claim | Judgement | Abstention) -> str:
        """Return the exact words that a claim, a judgement or an abstention rests on."""
        return mention.span.quote(self.document.text)

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as the published contract (docs/contract.md): JSON values alone, nothing that JSON can't say."""
        from tollbook.core.contract import reading_as_dict

        return reading_as_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the contract as JSON text that any encoding of Unicode can carry: lone surrogates are escaped."""
        from tollbook.core.contract import as_json

        return as_json(self.to_dict(), indent=indent)

    def audit(self, series: Sequence[Series] | None = None) -> Audit:
        """Check the arithmetic of the claims; see `tollbook.audit`."""
        # By name: a value knows nothing of the flow above it, and the import contract holds.
        audited: Audit = import_module("tollbook.flow.audit").audit(self, series=series)
        return audited

    def claims_table(self) -> Any:
        """Return the claims as a table of Arrow with the columns of claims.csv (docs/exports.md): `polars.DataFrame(...)` takes it.

        pandas, pyarrow and duckdb do as well, through the PyCapsule interface. Raises UsageError without the extra `arrow`.
        """
        return import_module("tollbook.flow.export").reading_table(self)

    def __str__(self) -> str:
        """Return the claims as a plain table of 80 columns."""
        from tollbook.core.display import plain_table

        return plain_table(self)

    def __repr__(self) -> str:
        """Show the table, not the fields: a reading at a prompt would print its whole document."""
        return str(self)

    def _repr_html_(self) -> str:
        """Show the text with its claims marked, and the table: what a notebook displays."""
        from tollbook.core.notebook import reading_html

        return reading_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show the table at an IPython prompt, whose own printer would break its lines."""
        printer.text("Reading(...)" if cycle else str(self))

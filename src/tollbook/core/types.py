"""The frozen values that every step exchanges. Upward references are ids; nothing is mutated.

Offsets count Unicode code points of `Document.text`, half-open `[start, end)`. Dates are `datetime.date`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Number = int | float
HedgeKind = Literal["exact", "about", "nearly", "over", "at_least", "under", "up_to", "between", "vague"]
Unit = Literal["person", "item", "km2", "share"]
PeriodKind = Literal["flow", "cumulative", "stock"]
Voice = Literal["quoted", "reported", "author"]
Assertion = Literal["stated", "denied", "hypothetical"]


def document_id(text: str) -> str:
    """Return the id of a document: the SHA-256 of its text (lone surrogates kept), 32 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a text says that somebody says about a loss, a strength or ground. Never a fact.

    `rules` names the patterns that fired, in order; `flags` warns of a number that is not what it looks like
    ("digits.mixed_script", "digits.homoglyph").
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

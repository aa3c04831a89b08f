"""The shapes of the JSON interface, for its description: what a program may send, and what it gets. Additive changes only.

Claims, judgements and readings have the shapes of `schema/reading.schema.json`, which the description takes over as they are.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from tollbook.web.settings import UPLOAD_BYTES


def _of(name: str) -> Any:
    """A value of the contract of readings, by the name of its definition there."""
    return WithJsonSchema({"x-contract": name})


Claim = Annotated[dict[str, Any], _of("claim")]
Judgement = Annotated[dict[str, Any], _of("judgement")]
Toll = Annotated[dict[str, Any], _of("toll")]
Quantiles = Annotated[list[float], Field(description="One number for each of `levels`.")]


class Shape(BaseModel):
    """A shape of the interface. Fields that it doesn't know are refused in what is sent, and may come in what is got."""

    model_config = ConfigDict(extra="allow")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "type": "about:blank", "title": "Something in the request makes no sense", "status": 422,
        "detail": "unknown field 'mesure' in the query; expected force, measure, ...; did you mean measure?", "field": "q",
    }]})  # fmt: skip

    type: str
    title: str
    status: int
    detail: str = Field(description="One sentence: what was met, what was expected, what to do.")
    field: str | None = Field(default=None, description="The part of the request that is at fault, where one is.")


class Log(Shape):
    """A state of the ledger's log: the same state gives the same answer for ever."""

    origin: str = Field(description="The ledger's name.", examples=["desk.example/losses"])
    size: int = Field(description="Entries of the log.", ge=0)
    root: str = Field(description="The root of its Merkle tree, in hexadecimal digits.", pattern="^[0-9a-f]{64}$")


class Statistics(Shape):
    """How much the ledger holds."""

    log: Log
    entries: int
    batches: int
    documents: int
    claims: int = Field(description="Mentions, those that stand no longer among them.")
    standing: int
    statements: int
    reviews: int
    sources: int
    first_recorded: str | None
    last_recorded: str | None
    bytes: int


class Entry(Shape):
    """A claim as the ledger keeps it: the contract's claim, its document, its sentence, and what the ledger knows of it."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"x-contract-all-of": "claim"})

    document: dict[str, Any] = Field(description="Where it was published: id, title, published, publisher, url, file, sha256, row.")
    sentence_text: str
    ledger: dict[str, Any] = Field(
        description="seq, reader_version, recorded_at, superseded_at, superseded_by, reason, statement, link, review."
    )


class ClaimPage(Shape):
    """Claims that a query finds, the newest first."""

    query: str
    log: Log
    claims: list[Entry]
    next: str | None = Field(description="The `after` of the next page; null after the last one.")


class Count(Shape):
    """How many claims a query finds."""

    query: str
    log: Log
    count: int


class StatementPage(Shape):
    """Statements that a query finds, each as its founding mention: echoes are no second statement."""

    query: str
    log: Log
    statements: list[Entry]
    next: str | None = Field(description="The `after` of the next page; null after the last one.")


class Statement(Shape):
    """One assertion by one source: its founding mention first, then its echoes."""

    id: str
    documents: int
    mentions: list[Entry]


class Finding(Shape):
    """What a rule of the audit found: claims are compared, never facts."""

    id: str
    rule: str
    verdict: Literal["agrees", "differs", "overstated", "understated", "note", "unverifiable"]
    fails: bool
    claims: list[str]
    arithmetic: str
    explanation: str
    expected: dict[str, Any] | None
    found: dict[str, Any] | None
    points: list[str]


class Dossier(Shape):
    """All that is known of a claim."""

    entry: Entry
    history: list[Entry] = Field(description="Every entry of the mention, oldest first.")
    sightings: list[dict[str, Any]]
    statement: Statement
    reviews: list[dict[str, Any]]
    findings: list[Finding]
    series: list[dict[str, Any]] = Field(description="The points of series that its statement is.")


class DocumentLine(Shape):
    """A document in a list."""

    id: str
    title: str
    published: date | None
    publisher: str | None
    url: str | None
    recorded_at: str
    claims: int


class DocumentPage(Shape):
    """Documents of texts, the newest first. Rows of data sets are no documents to read."""

    documents: list[DocumentLine]
    next: int | None = Field(description="The `before` of the next page; null after the last one.")


class Reading(Shape):
    """What one reader saw in one document: the contract of readings."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"x-contract-all-of": ""})


class Document(Shape):
    """A document with its text and its reading as it stands."""

    text: str
    reading: Reading
    sightings: list[dict[str, Any]]
    log: Log


class Source(Shape):
    """What the ledger holds of a source: counts alone."""

    source: str = Field(description="An id (UKR-GS), or the words of the text.")
    name: str
    statements: int
    mentions: int
    echo_rate: float = Field(description="The part of the mentions that only repeat a statement.")
    first_day: str | None
    last_day: str | None
    replaced: dict[str, int] = Field(description="Its claims that stand no longer, by the reason.")
    subjects: list[dict[str, Any]]


class SourcePage(Shape):
    """Sources, the most statements first, as counted at a moment: counting reads the whole ledger."""

    counted_at: str
    total: int
    sources: list[Source]
    next: int | None = Field(description="The `skip` of the next page; null after the last one.")


class SeriesLine(Shape):
    """A series that there is."""

    series: str = Field(examples=["RUS~casualties", "RUS~tank~UKR-GS"])
    force: str
    measure: str
    source: str | None
    kind: str | None
    sources: int
    mentions: int
    first: date
    last: date


class SeriesList(Shape):
    """Series, those with the most mentions first."""

    counted_at: str
    series: list[SeriesLine]


class SeriesSource(Shape):
    """One source's figures of a series."""

    source: str
    name: str
    unit: Literal["person", "item", "km2", "share"]
    population: str | None
    outcome: str | None
    points: list[dict[str, Any]] = Field(
        description="day, start (of a stretch), value, hedge, low, high, and the claim that it is read from."
    )


class Series(Shape):
    """What is claimed over time, and on request an estimate from all sources."""

    series: str
    force: str
    measure: str
    kind: Literal["cumulative", "flow", "stock"]
    log: Log
    permalink: str
    sources: list[SeriesSource]
    left_out: int
    begins: date | None
    read_with_care: list[str]
    estimate: dict[str, Any] | None
    refusal: str | None = Field(description="Why no estimate can be given, where one was asked for.")


class Estimate(Shape):
    """What the sources together support: quantiles, never draws. An estimate under stated assumptions, not a count."""

    force: str
    measure: str
    start: date
    levels: list[float]
    dates: list[date]
    totals: dict[str, list[Quantiles]]
    rates: dict[str, list[Quantiles]]
    killed_share: list[Quantiles] | None
    anchors: list[str] = Field(description="The sources that pin the level: another anchor, another total.")
    sources: list[dict[str, Any]]
    influences: list[dict[str, Any]]
    sensitivity: list[dict[str, Any]]
    diagnostics: dict[str, Any]
    assumptions: dict[str, Any]
    statements: list[str]
    model_version: str
    seed: int


class Outlook(Shape):
    """What an estimate implies for a force. No scenario is a forecast, and `notes` says what is not given."""

    force: str
    measure: str
    day: date
    levels: list[float]
    lost: Quantiles
    deployed: Quantiles | None
    fraction: Quantiles | None
    effective: Quantiles | None
    phrases: list[dict[str, Any]]
    trend: dict[str, Any]
    ratios: list[dict[str, Any]]
    fans: list[dict[str, Any]]
    baseline: dict[str, Any]
    strengths: list[dict[str, Any]]
    assumptions: dict[str, Any]
    estimate_assumptions: str
    model_version: str
    anchors: list[str]
    notes: list[str]


class Text(BaseModel):
    """A text to read and audit. Nothing of it is stored."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "text": "Shelling killed 12 soldiers near the front line on Monday.", "published": "2024-05-08",
    }]})  # fmt: skip

    text: str = Field(min_length=1, description="The text itself.")
    published: date | None = Field(default=None, description="The day of publication, which anchors relative dates.")
    title: str | None = Field(default=None, max_length=1_000)
    context: Literal["conflict", "any"] = Field(default="conflict", description="any: read every count, not only those of armed conflict.")
    compare: bool = Field(default=True, description="Compare with the ledger's texts and series too.")


class Read(Shape):
    """A text's reading and its audit. `findings` compare claims, never facts."""

    reading: Reading
    documents: list[dict[str, Any]] = Field(description="The texts that were compared.")
    claims: dict[str, Any] = Field(description="Where the claims stand that findings speak of, by id.")
    points: dict[str, Any]
    findings: list[Finding]


class Decided(BaseModel):
    """What a person says of a claim, with who and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "decision": "accept", "by": "Ann Reader", "why": "the release says the same",
    }]})  # fmt: skip

    decision: Literal["accept", "correct", "reject", "unsure"]
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2_000)
    change: dict[str, Any] = Field(default_factory=dict, description="Only with `correct`: the corrected fields by their names.")


class Reviewed(Shape):
    """A review that was appended: the claim's entry as it stands now."""

    claim: str
    decision: str
    entry: Entry
    log: Log


class NewText(BaseModel):
    """A text to keep, and where it was published."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "text": "Shelling killed 12 soldiers near the front line on Monday.", "published": "2024-05-08", "publisher": "Example Post",
    }]})  # fmt: skip

    text: str = Field(min_length=1, max_length=UPLOAD_BYTES, description="The text itself.")
    published: date | None = Field(default=None, description="The day of publication, which anchors relative dates.")
    title: str | None = Field(default=None, max_length=1_000)
    publisher: str | None = Field(default=None, max_length=1_000)
    url: str | None = Field(default=None, max_length=2_000)
    note: str = Field(default="", max_length=2_000, description="A remark that the log keeps.")


class AddedText(Shape):
    """A text that is in the ledger now. `added` is false where it had been before; then the claims are those that are new."""

    document: str
    added: bool
    claims: int
    statements: int
    log: Log


class Retraction(BaseModel):
    """What stands no longer, with who and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "target": "3f9a12bc77de0041", "by": "Ann Reader", "why": "withdrawn by the publisher",
    }]})  # fmt: skip

    target: str = Field(min_length=6, max_length=32, description="The id of a claim or of a document.")
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2_000)
    undo: bool = Field(default=False, description="Let it stand again.")


class Retracted(Shape):
    """How many claims stand no longer, or stand again."""

    target: str
    claims: int
    log: Log

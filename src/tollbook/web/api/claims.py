"""Claims and statements as JSON, and all that a query finds as CSV, JSON lines or Parquet, sent while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Path
from fastapi.responses import Response, StreamingResponse

from tollbook.core.contract import as_json
from tollbook.core.records import Entry, Sighting, Statement, review_as_dict
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.version import __version__
from tollbook.exports.claims import claim_row
from tollbook.exports.columns import columns_of, schema_version
from tollbook.exports.writing import write_csv
from tollbook.flow.ledger import make_dossier
from tollbook.ledger.ledger import Ledger
from tollbook.web.answers import Json, sent_while_written
from tollbook.web.api import models
from tollbook.web.api.questions import After, Asked, Limit, Question, answers, log_as_dict
from tollbook.web.asking import CLAIM_ID, AskedMoment
from tollbook.web.faults import naming
from tollbook.web.opened import Here

router = APIRouter(tags=["claims"])
statements_router = APIRouter(tags=["statements"])
ClaimId = Annotated[str, Path(pattern=CLAIM_ID, description="A claim's id, or its beginning.", examples=["3f9a12bc77de0041"])]
PARQUET = "application/vnd.apache.parquet"
_LOOKED_AT = 8
"""Pages of mentions that are looked through for one page of statements, where most are echoes."""


@router.get("/claims", responses=answers(models.ClaimPage, 404, 422))
def list_claims(here: Here, asked: Asked, limit: Limit = 50, after: After = None) -> Response:
    """Find claims, the newest first. Pages are keyed: page 1,000 costs what page 1 costs, and news shifts nothing."""
    with naming("q" if after is None else "after"):
        found = here.ledger.query(asked.wanted, as_known_on=asked.head.size, limit=limit, after=after)
    return Json({**_told(asked), "claims": [entry.to_dict() for entry in found.entries], "next": found.after})


@router.get("/claims/count", responses=answers(models.Count, 404, 422))
def count_claims(here: Here, asked: Asked) -> Response:
    """Count the claims that a query finds."""
    with naming("q"):
        number = here.ledger.count(asked.wanted, as_known_on=asked.head.size)
    return Json({**_told(asked), "count": number})


@router.get("/claims.csv", responses=answers(None, 404, 422) | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}})
def send_csv(here: Here, asked: Asked) -> StreamingResponse:
    """Send all that a query finds as claims.csv, with 42 columns. Cells that a spreadsheet would run are neutralized."""

    _check(here.ledger, asked)

    def write(target: BinaryIO) -> None:
        write_csv(columns_of("claims"), _rows(here.ledger, asked), _Encoded(target))

    return sent_while_written(write, media_type="text/csv; charset=utf-8", name="claims.csv", places=here.files)


@router.get("/claims.jsonl", responses=answers(None, 404, 422) | {200: {"content": {"application/jsonl": {"schema": {"type": "string"}}}}})
def send_json_lines(here: Here, asked: Asked) -> StreamingResponse:
    """Send all that a query finds, a claim of the contract a line."""

    _check(here.ledger, asked)

    def write(target: BinaryIO) -> None:
        for entry in here.ledger.entries(asked.wanted, as_known_on=asked.head.size):
            target.write(as_json(entry.to_dict()).encode() + b"\n")

    return sent_while_written(write, media_type="application/jsonl", name="claims.jsonl", places=here.files)


@router.get(
    "/claims.parquet",
    responses=answers(None, 404, 422) | {200: {"content": {PARQUET: {"schema": {"type": "string", "format": "binary"}}}}},
)
def send_parquet(here: Here, asked: Asked) -> StreamingResponse:
    """Send all that a query finds as Parquet, with the columns of claims.csv and their types."""
    from tollbook.exports.arrow import write_parquet

    notes = {
        "tollbook_schema_version": str(schema_version()),
        "tollbook_version": __version__,
        "tollbook_profile": "claims",
        "tollbook_ledger": asked.head.origin,
        "tollbook_ledger_size": str(asked.head.size),
        "tollbook_ledger_root": asked.head.root.hex(),
        "tollbook_query": asked.text,
    }

    _check(here.ledger, asked)

    def write(target: BinaryIO) -> None:
        write_parquet(columns_of("claims"), _rows(here.ledger, asked), target, notes=notes)

    return sent_while_written(write, media_type=PARQUET, name="claims.parquet", places=here.files)


@router.get("/claims/{claim}", responses=answers(models.Entry, 404, 422))
def read_claim(here: Here, claim: ClaimId, asof: AskedMoment = None) -> Response:
    """Return a claim as it stands, or its last entry."""
    return Json(here.ledger.get(claim, as_known_on=asof).to_dict())


@router.get("/claims/{claim}/dossier", responses=answers(models.Dossier, 404, 422))
def read_dossier(here: Here, claim: ClaimId, asof: AskedMoment = None) -> Response:
    """Return all that is known of a claim: its history, its statement with the echoes, reviews, findings, its points of series."""
    dossier = make_dossier(here.ledger, claim, as_known_on=asof)
    trace = dossier.trace
    return Json({
        "entry": trace.entry.to_dict(),
        "history": [entry.to_dict() for entry in trace.history],
        "sightings": [sighting_as_dict(sighting) for sighting in trace.sightings],
        "statement": _statement(trace.statement),
        "reviews": [review_as_dict(review) for review in trace.reviews],
        "findings": [finding.to_dict() for finding in dossier.findings],
        "series": [_point(series, point) for series, point in dossier.series],
    })  # fmt: skip


@statements_router.get("/statements", responses=answers(models.StatementPage, 404, 422))
def list_statements(here: Here, asked: Asked, limit: Limit = 50, after: After = None) -> Response:
    """Find statements by their founding mentions, the newest first. A page may be short where most of what is found only repeats."""
    found: list[Entry] = []
    for _ in range(_LOOKED_AT):
        with naming("q" if after is None else "after"):
            page = here.ledger.query(asked.wanted, as_known_on=asked.head.size, limit=limit - len(found), after=after)
        found += [entry for entry in page.entries if entry.statement == entry.claim.id]
        after = page.after
        if after is None or len(found) >= limit:
            break
    return Json({**_told(asked), "statements": [entry.to_dict() for entry in found], "next": after})


@statements_router.get("/statements/{statement}", responses=answers(models.Statement, 404, 422))
def read_statement(here: Here, statement: ClaimId, asof: AskedMoment = None) -> Response:
    """Return a statement by its id, or by the id of any mention: its founding mention, then its echoes."""
    return Json(_statement(here.ledger.statement(statement, as_known_on=asof)))


def sighting_as_dict(sighting: Sighting) -> dict[str, Any]:
    """Return where a document was seen as JSON values."""
    told = asdict(sighting)
    return {**told, "published": None if sighting.published is None else sighting.published.isoformat()}


def _statement(statement: Statement) -> dict[str, Any]:
    mentions = [entry.to_dict() for entry in statement.entries]
    return {"id": statement.id, "documents": statement.documents, "mentions": mentions}


def _point(series: Series, point: SeriesPoint) -> dict[str, Any]:
    return {"series": series.name, "day": point.day.isoformat(), "value": point.value, "claim": point.ref}


def _told(asked: Question) -> dict[str, Any]:
    return {"query": asked.text, "log": log_as_dict(asked.head)}


def _check(ledger: Ledger, asked: Question) -> None:
    """Let a query fail before an answer begins. Raises UsageError that names the field."""
    with naming("q"):
        ledger.query(asked.wanted, as_known_on=asked.head.size, limit=1)


def _rows(ledger: Ledger, asked: Question) -> Iterator[Any]:
    return (claim_row(entry) for entry in ledger.entries(asked.wanted, as_known_on=asked.head.size))


class _Encoded:
    """Text on its way into a file of bytes; a lone surrogate becomes a question mark."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, text: str, /) -> int:
        """Write text."""
        return self._target.write(text.encode("utf-8", "replace"))

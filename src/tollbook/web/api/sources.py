"""Sources as JSON: how many statements and echoes each has, on whom, and what it revised."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from tollbook.core.errors import UnknownRecord
from tollbook.flow.source_records import SourceRecord
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.questions import answers
from tollbook.web.counting import kept_by
from tollbook.web.opened import Here, Opened

router = APIRouter(prefix="/sources", tags=["sources"])
_MOST = 500


@router.get("", responses=answers(models.SourcePage, 422))
def list_sources(
    here: Here,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many, at most.")] = 100,
    skip: Annotated[int, Query(ge=0, le=10_000_000, description="Go on where a page ended: its `next`.")] = 0,
) -> Response:
    """List who is quoted, the most statements first."""
    counted_at, counts = here.sources.get()
    listed = list(counts.held.values())
    following = skip + limit if skip + limit < len(listed) else None
    made = Json({
        "counted_at": counted_at.isoformat(),
        "total": len(listed),
        "sources": [_source(here, record) for record in listed[skip : skip + limit]],
        "next": following,
    })  # fmt: skip
    return kept_by(counts, here.ledger, made)


@router.get("/{source:path}", responses=answers(models.Source, 404, 422))
def read_source(
    here: Here, source: Annotated[str, Path(max_length=300, description="An id, or the words of the text.", examples=["UKR-GS"])]
) -> Response:
    """Return the record of a source."""
    counts = here.sources.get()[1]
    record = counts.held.get(source)
    if record is None:
        raise UnknownRecord(f"no claim of a source {source!r}", do="see /api/v1/sources for all sources")
    return kept_by(counts, here.ledger, Json(_source(here, record)))


def _source(here: Opened, record: SourceRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "name": here.names.get(record.source, record.source),
        "statements": record.statements,
        "mentions": record.mentions,
        "echo_rate": round(record.echo_rate, 6),
        "first_day": record.first_day or None,
        "last_day": record.last_day or None,
        "replaced": dict(record.replaced),
        "subjects": [
            {"force": one.force, "measure": one.measure, "mentions": one.mentions, "statements": one.statements} for one in record.subjects
        ],
    }

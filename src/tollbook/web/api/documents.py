"""Documents as JSON: their texts with their readings as they stand, and their audits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import PlainTextResponse, Response

from tollbook.core.contract import reading_as_dict
from tollbook.flow.audit import audit
from tollbook.flow.documents import text_of_document, view_document
from tollbook.flow.news import NewDocument, read_documents
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.claims import sighting_as_dict
from tollbook.web.api.questions import answers, log_as_dict
from tollbook.web.asking import DOCUMENT_ID, AskedMoment
from tollbook.web.opened import Here

router = APIRouter(prefix="/documents", tags=["documents"])
DocumentId = Annotated[str, Path(pattern=DOCUMENT_ID, description="The hash of the text.", examples=["23c8ef580be74a9d53207592284c8a86"])]
_MOST = 200


@router.get("", responses=answers(models.DocumentPage, 422))
def list_documents(
    here: Here,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many, at most.")] = 50,
    before: Annotated[int | None, Query(ge=0, le=2**53, description="Go on where a page ended: its `next`.")] = None,
) -> Response:
    """List documents of texts, the newest first. Rows of data sets are found as claims alone."""
    found, following = read_documents(here.store, most=limit, before=before)
    return Json({"documents": [_line(document) for document in found], "next": following})


@router.get("/{document}", responses=answers(models.Document, 404, 422))
def read_document(here: Here, document: DocumentId, asof: AskedMoment = None) -> Response:
    """Return a document: its text, its reading with what persons corrected, and where it was seen."""
    head = here.ledger.checkpoint(as_known_on=asof)
    view = view_document(here.store, document, as_known_on=head.size)
    return Json({
        "text": view.reading.document.text,
        "reading": reading_as_dict(view.reading),
        "sightings": [sighting_as_dict(sighting) for sighting in view.sightings],
        "log": log_as_dict(head),
    })  # fmt: skip


@router.get("/{document}/text", responses=answers(None, 404, 422) | {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
def read_text(here: Here, document: DocumentId, asof: AskedMoment = None) -> Response:
    """Return a document's text alone, as it was read: offsets of claims count its code points."""
    text = text_of_document(here.store, document, as_known_on=asof)
    return PlainTextResponse(text.encode("utf-8", "replace"))


@router.get("/{document}/audit", responses=answers(models.Read, 404, 422))
def audit_document(here: Here, document: DocumentId, asof: AskedMoment = None) -> Response:
    """Audit a document against itself, the ledger's other texts and its series."""
    reading = view_document(here.store, document, as_known_on=asof).reading
    return Json({"reading": reading_as_dict(reading), **audit(reading, ledger=here.ledger, as_known_on=asof).to_dict()})


def _line(document: NewDocument) -> dict[str, Any]:
    sighting = document.sighting
    return {
        "id": document.id,
        "title": document.title,
        "published": None if sighting.published is None else sighting.published.isoformat(),
        "publisher": sighting.publisher,
        "url": sighting.url,
        "recorded_at": document.recorded_at,
        "claims": document.claims,
    }

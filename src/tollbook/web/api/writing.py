"""Add a text to the ledger, or let a claim or a document stand no longer, with a token of the scope. Nothing is overwritten."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from tollbook.flow.read import read_document
from tollbook.sources.files import from_text
from tollbook.web.access import ledger_as, needs
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.questions import answers, log_as_dict
from tollbook.web.faults import naming
from tollbook.web.opened import Here, Opened
from tollbook.web.tokens import Holder

router = APIRouter()
Writing = Annotated[Holder, Depends(needs("write"))]
Governing = Annotated[Holder, Depends(needs("admin"))]


@router.post("/documents", tags=["documents"], responses=answers(models.AddedText, 400, 401, 403, 413, 422, 429, 503))
async def add_document(here: Here, given: models.NewText, holder: Writing) -> Response:
    """Read a text into the ledger. The same text from the same place changes nothing, however often it is sent."""
    return await here.slow.do(lambda: _added(here, given, holder))


def _added(here: Opened, given: models.NewText, holder: Holder) -> Response:
    document = from_text(
        given.text, name="the text", title=given.title, published=given.published, publisher=given.publisher, url=given.url
    )
    added = ledger_as(here, holder).add(read_document(document), note=given.note)
    told = {"document": document.id, "added": added.documents == 1, "claims": added.claims, "statements": added.statements}
    return Json({**told, "log": log_as_dict(here.ledger.checkpoint())})


@router.post("/retractions", tags=["review"], responses=answers(models.Retracted, 400, 401, 403, 404, 413, 422, 429, 503))
async def retract(here: Here, given: models.Retraction, holder: Governing) -> Response:
    """Let a claim, or all claims of a document, stand no longer; or, with `undo`, let them stand again."""
    return await here.slow.do(lambda: _retracted(here, given, holder))


def _retracted(here: Opened, given: models.Retraction, holder: Holder) -> Response:
    ledger = ledger_as(here, holder)
    with naming("target"):
        change = ledger.restore if given.undo else ledger.retract
        number = change(given.target, by=given.by, why=given.why)
    return Json({"target": given.target, "claims": number, "log": log_as_dict(here.ledger.checkpoint())})

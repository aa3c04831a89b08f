"""Read and audit a text that is sent, and forget it: nothing of it is stored."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError

from tollbook.core.contract import reading_as_dict
from tollbook.core.errors import InputTooLarge
from tollbook.core.types import Document
from tollbook.flow.audit import audit
from tollbook.flow.read import read_document
from tollbook.sources.files import from_text
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.questions import answers
from tollbook.web.limits import ROOM
from tollbook.web.opened import Here, Opened

router = APIRouter(tags=["audit"])
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Text"}}}},
}


@router.post("/audit", responses=answers(models.Read, 413, 422), openapi_extra=_BODY)
async def audit_text(request: Request, here: Here) -> Response:
    """Read a text and audit it: against itself, and against the ledger unless `compare` is false. The text is not stored."""
    given = _parsed(await limited_body(request, here.settings.upload_bytes + ROOM))
    return await here.slow.do(lambda: _audited(here, given))


async def limited_body(request: Request, most: int) -> bytes:
    """Return the body of a request. Raises InputTooLarge as soon as it is longer than it may be, however long it goes on."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            raise InputTooLarge(f"a body of over {most:,} bytes", expected=f"at most {most:,}", do="split it, or use `tollbook audit`")
    return bytes(received)


def _parsed(body: bytes) -> models.Text:
    """Return the text that a body holds. Raises RequestValidationError, which names the field at fault."""
    try:
        return models.Text.model_validate(json.loads(body))
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]) from error
    except (ValueError, RecursionError) as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": "no JSON", "input": None}]) from error


def _audited(here: Opened, given: models.Text) -> Response:
    document = from_text(given.text, name="the text", published=given.published)
    if given.title is not None:
        document = Document.of(document.text, title=given.title, published=document.published)
    reading = read_document(document, context=given.context)
    found = audit(reading, ledger=here.ledger if given.compare else None)
    return Json({"reading": reading_as_dict(reading), **found.to_dict()})

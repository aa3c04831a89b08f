"""`/read`: a text that is pasted or uploaded is read and audited, shown, and forgotten. Nothing of it is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from tollbook.core.display import plain
from tollbook.core.errors import InputError, InputTooLarge, UsageError
from tollbook.core.types import Document
from tollbook.flow.documents import title_of
from tollbook.flow.read import read_document
from tollbook.sources.files import from_bytes, from_text
from tollbook.web.document_view import card_maker, show_document
from tollbook.web.faults import status_of, wants_problem
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)
EXAMPLE = (
    "As of mid-October 2025, Russian forces on the Kupiansk axis had highly likely sustained around 5,000 casualties, the British "
    "Ministry of Defence said. Of these, approximately 1,400 were killed and the rest wounded. The Russian losses amount to more than a "
    "quarter of the roughly 18,000 Russian troops committed to the axis, it added. Over the past day Russian forces lost 12 tanks, the "
    "General Staff of Ukraine said on 19 October 2025."
)
"""A text of Tollbook's own, which the empty page offers to read."""
_FIELDS = 8
_ROOM = 20_000
"""Bytes that a form takes beside its text."""


@router.get("/read")
def ask_for_text(request: Request, here: Here) -> Response:
    """Show the form."""
    return _form(request, here)


@router.post("/read")
async def read_text(request: Request, here: Here) -> Response:
    """Read what the form holds, and show it as a document of the ledger is shown."""
    form = await _limited_form(request, here.settings.upload_bytes)
    text, day = str(form.get("text") or ""), str(form.get("published") or "")
    upload = form.get("file")
    part = str(form.get("part") or "1")
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    name = upload.filename or "upload" if isinstance(upload, UploadFile) else ""
    await form.close()
    try:
        published, number = _published(day), _part(part)
        return await here.slow.do(lambda: _shown(request, here, (text, content, name), published, number))
    except (InputError, UsageError) as error:
        if wants_problem(request):
            raise
        told = {"met": error.met, "expected": error.expected, "do": error.do}
        return await run_in_threadpool(_form, request, here, status=status_of(error), text=text, published=day, fault=told)


def _form(request: Request, here: Opened, *, status: int = 200, **values: Any) -> Response:
    shared = {"text": "", "published": "", "fault": None, "example": EXAMPLE, "most": here.settings.upload_bytes}
    return page(request, "read.html", status=status, section="/read", **shared | values)


async def _limited_form(request: Request, most: int) -> FormData:
    """Return the form of a request. Raises InputTooLarge as soon as it is longer than it may be, however long it goes on."""
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > most + _ROOM:
        raise _too_large(most)
    received = 0
    receive = request.receive

    async def counted() -> Any:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most + _ROOM:
            raise _too_large(most)
        return message

    limited = Request(request.scope, counted)
    return await limited.form(max_files=1, max_fields=_FIELDS, max_part_size=most + _ROOM)


def _too_large(most: int) -> InputTooLarge:
    return InputTooLarge(
        f"over {most:,} bytes", expected=f"at most {most:,}", do="split it, or read it with `tollbook read` on your own machine"
    )


def _part(stated: str) -> int:
    """Return the part of a long text that is asked for; the first for what is no number, or one that no text has parts for."""
    return int(stated) if stated.isdecimal() and len(stated) < 10 else 1


def _published(day: str) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(f"{day!r} is no day", where="published", expected="YYYY-MM-DD") from error


def _document(text: str, content: bytes, name: str, published: date | None) -> Document:
    if content:
        return from_bytes(content, name=name, published=published)
    # A browser sends a text's lines with carriage returns, which nobody wrote.
    return from_text(text.replace("\r\n", "\n"), name="the text", published=published)


def _shown(request: Request, here: Opened, given: tuple[str, bytes, str], published: date | None, part: int) -> Response:
    text, content, name = given
    reading = read_document(_document(text, content, name, published))
    maker, audited = card_maker(reading, names=here.names)
    return page(
        request,
        "document.html",
        section="/read",
        view=None,
        title=plain(reading.document.title or title_of(None, reading.document.text)),
        reading=reading,
        shown_document=show_document(maker, reading, audited, part=part),
        asof=None,
        kept=False,
        exports=(),
    )

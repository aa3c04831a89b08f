"""`/d`: the documents of a ledger, and each as it is read: its text with every claim marked, a card for each, and its audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tollbook.core.errors import UnknownRecord
from tollbook.flow.documents import DocumentView, view_document
from tollbook.flow.news import read_documents
from tollbook.web.asking import DOCUMENT_ID, AskedMoment
from tollbook.web.cards import CardMaker, claim_name
from tollbook.web.document_view import audit_of, part_with, show_document
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import API, page, query_string

router = APIRouter(include_in_schema=False)
DocumentId = Annotated[str, Path(pattern=DOCUMENT_ID)]
_PAGE = 40


@router.get("/d")
def list_documents(request: Request, here: Here, before: Annotated[int | None, Query(ge=0)] = None) -> HTMLResponse:
    """List the texts that were added, the newest first."""
    documents, following = read_documents(here.store, most=_PAGE, before=before)
    return page(request, "documents.html", section="/d", documents=documents, following=following, before=before)


@router.get("/d/{document}")
def show(
    request: Request, here: Here, *, document: DocumentId, part: Annotated[int, Query(ge=1)] = 1, asof: AskedMoment = None
) -> HTMLResponse:
    """Show a document with its claims."""
    view, maker = _opened(here, document, asof)
    audited = audit_of(view.reading)
    return page(
        request,
        "document.html",
        section="/d",
        view=view,
        title=view.title,
        reading=view.reading,
        shown_document=show_document(maker, view.reading, audited, part=part, asof=asof),
        asof=asof,
        kept=True,
        exports=_exports(document),
    )


@router.get("/d/{document}/{claim}")
def lead_to_claim(here: Here, document: DocumentId, claim: str, asof: AskedMoment = None) -> RedirectResponse:
    """Lead to a claim by its id: to the part of its document that shows it, with its card opened."""
    view, maker = _opened(here, document, asof)
    number = next((nth for nth, one in enumerate(view.reading.claims, 1) if one.id == claim), None)
    if number is None:
        raise UnknownRecord(f"no claim {claim!r} in document {document}", do="open the document, or search for the claim")
    part = part_with(maker, view.reading, claim_name(number))
    end = query_string(part=part if part > 1 else None, asof=asof)
    return RedirectResponse(f"/d/{document}{end}#{claim_name(number)}", status_code=302)


def _exports(document: str) -> list[tuple[str, str]]:
    """Return the forms in which programs get a document, with their addresses."""
    at = f"{API}/documents/{document}"
    return [("JSON", at), ("CSV", f"{API}/claims.csv?q=document:{document}"), ("Text", f"{at}/text"), ("Audit", f"{at}/audit")]


def _opened(here: Opened, document: str, asof: str | None) -> tuple[DocumentView, CardMaker]:
    view = view_document(here.store, document, as_known_on=asof)
    return view, CardMaker(view.reading, audit_of(view.reading), names=here.names, entries=view.entries)

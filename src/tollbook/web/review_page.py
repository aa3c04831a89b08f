"""`/review`: claims that nobody has judged yet, one at a time: accept, correct, reject or unsure, with who and why. It is added alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from tollbook.core.errors import TollbookError
from tollbook.core.records import DECISIONS, Entry
from tollbook.flow.corrections import read_change
from tollbook.ledger.judging import CORRECTABLE
from tollbook.web.access import ledger_as, refuse_haste
from tollbook.web.asking import LONGEST_QUERY
from tollbook.web.cards import Card, CardMaker
from tollbook.web.document_view import audit_of
from tollbook.web.dossier_page import ClaimId
from tollbook.web.faults import answer, naming, status_of
from tollbook.web.hits import make_hit
from tollbook.web.opened import Here, Opened
from tollbook.web.rates import client_of
from tollbook.web.rendering import page, query_string
from tollbook.web.review_access import is_from_here
from tollbook.web.search_page import find_mistake

router = APIRouter(include_in_schema=False)
QUEUE = "review:none origin:text"
"""What waits for a person, unless another query is given: claims of texts. Rows of data sets were typed by somebody already."""
_WAITING = 12
_NOTHING: Final = {"decision": "", "by": "", "why": "", "change": ""}
"""A form before anything is filled in."""
_BEGINNING = f"9999-12-31~{10**18 - 1}"
"""The page before the first one. Without a page to go on from, SQLite (3.53) plans a question for one row as a walk through all."""
Text = Annotated[str, Field(max_length=2_000)]
Cursor = Annotated[str | None, Query(max_length=40)]
Reviewer = Annotated[str, Query(max_length=200)]
Done = Annotated[str, Query(pattern="^([0-9a-f]{8}-[a-z]{6,7})?$")]


class Given(BaseModel):
    """A form as it was sent: what a person says of a claim, the form's mark, and the queue that it stands in."""

    mark: Text = ""
    decision: Text = ""
    by: Text = ""
    why: Text = ""
    change: Text = ""
    q: Text = ""
    after: Text = ""


@router.get("/review")
def show_queue(
    request: Request,
    here: Here,
    *,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = QUEUE,
    after: Cursor = None,
    done: Done = "",
    by: Reviewer = "",
) -> Response:
    """Show the next claim of the queue with a form, and those that follow."""
    mistake = find_mistake(q)
    if mistake is not None:
        values = _queue(here, q, [], None) | _access(request, here, [])
        return page(request, "review.html", status=422, section="/review", mistake=mistake, **values)
    with naming("after"):
        first = here.ledger.query(q, limit=1, after=after or _BEGINNING)
    waiting = () if first.after is None else here.ledger.query(q, limit=_WAITING, after=first.after).entries
    entries = [*first.entries, *waiting]
    values = _queue(here, q, entries, first.after) | _access(request, here, entries)
    return page(
        request,
        "review.html",
        section="/review",
        mistake=None,
        **values | {"after": after or "", "done": done, "given": _NOTHING | {"by": by}},
    )


@router.get("/review/{claim}")
def show_claim(request: Request, here: Here, claim: ClaimId) -> Response:
    """Show one claim with a form."""
    entry = here.ledger.get(claim)
    values = _queue(here, "", [entry], None) | _access(request, here, [entry])
    return page(request, "review.html", section="/review", mistake=None, **values)


@router.post("/review/session")
def open_session(request: Request, here: Here, token: Annotated[Text, Form()] = "") -> Response:
    """Let a browser review that shows the token."""
    if not is_from_here(request) or not here.access.enabled:
        return answer(request, 403, "Reviews are given from the page of this server, with a token.")
    client = client_of(request.scope)
    if not here.tokens.may_try(client):
        return answer(request, 429, "Too many wrong tokens were tried. Wait a minute.", headers={"retry-after": "60"})
    holder = here.access.holder_of(token)
    if holder is None:
        here.tokens.tried_wrongly(client)
        return answer(request, 403, "That token lets nobody review.", do="ask whoever runs this server for one")
    made = RedirectResponse("/review", status_code=303)
    here.access.open_session(made, holder, secure=request.url.scheme == "https")
    return made


@router.post("/review/end")
def close_session(request: Request, here: Here) -> Response:
    """Let a browser review no longer."""
    made = RedirectResponse("/review", status_code=303)
    if is_from_here(request):
        here.access.close_session(made)
    return made


@router.post("/review/{claim}")
async def review(request: Request, here: Here, claim: ClaimId, given: Annotated[Given, Form()]) -> Response:
    """Append what a person says of a claim, and lead to the next one."""
    return await here.slow.do(lambda: _reviewed(request, here, claim, given))


def _reviewed(request: Request, here: Opened, claim: str, given: Given) -> Response:
    holder = here.access.accepted(request, claim, given.mark)
    if holder is None:
        return answer(
            request, 403, "This form is not of a session of yours: it ended, or never began.", do="open the queue again, with the token"
        )
    refuse_haste(here.tokens, holder)
    try:
        entry = here.ledger.get(claim)
        lines = [line for line in given.change.replace("\r", "").split("\n") if line.strip()]
        wanted = read_change(lines, entry.claim) if given.decision == "correct" else {}
        ledger_as(here, holder).review(claim, given.decision, by=given.by, why=given.why, change=wanted)  # type: ignore[arg-type]
    except TollbookError as error:
        return _again(request, here, claim, error, given)
    done = f"{claim[:8]}-{given.decision}"
    return RedirectResponse(f"/review{query_string(q=given.q, after=given.after, by=given.by, done=done)}", status_code=303)


def _again(request: Request, here: Opened, claim: str, error: TollbookError, given: Given) -> Response:
    """Show the form again as it was filled in, with what is wrong."""
    entries = [here.ledger.get(claim)]
    told = {"met": error.met, "expected": error.expected, "do": error.do}
    values = _queue(here, given.q, entries, None) | _access(request, here, entries)
    shown = {"after": given.after, "fault": told, "given": given.model_dump(include=set(_NOTHING))}
    return page(request, "review.html", status=status_of(error), section="/review", mistake=None, **values | shown)


def _queue(here: Opened, query: str, entries: list[Entry], following: str | None) -> dict[str, Any]:
    """Return what the page shows of the queue: the first entry whole, the others in a line each."""
    return {
        "q": query,
        "following": following,
        "at": _card(here, entries[0]) if entries else None,
        "hit": make_hit(entries[0], here.names) if entries else None,
        "waiting": [make_hit(entry, here.names) for entry in entries[1:]],
        "given": _NOTHING,
        "fault": None,
        "after": "",
        "done": "",
        "decisions": DECISIONS,
        "correctable": CORRECTABLE,
    }


def _access(request: Request, here: Opened, entries: list[Entry]) -> dict[str, Any]:
    session = here.access.session_of(request)
    mark = here.access.form_mark(session, entries[0].claim.id) if session is not None and entries else ""
    return {"enabled": here.access.enabled, "session": session is not None, "mark": mark}


def _card(here: Opened, entry: Entry) -> Card | None:
    reading = here.ledger.reading_of(entry.sighting.document)
    if reading is None:
        return None
    claims = tuple(entry.claim if claim.id == entry.claim.id else claim for claim in reading.claims)
    reading = replace(reading, claims=claims)
    maker = CardMaker(reading, audit_of(reading), names=here.names, entries={entry.claim.id: entry})
    mark = next((mark for mark, claim in zip(maker.marks(), reading.claims, strict=False) if claim.id == entry.claim.id), None)
    return None if mark is None else maker.card(mark)

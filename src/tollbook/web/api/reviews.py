"""The queue of claims that nobody has judged, and reviews, which need a token. A review is appended; it changes no text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from tollbook.core.errors import UsageError
from tollbook.web.access import ledger_as, needs
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.claims import ClaimId
from tollbook.web.api.questions import After, Limit, answers, log_as_dict
from tollbook.web.asking import LONGEST_QUERY
from tollbook.web.faults import naming
from tollbook.web.opened import Here, Opened
from tollbook.web.review_page import QUEUE
from tollbook.web.tokens import Holder

router = APIRouter(tags=["review"])
Reviewing = Annotated[Holder, Depends(needs("review"))]


@router.get("/review", responses=answers(models.ClaimPage, 422))
def list_queue(
    here: Here,
    q: Annotated[
        str, Query(max_length=LONGEST_QUERY, description="Another query for the queue.", examples=["review:none force:RUS"])
    ] = QUEUE,
    limit: Limit = 50,
    after: After = None,
) -> Response:
    """List the claims that wait for a person, the newest first."""
    with naming("after" if after else "q"):
        found = here.ledger.query(q, limit=limit, after=after)
    head = here.ledger.checkpoint()
    return Json({"query": q, "log": log_as_dict(head), "claims": [entry.to_dict() for entry in found.entries], "next": found.after})


@router.post(
    "/claims/{claim}/review",
    responses=answers(models.Reviewed, 400, 401, 403, 404, 422, 429),
)
async def review_claim(here: Here, claim: ClaimId, given: models.Decided, holder: Reviewing) -> Response:
    """Append what a person says of a claim: accept, correct (with `change`), reject or unsure, with who and why."""
    return await here.slow.do(lambda: _reviewed(here, claim, given, holder))


def _reviewed(here: Opened, claim: str, given: models.Decided, holder: Holder) -> Response:
    if given.change and given.decision != "correct":
        raise UsageError(f"a change beside {given.decision!r}", where="change", expected="the decision `correct`")
    with naming("change"):
        reviewed = ledger_as(here, holder).review(claim, given.decision, by=given.by, why=given.why, change=given.change)
    head = here.ledger.checkpoint()
    return Json({
        "claim": reviewed, "decision": given.decision, "entry": here.ledger.get(reviewed).to_dict(), "log": log_as_dict(head),
    })  # fmt: skip

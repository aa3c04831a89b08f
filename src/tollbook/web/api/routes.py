"""The routes of the JSON interface: the same questions as the pages, answered for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from tollbook.web.answers import Json
from tollbook.web.api import auditing, claims, documents, models, reviews, series, sources, writing
from tollbook.web.api.questions import answers, log_as_dict
from tollbook.web.asking import AskedMoment
from tollbook.web.opened import LedgerHere

PREFIX = "/api/v1"
_ledger = APIRouter(tags=["ledger"])


@_ledger.get("/stats", responses=answers(models.Statistics, 404, 422))
def read_stats(ledger: LedgerHere, asof: AskedMoment = None) -> Response:
    """Return how much the ledger holds, and the state of its log."""
    told: dict[str, Any] = asdict(ledger.stats(as_known_on=asof))
    return Json({"log": log_as_dict(ledger.checkpoint(as_known_on=asof)), **told})


@_ledger.get("/log", responses=answers(models.Log, 404, 422))
def read_log(ledger: LedgerHere, asof: AskedMoment = None) -> Response:
    """Return the state of the log, now or at a moment: what a permalink names."""
    return Json(log_as_dict(ledger.checkpoint(as_known_on=asof)))


ROUTERS = (
    claims.router,
    documents.router,
    claims.statements_router,
    _ledger,
    reviews.router,
    sources.router,
    series.router,
    auditing.router,
    writing.router,
)
"""What is asked most stands first: an address is compared with one route after another, and with those of a router in a router twice."""

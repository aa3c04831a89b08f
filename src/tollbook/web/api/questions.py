"""What every question of the JSON interface shares: a query, a page of it, a moment, the state of the log, and what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query

from tollbook.ledger.checkpoints import Checkpoint
from tollbook.ledger.language import Query as Wanted
from tollbook.ledger.language import parse_query
from tollbook.web.api.models import Problem
from tollbook.web.asking import LONGEST_QUERY, AskedMoment
from tollbook.web.faults import naming
from tollbook.web.opened import Here

MOST = 500
"""Claims of a page at most: a program that wants all takes the files."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many, at most.")]
After = Annotated[str | None, Query(max_length=40, description="Go on where a page ended: its `next`.", examples=["2025-01-24~1234"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query as it was put, and the state of the log that it is put to."""

    text: str
    wanted: Wanted
    head: Checkpoint


def question_put(
    here: Here,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST_QUERY,
            description="A query as `tollbook query` takes it: words, and FIELD:VALUE terms (force, measure, category, source, period, "
            "value, place, kind, unit, population, assertion, origin, status, review, document, claim, statement).",
            examples=["force:RUS measure:casualties period:2025-01"],
        ),
    ] = "",
    asof: AskedMoment = None,
) -> Question:
    """Return what is asked. Raises UsageError that names the field at fault."""
    with naming("q"):
        wanted = parse_query(q)
    return Question(text=q, wanted=wanted, head=here.ledger.checkpoint(as_known_on=asof))


Asked = Annotated[Question, Depends(question_put)]


def log_as_dict(head: Checkpoint) -> dict[str, Any]:
    """Return a state of the log as JSON values."""
    return {"origin": head.origin, "size": head.size, "root": head.root.hex()}


def answers(model: Any, *problems: int, description: str = "As asked.") -> dict[int | str, dict[str, Any]]:
    """Return how an operation answers: the shape of a good answer, and the problems that there may be."""
    told = {
        400: "The body can't be decoded.",
        401: "No token, or one that opens nothing.",
        403: "The token's scope is not enough, or this server has no token of the scope.",
        404: "There is no such record, or the ledger held nothing then.",
        413: "The body is too large.",
        422: "A part of the request makes no sense: `field` names it.",
        429: "Too many wrong tokens were tried, or too much was written with this one: `Retry-After` says how long to wait.",
        503: "The ledger can't answer now.",
    }
    good: dict[int | str, dict[str, Any]] = {200: {"model": model, "description": description}}
    if model is not None:
        good[304] = {"description": "Unchanged: the tag of If-None-Match is still that of the answer."}
    return good | {
        status: {"description": told[status], "content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
        for status in (*problems, 503)
    }

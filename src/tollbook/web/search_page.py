"""`/c`: find claims with the query language of `tollbook query`, page by page; a query that makes no sense is shown with its mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from tollbook.core.errors import UsageError
from tollbook.ledger.language import FIELDS, parse_query
from tollbook.web.asking import LONGEST_QUERY, AskedMoment
from tollbook.web.faults import naming
from tollbook.web.hits import make_hit
from tollbook.web.opened import Here
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)
_TERM = re.compile(r'[A-Za-z_-]+:(?:"[^"]*"|\S*)|"[^"]*"|\S+')
EXAMPLES = (
    ("force:RUS measure:casualties", "casualties of Russia, by whomever they are claimed"),
    ("category:tank value:1000..", "tanks, a thousand or more"),
    ('source:UKR-GS "combat losses"', "what the General Staff of Ukraine says, in these words"),
    ("population:civilian assertion:denied", "civilian victims that somebody denies"),
    ("status:corrected", "claims that a person corrected"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong in a query: the words before it, the words at fault, the words after it, and what was expected."""

    before: str
    wrong: str
    after: str
    met: str
    expected: str
    do: str


@router.get("/c")
def search(
    request: Request,
    here: Here,
    *,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    after: Annotated[str | None, Query(max_length=40)] = None,
    asof: AskedMoment = None,
) -> HTMLResponse:
    """Show what a query finds."""
    mistake = find_mistake(q)
    values: dict[str, Any] = {"query": q, "after": after, "asof": asof or "", "fields": FIELDS, "examples": EXAMPLES}
    if mistake is not None:
        return page(request, "search.html", status=422, section="/c", mistake=mistake, hits=(), following=None, **values)
    with naming("after"):
        found = here.ledger.query(q, as_known_on=asof, limit=here.settings.page_size, after=after or None)
    hits = [make_hit(entry, here.names) for entry in found.entries]
    return page(request, "search.html", section="/c", mistake=None, hits=hits, following=found.after, **values)


def find_mistake(query: str) -> Mistake | None:
    """Return what is wrong in a query and where: the first term without which everything before it makes sense.

    >>> found = find_mistake("force:RUS mesure:killed Kursk")
    >>> found.wrong, found.do.split("?")[0]
    ('mesure:killed', 'did you mean measure')
    """
    try:
        parse_query(query)
    except UsageError as error:
        terms = list(_TERM.finditer(query))
        at = next((term for term in terms if _fails(query[: term.end()])), None)
        start, end = (0, len(query)) if at is None else at.span()
        return Mistake(before=query[:start], wrong=query[start:end], after=query[end:], met=error.met, expected=error.expected, do=error.do)
    return None


def _fails(query: str) -> bool:
    try:
        parse_query(query)
    except UsageError:
        return True
    return False

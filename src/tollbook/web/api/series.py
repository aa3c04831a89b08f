"""Series, estimates and outlooks as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from tollbook.core.series import SeriesCount
from tollbook.web.answers import Json
from tollbook.web.api import models
from tollbook.web.api.questions import answers
from tollbook.web.asking import AskedMoment
from tollbook.web.counting import kept_by
from tollbook.web.desk import DeskHere
from tollbook.web.estimates import Asked
from tollbook.web.opened import Here
from tollbook.web.series_asking import AskedChoice, Day, head_asked
from tollbook.web.series_page import series_as_dict
from tollbook.web.series_view import view_series
from tollbook.web.slugs import Slug, parse_slug

router = APIRouter(tags=["series and estimates"])
Force = Annotated[str, Query(min_length=1, max_length=300, description="Whose losses: an id, or the words of the text.", examples=["RUS"])]
Measure = Annotated[
    str, Query(max_length=60, pattern="^[a-z0-9_]+$", description="casualties (with killed and wounded), or a category of materiel.")
]


@router.get("/series", responses=answers(models.SeriesList, 422))
def list_series(
    here: Here,
    desk: DeskHere,
    force: Annotated[str | None, Query(max_length=300, description="Of one force: by source and kind too.", examples=["RUS"])] = None,
) -> Response:
    """List which series there are."""
    counted_at, counts = desk.series_counts(force or None)
    made = Json({"counted_at": counted_at.isoformat(), "series": [_line(one) for one in counts.held]})
    return kept_by(counts, here.ledger, made)


@router.get("/series/{slug:path}", responses=answers(models.Series, 404, 422))
def read_series(
    *,
    request: Request,
    here: Here,
    desk: DeskHere,
    slug: Annotated[
        str,
        Path(
            max_length=700,
            description="FORCE~MEASURE or FORCE~MEASURE~SOURCE, and @SIZE-ROOT at a state of the log.",
            examples=["RUS~tank"],
        ),
    ],
    choice: AskedChoice,
    asof: AskedMoment = None,
) -> Response:
    """Return what is claimed over time: each figure with the claim that it is read from."""
    found = parse_slug(slug)
    view = view_series(here, desk, choice.wish(found, head_asked(here, found, asof)))
    return Json(series_as_dict(view, root=str(request.base_url).rstrip("/")))


@router.get("/estimate", responses=answers(models.Estimate, 404, 422))
def read_estimate(
    *,
    here: Here,
    desk: DeskHere,
    force: Force,
    measure: Measure = "casualties",
    since: Annotated[Day, Query(alias="from", description="First day of the losses. By default the theatre's.")] = None,
    to: Annotated[Day, Query(description="Last day. By default the last figure's.")] = None,
    asof: AskedMoment = None,
) -> Response:
    """Estimate a force's losses from all sources: quantiles over time, and all that they rest on. The first time takes some seconds."""
    size = here.ledger.checkpoint(as_known_on=asof).size
    return Json(desk.estimates.fitted(Asked(force=force, measure=measure, size=size, start=since, end=to)).estimate.to_dict())


@router.get("/outlook", responses=answers(models.Outlook, 404, 422))
def read_outlook(*, here: Here, desk: DeskHere, force: Force, measure: Measure = "casualties", asof: AskedMoment = None) -> Response:
    """Say what a force's losses imply: the share lost, phrases and their probabilities, scenarios beside the baseline."""
    size = here.ledger.checkpoint(as_known_on=asof).size
    return Json(desk.estimates.outlook(Asked(force=force, measure=measure, size=size)).projection.to_dict())


def _line(one: SeriesCount) -> dict[str, Any]:
    slug = Slug(force=one.force or "-", categories=one.categories, source=one.source)
    return {
        "series": slug.text,
        "force": slug.force,
        "measure": slug.measure,
        "source": one.source,
        "kind": one.kind,
        "sources": one.sources,
        "mentions": one.mentions,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
    }

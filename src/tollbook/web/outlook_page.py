"""`/o/{force}`: what a force's losses imply, with everything that it rests on; and where none can be given, the reason."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from tollbook.charts.outlook_chart import outlook_chart
from tollbook.charts.theme import LIGHT, PAGE, THEMES
from tollbook.charts.wording import force_name, number
from tollbook.core.errors import EstimationError, UsageError
from tollbook.flow.project import Outlook
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.web.asking import AskedMoment
from tollbook.web.desk import Desk, DeskHere
from tollbook.web.estimates import Asked
from tollbook.web.opened import Here
from tollbook.web.outlook_view import OutlookView
from tollbook.web.rendering import page, query_string
from tollbook.web.series_asking import Theme
from tollbook.web.slugs import CASUALTIES, Slug, split_suffix

router = APIRouter(include_in_schema=False)
Measure = Annotated[str, Query(max_length=60, pattern="^[a-z0-9_]+$")]


@router.get("/o/{force:path}")
def show_outlook(
    *,
    request: Request,
    here: Here,
    desk: DeskHere,
    force: Annotated[str, Path(max_length=300)],
    measure: Measure = "casualties",
    asof: AskedMoment = None,
    theme: Theme = "light",
) -> Response:
    """Show the outlook of a force, or one of its files: `.json`, `.svg`, `.png`, `.vl.json`."""
    named, suffix = split_suffix(force)
    head = here.ledger.checkpoint(as_known_on=asof)
    asked = Asked(force=named, measure=measure, size=head.size)
    if suffix:
        return _file(desk.estimates.outlook(asked), suffix, theme)
    try:
        made = desk.estimates.outlook(asked)
    except (EstimationError, UsageError) as error:
        return _refused(request, asked, error.sentence(), asof)
    return _page(request, desk, made, head=head, asked=asked, asof=asof)


def _page(request: Request, desk: Desk, made: Outlook, *, head: Checkpoint, asked: Asked, asof: str | None) -> HTMLResponse:
    picture = outlook_chart(made.projection, theme=PAGE)
    svg = desk.pictures.get(("outlook", asked), lambda: picture.svg(inside_page=True).encode("utf-8", "replace")).decode()
    estimate, selection = made.estimate, made.selection
    return page(
        request,
        "outlook.html",
        section="/s",
        view=OutlookView(outlook=made),
        picture=picture,
        svg=svg,
        downloads=_downloads(asked, asof),
        total=number(made.projection.lost.median),
        statements=len(estimate.statements),
        left_out=len(selection.left_out),
        log=head,
        **_shared(asked, asof),
    )


def _refused(request: Request, asked: Asked, reason: str, asof: str | None) -> HTMLResponse:
    return page(request, "outlook_refused.html", section="/s", reason=reason, **_shared(asked, asof))


def _shared(asked: Asked, asof: str | None) -> dict[str, Any]:
    categories = CASUALTIES if asked.measure == "casualties" else frozenset({asked.measure})
    return {
        "whose": force_name(asked.force),
        "force": asked.force,
        "measure": asked.measure,
        "asof": asof or "",
        "here": f"/o/{quote(asked.force, safe='')}",
        "series": Slug(force=asked.force, categories=categories).path + query_string(band="1", asof=asof),
    }


def _downloads(asked: Asked, asof: str | None) -> list[tuple[str, str]]:
    names = (("JSON", ".json"), ("SVG", ".svg"), ("PNG", ".png"), ("Vega-Lite", ".vl.json"))
    fields = query_string(measure=None if asked.measure == "casualties" else asked.measure, asof=asof)
    return [(name, f"/o/{quote(asked.force, safe='')}{suffix}{fields}") for name, suffix in names]


def _file(made: Outlook, suffix: str, theme: str) -> Response:
    if suffix == ".csv":
        raise UsageError("an outlook is no table", where="force", expected=".json, .svg, .png or .vl.json")
    if suffix == ".json":
        return JSONResponse(made.projection.to_dict())
    picture = outlook_chart(made.projection, theme=THEMES.get(theme, LIGHT))
    if suffix == ".svg":
        return Response(picture.svg(), media_type="image/svg+xml")
    if suffix == ".png":
        return Response(picture.png(), media_type="image/png")
    return JSONResponse(picture.to_dict(), media_type="application/vnd.vegalite.v6+json")

"""`/s`: which series there are, and each as a chart and a table in which every point leads to its words, with files and a permalink."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from tollbook.charts.marks import FAMILY_WORDS
from tollbook.charts.series_chart import family_of_source
from tollbook.charts.theme import LIGHT, THEMES
from tollbook.charts.wording import force_name, measure_title, number
from tollbook.core.errors import UnknownRecord
from tollbook.core.estimates import LEVELS, Estimate
from tollbook.core.series import SeriesCount
from tollbook.core.version import __version__
from tollbook.exports.citations import Work, bibtex
from tollbook.exports.columns import columns_of
from tollbook.exports.statements import is_point, series_row, statements
from tollbook.exports.writing import write_csv
from tollbook.vocab.naming import source_name
from tollbook.web.asking import AskedMoment
from tollbook.web.counting import kept_by
from tollbook.web.desk import Desk, DeskHere
from tollbook.web.estimates import Fitted
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import page, query_string
from tollbook.web.series_asking import AskedChoice, Theme, head_asked
from tollbook.web.series_view import KIND_WORDS, KINDS, MOST_ROWS, SeriesView, view_series
from tollbook.web.slugs import CASUALTIES, Slug, parse_slug, split_suffix

router = APIRouter(include_in_schema=False)
LISTED = 200
KEPT = "max-age=86400"
"""How long an answer at a head of the log may be kept: its figures never change, but a later Tollbook may word or draw it otherwise."""


@router.get("/s")
def list_series(
    request: Request,
    here: Here,
    desk: DeskHere,
    *,
    force: Annotated[str | None, Query(max_length=300)] = None,
    show: Annotated[int, Query(ge=1, le=50)] = 1,
) -> HTMLResponse:
    """List the series: of all forces by measure, or of one force by measure and source."""
    known_at, counts = desk.series_counts(force or None)
    first = (show - 1) * LISTED
    rows = [_listed(one) for one in islice(counts.held, first, first + LISTED)]
    if force and not counts.held:
        raise UnknownRecord(f"no series of a force {force!r}", do="see /s for all forces")
    made = page(
        request,
        "series_list.html",
        section="/s",
        rows=rows,
        force=force or None,
        whose=force_name(force) if force else "",
        known_at=known_at,
        show=show,
        more=len(counts.held) > first + LISTED,
        total=len(counts.held),
    )
    return kept_by(counts, here.ledger, made)


@router.get("/s/{slug:path}")
def show_series(
    *,
    request: Request,
    here: Here,
    desk: DeskHere,
    slug: Annotated[str, Path(max_length=700)],
    choice: AskedChoice,
    asof: AskedMoment = None,
    theme: Theme = "light",
) -> Response:
    """Show a series, or one of its files: `.csv`, `.json`, `.svg`, `.png`, `.vl.json`."""
    named, suffix = split_suffix(slug)
    found = parse_slug(named)
    view = view_series(here, desk, choice.wish(found, head_asked(here, found, asof)))
    shown = _file(request, here, view, suffix, theme) if suffix else _page(request, desk, view, fields=choice.fields, asof=asof)
    if found.head is not None:
        # What is public, a cache in between may give to readers without a token too (RFC 9111, 3.5).
        shown.headers["cache-control"] = f"{'private' if here.settings.private else 'public'}, {KEPT}"
    return shown


def _listed(one: SeriesCount) -> dict[str, Any]:
    slug = Slug(force=one.force or "-", categories=one.categories, source=one.source)
    return {
        "address": slug.path + query_string(kind=one.kind),
        "force": force_name(one.force),
        "of_force": query_string(force=one.force),
        "measure": measure_title(one.categories),
        "source": None if one.source is None else source_name(one.source),
        "kind": None if one.kind is None else KIND_WORDS[one.kind],
        "mentions": one.mentions,
        "sources": one.sources,
        "first": one.first,
        "last": one.last,
    }


def _page(request: Request, desk: Desk, view: SeriesView, *, fields: dict[str, Any], asof: str | None) -> HTMLResponse:
    wish, picture = view.wish, view.picture()
    key = (wish.slug.query.terms["force"], wish.slug.text, wish.head.size, wish.kind, wish.first, wish.last, wish.band, wish.parts)
    svg = desk.pictures.get(key, lambda: picture.svg(inside_page=True).encode("utf-8", "replace")).decode()
    pinned = wish.slug.at(wish.head).path
    return page(
        request,
        "series.html",
        section="/s",
        view=view,
        picture=picture,
        svg=svg,
        kinds=[(kind, KIND_WORDS[kind]) for kind in KINDS if kind in view.kinds],
        rows=view.rows(),
        most_rows=MOST_ROWS,
        asof=asof or "",
        fields=fields,
        here=wish.slug.path,
        now=replace(wish.slug, head=None).path,
        again=query_string(**{**fields, "asof": asof}),
        downloads=_downloads(pinned, fields),
        pinned=pinned + query_string(**fields),
        citation=bibtex(_work(view, str(request.base_url).rstrip("/") + pinned + query_string(**fields))),
        assumed=None if view.fitted is None else _assumed(view, view.fitted),
        listed=f"/s{query_string(force=wish.slug.force)}",
        whose=force_name(wish.slug.force),
        outlook=f"/o/{quote(wish.slug.force, safe='')}" if wish.slug.categories <= CASUALTIES else None,
    )


def _downloads(pinned: str, fields: dict[str, Any]) -> list[tuple[str, str]]:
    names = (("CSV", ".csv"), ("JSON", ".json"), ("SVG", ".svg"), ("PNG", ".png"), ("Vega-Lite", ".vl.json"))
    return [(name, f"{pinned}{suffix}{query_string(**fields)}") for name, suffix in names]


def _work(view: SeriesView, url: str) -> Work:
    head = view.wish.head
    return Work(
        key=f"tollbook-{head.size}-{head.root.hex()[:8]}",
        kind="dataset",
        title=f"{view.name}: {KIND_WORDS[view.kind]}, as claimed",
        publisher=f"ledger {head.origin}",
        url=url,
        version=f"{head.size} entries",
        note=f"log root {head.root.hex()}; Tollbook {__version__}",
    )


def _assumed(view: SeriesView, fitted: Fitted) -> dict[str, Any]:
    """Return what the estimate below the figures rests on."""
    estimate, selection = fitted.estimate, fitted.selection
    total = estimate.at().total(view.shown.quantity or estimate.quantities[0])
    return {
        "median": number(total.median),
        "intervals": [(f"{mass:.0%}", *(number(end) for end in total.interval(mass))) for mass in (0.5, 0.8, 0.95)],
        "day": estimate.dates[-1],
        "start": estimate.start,
        "anchors": [source_name(source) for source in estimate.anchors],
        "model": estimate.model_version,
        "assumptions": estimate.assumptions.id,
        "statements": len(estimate.statements),
        "left_out": len(selection.left_out),
        "theatre": selection.theatre,
    }


# ---- files


def _file(request: Request, here: Opened, view: SeriesView, suffix: str, theme: str) -> Response:
    root, name = str(request.base_url).rstrip("/"), view.wish.slug.text.replace("~", "-")
    if suffix == ".csv":
        return _attached(_csv(here, view), "text/csv; charset=utf-8", f"{name}.csv")
    if suffix == ".json":
        return JSONResponse(series_as_dict(view, root=root))
    picture = view.picture(THEMES.get(theme, LIGHT))
    if suffix == ".svg":
        return Response(picture.svg(root=root), media_type="image/svg+xml")
    if suffix == ".png":
        return Response(picture.png(), media_type="image/png")
    return JSONResponse(picture.to_dict(root=root), media_type="application/vnd.vegalite.v6+json")


def _attached(content: str, media_type: str, name: str) -> Response:
    plain = "".join(mark if mark.isascii() and (mark.isalnum() or mark in "-_.+") else "_" for mark in name)
    return Response(
        content.encode("utf-8", "replace"), media_type=media_type, headers={"content-disposition": f'attachment; filename="{plain}"'}
    )


def _csv(here: Opened, view: SeriesView) -> str:
    target = io.StringIO()
    write_csv(columns_of("series"), _csv_rows(here, view), target)
    return target.getvalue()


def _csv_rows(here: Opened, view: SeriesView) -> Iterator[Any]:
    size = view.wish.head.size
    shown = {point.ref for one in view.shown.series for point in one.points}
    entries = here.ledger.entries(view.wish.slug.query, as_known_on=size)
    for entry in statements(entries, get=lambda claim: here.ledger.get(claim, as_known_on=size)):
        if is_point(entry.claim) and entry.claim.id in shown:
            yield series_row(entry, quantiles=_quantiles(view, entry.claim.period.end))


def _quantiles(view: SeriesView, day: date | None) -> dict[str, float]:
    estimate = view.shown.estimate
    if estimate is None or day is None or not estimate.start <= day <= estimate.dates[-1]:
        return {}
    total = estimate.at(day).total(view.shown.quantity or estimate.quantities[0])
    return {f"q{level:g}": round(total.quantile(level), 1) for level in LEVELS}


def series_as_dict(view: SeriesView, *, root: str = "") -> dict[str, Any]:
    """Return a series as JSON values: its figures by source, and the estimate's quantiles where one was asked for."""
    wish, estimate = view.wish, view.shown.estimate
    return {
        "series": replace(wish.slug, head=None).text,
        "force": wish.slug.force,
        "measure": wish.slug.measure,
        "kind": view.kind,
        "log": {"origin": wish.head.origin, "size": wish.head.size, "root": wish.head.root.hex()},
        "permalink": root + wish.slug.at(wish.head).path,
        "sources": [
            {
                "source": one.source,
                "name": source_name(one.source),
                "class": FAMILY_WORDS[family_of_source(one)],
                "unit": one.unit,
                "population": one.population,
                "outcome": one.outcome,
                "points": [
                    {
                        "day": point.day.isoformat(),
                        "start": None if point.start is None else point.start.isoformat(),
                        "value": point.value,
                        "hedge": point.hedge,
                        "low": point.low,
                        "high": point.high,
                        "claim": point.ref,
                    }
                    for point in one.points
                ],
            }
            for one in view.shown.series
        ],
        "left_out": view.parts_left,
        "begins": None if view.shortened is None else view.shortened.isoformat(),
        "read_with_care": list(view.cautions()),
        "estimate": None if estimate is None else _band(view, estimate),
        "refusal": view.refusal,
    }


def _band(view: SeriesView, estimate: Estimate) -> dict[str, Any]:
    quantity = view.shown.quantity or estimate.quantities[0]
    path = next(path for path in estimate.totals if path.name == quantity)
    return {
        "quantity": quantity,
        "levels": list(LEVELS),
        "dates": [day.isoformat() for day in estimate.dates],
        "totals": [list(row) for row in path.quantiles],
        "anchors": list(estimate.anchors),
        "model_version": estimate.model_version,
        "assumptions": estimate.assumptions.id,
        "statements": list(estimate.statements),
    }

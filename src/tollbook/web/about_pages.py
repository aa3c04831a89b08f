"""`/about/method` and `/about/limits`: how claims are read, checked and estimated, out of the tables and assumptions in force."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markupsafe import Markup

from tollbook.core.assumptions import Assumptions, Noise, Prior, Process
from tollbook.vocab.assumptions import load_assumptions
from tollbook.vocab.audit_rules import audit_rules
from tollbook.vocab.listing import list_vocabulary
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import known_theatres
from tollbook.web.cards import Link, source_address
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import page
from tollbook.web.sources_page import ROLES, force_name, name_of

router = APIRouter(include_in_schema=False)
_WORDS_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRow:
    """A prior in words: what of, its median, how wide it is, and its grounds."""

    name: str
    middle: str
    spread: str
    grounds: str


@router.get("/about/method")
def show_method(request: Request, here: Here) -> HTMLResponse:
    """Show how figures are read, checked and put together."""
    assumed = load_assumptions(None)
    return page(
        request,
        "method.html",
        assumed=assumed,
        roles=_roles(assumed),
        process=_settings(assumed.process),
        noise=_settings(assumed.noise),
        anchors=[ROLES.get(anchor, anchor) for anchor in assumed.scale_anchor],
        relays=_relays(here),
        scales=load_table("likelihoods")["scale"],
        hedges=_hedges(),
        rules=list(audit_rules().values()),
    )


@router.get("/about/limits")
def show_limits(request: Request) -> HTMLResponse:
    """Show what Tollbook can't do, as its documentation states it."""
    return page(request, "limits.html", limits=limits_html())


@cache
def limits_html() -> Markup:
    """Return the documentation's own limits; `python -m tools.limits` keeps them."""
    text = (files("tollbook.web") / "templates" / "limits.md").read_text(encoding="utf-8")
    made: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return Markup(made)


def _hedges() -> list[tuple[str, str, str]]:
    """Return the rows of the hedges: their kind, some of their words, and what they mean."""
    return [
        (row.id, ", ".join(row.words[:_WORDS_SHOWN]) + (", …" if len(row.words) > _WORDS_SHOWN else ""), row.meaning)
        for row in list_vocabulary("hedges")
    ]


def _roles(assumed: Assumptions) -> list[PriorRow]:
    rows = []
    for role in assumed.roles:
        name = ROLES.get(role.role, role.role)
        rows.append(_row(f"{name}, bias", role.bias))
        if role.coverage is not None:
            rows.append(_row(f"{name}, coverage", role.coverage))
    return rows


def _settings(settings: Process | Noise) -> list[PriorRow]:
    return [_row(one.name.replace("_", " "), getattr(settings, one.name)) for one in fields(settings)]


def _row(name: str, prior: Prior) -> PriorRow:
    return PriorRow(
        name=name,
        middle=middle_words(prior),
        spread="fixed" if prior.sd == 0 else f"sd {prior.sd:.3g} ({prior.scale})",
        grounds=prior.grounds,
    )


def middle_words(prior: Prior) -> str:
    """Return the median of a prior as a factor, a share or a value.

    >>> middle_words(Prior(mean=0.0, sd=1.0)), middle_words(Prior(mean=0.0, sd=1.0, scale="logit"))
    ('1', '50%')
    """
    return f"{100 * prior.middle:.3g}%" if prior.scale == "logit" else f"{prior.middle:.4g}"


def _relays(here: Opened) -> list[tuple[Link, Link, str, Any]]:
    return [
        (
            Link(text=name_of(here, relay.source), href=source_address(relay.source)),
            Link(text=name_of(here, relay.parent), href=source_address(relay.parent)),
            force_name(here, relay.force),
            relay.grounds,
        )
        for theatre in known_theatres()
        for relay in theatre.relays
    ]

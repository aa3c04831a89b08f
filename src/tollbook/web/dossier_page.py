"""`/c/{claim}`: all that a ledger knows of a claim: its words, who repeats it, what persons said, what became of it, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from tollbook.core.audit_display import point_words
from tollbook.core.contract import as_json
from tollbook.core.display import Names, counted
from tollbook.core.readers import reader_words
from tollbook.core.records import Entry, Review, Statement
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Document, Reading
from tollbook.flow.ledger import Dossier, make_dossier
from tollbook.ledger.linking import RULES
from tollbook.web.asking import CLAIM_ID, AskedMoment
from tollbook.web.cards import CardMaker, Check, Link, chain_links, claim_words, source_link
from tollbook.web.hits import Hit, entry_title, make_hit
from tollbook.web.opened import Here
from tollbook.web.rendering import page
from tollbook.web.slugs import Slug

router = APIRouter(include_in_schema=False)
MOST_ECHOES = 100
ClaimId = Annotated[str, Path(pattern=CLAIM_ID)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A mention of a statement: its line, through whom it came there, and why it belongs to the statement."""

    hit: Hit
    through: tuple[Link, ...]
    link: str
    reason: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoTree:
    """A statement with its mentions: the source, the first mention, and the echoes, grouped by who tells them."""

    source: Link
    first: Echo
    relays: tuple[tuple[str, tuple[Echo, ...]], ...]
    mentions: int
    documents: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An entry of a claim's history: what it said, who read it so, and what became of it."""

    words: str
    reader: str
    since: str
    until: str | None
    reason: str
    review: Review | None


@router.get("/c/{claim}")
def show_dossier(request: Request, here: Here, claim: ClaimId, asof: AskedMoment = None) -> Response:
    """Show all that is known of a claim; the beginning of an id leads to the whole one."""
    dossier = make_dossier(here.ledger, claim, as_known_on=asof)
    entry = dossier.trace.entry
    if entry.claim.id != claim:
        return RedirectResponse(f"/c/{entry.claim.id}", status_code=302)
    maker = CardMaker(_reading_of(dossier), dossier.audit, names=here.names, entries={entry.claim.id: entry})
    return page(
        request,
        "dossier.html",
        section="/c",
        entry=entry,
        hit=make_hit(entry, here.names),
        chain=chain_links(entry.claim.attribution, here.names),
        rows=maker.rows_of(entry.claim),
        tree=_tree(dossier.trace.statement, entry, here.names),
        history=[_past(former) for former in reversed(dossier.trace.history)],
        reviews=[(review, _changes(review)) for review in dossier.trace.reviews],
        checks=_checks(maker, dossier),
        points=[_point(series, point) for series, point in dossier.series],
        related=_related(dossier),
        sightings=dossier.trace.sightings,
        title=entry_title(entry),
        asof=asof or "",
    )


def _point(series: Series, point: SeriesPoint) -> Link:
    slug = None if series.force is None else Slug(force=series.force, categories=series.categories, source=series.source)
    return Link(text=f"{point_words(series, point)}; {counted(len(series.points), 'point')}", href=None if slug is None else slug.path)


def _reading_of(dossier: Dossier) -> Reading:
    """Return the reading that holds the claim; an empty one where its text has none any more."""
    sighting = dossier.trace.entry.sighting
    found = next((reading for reading in dossier.audit.readings if reading.document.id == sighting.document), None)
    return Reading(document=Document(id=sighting.document, text="")) if found is None else found


def _checks(maker: CardMaker, dossier: Dossier) -> list[Check]:
    told: dict[str, Check] = {}
    for finding in dossier.findings:
        check = maker.check(finding)
        told.setdefault(f"{check.verdict} {check.explanation}", check)
    return sorted(told.values(), key=lambda check: not check.fails)


def _tree(statement: Statement, entry: Entry, names: Names) -> EchoTree:
    mentions = statement.entries
    founding = next((other for other in mentions if other.claim.id == statement.id), mentions[0])
    relays: dict[str, list[Echo]] = {}
    others = [other for other in mentions if other is not founding]
    for other in others[:MOST_ECHOES]:
        sighting = other.sighting
        relays.setdefault(sighting.publisher or sighting.file or "a text without a publisher", []).append(_echo(other, entry, names))
    first = founding.claim.claimant
    return EchoTree(
        source=Link(text="its own author") if first is None else source_link(first, names),
        first=_echo(founding, entry, names),
        relays=tuple((name, tuple(echoes)) for name, echoes in relays.items()),
        mentions=len(mentions),
        documents=statement.documents,
        left=max(0, len(others) - MOST_ECHOES),
    )


def _echo(other: Entry, entry: Entry, names: Names) -> Echo:
    through = tuple(to for to in chain_links(other.claim.attribution, names)[1:] if to.text != "this text")
    return Echo(
        hit=make_hit(other, names),
        through=through,
        link=other.link,
        reason={str(name): meaning for name, meaning in RULES.items()}.get(other.link, ""),
        here=other.claim.id == entry.claim.id,
    )


def _past(entry: Entry) -> Past:
    return Past(
        words=claim_words(entry.claim),
        reader=reader_words(entry.reader_version),
        since=entry.recorded_at,
        until=entry.superseded_at,
        reason=entry.reason or "",
        review=entry.review,
    )


def _changes(review: Review) -> list[tuple[str, str]]:
    return [(name, value if isinstance(value, str) else as_json(value)) for name, value in review.change]


def _related(dossier: Dossier) -> list[tuple[str, Link]]:
    groups = (("A part of it", dossier.parts), ("Worked out from it", dossier.conclusions), ("An earlier figure", dossier.replaced))
    return [(label, Link(text=claim_words(claim), href=f"/c/{claim.id}")) for label, claims in groups for claim in claims]

"""`/src`: the sources of a ledger, and the record of each: its role, how much it states, on whom, how often it is repeated or revised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from tollbook.core.display import either, force_words
from tollbook.core.errors import UnknownRecord
from tollbook.core.types import Force
from tollbook.flow.source_records import SourceRecord, Subject
from tollbook.ledger.language import Query as Question
from tollbook.vocab.sources import source_role
from tollbook.vocab.theatres import known_theatres, theatre_of_force
from tollbook.web.cards import Link, search_address, search_term, source_address
from tollbook.web.counting import kept_by
from tollbook.web.hits import make_hit
from tollbook.web.opened import Here, Opened
from tollbook.web.rendering import page

router = APIRouter(include_in_schema=False)
MOST_SOURCES = 200
MOST_SUBJECTS = 40
_LATEST = 8
ROLES = {
    "opponent": "opponent: it counts the other side's losses",
    "own_side": "own side: it counts its own losses",
    "third_party_intelligence": "a third party's intelligence",
    "international": "an international body",
    "official": "an official of a third state",
    "ngo": "an organization that counts what it can see",
    "press": "press",
    "witness": "a witness",
    "unnamed": "not named or not known",
    "demographic": "works losses out from registers of the dead",
    "named_count": "counts names",
    "visual_confirmation": "counts pictures",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """A measure of a force that a source speaks of, leading to its claims."""

    force: str
    measure: Link
    statements: int
    mentions: int
    role: str


@router.get("/src")
def list_sources(request: Request, here: Here, show: Annotated[str, Query(pattern="^(all|most)$")] = "most") -> HTMLResponse:
    """List who is quoted, the most statements first."""
    known_at, counts = here.sources.get()
    listed = list(counts.held.values())
    shown = listed if show == "all" else listed[:MOST_SOURCES]
    rows = [(record, Link(text=name_of(here, record.source), href=source_address(record.source))) for record in shown]
    made = page(request, "sources.html", section="/src", rows=rows, left=len(listed) - len(shown), known_at=known_at)
    return kept_by(counts, here.ledger, made)


@router.get("/src/{source:path}")
def show_source(request: Request, here: Here, source: Annotated[str, Path(max_length=300)]) -> HTMLResponse:
    """Show the record of a source."""
    known_at, counts = here.sources.get()
    record = counts.held.get(source)
    if record is None and source in here.names:
        # A source of the vocabulary that nothing is claimed by: it only passes on what others say.
        record = SourceRecord(source=source, mentions=0, statements=0, first_day="", last_day="")
    if record is None:
        raise UnknownRecord(f"no claim of a source {source!r}", do="see /src for all sources, or search with source:")
    latest = here.ledger.query(Question(terms={"source": (source,)}), limit=_LATEST).entries
    made = page(
        request,
        "source.html",
        section="/src",
        record=record,
        name=name_of(here, source),
        roles=_roles(record, here),
        subjects=[_subject(subject, record, here) for subject in record.subjects[:MOST_SUBJECTS]],
        subjects_left=max(0, len(record.subjects) - MOST_SUBJECTS),
        relays=_relays(source, here),
        changes=_changes(source),
        hits=[make_hit(entry, here.names) for entry in latest],
        everything=search_address(search_term("source", source)),
        known_at=known_at,
    )
    return kept_by(counts, here.ledger, made)


def name_of(here: Opened, source: str) -> str:
    """Return what a source is called."""
    return "the texts' own authors" if source == "author" else here.names.get(source, source)


def _role_toward(source: str, force: str | None) -> str:
    """Return a source's role toward a force: that of the theatre in which the force takes part, if any."""
    return source_role(source, force, theatre_of_force(force))


def _roles(record: SourceRecord, here: Opened) -> list[tuple[str, str]]:
    """Return the roles of a source toward the forces that it speaks of most."""
    if record.source == "author":
        return [("", "who writes the text: nobody else is named")]
    named = [force for force, _ in record.forces if force is not None][:4]
    if not named:
        role = _role_toward(record.source, None)
        return [("", ROLES.get(role, role))]
    told = {force_name(here, force): _role_toward(record.source, force) for force in named}
    return [(force, ROLES.get(role, role)) for force, role in told.items()]


def force_name(here: Opened, force: str | None) -> str:
    """Return what a force is called, "-" where none is named."""
    return "-" if force is None else force_words(Force(id=force, text=force), here.names)


def _subject(subject: Subject, record: SourceRecord, here: Opened) -> SubjectRow:
    terms = [search_term("source", record.source), f"measure:{subject.measure}"]
    if subject.force is not None:
        terms.append(search_term("force", subject.force))
    return SubjectRow(
        force=force_name(here, subject.force),
        measure=Link(text=either(sorted(subject.measure.split("+"))), href=search_address(*terms)),
        statements=subject.statements,
        mentions=subject.mentions,
        role=_role_toward(record.source, subject.force),
    )


def _relays(source: str, here: Opened) -> list[tuple[Link, str]]:
    """Return whom the source is known to repeat, with the grounds."""
    return [
        (Link(text=name_of(here, relay.parent), href=source_address(relay.parent)), relay.grounds)
        for theatre in known_theatres()
        for relay in theatre.relays
        if relay.source == source
    ]


def _changes(source: str) -> list[tuple[str, str]]:
    """Return the days from which on the source's figures mean something else."""
    return [
        (change.date.isoformat(), change.meaning)
        for theatre in known_theatres()
        for change in theatre.definition_changes
        if change.source == source
    ]

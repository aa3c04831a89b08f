"""Look up what claims name by id: the side that a force fights for, a source's role, where a place lies. Every answer is remembered."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from tollbook.core.types import Claim, Place
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.gazetteer import load_gazetteer
from tollbook.vocab.sources import source_role
from tollbook.vocab.theatres import TheatrePlace, known_theatres, theatre_of_force

AUTHOR = "author"
_STATE = 3
_TOWN, _DIVISION, _COUNTRY = 2, 4, 6
_GEONAMES = "geonames:"


class Where(NamedTuple):
    """Where a place lies: first-order division, state, and how closely it is known, in UCDP's codes."""

    division: str | None = None
    country: str | None = None
    precision: int | None = None


NOWHERE = Where()


def is_state(force: str | None) -> bool:
    """Tell whether a force's id is a state's code."""
    return force is not None and len(force) == _STATE and force.isascii() and force.isupper()


@lru_cache(maxsize=4096)
def side_of(force: str | None) -> str | None:
    """Return the belligerent that a force fights for, else the force itself."""
    theatre = theatre_of_force(force)
    party = None if theatre is None or force is None else theatre.party(force)
    return force if party is None or party.fights_for is None else party.fights_for


@lru_cache(maxsize=65_536)
def role_of(source: str, force: str | None) -> str:
    """Return the role of a source toward a force, by its id or its words; `author` for a text's own author."""
    return AUTHOR if source == AUTHOR else source_role(source, force, theatre_of_force(force))


def claimant_of(claim: Claim) -> str:
    """Return who makes a claim: an id, else the words of the text, `author` for the text's own author."""
    first = claim.claimant
    return AUTHOR if first is None or claim.by_author else first.source or first.text


@lru_cache(maxsize=4096)
def state_name(code: str) -> str:
    """Return the name of a force by its id, the id itself where none is known."""
    return force_lexicon(theatre_of_force(code)).names.get(code, code)


@lru_cache(maxsize=65_536)
def where(place: Place) -> Where:
    """Return where a place lies, as far as its id says so."""
    if place.id is None:
        return NOWHERE
    named = _places().get(place.id)
    if named is not None:
        country = None if named.country is None else state_name(named.country)
        divided = "oblast" in named.id
        return Where(division=named.name if divided else None, country=country, precision=_DIVISION if divided else None)
    if place.id.startswith(_GEONAMES):
        town = load_gazetteer().town(place.text)
        return Where(country=None if town is None or town.id != place.id else state_name(town.country), precision=_TOWN)
    return Where(country=state_name(place.id), precision=_COUNTRY) if is_state(place.id) else NOWHERE


@cache
def _places() -> dict[str, TheatrePlace]:
    return {place.id: place for theatre in known_theatres() for place in theatre.places}

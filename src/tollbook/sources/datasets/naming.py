"""Find whom a cell names: the id of a source or a force, by the profile's own values and then by the lexicon. It never guesses."""

from __future__ import annotations

import re
from functools import lru_cache

from tollbook.sources.datasets.forms import Naming
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.sources import source_lexicon
from tollbook.vocab.theatres import load_theatre

_BRACKETS = re.compile(r"\s*\([^()]*\)")
LONGEST = 400
"""Characters of a cell that are looked at: a longer one is no name."""


def source_id(text: str, naming: Naming, theatre: str | None) -> str | None:
    """Return the id of the one source that a cell names; None where it names none, or several.

    >>> source_id("UK Ministry of Defence", Naming(), "russia-ukraine-2022")
    'GBR-MOD-DI'
    """
    return naming.values[text] if text in naming.values else _source(text[:LONGEST], theatre)


@lru_cache(maxsize=4096)
def _source(text: str, theatre: str | None) -> str | None:
    lexicon = source_lexicon(None if theatre is None else load_theatre(theatre))
    if lexicon.entry(text) is not None:
        return text
    found = {entry.id for entry in lexicon.resolve_all(text)}
    return found.pop() if len(found) == 1 else None


def force_id(text: str, naming: Naming, theatre: str | None) -> str | None:
    """Return the id of the one force that a cell names; what stands in brackets is left out ("Government of Russia (Soviet Union)").

    >>> force_id("Government of Sudan", Naming(), None)
    'SDN'
    """
    return naming.values[text] if text in naming.values else _force(text[:LONGEST], theatre)


@lru_cache(maxsize=65536)
def _force(text: str, theatre: str | None) -> str | None:
    lexicon = force_lexicon(None if theatre is None else load_theatre(theatre))
    if text in lexicon.names:
        return text
    found = {mention.id for mention in lexicon.named_in(_BRACKETS.sub("", text)) if mention.kind != "generic"}
    return found.pop() if len(found) == 1 else None


def force_name(force: str, theatre: str | None) -> str:
    """Return the name of a force's id, the id itself where it has none."""
    return force_lexicon(None if theatre is None else load_theatre(theatre)).names.get(force, force)


def place_id(text: str, theatre: str | None) -> str | None:
    """Return the id of a place of the theatre that has this name; None for another."""
    return _place(text[:LONGEST], theatre)


@lru_cache(maxsize=8192)
def _place(text: str, theatre: str | None) -> str | None:
    if theatre is None:
        return None
    lowered = text.lower()
    places = load_theatre(theatre).places
    return next((place.id for place in places if lowered in (name.lower() for name in (place.name, *place.aliases))), None)


@lru_cache(maxsize=1024)
def definition_day(source: str, theatre: str, categories: frozenset[str], day: str) -> str | None:
    """Return the day on which the definition began that holds on `day` (both ISO), for a source's figures of these categories."""
    changes = load_theatre(theatre).definition_changes
    days = [
        change.date.isoformat()
        for change in changes
        if change.source == source and categories.issuperset(change.categories) and change.date.isoformat() <= day
    ]
    return max(days, default=None)

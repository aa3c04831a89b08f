"""Readable names for the ids of forces and sources in a reading, from the vocabulary. Shown only: no claim carries them."""

from __future__ import annotations

from collections.abc import Mapping

from tollbook.core.types import Reading


def names_for(reading: Reading, *, theatre: str) -> Mapping[str, str]:
    """Return the names of forces and sources by id; `theatre` is the choice that the text was read with."""
    from tollbook.vocab.forces import force_lexicon
    from tollbook.vocab.tables import load_table
    from tollbook.vocab.theatres import load_theatre

    chosen = theatre if theatre.endswith(".toml") else reading.theatre
    described = None if chosen is None else load_theatre(chosen)
    known = {row["id"]: row["names"][0] for row in load_table("sources")["source"]}
    own = {} if described is None else {source.id: source.names[0] for source in described.sources if source.names}
    return {**force_lexicon(described).names, **known, **own}


def names_of_all() -> Mapping[str, str]:
    """Return the names of forces and sources by id of every theatre that comes with Tollbook: for claims of many texts."""
    from tollbook.flow import naming

    return naming.names_of_all()

"""Names of sources and forces: how a ledger finds a source, and readable names for ids, which no claim carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tollbook.core.types import Attribution
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import known_theatres


@cache
def names_of_all() -> Mapping[str, str]:
    """Return the names of forces and sources by id, of every theatre that comes with Tollbook."""
    names = {**force_lexicon(None).names}
    for theatre in known_theatres():
        names |= {**force_lexicon(theatre).names, **{source.id: source.names[0] for source in theatre.sources if source.names}}
    return {**names, **{row["id"]: row["names"][0] for row in load_table("sources")["source"]}}


def source_key(link: Attribution) -> str:
    """Return how a ledger names a source: its id, else its words without case."""
    return link.source or " ".join(link.text.casefold().split())

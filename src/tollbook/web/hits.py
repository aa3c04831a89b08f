"""An entry of the ledger as a line of a list: its figure, whose and by whom, its sentence with the figure marked, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tollbook.core.display import ELLIPSIS, Names, period_words, plain
from tollbook.core.notebook import family_of
from tollbook.core.records import Entry
from tollbook.flow.documents import title_of
from tollbook.web.cards import Link, claim_value, force_link, pretty, published_words, source_link, what_words
from tollbook.web.marking import shown

NEAR = 220
"""Characters of a sentence that are shown to either side of its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A line of a list. `place` leads to the claim in its text; `gone` says why it stands no longer, "" while it does."""

    id: str
    value: str
    what: str
    family: str
    whose: Link | None
    source: Link
    when: str
    gone: str
    review: str
    snippet: Markup
    place: str
    title: str
    published: str


def make_hit(entry: Entry, names: Names) -> Hit:
    """Return an entry as a line of a list."""
    claim = entry.claim
    first = claim.claimant
    when = pretty(period_words(claim.period))
    stated = "" if claim.assertion == "stated" else f"{claim.assertion}: "
    return Hit(
        id=claim.id,
        value=claim_value(claim),
        what=stated + what_words(claim),
        family=family_of(claim.measure),
        whose=force_link(claim.force, names),
        source=Link(text="its own author") if first is None or claim.by_author else source_link(first, names),
        when="" if when == "-" else when,
        gone="" if entry.stands else str(entry.reason),
        review="" if entry.review is None else entry.review.decision,
        snippet=snippet_of(entry),
        place=f"/d/{entry.sighting.document}/{claim.id}",
        title=entry_title(entry),
        published=published_words(entry),
    )


def entry_title(entry: Entry) -> str:
    """Return what the document of an entry is called, or how the sentence begins where it has no name."""
    return plain(title_of(entry.sighting, entry.sentence))


def snippet_of(entry: Entry) -> Markup:
    """Return the sentence of an entry with its figure marked; of an endless one, what stands near it."""
    start = entry.claim.span.start - entry.claim.sentence[0]
    end = start + len(entry.quote)
    before, after = entry.sentence[: max(start, 0)], entry.sentence[max(end, 0) :]
    before = ELLIPSIS + before[-NEAR:] if len(before) > NEAR else before
    after = after[:NEAR] + ELLIPSIS if len(after) > NEAR else after
    family = family_of(entry.claim.measure)
    return shown(before) + Markup('<mark class="{}">{}</mark>').format(family, shown(entry.quote)) + shown(after)

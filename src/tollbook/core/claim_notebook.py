"""A claim in a notebook: what is claimed, by whom, of whom, for when, and how it was read. Standard library only.

A claim doesn't hold its document, so its own words are those of its number alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tollbook.core.display import (
    NOTHING,
    amount_words,
    force_words,
    measure_words,
    number_words,
    period_words,
    plain,
    source_words,
)
from tollbook.core.notebook import family_of
from tollbook.core.notebook_page import bundle, framed, shown, table
from tollbook.core.types import Attribution, Claim, Quantity, Unit


def claim_words(claim: Claim) -> str:
    """Return a claim in one line."""
    value, what = amount_words(claim), measure_words(claim.measure)
    said = "" if claim.assertion == "stated" else f"{claim.assertion}: "
    when = period_words(claim.period)
    by = source_words(claim.claimant, {})
    return f"{said}{value} {what}; {force_words(claim.force, {})}; claimed by {by}" + ("" if when == NOTHING else f"; {when}")


def claim_html(claim: Claim) -> str:
    """Return a claim as one self-contained piece of HTML."""
    words = (
        f'<p><mark class="tollbook-{family_of(claim.measure)}">{shown(plain(claim.quantity.text))}</mark> {shown(claim_words(claim))}</p>'
    )
    return framed(words, table(("", "as read"), list(_rows(claim))))


def claim_bundle(claim: Claim, include: Collection[str] | None, exclude: Collection[str] | None) -> dict[str, Any]:
    """Return a claim as a notebook may show it: words and HTML."""
    return bundle({"text/plain": claim_words(claim), "text/html": claim_html(claim)}, include, exclude)


def _rows(claim: Claim) -> Iterator[tuple[str, str]]:
    measure = claim.measure
    yield "quantity", f"{amount_words(claim)} ({_bounds(claim.quantity, measure.unit)})"
    yield "counts", measure_words(measure) + ("" if measure.term is None else f', in the source\'s word "{plain(measure.term)}"')
    yield "whose", force_words(claim.force, {})
    yield "claimed by", " < ".join(map(_link, claim.attribution)) or NOTHING
    yield "when", period_words(claim.period)
    if claim.place is not None:
        yield "where", plain(claim.place.text)
    if claim.likelihood is not None:
        one = claim.likelihood
        yield "likelihood", f"{plain(one.term)}: {number_words(one.low, 'share')}-{number_words(one.high, 'share')} ({plain(one.scale)})"
    if claim.assertion != "stated":
        yield "assertion", claim.assertion
    for label, name in (("part of", claim.part_of), ("superseded by", claim.superseded_by)):
        if name is not None:
            yield label, name
    if claim.flags:
        yield "flags", plain(", ".join(claim.flags))
    yield "id", claim.id


def _bounds(quantity: Quantity, unit: Unit) -> str:
    low = number_words(quantity.low, unit)
    if quantity.high is None:
        return f"{quantity.hedge}: {low} or more"
    return f"{quantity.hedge}: {low} to {number_words(quantity.high, unit)}"


def _link(link: Attribution) -> str:
    words = source_words(link, {})
    return words if link.voice == "author" else f"{words} ({link.voice})"

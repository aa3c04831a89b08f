"""Claims as flat rows for spreadsheets: the columns of `--format csv`. Every text cell is made harmless to a spreadsheet.

May not interpret: every cell is a value of the contract (docs/contract.md) or the words of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tollbook.core.spreadsheets import Cell, harmless
from tollbook.core.types import Attribution, Claim, Document

Column = Callable[[Claim, Document], Cell]

_LINK = " > "
_LIST = "; "


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _claimant(link: Attribution | None) -> str | None:
    return None if link is None or link.voice == "author" else link.text


def _chain(links: tuple[Attribution, ...]) -> str:
    return _LINK.join(link.source or link.text or link.voice for link in links)


COLUMNS: Mapping[str, tuple[str, Column]] = {
    "claim_id": ("Id of the claim", lambda claim, _: claim.id),
    "doc_id": ("Id of the document", lambda _, document: document.id),
    "doc_title": ("Title of the document", lambda _, document: document.title),
    "doc_published": ("Its publication date", lambda _, document: _day(document.published)),
    "doc_publisher": ("Its publisher", lambda _, document: document.publisher),
    "doc_url": ("Its address", lambda _, document: document.url),
    "quote": ("The number with its hedge, to the letter", lambda claim, document: claim.span.quote(document.text)),
    "span_start": ("Where the quote starts, in code points", lambda claim, _: claim.span.start),
    "span_end": ("Where it ends, exclusive", lambda claim, _: claim.span.end),
    "value_stated": ("The number in the words; empty for words such as \"dozens\"", lambda claim, _: claim.quantity.stated),
    "value_low": ("Least value that the words allow", lambda claim, _: claim.quantity.low),
    "value_high": ("Greatest value; empty for no upper bound", lambda claim, _: claim.quantity.high),
    "hedge": ("What the words around the number make of it", lambda claim, _: claim.quantity.hedge),
    "categories": ("What is counted; several joined by \"; \"", lambda claim, _: _LIST.join(sorted(claim.measure.categories))),
    "unit": ("person, item, km2 or share (a fraction of one)", lambda claim, _: claim.measure.unit),
    "term": ("The source's own word, where undefined or loaded", lambda claim, _: claim.measure.term),
    "population": ("Which people", lambda claim, _: claim.measure.population),
    "outcome": ("What became of materiel", lambda claim, _: claim.measure.outcome),
    "base": ("What a share is a share of", lambda claim, _: claim.measure.base),
    "force_id": ("Who lost, as an id", lambda claim, _: None if claim.force is None else claim.force.id),
    "force": ("Who lost, in the words of the text", lambda claim, _: None if claim.force is None else claim.force.text),
    "period_kind": ("flow, cumulative or stock", lambda claim, _: claim.period.kind),
    "date_start": ("First day", lambda claim, _: _day(claim.period.start)),
    "date_end": ("Last day", lambda claim, _: _day(claim.period.end)),
    "date_end_latest": ("Latest possible last day", lambda claim, _: _day(claim.period.end_latest)),
    "period_text": ("When, in the words of the text", lambda claim, _: claim.period.text),
    "place_id": ("Where, as an id", lambda claim, _: None if claim.place is None else claim.place.id),
    "place": ("Where, in the words of the text", lambda claim, _: None if claim.place is None else claim.place.text),
    "claimant_id": ("First claimant, as an id", lambda claim, _: None if claim.claimant is None else claim.claimant.source),
    "claimant": ("First claimant, in the words of the text; empty for the author", lambda claim, _: _claimant(claim.claimant)),
    "voice": ("quoted, reported or author", lambda claim, _: None if claim.claimant is None else claim.claimant.voice),
    "attribution_chain": ("First claimant to author, joined by \" > \"", lambda claim, _: _chain(claim.attribution)),
    "likelihood_term": ("Probability word on the number", lambda claim, _: None if claim.likelihood is None else claim.likelihood.term),
    "likelihood_low": ("Its least probability", lambda claim, _: None if claim.likelihood is None else claim.likelihood.low),
    "likelihood_high": ("Its greatest probability", lambda claim, _: None if claim.likelihood is None else claim.likelihood.high),
    "likelihood_scale": ("Its scale", lambda claim, _: None if claim.likelihood is None else claim.likelihood.scale),
    "assertion": ("stated, denied or hypothetical", lambda claim, _: claim.assertion),
    "part_of": ("Claim of which this one counts a part", lambda claim, _: claim.part_of),
    "premises": ("Claims that this one was worked out from", lambda claim, _: _LIST.join(claim.premises)),
    "superseded_by": ("Claim that the text puts in this one's place", lambda claim, _: claim.superseded_by),
    "rules": ("Patterns that fired", lambda claim, _: _LIST.join(claim.rules)),
    "flags": ("Warnings about the number", lambda claim, _: _LIST.join(claim.flags)),
    "sentence": ("The sentence around the claim", lambda claim, document: document.text[slice(*claim.sentence)]),
}  # fmt: skip


def claim_cells(claim: Claim, document: Document) -> list[Cell]:
    """Return the cells of a claim, in the order of `COLUMNS`."""
    return [harmless(cell(claim, document)) for _, cell in COLUMNS.values()]

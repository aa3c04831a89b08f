"""The rows of claims.csv: a ledger's entry as 42 cells. May not interpret a claim beyond what the tables of columns say.

A row that was imported from another ledger's claims.csv keeps what it came with: its ids, its document, its quote. What a person
corrected of it is written as corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tollbook.core.flat import (
    BOUNDS,
    ROW_TITLE,
    UNITS,
    date_precision,
    group_of,
    last_day,
    metric_of,
    period_type,
    row_cells,
)
from tollbook.core.readers import DATASET, is_person
from tollbook.core.records import Entry, Sighting
from tollbook.core.spreadsheets import Cell
from tollbook.core.types import Claim, Reading, text_sha256
from tollbook.exports.columns import Row, column_table, columns_of
from tollbook.exports.lexicon import NOWHERE, claimant_of, is_state, role_of, side_of, where
from tollbook.vocab.hedge_words import hedge_words

LINK = " > "
DOCUMENT_LINK = "doc"
_OWN = f"{DATASET}tollbook/"
_READER = "tollbook.rules"


def claim_row(entry: Entry, *, verdict: str | None = None) -> Row:
    """Return the cells of an entry by their columns. `verdict` is that of an audit, if there was one."""
    row = {**_source_cells(entry, verdict), **_claim_cells(entry.claim), **_lexicon_cells(entry.claim)}
    brought = carried(entry)
    if brought:
        kept = ("source",) if is_person(entry.reader_version) else ("source", "lexicon")
        replaced = row["superseded_by"]
        row |= {name: brought.get(name) for name in _columns_from(*kept)}
        row["superseded_by"] = row["superseded_by"] or replaced
        if is_person(entry.reader_version):
            row["extractor"], row["extractor_version"] = _extractor(entry.reader_version)
    row["recorded_at"] = entry.recorded_at or None
    return {column.name: None if row[column.name] == "" else row[column.name] for column in columns_of("claims")}


def reading_rows(reading: Reading) -> Iterator[Row]:
    """Return the rows of a reading's claims, which no ledger has recorded."""
    document, digest = reading.document, text_sha256(reading.document.text)
    sighting = Sighting(
        document=document.id, title=document.title, published=document.published, publisher=document.publisher, url=document.url
    )
    for claim in reading.claims:
        entry = Entry(
            seq=0,
            claim=claim,
            sighting=sighting,
            quote=reading.quote(claim),
            sentence=document.text[slice(*claim.sentence)],
            reader_version=reading.reader_version,
            recorded_at="",
            statement=claim.id,
            link="first",
            text_sha256=digest,
        )
        yield claim_row(entry)


def carried(entry: Entry) -> Mapping[str, Cell]:
    """Return the cells that an imported row of claims.csv came with, none for any other entry."""
    sighting = entry.sighting
    read_here = entry.reader_version.startswith(_OWN) or is_person(entry.reader_version)
    imported = sighting.row is not None and sighting.row > 0 and read_here
    if not imported or not entry.sentence.startswith(f"{ROW_TITLE}\n"):
        return {}
    kinds = {column.name: column.kind for column in columns_of("claims")}
    return {name: _typed(value, kinds[name]) for name, value in row_cells(entry.sentence).items() if name in kinds}


def _typed(value: str, kind: str) -> Cell:
    """Return a cell as the importer has checked it."""
    if kind == "integer":
        return int(value)
    return _number_of(value) if kind == "number" else value


def _number_of(text: str) -> int | float:
    """Return the number of a cell: a whole one where it is written as one."""
    return int(text) if text.lstrip("-").isdecimal() else float(text)


def _columns_from(*origins: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in column_table("claims")["column"] if row["from"] in origins)


def _source_cells(entry: Entry, verdict: str | None) -> Row:
    """Return what tells where the claim stands, and who read it."""
    claim, sighting = entry.claim, entry.sighting
    extractor, version = _extractor(entry.reader_version)
    return {
        "claim_id": claim.id,
        "doc_id": sighting.document,
        "doc_url": sighting.url,
        "doc_title": sighting.title,
        "doc_published": iso(sighting.published),
        "quote": entry.quote,
        "span_start": claim.span.start,
        "span_end": claim.span.end,
        "text_sha256": entry.text_sha256,
        "echo_of": None if entry.statement == claim.id else entry.statement,
        "verdict": verdict if claim.assertion == "stated" else claim.assertion,
        "extractor": extractor,
        "extractor_version": version,
        "confidence": None,
        "superseded_by": claim.superseded_by or (None if entry.superseded_by is None else f"entry:{entry.superseded_by}"),
    }


def _claim_cells(claim: Claim) -> Row:
    quantity, measure, period, likelihood, force = claim.quantity, claim.measure, claim.period, claim.likelihood, claim.force
    return {
        "claimant": claimant_of(claim),
        "attribution_chain": chain_of(claim),
        "force": None if force is None else force.text,
        "country_iso3": force.id if force is not None and is_state(force.id) else None,
        "metric": metric_of(measure),
        "metric_group": group_of(measure),
        "unit": UNITS[measure.unit],
        "value_low": quantity.low,
        "value_mid": quantity.stated,
        "value_high": quantity.high,
        "value_text": quantity.text,
        "bound": BOUNDS[quantity.hedge],
        "hedge": hedge_words(quantity.text)[0],
        "likelihood_term": None if likelihood is None else likelihood.term,
        "likelihood_low": None if likelihood is None else likelihood.low,
        "likelihood_high": None if likelihood is None else likelihood.high,
        "period_type": period_type(period),
        "date_start": iso(period.start),
        "date_end": iso(last_day(period)),
        "date_prec": date_precision(period),
        "place": None if claim.place is None else claim.place.text,
    }


def _lexicon_cells(claim: Claim) -> Row:
    force = None if claim.force is None else claim.force.id
    lies = NOWHERE if claim.place is None else where(claim.place)
    return {
        "claimant_class": role_of(claimant_of(claim), force),
        "side": side_of(force),
        "adm_1": lies.division,
        "country": lies.country,
        "where_prec": lies.precision,
    }


def chain_of(claim: Claim) -> str:
    """Return the chain from the claimant to the document: "UKR-GS > UKR-MOD > doc"."""
    links = [link.source or link.text for link in claim.attribution if link.voice != "author"]
    return LINK.join([*links, DOCUMENT_LINK])


def _extractor(reader_version: str) -> tuple[str, str | None]:
    if is_person(reader_version):
        return reader_version, None
    if reader_version.startswith(DATASET):
        _, name, version = reader_version.split("/", 2)
        return f"tollbook.dataset.{name}", version
    return _READER, reader_version or None


def iso(day: date | None) -> str | None:
    """Return a day as ISO 8601 writes it."""
    return None if day is None else day.isoformat()

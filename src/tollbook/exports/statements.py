"""The founding mentions of statements among a ledger's entries, and the rows of series.csv. Echoes are no second statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tollbook.core.flat import BOUNDS, UNITS, metric_of
from tollbook.core.records import Entry
from tollbook.core.types import Claim
from tollbook.exports.claims import claim_row, iso
from tollbook.exports.columns import Row, columns_of
from tollbook.exports.lexicon import claimant_of, role_of

LINEAGE = ("claim_id", "doc_id", "doc_url", "quote", "span_start", "span_end")
"""What leads from a number to its sentence."""


def statements(entries: Iterable[Entry], *, get: Callable[[str], Entry]) -> Iterator[Entry]:
    """Return the founding mention of each statement; where the entries hold echoes of it alone, the earliest of them, at the end.

    `get` returns the entry of a claim by its id. What is kept is a number for each statement, so that a million take their room.
    """
    founded: set[int] = set()
    orphans: dict[int, tuple[int, str]] = {}
    for entry in entries:
        key = hash(entry.statement)
        if entry.statement == entry.claim.id:
            founded.add(key)
            orphans.pop(key, None)
            yield entry
        elif key not in founded and (key not in orphans or entry.seq < orphans[key][0]):
            orphans[key] = entry.seq, entry.claim.id
    for _, claim in sorted(orphans.values()):
        yield get(claim)


def force_of(claim: Claim) -> str | None:
    """Return whose loss it is: an id, else the words of the text."""
    return None if claim.force is None else claim.force.id or claim.force.text


def lineage(entry: Entry, *names: str) -> Row:
    """Return what leads from a number to its sentence, as claims.csv has it: `names` of its columns, by default all of LINEAGE."""
    row = claim_row(entry)
    return {name: row[name] for name in names or LINEAGE}


def series_row(entry: Entry, *, quantiles: Mapping[str, float] | None = None) -> Row:
    """Return a statement as a point of its series; `quantiles` by their columns, where an estimate gives them."""
    claim = entry.claim
    quantity, source, force, metric = claim.quantity, claimant_of(claim), force_of(claim), metric_of(claim.measure)
    row: Row = {
        "series": " ".join([source, force or "-", metric, claim.period.kind]),
        "source": source,
        "source_class": role_of(source, None if claim.force is None else claim.force.id),
        "force": force,
        "metric": metric,
        "unit": UNITS[claim.measure.unit],
        "kind": claim.period.kind,
        "date_start": iso(claim.period.start),
        "date": iso(claim.period.end or entry.sighting.published),
        "value": quantity.stated,
        "value_low": quantity.low,
        "value_high": quantity.high,
        "bound": BOUNDS[quantity.hedge],
        **lineage(entry),
    }
    found = quantiles or {}
    return {column.name: row.get(column.name, found.get(column.name)) for column in columns_of("series")}


def is_point(claim: Claim) -> bool:
    """Tell whether a claim is a point of a series: stated, with a number, and no part of another figure of its text."""
    return claim.assertion == "stated" and claim.quantity.stated is not None and claim.part_of is None


def joined(pairs: Sequence[tuple[str, str]]) -> str:
    """Return what lies behind the cells of a row, by column: "tank=3f9a; personnel=77ab"."""
    return "; ".join(f"{column}={value}" for column, value in pairs)

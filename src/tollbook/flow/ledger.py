"""Join a ledger with the other steps: open one, import data sets into it, and tell all that is known of a claim.

Texts need no function of their own: `ledger.add(read_document(load(place)) for place in places)` reads and keeps them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tollbook.core.findings import Audit, Finding
from tollbook.core.records import Added, Entry, Moment, Trace
from tollbook.core.rows import RejectedRow, Row
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Claim, Reading
from tollbook.flow.audit import audit
from tollbook.flow.naming import source_key
from tollbook.flow.related import force_term
from tollbook.ledger.language import Query
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.opening import upgrade
from tollbook.sources.datasets import read_rows


def open_ledger(place: str | Path, *, actor: str | None = None) -> Ledger:
    """Open a ledger: the path of a SQLite file, or "postgresql://user@host/database". Use it in a `with` block, which closes it.

    `actor` is the name under which is appended, by default the user's. Raises LedgerMissing, ForeignDatabase or SchemaMismatch.
    """
    return Ledger.open(str(place), actor=actor)


def create_ledger(place: str | Path, *, origin: str | None = None, actor: str | None = None) -> Ledger:
    """Make a new ledger and open it. `origin` is its name in checkpoints, random by default. Raises UsageError where there is one."""
    return Ledger.create(str(place), origin=origin, actor=actor)


def upgrade_ledger(place: str | Path) -> tuple[str, str]:
    """Bring a ledger of an older Tollbook up to date; return the versions of its schema before and after."""
    return upgrade(str(place))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a data set's file: what was added, how many rows were read and how many were rejected."""

    added: Added
    rows: int
    rejected: int


def import_file(
    ledger: Ledger,
    path: str | Path,
    *,
    profile: str,
    mapping: str | Path | None = None,
    as_of: date | None = None,
    note: str = "",
    dry_run: bool = False,
    reject: Callable[[RejectedRow], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Add the rows of a data set's file, one batch after another. A broken row is handed to `reject`, and the rest goes on.

    `progress` is given the number of rows that were read so far. Raises what `read_rows` raises before anything is added.
    """
    counts = {"rows": 0, "rejected": 0}

    def sound() -> Iterator[Row]:
        for row in read_rows(path, profile=profile, mapping=mapping, as_of=as_of):
            counts["rows"] += 1
            if progress is not None:
                progress(counts["rows"])
            if isinstance(row, Row):
                yield row
                continue
            counts["rejected"] += 1
            if reject is not None:
                reject(row)

    added = ledger.add_rows(sound(), note=note, dry_run=dry_run)
    return Imported(added=added, rows=counts["rows"], rejected=counts["rejected"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of a claim, and what it is worth beside other figures.

    `findings` are those of `audit` that speak of the claim; `series` where its statement is a point; `parts`, `conclusions` and
    `replaced` the claims of its text that are a part of it, were worked out from it, or that it stands in the place of.
    """

    trace: Trace
    audit: Audit
    series: tuple[tuple[Series, SeriesPoint], ...] = ()
    parts: tuple[Claim, ...] = ()
    conclusions: tuple[Claim, ...] = ()
    replaced: tuple[Claim, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found about the claim."""
        return tuple(finding for finding in self.audit.findings if self.trace.entry.claim.id in finding.claims)


def make_dossier(ledger: Ledger, claim: str, *, as_known_on: Moment = None) -> Dossier:
    """Return all that a ledger knows of a claim, with an audit of it against what is stored on its measure. Raises UnknownRecord."""
    trace = ledger.trace(claim, as_known_on=as_known_on)
    entry = trace.entry
    reading = ledger.reading_of(entry.sighting.document, as_known_on=as_known_on)
    if reading is None:
        return Dossier(trace=trace, audit=Audit())
    reading = _as_it_stands(reading, entry)
    name = entry.claim.id
    return Dossier(
        trace=trace,
        audit=audit(reading, ledger=ledger, as_known_on=as_known_on, about=entry.claim),
        series=tuple(_points(ledger, trace, as_known_on)),
        parts=tuple(other for other in reading.claims if other.part_of == name),
        conclusions=tuple(other for other in reading.claims if name in other.premises),
        replaced=tuple(other for other in reading.claims if other.superseded_by == name),
    )


def _as_it_stands(reading: Reading, entry: Entry) -> Reading:
    """Return a text's reading with the claim as a person corrected it."""
    claims = tuple(entry.claim if claim.id == entry.claim.id else claim for claim in reading.claims)
    return replace(reading, claims=claims)


def _points(ledger: Ledger, trace: Trace, as_known_on: Moment) -> Iterator[tuple[Series, SeriesPoint]]:
    claim = trace.entry.claim
    force, first = force_term(claim), claim.claimant
    if first is None or not trace.entry.stands:
        return
    terms = {
        "source": (source_key(first),),
        "measure": ("+".join(sorted(claim.measure.categories)),),
        "kind": (claim.period.kind,),
        **({} if force is None else {"force": (force,)}),
    }
    mentions = {entry.claim.id for entry in trace.statement.entries}
    for series in ledger.series(Query(terms=terms), as_known_on=as_known_on):
        yield from ((series, point) for point in series.points if point.ref in mentions)

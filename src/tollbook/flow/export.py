"""Export a ledger, or a reading: rows as CSV, JSON, Parquet or Arrow, linked data, citations. Rows are written as they come.

The libraries of Arrow (extra `arrow`) and of estimates are imported when they are first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from tollbook.core.errors import UsageError
from tollbook.core.records import Entry, Moment
from tollbook.core.version import __version__
from tollbook.exports import prov
from tollbook.exports.addresses import Site
from tollbook.exports.annotations import annotation
from tollbook.exports.annotations import context as annotation_context
from tollbook.exports.citations import KINDS, Work, bibtex, csl, export_work, works
from tollbook.exports.claimreview import OFFLINE_CONTEXT, Reviewer
from tollbook.exports.claims import claim_row, reading_rows
from tollbook.exports.columns import Format, Profile, Row, column_table, columns_of, format_of, profile_named, schema_version
from tollbook.exports.daily import daily_rows, has_place
from tollbook.exports.economist import economist_row
from tollbook.exports.files import TextTarget
from tollbook.exports.radford import radford_row
from tollbook.exports.statements import series_row, statements
from tollbook.exports.ucdp import ucdp_row
from tollbook.exports.writing import Target, write_csv, write_graph, write_items, write_json, write_json_lines
from tollbook.flow.judged import Judged
from tollbook.flow.quantiles import Quantiles
from tollbook.ledger.language import Query, parse_query

if TYPE_CHECKING:
    from tollbook.core.types import Reading
    from tollbook.ledger.ledger import Ledger

Progress = Callable[[int], None]
_SINGLE: Mapping[str, Callable[[Entry], Row | None]] = {"economist": economist_row, "ucdp-ged": ucdp_row, "radford": radford_row}
_DAILY = ("oryx", "ua-mod", "owid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to export: a profile, the claims of a query, as known on a day (or at a size of the log). `audit` fills the verdicts of
    claims.csv, `estimate` the quantiles of series.csv; `site` and `reviewer` are for linked data, `license` for a data package.
    """

    profile: Profile
    format: Format
    query: str = ""
    as_known_on: Moment = None
    audit: bool = False
    estimate: bool = False
    site: Site = field(default_factory=Site)
    reviewer: Reviewer = field(default_factory=Reviewer)
    license: str | None = None

    @classmethod
    def of(cls, profile: str = "claims", *, form: str | None = None, **fields: Any) -> Request:
        """Return the request for a profile by its name, in a format by its name. Raises UsageError for an unknown one."""
        found = profile_named(profile)
        return cls(profile=found, format=format_of(found, form), **fields)


@dataclass(slots=True, kw_only=True)
class Exported:
    """What came of an export: how many claims the query found, how many rows or nodes were written, what had no place in the profile,
    and what else there is to say.
    """

    met: int = 0
    written: int = 0
    left_out: int = 0
    notes: list[str] = field(default_factory=list)


def export(ledger: Ledger, request: Request, stream: BinaryIO, *, progress: Progress | None = None) -> Exported:
    """Write an export to a stream of bytes, row by row. A data package, which is a folder, is written by `write_package`.

    Raises UsageError for a malformed query or day before anything is written, or where the libraries of a format are missing.
    """
    check(ledger, request)
    told, target = Exported(), TextTarget(stream)
    if request.format == "parquet":
        from tollbook.exports.arrow import write_parquet

        columns = columns_of(request.profile.name)
        told.written = write_parquet(columns, rows(ledger, request, told, progress=progress), stream, notes=notes_of(ledger, request))
    elif request.format == "folder":
        raise UsageError(f"{request.profile.name} is a folder", do="give the name of one with -o")
    elif request.format == "jsonld":
        told.written = write_graph(_context(request), nodes(ledger, request, told, progress=progress), target)
    else:
        told.written = _write_rows(request, rows(ledger, request, told, progress=progress), target)
    return told


def check(ledger: Ledger, request: Request) -> None:
    """Ask for one claim, so that a query or a day that makes no sense is told before a file has its header. Raises UsageError."""
    ledger.query(query_of(request), as_known_on=request.as_known_on, limit=1)


def _write_rows(request: Request, found: Iterable[Row], target: Target) -> int:
    if request.format == "json":
        return write_json(found, target)
    if request.format == "jsonl":
        return write_json_lines(found, target)
    return write_csv(columns_of(request.profile.name), found, target, tags=request.profile.name == "hxl")


def rows(ledger: Ledger, request: Request, told: Exported | None = None, *, progress: Progress | None = None) -> Iterator[Row]:
    """Return the rows of a profile that is a table, made as they are asked for; `told` counts them."""
    told = Exported() if told is None else told
    name = request.profile.name
    told.notes += _narrowing(request)
    entries = _met(ledger, request, told, progress)
    if name in ("claims", "hxl"):
        judged = Judged(ledger, as_known_on=request.as_known_on) if request.audit else None
        yield from (claim_row(entry, verdict=None if judged is None else judged.verdict(entry)) for entry in entries)
    elif name == "series":
        yield from _series_rows(ledger, request, entries, told)
    elif name in _SINGLE:
        yield from _kept((_SINGLE[name](entry) for entry in _statements(ledger, request, entries)), told)
    elif name in _DAILY:
        yield from daily_rows(name, _placed(name, entries, told))
    else:
        raise UsageError(f"{name} is no table", expected="a profile that is one", do="see `tollbook export --help`")


def _met(ledger: Ledger, request: Request, told: Exported, progress: Progress | None) -> Iterator[Entry]:
    for entry in ledger.entries(query_of(request), as_known_on=request.as_known_on):
        told.met += 1
        if progress is not None:
            progress(told.met)
        yield entry


def query_of(request: Request) -> Query:
    """Return what is looked for: where the query names no source, a data set's profile has its own. Raises UsageError."""
    query = parse_query(request.query)
    name = request.profile.name
    own = column_table(name).get("sources") if name in _DAILY else None
    if not own or "source" in query.terms:
        return query
    return replace(query, terms={**query.terms, "source": tuple(own)})


def _narrowing(request: Request) -> list[str]:
    sources = query_of(request).terms.get("source", ())
    if not sources or "source" in parse_query(request.query).terms:
        return []
    return [f"of source:{','.join(sources)} alone, as the query names no source"]


def _statements(ledger: Ledger, request: Request, entries: Iterable[Entry]) -> Iterator[Entry]:
    return statements(entries, get=lambda claim: ledger.get(claim, as_known_on=request.as_known_on))


def _series_rows(ledger: Ledger, request: Request, entries: Iterable[Entry], told: Exported) -> Iterator[Row]:
    quantiles = Quantiles(ledger, as_known_on=request.as_known_on) if request.estimate else None
    for entry in _statements(ledger, request, entries):
        yield series_row(entry, quantiles=None if quantiles is None else quantiles.of(entry))
    if quantiles is not None:
        told.notes += quantiles.reasons


def _kept(made: Iterable[Row | None], told: Exported) -> Iterator[Row]:
    for row in made:
        if row is None:
            told.left_out += 1
        else:
            yield row


def _placed(profile: str, entries: Iterable[Entry], told: Exported) -> Iterator[Entry]:
    for entry in entries:
        told.left_out += not has_place(profile, entry)
        yield entry


# ---- linked data


def nodes(ledger: Ledger, request: Request, told: Exported | None = None, *, progress: Progress | None = None) -> Iterator[Any]:
    """Return the nodes of linked data, made as they are asked for; `told` counts what they are made from."""
    told = Exported() if told is None else told
    entries, site = _met(ledger, request, told, progress), request.site
    if request.profile.name == "prov":
        yield from prov.nodes(entries, site)
    elif request.profile.name == "annotations":
        yield from (annotation(entry, site) for entry in entries)
    else:
        judged = Judged(ledger, as_known_on=request.as_known_on)
        for entry in entries:
            yield from judged.reviews(entry, request.reviewer)


def _context(request: Request) -> Any:
    contexts: Mapping[str, Callable[[], Any]] = {
        "prov": lambda: prov.context(request.site),
        "annotations": lambda: annotation_context(request.site),
        "claimreview": lambda: OFFLINE_CONTEXT,
    }
    return contexts[request.profile.name]()


# ---- citations


def cite(ledger: Ledger, request: Request, kind: str, stream: BinaryIO, *, progress: Progress | None = None) -> Exported:
    """Write citations of an export and of the documents that its claims stand in: "bibtex" or "csl-json". Raises UsageError."""
    check(ledger, request)
    told, target = Exported(), TextTarget(stream)
    cited = _works(ledger, request, told, progress)
    if kind == "csl-json":
        told.written = write_items(map(csl, cited), target, opening="[\n", closing="\n]\n", empty="[]\n")
        return told
    if kind != "bibtex":
        raise UsageError(f"citations as {kind!r}", expected=f"one of: {', '.join(KINDS)}")
    for told.written, work in enumerate(cited, 1):
        target.write(bibtex(work) + "\n")
    return told


def _works(ledger: Ledger, request: Request, told: Exported, progress: Progress | None) -> Iterator[Work]:
    head = ledger.checkpoint()
    yield export_work(
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        exported=datetime.now(UTC).date(),
        query=request.query,
        version=__version__,
    )
    yield from works(_met(ledger, request, told, progress))


def notes_of(ledger: Ledger, request: Request) -> dict[str, str]:
    """Return what an export is of, for a file's metadata: the columns' version, the ledger, its size and root, the query."""
    head = ledger.checkpoint()
    return {
        "tollbook_schema_version": str(schema_version()),
        "tollbook_version": __version__,
        "tollbook_profile": request.profile.name,
        "tollbook_ledger": head.origin,
        "tollbook_ledger_size": str(head.size),
        "tollbook_ledger_root": head.root.hex(),
        "tollbook_query": request.query,
        "tollbook_as_known_on": "" if request.as_known_on is None else str(request.as_known_on),
    }


# ---- Arrow


def reading_table(reading: Reading) -> Any:
    """Return a reading's claims as a table of Arrow with the columns of claims.csv. Raises UsageError without the extra `arrow`."""
    from tollbook.exports.arrow import table

    return table(columns_of("claims"), reading_rows(reading))


def ledger_table(ledger: Ledger, query: str = "", *, as_known_on: Moment = None) -> Any:
    """Return the claims that a query finds as a table of Arrow, all in memory. Raises UsageError without the extra `arrow`."""
    from tollbook.exports.arrow import table

    return table(columns_of("claims"), rows(ledger, Request.of("claims", query=query, as_known_on=as_known_on)))

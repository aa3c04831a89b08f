"""`tollbook export`: write a ledger's claims as a file that other programs read, or cite them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from tollbook.cli.console import complain, is_terminal, say
from tollbook.cli.intake import refuse_overwriting
from tollbook.cli.ledger_options import AsKnownOn, LedgerArgument, LedgerPlace, ledger_place, one_ledger, open_place
from tollbook.cli.options import ReviewDay, ReviewerName, ReviewUrl, reviewer_given
from tollbook.cli.progress import CountingProgress
from tollbook.core.contract import as_json
from tollbook.core.display import counted
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.flow.export import Exported, Request
    from tollbook.ledger.ledger import Ledger

STANDARD_OUTPUT = "-"
_TOLD_EVERY = 500
HELP = """
Write a ledger's claims as a file that other programs read.

Every row has the ids and the words that its number rests on. Texts that a spreadsheet would run as a formula get an apostrophe in
front in CSV; `tollbook import tollbook claims.csv` takes it off again. An export is of claims that stand, unless the query says more.

\b
Profiles (docs/exports.md names their columns):
  claims       every claim, a row each: 42 columns
  series       every statement as a point of its series, a row each;
               --estimate adds quantiles of the true total of that day
  hxl          claims.csv with a row of HXL hashtags
  economist    The Economist's table of attributed estimates
  ucdp-ged     claims of killed in the columns of UCDP's events
  oryx         totals of equipment by day, type and outcome
  ua-mod       running totals of Russian losses, a day a row
  radford      loss reports as of Radford et al., PNAS 2023
  owid         totals by entity and day, in the manner of OWID
  prov         where each claim came from: PROV-O (JSON-LD)
  annotations  each claim as a Web Annotation (JSON-LD)
  claimreview  audits of the claims' texts as ClaimReview (JSON-LD)
  datapackage  a folder with claims.csv, series.csv, citations and
               datapackage.json

\b
Examples:
  tollbook export ledger.db -o claims.csv
  tollbook export ledger.db -q "force:RUS measure:casualties" -p series -o -
  tollbook export ledger.db -o claims.parquet
  tollbook export ledger.db -p datapackage -o losses/
  tollbook export ledger.db -q source:UKR-GS --cite bibtex -o losses.bib

\b
Exit codes:
  0  done, whatever was found
  2  wrong usage, no ledger, or a file that is there already
"""


class Cite(StrEnum):
    """The values of `--cite`."""

    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"


def _profile_names(incomplete: str) -> list[str]:
    from tollbook.exports.columns import profiles

    return [name for name in profiles() if name.startswith(incomplete)]


def export(  # noqa: PLR0913 - each argument is an option of the command
    *,
    place: LedgerArgument = None,
    ledger: LedgerPlace = None,
    profile: Annotated[
        str, typer.Option("--profile", "-p", metavar="NAME", help="What to write.", autocompletion=_profile_names)
    ] = "claims",
    query: Annotated[str, typer.Option("--query", "-q", metavar="QUERY", help="Which claims, as for `tollbook query`. Default: all.")] = "",
    as_known_on: AsKnownOn = None,
    output_format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="csv, json, jsonl or parquet. Default: by the file's name.")
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE|-", help="Where to; - is standard output.")] = STANDARD_OUTPUT,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Audit each claim's text, for the column verdict.")] = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="With series: estimate what can be, for the quantiles.")] = False,
    cite: Annotated[Cite | None, typer.Option("--cite", help="Cite the export and its documents, and write no claim.")] = None,
    site: Annotated[str | None, typer.Option(metavar="URL", help="Where the ledger is published: for the addresses in JSON-LD.")] = None,
    reviewer: ReviewerName = None,
    review_url: ReviewUrl = None,
    review_date: ReviewDay = None,
    license_name: Annotated[
        str | None, typer.Option("--license", metavar="NAME", help="License of a data package: CC-BY-4.0. Default: none is named.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the profile's JSON, and write no claim.")] = False,
) -> None:
    """Write a ledger's claims as a file that other programs read; `HELP` is what a user is told."""
    from tollbook.exports.addresses import Site
    from tollbook.exports.schemas import json_schema
    from tollbook.flow.export import Request, query_of

    form = output_format or _format_by_name(profile, output, citing=cite is not None)
    request = Request.of(
        profile,
        form=form,
        query=query,
        as_known_on=as_known_on,
        audit=audit,
        estimate=estimate,
        site=Site.at(site),
        reviewer=reviewer_given(reviewer, review_url, review_date),
        license=license_name,
    )
    _check(request, cite=cite)
    query_of(request)
    if schema:
        _refuse_schema(request)
        say(as_json(json_schema(profile), indent=2))
        return
    wanted = ledger_place(one_ledger(place, ledger))
    refuse_overwriting(None if output == STANDARD_OUTPUT else Path(output), [wanted])
    with open_place(wanted) as opened:
        told = _exported(opened, request, output, force=force, cite=cite)
    _tell(told, request, citing=cite is not None)


def _format_by_name(profile: str, output: str, *, citing: bool) -> str | None:
    """Return the format that a file's name ends with, if the profile can have it."""
    from tollbook.exports.columns import profile_named

    ending = Path(output).suffix.lower().removeprefix(".")
    known = profile_named(profile).formats
    return next((form for form in known if form == ending and not citing), None)


def _check(request: Request, *, cite: Cite | None) -> None:
    """Refuse options that contradict one another, or that the profile has no use for."""
    name = request.profile.name
    if request.estimate and name not in ("series", "datapackage"):
        raise UsageError(f"--estimate with the profile {name}", expected="--profile series or datapackage")
    if request.audit and name not in ("claims", "hxl", "datapackage"):
        raise UsageError(f"--audit with the profile {name}", expected="--profile claims, hxl or datapackage")
    if cite is not None and (request.audit or request.estimate):
        raise UsageError("--cite beside --audit or --estimate", expected="--cite without them: it writes no claim")


def _refuse_schema(request: Request) -> None:
    from tollbook.exports.columns import has_columns

    if not has_columns(request.profile.name) or request.profile.name == "hxl":
        raise UsageError(f"no JSON of {request.profile.name} to describe", expected="a profile with the format json")


def _exported(ledger: Ledger, request: Request, output: str, *, force: bool, cite: Cite | None) -> Exported:
    from tollbook.flow import export as flow
    from tollbook.flow.package import write_package

    with CountingProgress("exporting") as progress:
        tell = _progress(ledger, request, progress)
        if cite is not None:
            return _into(output, force, lambda stream: flow.cite(ledger, request, cite.value, stream, progress=tell))
        if request.format == "folder":
            if output == STANDARD_OUTPUT:
                raise UsageError(f"{request.profile.name} is a folder", do="give its name with -o")
            return write_package(ledger, request, Path(output), overwrite=force, progress=tell)
        if request.format == "parquet" and output == STANDARD_OUTPUT and is_terminal(sys.stdout):
            raise UsageError("Parquet to a terminal", do="give the name of a file with -o")
        return _into(output, force, lambda stream: flow.export(ledger, request, stream, progress=tell))


def _progress(ledger: Ledger, request: Request, progress: CountingProgress) -> Callable[[int], None] | None:
    """Return what is told how many claims have been met; nobody looks where standard error is no terminal."""
    if not is_terminal(sys.stderr):
        return None
    from tollbook.flow.export import query_of

    total = ledger.count(query_of(request), as_known_on=request.as_known_on)

    def tell(met: int) -> None:
        if met % _TOLD_EVERY == 0 or met == total:
            progress.at(met, total)

    return tell


def _into(output: str, force: bool, write: Callable[[BinaryIO], Exported]) -> Exported:
    from tollbook.exports.files import complete

    if output != STANDARD_OUTPUT:
        with complete(Path(output), overwrite=force) as stream:
            return write(stream)
    told = write(sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return told


def _tell(told: Exported, request: Request, *, citing: bool) -> None:
    """Say on standard error what a reader of the file could not know."""
    if told.met == 0:
        complain("no claim fits the query; the file has no rows")
    elif told.left_out:
        complain(f"{counted(told.left_out, 'claim')} left out: no place in {request.profile.name}")
    elif told.written == 0 and request.profile.name == "claimreview" and not citing:
        complain(f"nothing to write of {counted(told.met, 'claim')}: no finding judges one")
    for note in told.notes:
        complain(note)

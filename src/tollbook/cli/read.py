"""`tollbook read`: read inputs and write their claims. It joins sources and reading, and decides nothing about a text."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import typer

from tollbook.cli.console import complain, is_terminal
from tollbook.cli.formats import Format, Output, Writer, make_writer
from tollbook.cli.inputs import Failure, expand
from tollbook.cli.options import (
    AllowHost,
    ContextChoice,
    ContextOption,
    Explain,
    Only,
    OutputFile,
    OutputFormat,
    Places,
    Published,
    Recursive,
    TheatreChoice,
    unknown,
)
from tollbook.cli.progress import ReadingProgress
from tollbook.core.display import counted, plain
from tollbook.core.errors import TollbookError, UsageError, VocabularyError
from tollbook.core.types import Reading

FINDINGS, BAD_INPUT, PARTLY_DONE = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to read, and how."""

    published: date | None
    theatre: str
    context: ContextChoice
    only: frozenset[str]
    allow_hosts: frozenset[str]


@dataclass(slots=True)
class Tally:
    """What came of the inputs, counted as they are read: readings themselves are not kept."""

    failures: list[Failure]
    read: int = 0
    claims: int = 0
    undated: int = 0
    conflict: bool = False
    reason: str = ""

    def count(self, reading: Reading) -> None:
        """Count one reading."""
        self.read += 1
        self.claims += len(reading.claims)
        self.undated += bool(reading.claims) and reading.document.published is None
        self.conflict = self.conflict or reading.context.conflict
        self.reason = self.reason or plain(reading.context.reason).rstrip(".")


def read(
    *,
    places: Places,
    published: Published = None,
    theatre: TheatreChoice = "auto",
    output_format: OutputFormat = Format.TABLE,
    explain: Explain = False,
    only: Only = None,
    context: ContextOption = ContextChoice.CONFLICT,
    output: OutputFile = None,
    recursive: Recursive = False,
    allow_host: AllowHost = None,
) -> None:
    """Read every claim of losses, strength and ground in texts.

    Plain text, Markdown, HTML, PDF, DOCX and e-mail are read, one at a time or many. A number in the table leads back to its words:
    give --explain, or --format json.

    \b
    Examples:
      tollbook read report.txt --published 2025-01-24
      tollbook read https://example.org/news --explain
      tollbook read *.pdf --format csv -o claims.csv
      cat report.txt | tollbook read - --only killed,wounded --format jsonl

    \b
    Exit codes:
      0  all inputs were read
      2  wrong usage, or no input could be read
      3  some inputs could not be read; standard error lists them
    """
    request = Request(
        published=_published(published),
        theatre=_theatre(theatre),
        context=context,
        only=_categories(only or []),
        allow_hosts=frozenset(allow_host or []),
    )
    wanted, failures = expand(places, recursive=recursive)
    many = len(wanted) + len(failures) > 1
    _refuse_overwriting(output, wanted)
    with closing(Output(output)) as target:
        writer = make_writer(output_format, target, many=many or recursive, explain=explain, theatre=theatre)
        tally = _read_all(wanted, request, writer=writer, failures=failures)
        if tally.read or many:
            writer.close()
    _report(tally, form=output_format, request=request, many=many)
    if tally.failures:
        raise typer.Exit(PARTLY_DONE if tally.read else BAD_INPUT)


def _published(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"--published {text!r} is no date", expected="YYYY-MM-DD, such as 2025-01-24") from error


def _theatre(choice: str) -> str:
    """Return the choice of a theatre, once it is known to load: one bad name is one message, not one for each input."""
    if choice not in {"auto", "none"}:
        from tollbook.vocab.theatres import load_theatre

        load_theatre(choice)
    return choice


def _categories(lists: list[str]) -> frozenset[str]:
    names = [name.strip().lower().replace("-", "_") for some in lists for name in some.split(",")]
    if not lists:
        return frozenset()
    from tollbook.vocab.theatre_check import known_categories

    known = known_categories()
    for name in names:
        if not name:
            raise UsageError("an empty category in --only", expected="names with a comma between them", do="write --only killed,tank")
        if name not in known:
            raise unknown("category", name, known=known, see="tollbook vocab categories")
    return frozenset(names)


def _refuse_overwriting(output: Path | None, wanted: list[str]) -> None:
    for place in wanted if output is not None and output.exists() else []:
        source = Path(place)
        if output is not None and "\0" not in place and source.exists() and source.samefile(output):
            raise UsageError("would overwrite an input", where=plain(str(output)), do="choose another -o")


def _read_all(wanted: list[str], request: Request, *, writer: Writer, failures: list[Failure]) -> Tally:
    """Read and write each place in turn; what can't be read is counted, and the rest goes on."""
    tally = Tally(failures=failures)
    with ReadingProgress(total=len(wanted)) as progress:
        for place in wanted:
            progress.at(place)
            outcome = _read_one(place, request)
            if isinstance(outcome, Failure):
                tally.failures.append(outcome)
            else:
                with progress.out_of_the_way():
                    writer.add(place, outcome)
                tally.count(outcome)
            progress.advance()
    return tally


def _read_one(place: str, request: Request) -> Reading | Failure:
    from tollbook.flow.read import read_document
    from tollbook.sources.files import STANDARD_INPUT, load

    if place == STANDARD_INPUT and is_terminal(sys.stdin):
        complain("reading standard input; Ctrl-D ends it")
    try:
        document = load(place, published=request.published, allow_hosts=request.allow_hosts)
        reading = read_document(document, theatre=request.theatre, context=request.context.value)
    except VocabularyError:
        raise
    except TollbookError as error:
        return Failure(place=place, error=error)
    return keep_only(reading, request.only) if request.only else reading


def keep_only(reading: Reading, categories: frozenset[str]) -> Reading:
    """Return a reading with the claims in any of `categories`, and the tolls that rest on them."""
    claims = tuple(claim for claim in reading.claims if claim.measure.categories & categories)
    kept = {claim.id for claim in claims}
    tolls = tuple(toll for toll in reading.tolls if kept.intersection(toll.claims))
    return replace(reading, claims=claims, tolls=tolls)


def _report(tally: Tally, *, form: Format, request: Request, many: bool) -> None:
    """Say on standard error what the output does not: unknown dates, why there are no claims, what failed."""
    if tally.undated:
        which = f" for {tally.undated} of {tally.read} inputs" if many else ""
        complain(f"published: unknown{which}; relative dates stay open, give --published")
    if tally.read and not tally.claims:
        complain(_why_nothing(tally, form=form, request=request))
    if many and (tally.failures or form is Format.TABLE):
        complain(f"{counted(tally.read, 'input')} read, {counted(tally.claims, 'claim')}")
    if tally.failures:
        head = f"{counted(len(tally.failures), 'input')} not read:\n" if many else ""
        complain(head + "\n".join(failure.sentence() for failure in tally.failures))


def _why_nothing(tally: Tally, *, form: Format, request: Request) -> str:
    reason = "" if form is Format.TABLE else f": {tally.reason}"
    if request.only:
        return f"no claims in {', '.join(sorted(request.only))}{reason}"
    if request.context is ContextChoice.CONFLICT and not tally.conflict:
        return f"no claims{reason}; --context any reads every count"
    return f"no claims{reason}; --explain shows the numbers left out"

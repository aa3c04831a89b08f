"""`tollbook read`: read inputs and write their claims. It joins sources and reading, and decides nothing about a text."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import typer

from tollbook.cli.console import complain
from tollbook.cli.exit_codes import BAD_INPUT, PARTLY_DONE
from tollbook.cli.formats import Format, Output, Writer, make_writer
from tollbook.cli.inputs import expand
from tollbook.cli.intake import Tally, make_request, read_all, read_by_grammar, refuse_overwriting, tell_failures, tell_undated
from tollbook.cli.model_reading import ModelName, ModelReader, ModelUrl, ReaderChoice, ReaderOption, ReviewWriter, make_model_reader
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
from tollbook.core.display import counted
from tollbook.core.errors import UsageError
from tollbook.core.types import Reading


def read(  # noqa: PLR0913 - each argument is an option of the command
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
    reader: ReaderOption = ReaderChoice.GRAMMAR,
    model_url: ModelUrl = None,
    model: ModelName = None,
) -> None:
    """Read every claim of losses, strength and ground in texts.

    Plain text, Markdown, HTML, PDF, DOCX and e-mail are read, one at a time or many. A number in the table leads back to its words:
    give --explain, or --format json. --reader llm has a language model read the same sentences, keeps what the text bears out and shows
    where it differs; the endpoint's key is read from TOLLBOOK_MODEL_KEY.

    \b
    Examples:
      tollbook read report.txt --published 2025-01-24
      tollbook read https://example.org/news --explain
      tollbook read *.pdf --format csv -o claims.csv
      cat report.txt | tollbook read - --only killed,wounded --format jsonl
      tollbook read report.txt --reader llm --model-url URL --model NAME

    \b
    Exit codes:
      0  all inputs were read
      2  wrong usage, or no input could be read
      3  some inputs could not be read, or a model left passages out;
         standard error lists them
    """
    model_reader = make_model_reader(reader, url=model_url, model=model)
    request = make_request(published=published, theatre=theatre, context=context, allow_host=allow_host)
    kept = _categories(only or [])
    wanted, failures = expand(places, recursive=recursive)
    many = len(wanted) + len(failures) > 1
    refuse_overwriting(output, wanted)
    with closing(Output(output)) as target:
        writer = _writer(output_format, target, model_reader, many=many or recursive, explain=explain, theatre=theatre)

        def write(place: str, reading: Reading) -> Reading:
            shown = keep_only(reading, kept) if kept else reading
            writer.add(place, shown)
            return shown

        how = read_by_grammar if model_reader is None else model_reader.read
        tally = read_all(wanted, request, failures=failures, take=write, reader=how)
        if tally.read or many:
            writer.close()
    _tell(tally, many=many, form=output_format, only=kept, context=context)
    answered = model_reader is None or model_reader.tell(output_format)
    if tally.failures or not answered:
        raise typer.Exit(PARTLY_DONE if tally.read else BAD_INPUT)


def _writer(form: Format, target: Output, model: ModelReader | None, *, many: bool, explain: bool, theatre: str) -> Writer:
    contract = Reading.to_dict if model is None else model.contract
    writer = make_writer(form, target, many=many, explain=explain, theatre=theatre, contract=contract)
    return writer if model is None or form is not Format.TABLE else ReviewWriter(writer, target, reader=model, explain=explain)


def _tell(tally: Tally, *, many: bool, form: Format, only: frozenset[str], context: ContextChoice) -> None:
    """Say on standard error what the output itself does not: days unknown, nothing found, inputs that failed."""
    tell_undated(tally, many=many)
    if tally.read and not tally.claims:
        complain(_why_nothing(tally, form=form, only=only, context=context))
    if many and (tally.failures or form is Format.TABLE):
        complain(f"{counted(tally.read, 'input')} read, {counted(tally.claims, 'claim')}")
    tell_failures(tally, many=many)


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


def keep_only(reading: Reading, categories: frozenset[str]) -> Reading:
    """Return a reading with the claims in any of `categories`, and the tolls that rest on them."""
    claims = tuple(claim for claim in reading.claims if claim.measure.categories & categories)
    kept = {claim.id for claim in claims}
    tolls = tuple(toll for toll in reading.tolls if kept.intersection(toll.claims))
    return replace(reading, claims=claims, tolls=tolls)


def _why_nothing(tally: Tally, *, form: Format, only: frozenset[str], context: ContextChoice) -> str:
    reason = "" if form is Format.TABLE else f": {tally.reason}"
    if only:
        return f"no claims in {', '.join(sorted(only))}{reason}"
    if context is ContextChoice.CONFLICT and not tally.conflict:
        return f"no claims{reason}; --context any reads every count"
    return f"no claims{reason}; --explain shows the numbers left out"

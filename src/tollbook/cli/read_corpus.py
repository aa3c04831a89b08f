"""`tollbook read-corpus`: read many documents at once, in a pool of processes or on a Spark cluster. It decides nothing about a text."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, say
from tollbook.cli.corpus_progress import CorpusProgress
from tollbook.cli.exit_codes import PARTLY_DONE
from tollbook.cli.intake import Request, make_request
from tollbook.cli.ledger_options import Answer, AnswerFormat
from tollbook.cli.options import ContextChoice, ContextOption, Published, TheatreChoice
from tollbook.core.contract import as_json
from tollbook.core.display import counted
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.scale.output import Summary
    from tollbook.scale.settings import Settings


class EngineChoice(StrEnum):
    """The values of `--engine`."""

    POOL = "pool"
    SPARK = "spark"


class KeepChoice(StrEnum):
    """The values of `--keep`."""

    CLAIMS = "claims"
    ALL = "all"


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Folders, JSON lines, Parquet, CSV, WARC, zip; with Spark also s3://, hdfs:// and the like."),
]
OutputFolder = Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help="Where the tables go.")]
EngineOption = Annotated[EngineChoice, typer.Option("--engine", help="Processes of this machine, or Apache Spark.")]
Workers = Annotated[int | None, typer.Option("--workers", "-w", metavar="N", min=1, help="Documents read at once. Default: one a core.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run that the folder holds.")]
Keep = Annotated[KeepChoice, typer.Option("--keep", help="Keep the texts of documents that claim something, or of all.")]
Fields = Annotated[
    list[str] | None, typer.Option("--field", metavar="FIELD=NAME", help="A field's name in the inputs: text=body. May be repeated.")
]
Seconds = Annotated[float | None, typer.Option(metavar="N", min=0.1, help="Most processor time for one document. Default: 3.")]
Memory = Annotated[int | None, typer.Option(metavar="MB", min=500, help="Most memory for a reading process. Default: 3000.")]
Master = Annotated[str | None, typer.Option(metavar="URL", help="The Spark cluster. Default: spark-submit's, else this machine.")]


def read_corpus(  # noqa: PLR0913 - each argument is an option of the command
    *,
    inputs: Inputs,
    output: OutputFolder,
    engine: EngineOption = EngineChoice.POOL,
    workers: Workers = None,
    resume: Resume = False,
    published: Published = None,
    theatre: TheatreChoice = "auto",
    context: ContextOption = ContextChoice.CONFLICT,
    keep: Keep = KeepChoice.CLAIMS,
    field: Fields = None,
    seconds: Seconds = None,
    memory: Memory = None,
    master: Master = None,
    output_format: Answer = AnswerFormat.TABLE,
) -> None:
    """Read many documents at once into tables: claims, judgements, tolls, documents, rejected.

    The tables are Parquet, one file for each shard of the inputs. A document that fails, hangs, or takes too much memory becomes a row of
    `rejected` with the reason, and the rest goes on. A run that was stopped goes on with --resume, and reads nothing twice.

    \b
    Examples:
      tollbook read-corpus articles.jsonl -o out
      tollbook read-corpus CC-NEWS-*.warc.gz -o out --workers 8
      tollbook read-corpus dump.parquet -o out --field text=body --resume
      tollbook read-corpus s3://news/2024/ -o s3://news/claims --engine spark
      tollbook add out                             brings it into a ledger

    \b
    Exit codes:
      0  all documents were read
      2  wrong usage, or the run can't begin or go on
      3  some documents could not be read: rejected says which, and why
    """
    request = make_request(published=published, theatre=theatre, context=context, allow_host=None)
    fields = tuple(_field(pair) for pair in field or [])
    settings = _settings(request, keep=keep, fields=fields, seconds=seconds, memory=memory)
    if engine is EngineChoice.POOL and master is not None:
        raise UsageError("--master without --engine spark", do="add --engine spark")
    with CorpusProgress() as progress:
        if engine is EngineChoice.POOL:
            from tollbook.scale.corpus import read_corpus as run

            cores = workers or os.cpu_count() or 1
            done = run(inputs, output, settings=settings, workers=cores, resume=resume, progress=progress.at)
        else:
            from tollbook.scale.spark import read_corpus_with_spark as run_spark

            done = run_spark(inputs, output, settings=settings, master=master, workers=workers, resume=resume, progress=progress.at)
    _tell(done, output, output_format)
    if done.rejected:
        raise typer.Exit(PARTLY_DONE)


def _settings(
    request: Request, *, keep: KeepChoice, fields: tuple[tuple[str, str], ...], seconds: float | None, memory: int | None
) -> Settings:
    from tollbook.scale.settings import DOCUMENT_SECONDS, MEMORY_MEGABYTES, Settings

    return Settings(
        # A theatre's own file is read by every worker, wherever it runs.
        theatre=str(Path(request.theatre).resolve()) if request.theatre.endswith(".toml") else request.theatre,
        context=request.context.value,
        published=request.published,
        keep=keep.value,
        fields=fields,
        seconds=DOCUMENT_SECONDS if seconds is None else seconds,
        memory=MEMORY_MEGABYTES if memory is None else memory,
    )


def _field(pair: str) -> tuple[str, str]:
    from tollbook.scale.records import FIELDS

    field, equals, name = pair.partition("=")
    if not equals or not name or field not in FIELDS:
        raise UsageError(f"--field {pair!r}", expected=f"FIELD=NAME, where FIELD is {', '.join(FIELDS)}", do="write --field text=body")
    return field, name


def _tell(done: Summary, output: str, output_format: AnswerFormat) -> None:
    counts = {name: getattr(done, name) for name in ("read", "documents", "claims", "judgements", "tolls", "rejected")}
    if output_format is AnswerFormat.JSON:
        say(as_json({"output": output, **counts}, indent=2))
    else:
        say(f"{counted(done.read, 'document')} read, {counted(done.claims, 'claim')} in {counted(done.documents, 'document')} kept")
        say(f"{counted(done.judgements, 'judgement')} without a number, {counted(done.tolls, 'toll')}")
    if done.rejected:
        complain(f"{counted(done.rejected, 'document')} rejected: the reasons stand in {output}/rejected")

"""`tollbook brief`: two pages on one force's losses in some days, as PDF, HTML or Markdown. No arithmetic and no layout of its own."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain
from tollbook.cli.estimate_options import AssumptionsFile, ForceId, MeasureName, TheatreFile
from tollbook.cli.ledger_options import AsKnownOn, LedgerArgument, LedgerPlace, one_ledger, open_place
from tollbook.cli.options import day_given, day_of
from tollbook.cli.progress import StageProgress
from tollbook.core.display import plain
from tollbook.core.errors import UsageError
from tollbook.core.progress import Stage

if TYPE_CHECKING:
    from tollbook.cli.brief_drawing import Drawing
    from tollbook.exports.brief import Chart
    from tollbook.exports.brief_facts import BriefFacts
    from tollbook.flow.brief import BriefMade

SUFFIXES = (".pdf", ".html", ".md")
DRAWN = (".pdf", ".html")
"""Formats that show the chart. Markdown tells it in words, and drawing takes long."""

WindowStart = Annotated[str, typer.Option("--from", metavar="DATE", help="First day that the brief tells of.")]
WindowEnd = Annotated[str, typer.Option("--to", metavar="DATE", help="Last day; the estimate runs up to it.")]
BriefFile = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Write there: FILE.pdf, FILE.html or FILE.md.")]


def brief(  # noqa: PLR0913 - each argument is an option of the command
    place: LedgerArgument = None,
    *,
    force: ForceId,
    from_day: WindowStart,
    to_day: WindowEnd,
    output: BriefFile,
    measure: MeasureName = "casualties",
    ledger: LedgerPlace = None,
    as_known_on: AsKnownOn = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day of the losses. Default: the theatre's.")] = None,
    assumptions: AssumptionsFile = None,
    theatre: TheatreFile = None,
    overwrite: Annotated[bool, typer.Option("--force-overwrite", help="Replace the file where there is one.")] = False,
) -> None:
    """Write two pages on a force's losses: what the claims together support, what changed, and where every number comes from.

    The estimate with intervals of 50 and 90% and what it rests on, a chart, new, corrected and withdrawn claims of the days from --from
    to --to, audits worth a look, the sources and how they speak, and what to read with care. Each number leads to a note: the sentence
    that claims it, or the numbers that it was computed from. Where no estimate can be given the brief says why. The PDF is tagged for
    screen readers (PDF/UA-1). The same ledger gives the same file.

    \b
    Examples:
      tollbook brief --force PRK --from 2025-01-01 --to 2025-01-20 -o prk.pdf
      tollbook brief war.db --force RUS --measure tank --from 2025-01-01 --to 2025-01-31 -o tanks.html
      tollbook brief --force RUS --from 2025-01-01 --to 2025-01-31 --as-known-on 2025-02-03 -o rus.md

    \b
    Exit codes:
      0  a brief was written, with an estimate or with the reason why not
      2  wrong usage, no ledger, or the file can't be written
    """
    first, last = day_of("--from", from_day), day_of("--to", to_day)
    begun = day_given("--since", since)
    _check_output(output, overwrite=overwrite)
    wanted_ledger = one_ledger(place, ledger)
    suffix = output.suffix.lower()
    with ExitStack() as stack:
        drawing = stack.enter_context(_drawing()) if suffix in DRAWN else None
        opened, progress = stack.enter_context(open_place(wanted_ledger)), stack.enter_context(StageProgress())
        from tollbook.flow.brief import BriefWanted, gather_brief

        wanted = BriefWanted(force=force, first=first, last=last, measure=measure, since=begun, theatre=theatre, assumptions=assumptions)
        made = gather_brief(opened, wanted, as_known_on=as_known_on, progress=progress.at)
        progress.at(Stage(name="setting the pages"))
        written = _written(replace(made.facts, chart=_chart(made, drawing)), suffix)
    _write(output, written)
    complain(f"{plain(str(output))}: written" + (f", without an estimate: {made.facts.refusal}" if made.facts.refusal else ""))


def _drawing() -> Drawing:
    from tollbook.cli.brief_drawing import Drawing

    return Drawing()


def _check_output(path: Path, *, overwrite: bool) -> None:
    """Raise UsageError for a file that can't be written, and for missing libraries, before a long work begins."""
    where = plain(str(path))
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"-o {plain(path.name)!r}", expected=f"a name that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError("can't be written", where=where, expected="a file in a folder that exists", do="choose another -o")
    if path.exists() and not overwrite:
        raise UsageError("there is a file already", where=where, do="choose another -o, or give --force-overwrite")
    if path.suffix.lower() == ".pdf":
        from tollbook.exports.brief_pdf import check_extra

        check_extra()


def _chart(made: BriefMade, drawing: Drawing | None) -> Chart | None:
    """Return the chart of the estimate, or of the totals as claimed; None without either, or without the libraries that draw."""
    from tollbook.cli.brief_drawing import can_draw, estimate_chart_of, series_chart_of

    estimate = made.facts.estimate
    if not can_draw() or (estimate is None and not made.series):
        return None
    if estimate is None:
        return series_chart_of(made.series, drawn=drawing is not None)
    if drawing is None:
        return estimate_chart_of(estimate, made.observations, drawn=False)
    return drawing.chart(estimate, made.observations)


def _written(facts: BriefFacts, suffix: str) -> bytes:
    if suffix == ".pdf":
        from tollbook.exports.brief_pdf import brief_pdf

        return brief_pdf(facts)
    from tollbook.exports.brief_compose import compose

    if suffix == ".html":
        from tollbook.exports.brief_html import brief_html

        return brief_html(compose(facts)).encode("utf-8")
    from tollbook.exports.brief_markdown import brief_markdown

    return brief_markdown(compose(facts)).encode("utf-8")


def _write(path: Path, written: bytes) -> None:
    try:
        path.write_bytes(written)
    except OSError as error:
        raise UsageError(f"can't be written: {error.strerror or error}", where=plain(str(path)), do="choose another -o") from error

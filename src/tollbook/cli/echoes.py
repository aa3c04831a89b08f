"""`tollbook echoes`: group what copies, cuts, rewrites or quotes, and let a ledger count it once. It decides nothing about a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import complain, output_width, say
from tollbook.cli.echoes_files import check_suffix, group_as_dict, write_groups
from tollbook.cli.ledger_options import Actor, Answer, AnswerFormat, DryRun, LedgerPlace, Note, open_place
from tollbook.cli.progress import CountingProgress
from tollbook.core.contract import as_json
from tollbook.core.display import counted, cut, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.core.records import Echo
    from tollbook.ledger.ledger import Ledger
    from tollbook.scale.echoes.finding import Echoed, EchoGroup, Found
    from tollbook.scale.echoes.texts import Articles

_SHOWN = 20
_DEFAULT_FILE = "echoes.parquet"


def echoes(
    *,
    place: Annotated[str, typer.Argument(metavar="OUT|LEDGER", help="An output of read-corpus, or a ledger.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write each article of each group there: .parquet, .csv or .json."),
    ] = None,
    ledger: LedgerPlace = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Of a ledger: list which documents it has as echoes, and do nothing else.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Of a ledger: let its echoes count by themselves again.")] = False,
    document: Annotated[
        list[str] | None, typer.Option("--document", metavar="ID", help="With --undo: this document alone. May be repeated.")
    ] = None,
    note: Note = "",
    by: Actor = None,
    dry_run: DryRun = False,
    output_format: Answer = AnswerFormat.TABLE,
) -> None:
    """Group articles that copy, cut, rewrite or quote each other, and name the earliest and the fullest of each group.

    In a ledger a copy's claim joins the statement of the original's same figure, so that what many print counts once. It is added as
    everything is, never overrules a person, and can be undone. Of an output of read-corpus the groups are written to a file, by default
    echoes.parquet in it; with --ledger the ledger that holds its documents learns of them.

    \b
    Examples:
      tollbook echoes ledger.db --dry-run
      tollbook echoes ledger.db -o echoes.csv
      tollbook echoes out/ --ledger ledger.db
      tollbook echoes ledger.db --undo

    \b
    Exit codes:
      0  done
      2  wrong usage, or neither a ledger nor an output of read-corpus
    """
    if output is not None:
        check_suffix(output)
    if document and not undo:
        raise UsageError("--document without --undo", do="give --undo too")
    if listed and undo:
        raise UsageError("--list beside --undo", expected="one of them")
    if undo and not dry_run:
        _undo(place, document, note=note, by=by)
        return
    if listed or undo:
        _list_known(place, document, would_be_undone=undo, output_format=output_format)
        return
    if _is_corpus(place):
        _of_corpus(place, output, ledger, note=note, by=by, dry_run=dry_run, output_format=output_format)
        return
    _of_ledger(place, output, note=note, by=by, dry_run=dry_run, output_format=output_format)


def _is_corpus(place: str) -> bool:
    if not Path(place).is_dir():
        return False
    from tollbook.scale.corpus import is_corpus

    if not is_corpus(place):
        raise UsageError(f"{plain(place)}: a folder that is no output", expected="an output of `tollbook read-corpus`, or a ledger")
    return True


def _of_corpus(
    place: str, output: Path | None, ledger: str | None, *, note: str, by: str | None, dry_run: bool, output_format: AnswerFormat
) -> None:
    from tollbook.scale.echoes.texts import articles_of_corpus

    found = _find(lambda: articles_of_corpus(place))
    _show(found, output_format)
    file = output or Path(place) / _DEFAULT_FILE
    if not dry_run:
        write_groups(file, found.groups)
        complain(f"{plain(str(file))}: {counted(sum(len(group.members) for group in found.groups), 'article')} in groups")
    if ledger is not None:
        with open_place(ledger, by=by) as opened:
            _record(opened, found, note=note, dry_run=dry_run)


def _of_ledger(place: str, output: Path | None, *, note: str, by: str | None, dry_run: bool, output_format: AnswerFormat) -> None:
    from tollbook.scale.echoes.texts import articles_of_ledger

    with open_place(place, by=by) as opened:
        found = _find(lambda: articles_of_ledger(opened))
        _show(found, output_format)
        if output is not None:
            write_groups(output, found.groups)
        _record(opened, found, note=note, dry_run=dry_run)


def _find(articles: Articles) -> Found:
    from tollbook.scale.echoes.finding import find_echoes

    with CountingProgress("articles") as progress:
        return find_echoes(articles, progress=lambda _, done, total: progress.at(done, total))


def _show(found: Found, output_format: AnswerFormat) -> None:
    if output_format is AnswerFormat.JSON:
        groups = [group_as_dict(number, group) for number, group in enumerate(found.groups, start=1)]
        say(as_json({"articles": found.articles, "groups": groups}, indent=2))
        return
    members = sum(len(group.members) for group in found.groups)
    copies = sum(group.copies for group in found.groups)
    repeat = "repeats" if copies == 1 else "repeat"
    say(f"{counted(found.articles, 'article')}: {counted(len(found.groups), 'group')} of {members:,}, of which {copies:,} only {repeat}")
    for group in found.groups[:_SHOWN]:
        say("\n".join(_lines(group)))
    if len(found.groups) > _SHOWN:
        say(f"and {counted(len(found.groups) - _SHOWN, 'group')} more; -o writes them all")


def _lines(group: EchoGroup) -> Iterator[str]:
    counts: dict[str, int] = {}
    for member in group.members[1:]:
        counts[member.relation] = counts.get(member.relation, 0) + 1
    told = ", ".join(f"{number} {relation}" for relation, number in counts.items())
    yield f"{len(group.members)} articles ({told})"
    yield cut(f"  earliest  {_named(group.first)}", output_width())
    if group.fullest is not group.first:
        yield cut(f"  fullest   {_named(group.fullest)}", output_width())


def _named(member: Echoed) -> str:
    article = member.article
    day = "undated" if article.published is None else article.published.isoformat()
    where = article.title or article.url or ""
    return plain(" ".join(part for part in (article.document[:8], day, f"{member.words:,} words", article.publisher or "", where) if part))


def _record(ledger: Ledger, found: Found, *, note: str, dry_run: bool) -> None:
    if dry_run:
        return
    relations: Iterable[Echo] = chain.from_iterable(group.echoes() for group in found.groups)
    documents, claims = ledger.record_echoes(relations, note=note)
    say(f"{plain(ledger.address)}: {counted(documents, 'new echo', 'new echoes')}, {counted(claims, 'claim')} linked")


def _undo(place: str, documents: list[str] | None, *, note: str, by: str | None) -> None:
    with open_place(place, by=by) as opened:
        parted, claims = opened.part_echoes(documents, note=note)
    say(f"{counted(parted, 'echo', 'echoes')} undone, {counted(claims, 'claim')} linked as before")


def _list_known(place: str, documents: list[str] | None, *, would_be_undone: bool, output_format: AnswerFormat) -> None:
    """List what a ledger knows of some documents, or of all, as echoes."""
    with open_place(place) as opened:
        known = [one for one in opened.echoes() if not documents or one.document in documents]
    if output_format is AnswerFormat.JSON:
        rows = [{"doc_id": one.document, "relation": one.relation, "original": one.original, "shared": one.shared} for one in known]
        say(as_json(rows, indent=2))
        return
    for one in known:
        say(f"{one.document}  {one.relation:<8}{one.shared:5.0%} of {one.original}")
    say(counted(len(known), "echo", "echoes") + (" would be undone" if would_be_undone else ""))

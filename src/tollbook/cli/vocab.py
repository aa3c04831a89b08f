"""`tollbook vocab`: list and search the words that reading knows. It shows the tables; it holds no word of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from tollbook.cli.console import has_color, heading, output_width, say
from tollbook.cli.ledger_options import AnswerFormat
from tollbook.cli.options import unknown
from tollbook.core.contract import as_json
from tollbook.core.display import counted, plain
from tollbook.core.errors import UsageError

if TYPE_CHECKING:
    from tollbook.vocab.listing import VocabularyRow

_INDENT = " " * 4


def section_names(incomplete: str) -> list[str]:
    """Complete the name of a section."""
    from tollbook.vocab.listing import sections

    return [name for name in sections() if name.startswith(incomplete)]


def vocab(
    *,
    section: Annotated[str | None, typer.Argument(help="One section of the vocabulary.", autocompletion=section_names)] = None,
    search: Annotated[str | None, typer.Option("--search", "-s", metavar="WORD", help="Rows that hold this word.")] = None,
    output_format: Annotated[AnswerFormat, typer.Option("--format", "-f", help="Table or JSON.")] = AnswerFormat.TABLE,
) -> None:
    """List and search the vocabulary: hedges, probability words, categories, forces, sources, each with an example.

    \b
    Examples:
      tollbook vocab                     the sections
      tollbook vocab hedges              one section
      tollbook vocab --search dozens     a word in all sections
      tollbook vocab categories --format json
    """
    from tollbook.vocab.listing import list_vocabulary, sections

    if section is not None and section not in sections():
        raise unknown("section", section, known=sections(), see="tollbook vocab")
    rows = list_vocabulary(section, search)
    if not rows:
        raise UsageError(f"no row holds {search!r}", where=section or "vocabulary", do="try a shorter word, or `tollbook vocab`")
    if output_format is AnswerFormat.JSON:
        say(as_json([asdict(row) for row in rows], indent=2))
    elif section is None and search is None:
        _say_sections(rows)
    else:
        say("\n".join(_lines(rows, width=output_width(), color=has_color())))


def _say_sections(rows: Sequence[VocabularyRow]) -> None:
    names = [row.section for row in rows]
    for name in dict.fromkeys(names):
        say(f"{name:<16}{counted(names.count(name), 'row'):>12}")
    say("`tollbook vocab SECTION` lists one; `tollbook vocab --search WORD` looks in all.")


def _lines(rows: Sequence[VocabularyRow], *, width: int, color: bool) -> Iterator[str]:
    for name, group in groupby(rows, key=lambda row: row.section):
        yield heading(name, color=color)
        for row in group:
            yield from _row_lines(row, width=width, color=color)


def _row_lines(row: VocabularyRow, *, width: int, color: bool) -> Iterator[str]:
    name, words = plain(row.id), ", ".join(plain(word) for word in row.words)
    first, *rest = wrap(f"  {name}  {words}", width, subsequent_indent=_INDENT)
    yield first.replace(name, heading(name, color=color), 1)
    yield from rest
    for text in (plain(row.meaning), f"e.g. {plain(row.example)}" if row.example else ""):
        yield from wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)

"""A brief as Markdown (CommonMark with tables and footnotes). Whatever a text holds is escaped, so that it stays words.

The picture is left out: Markdown has no place for one but in a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tollbook.core.display import day_words, plain
from tollbook.exports.brief import Brief, Cell, Note, Run, Section, Sentence, Table

_MARKS = re.compile(r"([\\`*_{}\[\]<>#!|~^$&]|:(?=//))")
_LEADING = re.compile(r"^([-+=])|^(\d+)([.)])(?=\s|$)")
"""What makes a list, or a heading of the line above, at the beginning of a line."""


def brief_markdown(brief: Brief) -> str:
    """Return a brief as Markdown, with its notes as footnotes."""
    parts = [
        f"# {_cell(brief.title)}",
        f"*{' · '.join(map(escaped, brief.masthead))}*",
        _cell(brief.standfirst),
        *([] if brief.headline is None else [_table(brief.headline)]),
        *([] if brief.chart is None else [f"Chart (in the PDF and HTML): {escaped(brief.chart.alt)}"]),
        *(part for section in brief.sections for part in _section(section)),
        "## Notes",
        "\n".join(f"[^{note.number}]: {_note(note)}" for note in brief.notes),
        f"*{escaped(brief.colophon)}*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(words: str) -> str:
    """Return words on one line in which no mark of Markdown or HTML acts.

    >>> escaped("<b> [x](y) *z*")
    '\\\\<b\\\\> \\\\[x\\\\](y) \\\\*z\\\\*'
    """
    marked = _MARKS.sub(r"\\\1", plain(words.encode("utf-8", "replace").decode("utf-8")))
    return _LEADING.sub(lambda met: f"\\{met[1]}" if met[1] else f"{met[2]}\\{met[3]}", marked)


def _cell(cell: Cell) -> str:
    return "".join(map(_run, cell))


def _run(run: Run) -> str:
    blank_before, blank_after = " " * (run.text[:1] == " "), " " * (run.text[-1:] == " ")
    words = escaped(run.text)
    shown = f"**{words}**" if run.strong and words else words
    return f"{blank_before}{shown}{_marks(run.notes)}{blank_after}"


def _marks(notes: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _table(table: Table) -> str:
    rules = ("--:" if nth in table.numeric else "---" for nth in range(len(table.head)))
    lines = [_row(map(escaped, table.head)), _row(rules), *(_row(map(_cell, row)) for row in table.rows)]
    return "\n".join([f"{escaped(table.caption)}:", "", *lines])


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.heading)}"
    if section.table is not None:
        yield _table(section.table)
    yield from map(_cell, section.paragraphs)
    if section.points:
        yield "\n".join(f"- {_cell(point)}" for point in section.points)


def _note(note: Note) -> str:
    if note.sentence is not None:
        return _quoted(note.sentence)
    rests = f" Rests on {', '.join(f'[^{number}]' for number in note.rests_on)}." if note.rests_on else ""
    return f"{escaped(note.computed)}{rests}"


def _quoted(sentence: Sentence) -> str:
    before, after = escaped(sentence.before), escaped(sentence.after)
    words = f"{before} **{escaped(sentence.quote)}** {after}".strip()
    title = escaped(sentence.title)
    where = title if sentence.url is None else f"[{title}](<{_address(sentence.url)}>)"
    publisher = "" if sentence.publisher is None else f", {escaped(sentence.publisher)}"
    published = "" if sentence.published is None else f", {day_words(sentence.published)}"
    return f"{escaped(sentence.claimant)}: “{words}” {where}{publisher}{published}; claim {sentence.claim}"


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")

"""A brief as a value: what its two pages say, with a note for every number. Pure: it knows neither a ledger nor a format.

A number is a `Figure`, which can't be made without the notes that it leads to: a sentence, or the numbers that it was computed from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tollbook.core.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text without a number of its own: labels, names, dates, intervals' masses."""

    text: str
    strong: bool = False

    @property
    def notes(self) -> tuple[int, ...]:
        """The notes that it leads to: none."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as it is shown, or a sentence that holds some, with the notes that it leads to. Raises UsageError without a note."""

    text: str
    notes: tuple[int, ...]
    strong: bool = False

    def __post_init__(self) -> None:
        if not self.notes:
            raise UsageError(f"the number {self.text!r} leads to nothing", expected="a note for every number of a brief")


Run = Words | Figure
Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head. `numeric` names the columns of numbers by their place.

    `widths` shares the line among the columns, 0 for one that is as wide as what it holds.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a brief under its heading: paragraphs, a table, and points of a list, each where there is one."""

    heading: str
    paragraphs: tuple[Cell, ...] = ()
    table: Table | None = None
    points: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture as SVG text, with the words that stand in for it and the line below it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a note quotes: the words of a claim in their sentence, who claims it, and where it stands."""

    claim: str
    quote: str
    before: str
    after: str
    claimant: str
    title: str
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: a sentence, or how a number was computed and the notes of the numbers that it rests on."""

    number: int
    sentence: Sentence | None = None
    computed: str = ""
    rests_on: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that a brief says. `headline` is None where no estimate can be given: `refusal` then says why."""

    title: Cell
    plain_title: str
    standfirst: Cell
    masthead: tuple[str, ...]
    headline: Table | None
    refusal: str
    chart: Chart | None
    rests_on: Section
    care: Section
    changes: Section
    audits: Section
    sources: Section
    notes: tuple[Note, ...]
    colophon: str
    language: str = "en"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of reading."""
        return (self.rests_on, self.care, self.changes, self.audits, self.sources)

    def cells(self) -> Iterator[Cell]:
        """Give every piece of running text and every cell of a table."""
        yield self.title
        yield self.standfirst
        tables = [self.headline, *(section.table for section in self.sections)]
        for section in self.sections:
            yield from (*section.paragraphs, *section.points)
        for table in tables:
            if table is not None:
                yield from (cell for row in table.rows for cell in row)

    def to_dict(self) -> dict[str, Any]:
        """Return the brief as JSON values, the picture left out."""
        return {
            "language": self.language,
            "title": _cell(self.title),
            "plain_title": self.plain_title,
            "standfirst": _cell(self.standfirst),
            "masthead": list(self.masthead),
            "headline": _table(self.headline),
            "refusal": self.refusal,
            "chart": None if self.chart is None else {"alt": self.chart.alt, "caption": self.chart.caption},
            "rests_on": _section(self.rests_on),
            "care": _section(self.care),
            "changes": _section(self.changes),
            "audits": _section(self.audits),
            "sources": _section(self.sources),
            "notes": [_note(note) for note in self.notes],
            "colophon": self.colophon,
        }


def _cell(cell: Cell) -> list[dict[str, Any]]:
    return [{"text": run.text, "strong": run.strong, "notes": list(run.notes)} for run in cell]


def _table(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "caption": table.caption,
        "head": list(table.head),
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths),
        "numeric": list(table.numeric),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "paragraphs": [_cell(cell) for cell in section.paragraphs],
        "table": _table(section.table),
        "points": [_cell(cell) for cell in section.points],
    }


def _note(note: Note) -> dict[str, Any]:
    sentence = note.sentence
    return {
        "number": note.number,
        "computed": note.computed,
        "rests_on": list(note.rests_on),
        "sentence": None
        if sentence is None
        else {
            "claim": sentence.claim,
            "quote": sentence.quote,
            "before": sentence.before,
            "after": sentence.after,
            "claimant": sentence.claimant,
            "title": sentence.title,
            "publisher": sentence.publisher,
            "published": None if sentence.published is None else sentence.published.isoformat(),
            "url": sentence.url,
        },
    }

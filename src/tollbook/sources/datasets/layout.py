"""Lay a row out as the text of a small document: the data set on the first line, then one field a line. It reads nothing into them.

The text holds neither the row's number nor its file, so that a longer version of the file gives the same documents for the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tollbook.core.errors import DatasetError
from tollbook.sources.datasets.forms import Form

OPENING = "dataset: "
BETWEEN = ": "
AS_OF = "as of"
UNREAD = "not read"

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a file's columns are to a form: `names` leads from the file's own to the form's; `unknown` are those that it doesn't know."""

    names: Mapping[str, str]
    unknown: tuple[str, ...]


def match_columns(form: Form, columns: Iterable[str]) -> Columns:
    """Match a file's columns with those of a form, whatever their case; what the form ignores is in neither part.

    Raises DatasetError where two columns are the same to the form.
    """
    own = {name.lower(): name for name in form.columns}
    aliases = {name.lower(): target for name, target in form.aliases.items()}
    ignored = {name.lower() for name in form.ignored}
    names: dict[str, str] = {}
    unknown: list[str] = []
    for column in columns:
        lowered = column.lower()
        target = own.get(lowered) or aliases.get(lowered)
        if target in names.values():
            raise DatasetError(f"two columns for {target!r}: {column!r} is the second", where=form.title, do="rename or remove one")
        if target is not None:
            names[column] = target
        elif column and lowered not in ignored:
            unknown.append(column)
    return Columns(names=names, unknown=tuple(unknown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A row's text, and where it holds each cell, by column. `title` is the place of the data set's name."""

    text: str
    title: Range
    cells: Mapping[str, Range]

    def lines(self, first: str, last: str) -> Range:
        """Return the place of the lines from one column's to another's."""
        return self.cells[first][0] - len(first) - len(BETWEEN), self.cells[last][1]


def lay_out(form: Form, cells: Mapping[str, str], *, unread: Mapping[str, str], as_of: date | None = None) -> Layout:
    """Return the text of a row. `cells` are the form's columns that have a value; `unread` those that it doesn't know.

    The order is the form's, not the file's. A field that is empty has no line.
    """
    opening = f"{OPENING}{form.title}"
    fields = [(column, cells[column]) for column in form.columns if column in cells]
    if as_of is not None:
        fields.insert(len([column for column in form.shown if column in cells]), (AS_OF, as_of.isoformat()))
    if form.unknown == "quote":
        fields += unread.items()
    elif unread:
        fields.append((UNREAD, ", ".join(unread)))
    text, at = [opening], len(opening) + 1
    places: dict[str, Range] = {}
    for column, value in fields:
        text.append(f"{column}{BETWEEN}{value}")
        start = at + len(column) + len(BETWEEN)
        end = start + len(value)
        places[column] = start, end
        at = end + 1
    return Layout(text="\n".join(text), title=(len(OPENING), len(opening)), cells=places)

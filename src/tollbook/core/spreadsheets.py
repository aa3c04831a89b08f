"""Cells that no spreadsheet runs: the neutralizing of formulas, and its inverse. It knows no column and no format."""

from __future__ import annotations

import unicodedata
from string import ascii_letters, digits

Cell = str | int | float | None

# What a spreadsheet takes for a formula, a command or a new cell when a cell begins with it.
_FORMULA_STARTS = frozenset("=+-@\t\r\n")
_MARK = "'"
# Nearly every cell begins with one of these, and none that does is run.
_PLAIN_STARTS = frozenset(ascii_letters + digits)


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: a text that it would take for a formula gets an apostrophe in front. Numbers stay numbers.

    >>> harmless("=1+1"), harmless("\\u200b\\uff1dSUM(A1)"), harmless("-5"), harmless(-5)
    ("'=1+1", "'\\u200b＝SUM(A1)", "'-5", -5)
    """
    if not isinstance(cell, str) or cell[:1] in _PLAIN_STARTS:
        return cell
    return f"{_MARK}{cell}" if _is_armed(cell) else cell


def as_written(cell: str) -> str:
    """Return the text that `harmless` was given, whatever it was.

    >>> as_written("'=1+1"), as_written("''=1+1"), as_written("'tis"), as_written("=1+1")
    ('=1+1', "'=1+1", "'tis", '=1+1')
    """
    return cell[1:] if cell.startswith(_MARK) and _is_armed(cell[1:]) else cell


def _is_armed(text: str) -> bool:
    """Tell whether a text would be run. One that is neutralized already counts too: only so can the apostrophe be taken off again."""
    bare = text.lstrip(_MARK)
    if not bare:
        return False
    if bare[0] in _PLAIN_STARTS:
        return False
    if bare[0] in _FORMULA_STARTS:
        return True
    seen = unicodedata.normalize("NFKC", bare)
    return next((mark for mark in seen if mark in _FORMULA_STARTS or not _is_blank(mark)), "") in _FORMULA_STARTS


def _is_blank(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) in {"Cf", "Cc", "Mn"}

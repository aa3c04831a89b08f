"""Rows of cells as lines of columns, for any table but that of claims. A number is never cut: words give way first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tollbook.core.display import WIDTH, padded, width_of

GAP = 2
LEAST = 6
"""Columns of a cell of words at least, where the line is too narrow for all."""
_ONE = r"[-+]?[\d,.]+[%M]?"
_NUMBER = re.compile(rf"{_ONE}\??|{_ONE}-{_ONE}|{_ONE} \({_ONE}-{_ONE}\)")


def grid_lines(rows: Sequence[Sequence[str]], *, width: int = WIDTH) -> list[str]:
    """Return rows as lines of at most `width` columns; the first row is the heading. Columns of numbers stand to the right.

    >>> grid_lines([("source", "n"), ("press", "12")])
    ['source   n', 'press   12']
    """
    columns = list(zip(*rows, strict=True))
    numeric = [all(not cell or _is_number(cell) for cell in column[1:]) and any(column[1:]) for column in columns]
    widths = _fitted([max(width_of(cell) for cell in column) for column in columns], numeric, width)
    lines = []
    for row in rows:
        cells = (padded(cell, wide, right=right) for cell, wide, right in zip(row, widths, numeric, strict=True))
        lines.append((" " * GAP).join(cells).rstrip())
    return lines


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _fitted(widths: list[int], numeric: Sequence[bool], width: int) -> list[int]:
    fitted = list(widths)
    while sum(fitted) + GAP * (len(fitted) - 1) > width:
        loose = [nth for nth in range(len(fitted)) if not numeric[nth] and fitted[nth] > LEAST]
        if not loose:
            break
        fitted[max(loose, key=lambda nth: fitted[nth])] -= 1
    return fitted

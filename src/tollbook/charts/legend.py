"""The legend above a panel: a symbol and its words for each kind of mark, in rows. It knows no data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tollbook.charts.sheet import Sheet

ROW, GAP = 20, 22
_SYMBOL = 16
_CHARACTER = 6.4
"""Pixels of a character at 13 pixels, on average over the words of the legends in Arial and its like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One symbol with its words; `look` is how a point is drawn."""

    words: str
    look: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A key with its place: pixels from the left, and its row from the top."""

    key: Key
    left: float
    row: int


def placed(keys: Iterable[Key], width: float) -> list[Placed]:
    """Return the keys in rows that are no wider than `width`."""
    left, row, found = 0.0, 0, []
    for key in keys:
        own = _SYMBOL + _CHARACTER * len(key.words)
        if left > 0 and left + own > width:
            left, row = 0.0, row + 1
        found.append(Placed(key=key, left=left, row=row))
        left += own + GAP
    return found


def legend_layers(sheet: Sheet, keys: Iterable[Key], width: float) -> Iterator[Any]:
    """Give the layers of the legend, above the plot."""
    alt, found = sheet.alt, placed(keys, width)
    last = max((one.row for one in found), default=0)
    for one in found:
        top = -ROW * (last - one.row + 1)
        here = sheet.chart([{"at": 0}])
        yield here.mark_point(aria=False, **one.key.look).encode(x=alt.XValue(one.left + 6), y=alt.YValue(top))
        words = here.mark_text(text=one.key.words, align="left", baseline="middle", fontSize=13, color=sheet.theme.ink2, aria=False)
        yield words.encode(x=alt.XValue(one.left + _SYMBOL), y=alt.YValue(top + 1))

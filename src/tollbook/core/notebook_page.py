"""What all notebook displays share: the frame with its styles, tables, and words that can't become markup. Standard library only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

VEGALITE = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookChart:
    """A chart as a notebook shows it: a Vega-Lite specification, the same as SVG, and its words.

    `svg` stands alone: no script, nothing loaded. Write it to a file as it is.
    """

    title: str
    vegalite: Mapping[str, Any]
    svg: str

    def __str__(self) -> str:
        """Return the chart's title."""
        return self.title

    def _repr_mimebundle_(self, include: Collection[str] | None = None, exclude: Collection[str] | None = None) -> dict[str, Any]:
        """Give a notebook the specification, the picture and the words; it shows the richest that it knows."""
        return bundle({"text/plain": self.title, "image/svg+xml": self.svg, VEGALITE: dict(self.vegalite)}, include, exclude)


def bundle(shown: dict[str, Any], include: Collection[str] | None, exclude: Collection[str] | None) -> dict[str, Any]:
    """Return of what can be shown what a notebook asks for."""
    return {kind: value for kind, value in shown.items() if (not include or kind in include) and kind not in (exclude or ())}


def short(value: float) -> float:
    """Return a number with five digits, which is more than a chart shows: a notebook is stored with all that it holds.

    >>> short(3490.1234)
    3490.1
    """
    return float(f"{value:.5g}")


def framed(*parts: str) -> str:
    """Return parts as one self-contained piece of HTML in the styles of all displays."""
    styles = (files("tollbook.core") / "notebook.css").read_text(encoding="utf-8")
    return f'<div class="tollbook"><style>{styles}</style>{"".join(parts)}</div>'


def shown(words: str) -> str:
    """Return words for HTML, whatever they hold: lone surrogates can't be encoded."""
    return escape(words.encode("utf-8", "replace").decode("utf-8"), quote=True)


def paragraph(words: str, *, note: bool = False) -> str:
    """Return a paragraph, small and soft for a note."""
    return f'<p class="tollbook-note">{shown(words)}</p>' if note else f"<p>{shown(words)}</p>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Collection[int] = (), caption: str = "") -> str:
    """Return a table; the first cell of a row is its heading, and `numeric` names the columns of numbers by their place."""
    names = "".join(f'<th scope="col"{_numeric(nth, numeric)}>{shown(name)}</th>' for nth, name in enumerate(head))
    body = "".join(f"<tr>{''.join(_cell(nth, cell, numeric) for nth, cell in enumerate(row))}</tr>" for row in rows)
    titled = f"<caption>{shown(caption)}</caption>" if caption else ""
    return f"<table>{titled}<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _cell(nth: int, cell: str, numeric: Collection[int]) -> str:
    name = "th" if nth == 0 else "td"
    scope = ' scope="row"' if nth == 0 else ""
    return f"<{name}{scope}{_numeric(nth, numeric)}>{shown(cell)}</{name}>"


def _numeric(nth: int, numeric: Collection[int]) -> str:
    return ' class="tollbook-number"' if nth in numeric else ""

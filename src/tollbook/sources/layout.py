"""Lay a tree of elements out as plain text: paragraphs apart by a blank line, list items and rows on lines of their own.

It walks without recursion, since a page may nest deeper than Python does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

PARAGRAPH, LINE, CELL = "\n\n", "\n", "\t"
BULLET = "- "
# HTML's elements beside those of trafilatura's output (head, item, row, cell, quote, lb, code).
BREAKS = {
    **dict.fromkeys(
        ("p", "h1", "h2", "h3", "h4", "h5", "h6", "head", "quote", "blockquote", "list", "ul", "ol", "dl", "table", "pre"), PARAGRAPH
    ),
    **dict.fromkeys(
        ("article", "section", "main", "aside", "header", "footer", "nav", "form", "fieldset", "figure", "figcaption"), PARAGRAPH
    ),
    **dict.fromkeys(("address", "hr", "body", "details", "summary", "caption"), PARAGRAPH),
    **dict.fromkeys(("div", "li", "item", "tr", "row", "br", "lb", "dt", "dd", "option", "code"), LINE),
    **dict.fromkeys(("td", "th", "cell"), CELL),
}
BULLETED = frozenset({"li", "item"})
SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title", "select", "textarea"})
# Not the no-break space: "4 000" is one number.
BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def lay_out(root: Any) -> str:
    """Return the text below `root`, an lxml element."""
    return join_pieces(_pieces(root))


def join_pieces(pieces: Iterator[str]) -> str:
    """Join words and breaks: of breaks side by side the strongest counts, and none stands at the ends."""
    parts: list[str] = []
    pending = ""
    for piece in pieces:
        if parts and parts[-1] == BULLET and piece in (PARAGRAPH, LINE, CELL, BULLET):
            # A paragraph inside a list item begins behind its bullet.
            continue
        if piece in (PARAGRAPH, LINE, CELL):
            pending = max(pending, piece, key=_strength)
        elif pending:
            # A blank between elements is no reason to end a run of breaks.
            if piece.strip(" "):
                _end_line(parts, pending)
                parts.append(piece.lstrip(" "))
                pending = ""
        else:
            words = piece.lstrip(" ") if parts and parts[-1].endswith((" ", "\n", "\t")) else piece
            if words:
                parts.append(words)
    return "".join(parts).strip(" \t\n")


def _end_line(parts: list[str], mark: str) -> None:
    if parts:
        parts[-1] = parts[-1].rstrip(" ")
        parts.append(mark)


def _strength(mark: str) -> int:
    return {"": 0, CELL: 1, LINE: 2, PARAGRAPH: 3}[mark]


def _pieces(root: Any) -> Iterator[str]:
    stack: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
    yield from _opening(root)
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from _closing(element, at_root=not stack)
        elif not isinstance(child.tag, str) or child.tag in SILENT:
            # Comments, instructions and silent elements: only what follows them is text.
            yield from _words(child.tail)
        else:
            yield from _opening(child)
            stack.append((child, iter(child)))


def _opening(element: Any) -> Iterator[str]:
    mark = BREAKS.get(element.tag)
    if mark is not None:
        yield mark
    if element.tag in BULLETED:
        yield BULLET
    if element.tag in ("pre", "code") and element.text:
        yield element.text.replace("\r\n", "\n").strip("\n")
    else:
        yield from _words(element.text)


def _closing(element: Any, *, at_root: bool) -> Iterator[str]:
    mark = BREAKS.get(element.tag)
    if mark is not None:
        yield mark
    if not at_root:
        yield from _words(element.tail)


def _words(text: str | None) -> Iterator[str]:
    if text:
        yield BLANKS.sub(" ", text)

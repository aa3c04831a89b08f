"""A text with its claims marked, as HTML. Everything of the text is escaped; offsets are code points, so they fit whatever it holds.

Marks nest as their spans do. Where two overlap without nesting, the later one is cut where the earlier ends, so that the tree holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

MOST_TEXT = 24_000
"""Code points of one part of a long text: with its marks and cards, a page of it stays below 200 kB in any script."""
MOST_MARKS = 40
"""Marks of one part: each has a card."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_HEADING_LENGTH = 80
_SENTENCE_ENDS = frozenset('.!?:;,"”»…)')
_LAST_WORD = re.compile(r"\S+\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text to mark. `name` is its anchor ("c05"), `number` what is shown, `nth` its place among the marks of its part."""

    start: int
    end: int
    name: str
    number: str
    family: str
    label: str
    nth: int = 0
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or a heading of the text."""

    start: int
    end: int
    heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a text that one page shows: its blocks, and the marks that begin in it, numbered from 1."""

    number: int
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the paragraphs of a text; one too long for a page is cut at a blank."""
    start = 0
    for found in [*_BLANK_LINE.finditer(text), None]:
        end = len(text) if found is None else found.start()
        if text[start:end].strip():
            yield from _pieces(text, start, end)
        start = end if found is None else found.end()


def _pieces(text: str, start: int, end: int) -> Iterator[Block]:
    while end - start > MOST_TEXT // 2:
        blank = text.rfind(" ", start + 1, start + MOST_TEXT // 2)
        stop = blank if blank > start else start + MOST_TEXT // 2
        yield Block(start=start, end=stop, heading=False)
        start = stop
    yield Block(start=start, end=end, heading=_is_heading(text[start:end].strip()))


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and "\n" not in line and line[-1:] not in _SENTENCE_ENDS and any(map(str.isalpha, line))


def parts_of(text: str, marks: Sequence[Mark]) -> list[Part]:
    """Return a text in parts that are short enough for a page each; most texts are one."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    parts: list[Part] = []
    blocks: list[Block] = []
    inside: list[Mark] = []
    length = at = 0
    for block in _thinned(blocks_of(text), ordered):
        first = at
        while at < len(ordered) and ordered[at].start < block.end:
            at += 1
        opened = ordered[first:at]
        if blocks and (length + block.end - block.start > MOST_TEXT or len(inside) + len(opened) > MOST_MARKS):
            parts.append(_part(len(parts) + 1, blocks, inside))
            blocks, inside, length = [], [], 0
        blocks.append(block)
        inside += opened
        length += block.end - block.start
    return [*parts, _part(len(parts) + 1, blocks, inside)]


def _thinned(blocks: Iterator[Block], marks: Sequence[Mark]) -> Iterator[Block]:
    """Yield the blocks, one with more marks than a page shows cut where one of them begins."""
    at = 0
    for block in blocks:
        starts = []
        while at < len(marks) and marks[at].start < block.end:
            starts.append(marks[at].start)
            at += 1
        rest = block
        for cut in starts[MOST_MARKS::MOST_MARKS]:
            if rest.start < cut:
                yield replace(rest, end=cut)
                rest = replace(rest, start=cut)
        yield rest


def _part(number: int, blocks: Sequence[Block], marks: Sequence[Mark]) -> Part:
    return Part(number=number, blocks=tuple(blocks), marks=tuple(replace(mark, nth=nth) for nth, mark in enumerate(marks, 1)))


def block_html(text: str, block: Block, marks: Sequence[Mark]) -> Markup:
    """Return the inside of a block with its marks; each ends with its number, which leads to its card."""
    inside = [_clipped(mark, block) for mark in marks if mark.start < block.end and block.start < mark.end]
    return Markup("").join(_written(text, block.start, block.end, inside))


def _clipped(mark: Mark, block: Block) -> Mark:
    return replace(
        mark,
        start=max(mark.start, block.start),
        end=min(mark.end, block.end),
        continued=mark.continued or mark.end > block.end,
    )


def _written(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Markup]:
    """Yield a stretch of the text with marks that all lie inside of it."""
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    at = start
    while waiting:
        mark = waiting.pop(0)
        yield shown(text[at : mark.start])
        within = [other for other in waiting if other.start < mark.end]
        waiting = sorted([*waiting[len(within) :], *_rests(within, mark)], key=lambda other: (other.start, -other.end))
        yield _mark_html(text, mark, [_cut_at(other, mark.end) for other in within])
        at = mark.end
    yield shown(text[at:end])


def _cut_at(mark: Mark, end: int) -> Mark:
    return replace(mark, end=end, continued=True) if mark.end > end else mark


def _rests(marks: Sequence[Mark], around: Mark) -> list[Mark]:
    return [replace(mark, start=around.end) for mark in marks if mark.end > around.end]


def _mark_html(text: str, mark: Mark, within: Sequence[Mark]) -> Markup:
    content = list(_written(text, mark.start, mark.end, within))
    if not mark.continued:
        # The link is its own target, so that the keyboard stays where it was.
        number = Markup('<a class="ref k{}" id="{}" href="#{}" aria-label="Claim {}">{}</a>').format(
            mark.nth, mark.name, mark.name, f"{mark.number}: {mark.label}", mark.number
        )
        last = shown(text[mark.start : mark.end]) if len(content) == 1 else content[-1]
        content[-1] = _held_together(last, number)
    return Markup('<mark class="{} k{}">{}</mark>').format(mark.family, mark.nth, Markup("").join(content))


def _held_together(words: Markup, number: Markup) -> Markup:
    """Return words with a number behind them that doesn't go to the next line alone."""
    found = _LAST_WORD.search(words)
    if found is None:
        return words + number
    return words[: found.start()] + Markup('<span class="nb">') + Markup(found.group()) + number + Markup("</span>")


def shown(words: str) -> Markup:
    """Return words of a text, escaped. Lone surrogates, which no page can carry, are shown as question marks.

    >>> shown("<b>12</b>")
    Markup('&lt;b&gt;12&lt;/b&gt;')
    """
    return escape(words.encode("utf-8", "replace").decode("utf-8"))

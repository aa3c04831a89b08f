"""Turn Markdown into plain text that keeps paragraphs, list items and table rows. Of a link, its words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tollbook.core.errors import InputTooLarge, UnreadableInput
from tollbook.sources.encodings import decode_text
from tollbook.sources.extracted import Extracted, Label
from tollbook.sources.layout import CELL, LINE, PARAGRAPH, join_pieces, lay_out
from tollbook.sources.limits import DEFAULT_LIMITS, Limits
from tollbook.sources.metadata import one_line, stated_date

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n([^\0]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
BREAKS = {
    "paragraph_open": PARAGRAPH,
    "heading_open": PARAGRAPH,
    "bullet_list_open": PARAGRAPH,
    "ordered_list_open": PARAGRAPH,
    "bullet_list_close": PARAGRAPH,
    "ordered_list_close": PARAGRAPH,
    "table_open": PARAGRAPH,
    "table_close": PARAGRAPH,
    "blockquote_open": PARAGRAPH,
    "hr": PARAGRAPH,
    "tr_open": LINE,
    "th_open": CELL,
    "td_open": CELL,
}
PARAGRAPH_ENDS = {"paragraph_close", "heading_close"}


def read_markdown(content: bytes, *, label: Label, limits: Limits) -> Extracted:
    """Return the text of a Markdown file; title and date only from its front matter."""
    source = decode_text(content, where=label.where, declared=label.charset)
    _refuse_size(source, where=label.where, limits=limits)
    fields, source = _front_matter(source)
    text = plain_text(source, where=label.where, limits=limits)
    if not text or text.isspace():
        raise UnreadableInput("Markdown without text", where=label.where, expected="at least one sentence", do="check the file")
    published = stated_date(fields.get("published") or fields.get("date"))
    return Extracted(
        text=text, title=one_line(fields.get("title")), published=published, publisher=one_line(fields.get("publisher")), url=label.url
    )


def plain_text(source: str, *, where: str = "", limits: Limits = DEFAULT_LIMITS) -> str:
    """Return the plain text of Markdown.

    >>> plain_text("- [Tanks](x): **12**")
    '- Tanks: 12'
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": limits.markdown_depth}).enable(["table", "strikethrough"])
    tokens = parser.parse(source)
    # Below its limit the parser drops what it finds, without a word.
    if any(token.level >= limits.markdown_depth - 2 for token in tokens):
        raise _over(f"nested over {limits.markdown_depth - 3} deep", f"at most {limits.markdown_depth - 3}", where)
    return join_pieces(_pieces(tokens))


def _refuse_size(source: str, *, where: str, limits: Limits) -> None:
    for met, most, unit in (
        (len(source), limits.markdown_length, "characters"),
        (source.count("\n"), limits.markdown_lines, "lines"),
        (source.count("["), limits.markdown_brackets, "opening brackets"),
    ):
        if met > most:
            raise _over(f"of {met:,} {unit}", f"at most {most:,}", where)


def _over(met: str, expected: str, where: str) -> InputTooLarge:
    return InputTooLarge(f"Markdown {met}", where=where, expected=expected, do="split the file, or give it the suffix .txt")


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Split the fields between two leading lines of dashes from the text."""
    found = FRONT_MATTER.match(source)
    if found is None:
        return {}, source
    fields: dict[str, str] = {}
    for line in found.group(1).splitlines():
        name, colon, value = line.partition(":")
        if colon and not name.startswith((" ", "\t", "#", "-")):
            fields.setdefault(name.strip().lower(), value.strip().strip("'\""))
    return fields, source[found.end() :]


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    numbers: list[int | None] = []
    at_marker = False
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        if kind == "list_item_open":
            yield LINE
            yield _marker(numbers, token)
            at_marker = True
        elif kind in BREAKS and not (at_marker and kind == "paragraph_open"):
            yield LINE if token.hidden else BREAKS[kind]
        elif kind in PARAGRAPH_ENDS:
            yield LINE if token.hidden else PARAGRAPH
        else:
            yield from _content(token)
        at_marker = at_marker and kind in ("list_item_open", "paragraph_open")


def _marker(numbers: list[int | None], token: Token) -> str:
    number = numbers[-1] if numbers else None
    return "- " if number is None else f"{token.info or number}. "


def _content(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield from _inline(token.children or ())
    elif token.type in ("code_block", "fence"):
        yield PARAGRAPH
        yield token.content.strip("\n")
        yield PARAGRAPH
    elif token.type == "html_block":
        yield PARAGRAPH
        yield _html_words(token.content)
        yield PARAGRAPH


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield LINE
        elif token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type == "image":
            yield from _inline(token.children or ())


def _html_words(block: str) -> str:
    from trafilatura import load_html

    tree: Any = load_html(f"<html><body><div>{block}</div></body></html>")
    return "" if tree is None else lay_out(tree)

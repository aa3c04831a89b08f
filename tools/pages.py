"""Read the documentation's Markdown: its pages, code blocks, links and headings. Runs nothing and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
NOT_RUN = re.compile(r"<!--\s*not run:\s*(?P<reason>.*?)\s*-->")
EXIT_CODE = re.compile(r"<!--\s*exit code\s+(?P<code>\d+)\s*-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced code block of a page. `first` and `last` are the lines of its content, counted from 0, `last` excluded."""

    page: Path
    language: str
    content: str
    first: int
    last: int
    not_run: str | None = None
    exit_code: int = 0

    @property
    def name(self) -> str:
        """Return where the block stands, as an editor finds it."""
        return f"{self.page.relative_to(ROOT)}:{self.first}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link or image of a page: its target as written."""

    page: Path
    target: str


def documentation_pages() -> list[Path]:
    """Return every Markdown page that a reader of the project meets, in a fixed order."""
    top = sorted(ROOT.glob("*.md"))
    folders = ("docs", "gold", "samples", "benchmarks")
    return [*top, *(page for folder in folders for page in sorted(ROOT.glob(f"{folder}/**/*.md")))]


def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def read_blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order, each with the mark in the comment right above it."""
    blocks = []
    before: Token | None = None
    for token in _tokens(page):
        if token.type == "fence" and token.map is not None:
            mark = before.content if before is not None and before.type == "html_block" else ""
            not_run = NOT_RUN.search(mark)
            exit_code = EXIT_CODE.search(mark)
            blocks.append(
                Block(
                    page=page,
                    language=token.info.split(" ")[0],
                    content=token.content,
                    first=token.map[0] + 1,
                    last=token.map[1] - 1,
                    not_run=not_run["reason"] if not_run else None,
                    exit_code=int(exit_code["code"]) if exit_code else 0,
                )
            )
        before = token
    return blocks


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inline(token.children or [])


def read_links(page: Path) -> list[Link]:
    """Return the links and images of a page, in order."""
    links = []
    for token in _inline(_tokens(page)):
        target = token.attrs.get("href") or token.attrs.get("src")
        if isinstance(target, str):
            links.append(Link(page=page, target=target))
    return links


def anchor(heading: str) -> str:
    """Return the anchor that code hosts give a heading.

    >>> anchor("What a `Claim` holds, and why")
    'what-a-claim-holds-and-why'
    """
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def read_anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings; a repeated heading gets -1, -2, ..."""
    anchors: set[str] = set()
    tokens = _tokens(page)
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        text = "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})
        name = anchor(text)
        nth = 0
        while (candidate := name if nth == 0 else f"{name}-{nth}") in anchors:
            nth += 1
        anchors.add(candidate)
    return anchors

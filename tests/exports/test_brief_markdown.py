"""A brief as Markdown: a title, tables, footnotes; nothing that a text holds becomes a mark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.exports.briefs import hostile_facts, sample_facts
from tollbook.exports.brief_compose import compose
from tollbook.exports.brief_markdown import brief_markdown, escaped


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(text)
    return [inner for token in found for inner in (token, *(token.children or ()))]


def test_every_footnote_that_is_named_is_given(tmp_path: Path) -> None:
    text = brief_markdown(compose(sample_facts(tmp_path)))
    named = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    given = re.findall(r"^\[\^(\d+)\]:", text, flags=re.MULTILINE)
    assert named == set(given)
    assert len(given) == len(set(given))


def test_tables_stay_tables(tmp_path: Path) -> None:
    brief = compose(sample_facts(tmp_path))
    kinds = [token.type for token in tokens(brief_markdown(brief))]
    assert kinds.count("table_open") == 4
    tables = (brief.headline, *(section.table for section in brief.sections))
    rows = sum(1 + len(table.rows) for table in tables if table is not None)
    assert kinds.count("tr_open") == rows


def test_nothing_that_a_text_holds_becomes_html_a_link_or_a_heading(tmp_path: Path) -> None:
    brief = compose(hostile_facts(tmp_path))
    found = tokens(brief_markdown(brief))
    kinds = {token.type for token in found}
    assert not kinds & {"html_inline", "html_block", "image", "code_inline", "fence", "s_open", "code_block"}
    assert all(str(token.attrs["href"]).startswith("https://post.example/") for token in found if token.type == "link_open")
    assert sum(token.type == "heading_open" for token in found) == 7


@pytest.mark.parametrize(
    "words", ["- x", "+ x", "1. x", "12) x", "# x", "> x", "=== x", "| a | b |", "    x", "***", "<!-- x -->", "&amp;"]
)
def test_words_at_the_beginning_of_a_line_stay_words(words: str) -> None:
    kinds = [token.type for token in tokens(escaped(words))]
    assert kinds[:2] == ["paragraph_open", "inline"]
    shown = "".join(token.content for token in tokens(escaped(words)) if token.type in ("text", "text_special"))
    assert shown == " ".join(words.split())

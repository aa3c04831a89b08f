"""Markdown: the words stay, the marks go; paragraphs, items and rows keep their form."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import InputTooLarge, TollbookError, UnreadableInput
from tollbook.core.types import Document
from tollbook.sources.files import from_bytes
from tollbook.sources.markdown import plain_text


def read(source: str | bytes) -> Document:
    return from_bytes(source.encode() if isinstance(source, str) else source, name="report.md")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Losses\n\nThe army lost **12** tanks.", "Losses\n\nThe army lost 12 tanks."),
        ("one line\nof one paragraph", "one line of one paragraph"),
        ("hard  \nbreak", "hard\nbreak"),
        ("[a link](https://a.example/12 'title 13') and <https://b.example>", "a link and https://b.example"),
        ("![a photo](x.png)", "a photo"),
        ("- Tanks: 12\n- Guns: 14 (+2)", "- Tanks: 12\n- Guns: 14 (+2)"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("5) five\n6) six", "5. five\n6. six"),
        ("- a\n  - b\n- c", "- a\n\n- b\n\n- c"),
        ("| kind | lost |\n|---|---:|\n| tanks | 12 |", "kind\tlost\ntanks\t12"),
        ("> quoted\n> words", "quoted words"),
        ("`12` and ~~13~~ &amp; \\*", "12 and 13 & *"),
        ("```\ncode 12\n```", "code 12"),
        ("<div>12 <b>killed</b></div>\n\nnext", "12 killed\n\nnext"),
        ("a <b>bold</b> word", "a bold word"),
        ("<!-- a comment -->\n\ntext", "text"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("4\u00a0000", "4\u00a0000"),
    ],
)
def test_the_plain_text_of_markdown(source: str, text: str) -> None:
    assert plain_text(source) == text


def test_front_matter_states_title_and_date_and_is_no_text() -> None:
    document = read("---\ntitle: 'Losses: a week'\ndate: 2025-01-24T10:00\nauthor: x\ntags:\n  - title: no\n---\n12 tanks")
    assert (document.text, document.title, document.published) == ("12 tanks", "Losses: a week", date(2025, 1, 24))


@pytest.mark.parametrize(
    "source", ["12 tanks\n\ndate: 2025-01-24", "---\n\n12 tanks on 2025-01-24", "---\ndate: 24.01.2025\n---\n12 tanks"]
)
def test_a_date_elsewhere_or_in_doubt_is_unknown(source: str) -> None:
    assert read(source).published is None


@pytest.mark.parametrize("source", ["[](x)", "---", "<!-- x -->", "---\ntitle: x\n---\n"])
def test_markdown_without_text_says_so(source: str) -> None:
    with pytest.raises(UnreadableInput, match="without text"):
        read(source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a" * 1_000_001, "1,000,001 characters"),
        ("[" * 20_001, "20,001 opening brackets"),
        ("- x\n" * 50_001, "50,001 lines"),
        (">" * 300 + "a", "nested"),
        ("\n".join(" " * 2 * i + "- a" for i in range(40)), "nested"),
    ],
    ids=["length", "brackets", "lines", "quotes", "lists"],
)
def test_markdown_over_a_limit_is_refused_and_never_cut(source: str, message: str) -> None:
    with pytest.raises(InputTooLarge, match=message):
        read(source)


@pytest.mark.parametrize(
    "source",
    [
        "[" * 10_000, "![" * 5_000, "*a " * 40_000, "_a__b" * 20_000, "[a](" * 10_000, "<a " * 40_000, "a<?" * 40_000,
        " ".join("`" * i for i in range(1, 600)), "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|1\n" * 2_000, "&amp;" * 50_000,
        "---\n" + "a: " + " " * 19_000 + "b\n---\nx",
    ],
    ids=["brackets", "pictures", "stars", "lines", "links", "tags", "instructions", "ticks", "cells", "entities", "front"],
)  # fmt: skip
def test_markdown_made_to_cost_time_ends_soon(source: str) -> None:
    started = time.process_time()
    assert read(source).text
    assert time.process_time() - started < 5


@given(st.text(alphabet="ab1 \n\t*_`[]()!<>#-|&;\\~:'\"=é\u00a0", max_size=120))
def test_any_markdown_gives_text_or_an_error_of_ours(source: str) -> None:
    try:
        assert read(source).text.strip()
    except TollbookError:
        return

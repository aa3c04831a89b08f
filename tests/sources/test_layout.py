"""Breaks between pieces of text: of several side by side the strongest stands, and none at the ends."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.sources.layout import CELL, LINE, PARAGRAPH, join_pieces, lay_out


def text_of(markup: str) -> str:
    return lay_out(import_module("lxml.html").fromstring(f"<div>{markup}</div>"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a <b>b</b>\n  c</p>", "a b c"),
        ("a<br>b<br><br>c", "a\nb\nc"),
        ("<ul><li>a</li><li><p>b</p></li></ul>c", "- a\n- b\n\nc"),
        ("<table><tr><td>a</td><td> b </td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<ul><li></li><li>b</li></ul>", "- b"),
        ("<div><div>a</div></div><div>b</div>", "a\nb"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("a<!-- x -->b<script>c</script>d", "abd"),
        ("<p> </p> <p>a</p> ", "a"),
        ("4\u00a0000", "4\u00a0000"),
        ("", ""),
    ],
)
def test_elements_become_breaks(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_depth_is_no_matter_of_the_call_stack() -> None:
    html = import_module("lxml.html")
    root = element = html.Element("div")
    for _ in range(20_000):
        element = html.etree.SubElement(element, "span")
    element.text = "deep"
    assert lay_out(root) == "deep"


@given(st.lists(st.sampled_from([PARAGRAPH, LINE, CELL, " ", "a", " b ", "- "]), max_size=30))
def test_breaks_never_pile_up(pieces: list[str]) -> None:
    text = join_pieces(iter(pieces))
    assert text == text.strip(" \t\n")
    assert "\n\n\n" not in text
    assert "\t\n" not in text
    assert "  " not in text.replace("- ", "")
    assert text.count("a") == pieces.count("a")

"""Pages: the article's text, and the caps that keep a hostile page from costing more than a moment."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import page
from tollbook.core.errors import InputTooLarge, TollbookError, UnreadableInput
from tollbook.sources.files import from_bytes
from tollbook.sources.html import check_structure
from tollbook.sources.limits import Limits

OPEN = b"<html><body>"


def text_of(content: bytes) -> str:
    return from_bytes(content, name="a.html").text


def test_paragraphs_lists_and_tables_keep_their_form() -> None:
    assert text_of(page()) == (
        "Army counts its losses\n\n"
        "The ministry said on Friday that 4,000 soldiers were killed or wounded in the valley.\n\n"
        "A spokesman put the number of captured men at 120.\n\n"
        "- Tanks: 12\n- Guns: 14 (+2)\n\n"
        "kind\tlost\ntrucks\t31"
    )


def test_menus_and_footers_are_no_part_of_the_article() -> None:
    assert "Home" not in text_of(page())
    assert "Copyright" not in text_of(page())


@pytest.mark.parametrize(
    "body", [b"<p>Only 12 killed.</p>", b"<html><body>Only 12 killed.</body></html>", b"<div><span>Only</span> <b>12</b> killed.</div>"]
)
def test_the_smallest_page_is_read(body: bytes) -> None:
    assert text_of(body) == "Only 12 killed."


@pytest.mark.parametrize(
    "body", [b"", b"<script>var killed = 12</script>", b"<style>a{}</style><!-- 12 killed -->", b"<img src=a.png alt=x>", b"<p>&nbsp; </p>"]
)
def test_a_page_without_text_says_so_and_what_to_do(body: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"a page without text.*copy the text"):
        text_of(OPEN + body + b"</body></html>")


def test_no_break_spaces_and_entities_are_kept_as_the_characters_they_are() -> None:
    assert text_of(OPEN + b"<article><p>4&nbsp;000 &amp; 12&#8239;000 &#x41f;</p></article>") == "4\u00a0000 & 12\u202f000 П"


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">', "koi8-u"),
        ("<meta charset=utf-8>", "utf-8"),
        ('<meta charset="utf-16">', "utf-8"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_the_declared_character_set_of_a_page_is_used(declaration: str, encoding: str) -> None:
    words = "За добу знищено 12 танків"
    content = f"<html><head>{declaration}</head><body><p>{words}</p></body></html>".encode(encoding)
    assert text_of(content) == words


def test_the_declaration_of_an_xhtml_page_is_used() -> None:
    words = "За добу знищено 12 танків"
    content = f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>{words}</p></body></html>'.encode("cp1251")
    assert text_of(content) == words


def test_a_broken_byte_in_a_page_is_marked_and_the_rest_is_read() -> None:
    assert text_of(page().replace(b"4,000", b"4,000 \xff")).count("\ufffd") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OPEN + b"<p>12 killed</p>" * 270_000, "bytes"),
        (OPEN + b"<p>12 killed</p>" * 25_000, "tags"),
        (OPEN + b"<p " + b"a=1 " * 2_001 + b">x", "attributes"),
        (OPEN + b"<div>" * 2_001 + b"x", "deep"),
        (OPEN + b"<b>" * 49_000 + b"x", "deep"),
        (OPEN + b"<table><tr><td>" * 1_900 + b"x", "deep"),
        (OPEN + b"<ul><li>" * 1_001 + b"x", "deep"),
    ],
    ids=["bytes", "tags", "attributes", "depth", "inline depth", "tables", "lists"],
)
def test_a_page_over_a_cap_is_refused_before_it_is_parsed(content: bytes, message: str) -> None:
    started = time.process_time()
    with pytest.raises(InputTooLarge, match=message):
        text_of(content)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "content",
    [
        OPEN + b"<div>" * 1_900 + b"12 killed",
        OPEN + b"<p>" + b"<b>" * 1_900 + b"12 killed",
        OPEN + b"<ul><li>" * 900 + b"12 killed",
        OPEN + b"<font>12 killed " * 1_900,
        OPEN + b"<p>12 killed" * 20_000,
        b"<" * 2_000_000 + b"p>12 killed",
        OPEN + b"&" * 2_000_000 + b"12 killed",
        OPEN + b"<!-- a -->" * 200_000 + b"<p>12 killed</p>",
        OPEN + b"<p>" + b"a<br>" * 40_000 + b"12 killed",
        OPEN + b"<p " + b"a=1 " * 1_900 + b">12 killed",
    ],
)
def test_a_page_under_the_caps_is_read_to_its_end_in_bounded_time(content: bytes) -> None:
    started = time.process_time()
    text = text_of(content)
    assert time.process_time() - started < 10
    assert text.endswith(("12 killed", "12 killed "))


def test_unclosed_paragraphs_and_items_make_no_depth() -> None:
    check_structure("<p><li><td><br><img>" * 5_000, where="x", limits=Limits())


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><html><body><p>12 killed &b;</p></body></html>'
    assert len(text_of(bomb)) < 200


def test_a_page_may_not_read_files() -> None:
    page_with_file = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>12 killed &a;</p></body></html>'
    assert "root" not in text_of(page_with_file)


SOUP = [
    "<p>",
    "</p>",
    "<div ",
    ">",
    "<",
    "12 killed",
    "&#0;",
    "&#xd800;",
    "<!--",
    "-->",
    "<table>",
    "<li>",
    "</",
    "='",
    '"',
    "<svg>",
    "\ud800",
    "é",
    "\x01",
]


@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_any_soup_of_tags_gives_a_document_or_an_error_of_ours(parts: list[str]) -> None:
    content = "".join(parts).encode("utf-8", "surrogatepass")
    try:
        assert text_of(OPEN + content)
    except TollbookError:
        return

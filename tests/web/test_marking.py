"""Texts with marks: spans nest, overlap and lie anywhere; nothing of the text becomes markup, and nothing of it is lost."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.web.marking import MOST_MARKS, MOST_TEXT, Block, Mark, block_html, blocks_of, parts_of, shown


def mark(start: int, end: int, number: int = 1, family: str = "loss") -> Mark:
    return Mark(start=start, end=end, name=f"c{number:02d}", number=str(number), family=family, label="12 killed", nth=number)


def html_of(text: str, *marks: Mark) -> str:
    return str(block_html(text, Block(start=0, end=len(text), heading=False), marks))


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r'<a class="ref[^>]*>[^<]*</a>', "", html)))


def test_a_mark_holds_its_words_and_ends_with_its_number() -> None:
    html = html_of("They lost 12 tanks.", mark(10, 12))
    assert html == (
        'They lost <mark class="loss k1"><span class="nb">12<a class="ref k1" id="c01" href="#c01" aria-label="Claim 1: 12 killed">1</a>'
        "</span></mark> tanks."
    )


def test_a_span_within_another_is_a_mark_within_a_mark() -> None:
    html = html_of("a third of the 11,000 men", mark(0, 21, 1, "share"), mark(15, 21, 2, "strength"))
    assert html.index('class="share k1"') < html.index('class="strength k2"') < html.index('id="c02"') < html.index('id="c01"')
    assert html.count("</mark>") == 2


def test_spans_that_overlap_are_cut_so_that_both_are_marked() -> None:
    text = "about 1,100 troops killed"
    html = html_of(text, mark(0, 18, 1), mark(6, 25, 2, "strength"))
    assert words_of(html) == text
    assert html.count('class="strength k2"') == 2
    assert html.count('id="c02"') == html.count('id="c01"') == 1


def test_two_claims_on_the_same_words_both_have_a_number() -> None:
    html = html_of("lost 60", mark(5, 7, 1), mark(5, 7, 2, "ground"))
    assert 'id="c01"' in html
    assert 'id="c02"' in html
    assert words_of(html) == "lost 60"


def test_an_emoji_before_a_span_does_not_move_it() -> None:
    html = html_of("🛰️🇺🇦 lost 12", mark(10, 12))
    assert "🛰️🇺🇦 lost <mark" in html
    assert '<span class="nb">12<a' in html


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "'\"`"])
def test_what_a_text_holds_is_never_markup(hostile: str) -> None:
    text = f"{hostile} 12 {hostile}"
    at = text.index("12")
    html = html_of(text, Mark(start=at, end=at + 2, name="c01", number="1", family="loss", label=hostile, nth=1))
    assert hostile not in html
    assert words_of(html) == text


def test_a_lone_surrogate_is_shown_as_a_question_mark() -> None:
    assert shown("a\ud800b") == "a?b"


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8)


@given(st.text(min_size=1, max_size=70), spans)
def test_marks_of_any_shape_lose_no_word_and_close_what_they_open(text: str, places: list[tuple[int, int]]) -> None:
    marks = [mark(start, min(start + length, len(text)), nth) for nth, (start, length) in enumerate(places, 1) if start < len(text)]
    html = html_of(text, *marks)
    assert words_of(html).replace("?", "") == text.encode("utf-8", "replace").decode().replace("?", "")
    assert html.count("<mark") == html.count("</mark>")
    for one in marks:
        assert html.count(f'id="{one.name}"') == 1


@given(st.text(alphabet=st.sampled_from("ab \n\t."), max_size=200))
def test_blocks_hold_every_word_of_a_text_in_order(text: str) -> None:
    blocks = list(blocks_of(text))
    assert [word for block in blocks for word in text[block.start : block.end].split()] == text.split()
    assert all(one.end <= later.start for one, later in pairwise(blocks))


def test_a_short_line_without_an_end_is_a_heading() -> None:
    text = "What was lost\n\nTwelve tanks were lost.\n\n12,000"
    assert [block.heading for block in blocks_of(text)] == [True, False, False]


def test_a_long_text_comes_in_parts_that_are_short_enough_each() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "word " * 400 for number in range(60))
    marks = [mark(found.start(), found.end(), nth) for nth, found in enumerate(re.finditer(r"Paragraph", text), 1)]
    parts = parts_of(text, marks)
    assert len(parts) > 1
    assert all(sum(block.end - block.start for block in part.blocks) <= MOST_TEXT for part in parts)
    assert [one.name for part in parts for one in part.marks] == [one.name for one in marks]
    assert [one.nth for one in parts[1].marks] == list(range(1, len(parts[1].marks) + 1))


def test_a_line_without_a_blank_is_cut_all_the_same() -> None:
    parts = parts_of("a" * (3 * MOST_TEXT), [])
    assert sum(block.end - block.start for part in parts for block in part.blocks) == 3 * MOST_TEXT
    assert len(parts) >= 3


def test_a_paragraph_with_hundreds_of_figures_comes_in_parts() -> None:
    text = " ".join(str(number) for number in range(100, 400))
    marks = [mark(found.start(), found.end(), nth) for nth, found in enumerate(re.finditer(r"\d+", text), 1)]
    parts = parts_of(text, marks)
    assert all(len(part.marks) <= MOST_MARKS for part in parts)
    assert sum(len(part.marks) for part in parts) == 300


def test_a_text_without_words_has_one_empty_part() -> None:
    assert [(part.number, part.blocks) for part in parts_of(" \n\n ", [])] == [(1, ())]

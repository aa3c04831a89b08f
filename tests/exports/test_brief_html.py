"""A brief as HTML: headings in order, tables with heads, notes that lead back; nothing that a text holds becomes code."""

from __future__ import annotations

import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

from tests.exports.briefs import SVG, hostile_facts, sample_facts
from tollbook.exports.brief_compose import compose
from tollbook.exports.brief_html import brief_html

OWN = set(
    "html head meta title style body main p h1 h2 div section table caption thead tbody tr th td sup a strong ul ol li figure img "
    "figcaption q mark cite code".split()
)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its headings and its ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def test_headings_are_in_order_and_there_is_one_title(tmp_path: Path) -> None:
    page = Page(brief_html(compose(sample_facts(tmp_path))))
    headings = [tag for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert headings == ["h1", *["h2"] * 6]
    assert page.values("lang") == ["en"]


def test_every_mark_leads_to_a_note_on_the_page(tmp_path: Path) -> None:
    page = Page(brief_html(compose(sample_facts(tmp_path))))
    links = [target for target in page.values("href") if target.startswith("#")]
    assert len(links) > 20
    assert {target.removeprefix("#") for target in links} <= set(page.values("id"))


def test_tables_have_captions_and_scoped_heads(tmp_path: Path) -> None:
    page = Page(brief_html(compose(sample_facts(tmp_path))))
    assert page.tags.count("caption") == page.tags.count("table") == 4
    assert set(page.values("scope")) == {"col", "row"}


def test_the_picture_is_an_image_with_words(tmp_path: Path) -> None:
    page = Page(brief_html(compose(sample_facts(tmp_path))))
    (source,) = page.values("src")
    assert b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode() == SVG
    assert page.values("alt") == ["Norland's casualties rise"]


def test_nothing_that_a_text_holds_becomes_an_element_an_attribute_or_an_address(tmp_path: Path) -> None:
    text = brief_html(compose(hostile_facts(tmp_path)))
    page = Page(text)
    assert set(page.tags) <= OWN
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(target.startswith(("#n", "https://post.example/")) for target in page.values("href"))
    assert "&lt;b onload=alert(1)&gt;" in text
    text.encode("utf-8")


def test_a_page_loads_nothing(tmp_path: Path) -> None:
    text = brief_html(compose(sample_facts(tmp_path)))
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|@import|url\(", text)

"""What a page states about itself. A date that it does not state as its publication is unknown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import page
from tollbook.core.types import Document
from tollbook.sources.files import from_bytes
from tollbook.sources.metadata import host_of, one_line, stated_date

DAY = date(2025, 1, 24)


def read(head: str, **options: Any) -> Document:
    return from_bytes(page(head=head), name="a.html", **options)


def linked(*nodes: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes[0] if len(nodes) == 1 else nodes)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-01-24T10:00:00+02:00">',
        '<meta name="citation_publication_date" content="2025/01/24">',
        '<meta name="DC.date.issued" content="2025-01-24">',
        '<meta itemprop="datePublished" content="20250124T1000Z">',
        '<meta name="pubdate" content="Fri, 24 Jan 2025 23:30:00 -0500">',
        linked({"@type": "NewsArticle", "datePublished": "2025-01-24T10:00:00Z"}),
        linked({"@context": "x", "@graph": [{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2025-01-24"}]}),
        linked({"@type": "Organization"}, {"@type": "WebPage", "datePublished": "2025-01-24"}),
    ],
)
def test_a_stated_date_of_publication_is_read(head: str) -> None:
    assert read(head).published == DAY


def test_a_date_marked_up_in_the_article_is_read() -> None:
    for marked in (
        '<time itemprop="datePublished" datetime="2025-01-24T09:00">Friday</time>',
        '<time pubdate datetime="2025-01-24">x</time>',
    ):
        content = page().replace(b"<h1>", marked.encode() + b"<h1>")
        assert from_bytes(content, name="a.html").published == DAY


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta property="article:modified_time" content="2025-01-24">',
        '<meta name="date" content="2025-01-24">',
        '<meta name="last-modified" content="2025-01-24">',
        '<meta property="article:published_time" content="24/01/2025">',
        '<meta property="article:published_time" content="2025-02-30">',
        '<meta property="article:published_time" content="last Friday">',
        '<meta property="article:published_time" content="">',
        '<meta property="article:published_time" content="0001-01-01T00:00:00">',
        '<link rel="canonical" href="https://news.example/2025/01/24/losses">',
        linked({"@type": "NewsArticle", "dateModified": "2025-01-24", "dateCreated": "2025-01-24"}),
        linked({"@type": "VideoObject", "datePublished": "2025-01-24"}),
        linked({"@type": "CollectionPage", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-01-24"}]}),
        linked({"@type": "NewsArticle", "datePublished": {"@value": "2025-01-24"}}),
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-24"</script>',
    ],
)
def test_a_date_that_is_not_stated_as_publication_is_unknown(head: str) -> None:
    assert read(head).published is None


def test_dates_in_sentences_footers_and_urls_are_not_taken() -> None:
    content = page().replace(b"on Friday", b"on 24 January 2025").replace(b"Copyright 2024", b"Updated: 2025-01-24 10:00")
    assert from_bytes(content, name="a.html", url="https://news.example/2025/01/24/a").published is None


def test_teasers_with_several_dates_state_none() -> None:
    teasers = b'<time itemprop="datePublished" datetime="2025-01-24">a</time><time itemprop="datePublished" datetime="2025-01-23">b</time>'
    assert from_bytes(page().replace(b"<footer>", b"<footer>" + teasers), name="a.html").published is None


def test_a_given_date_goes_before_the_stated_one() -> None:
    assert read('<meta name="pubdate" content="2025-01-24">', published=date(2025, 1, 1)).published == date(2025, 1, 1)


def test_title_and_publisher_are_those_for_sharing() -> None:
    document = read(
        '<meta property="og:title" content=" Army counts\n its losses "><meta property="og:site_name" content="The Daily Lantern">'
    )
    assert (document.title, document.publisher) == ("Army counts its losses", "The Daily Lantern")


def test_linked_data_names_the_publisher() -> None:
    node = {"@type": "NewsArticle", "headline": "Losses", "publisher": {"@type": "Organization", "name": "The Daily Lantern"}}
    assert read(linked(node)).publisher == "The Daily Lantern"
    assert read(linked({**node, "publisher": [node["publisher"]]})).publisher == "The Daily Lantern"
    assert read(linked({**node, "publisher": {"@id": "#x"}})).publisher is None


def test_a_page_without_a_name_is_its_host() -> None:
    assert read("", url="https://www.lantern.example/a").publisher == "lantern.example"
    assert read("").publisher is None


def test_the_title_element_serves_where_nothing_else_is_stated() -> None:
    assert read("").title == "Army counts its losses - The Daily Lantern"


def test_the_canonical_address_is_kept_unless_one_is_given() -> None:
    head = '<link rel="canonical" href="https://lantern.example/a">'
    assert read(head).url == "https://lantern.example/a"
    assert read(head, url="https://other.example/").url == "https://other.example/"
    for href in ("/a", "javascript:alert(1)", "https://[", "https://"):
        assert read(f'<link rel="canonical" href="{href}">').url is None


def test_hostile_linked_data_costs_little_and_states_nothing() -> None:
    for body in ("[" * 100_000, '{"a":' * 50_000, "[" + "1," * 200_000 + "1]", '{"@type":' + '["x"]' * 3, "null", "NaN", "9" * 100_000):
        assert read(f'<script type="application/ld+json">{body}</script>').published is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-24", DAY), (" 2025-01-24 10:00", DAY), ("2025-01-24T23:59:59.999-11:00", DAY), ("20250124", DAY),
        ("24 Jan 2025 10:00:00 GMT", DAY), ("2025-13-01", None), ("2025-00-10", None), ("2025-04-31", None),
        ("01/02/2025", None), ("2025", None), ("2025-01", None), ("1737712800", None),
        ("31 Apr 2025", None), ("٢٠٢٥-٠١-٢٤", None), ("2025-01-244", None), ("99999-01-01", None),
        ("1025-01-24", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_only_unambiguous_dates_are_read(text: str | None, expected: date | None) -> None:
    assert stated_date(text) == expected


@given(st.text(max_size=90))
def test_any_string_is_a_date_or_none(text: str) -> None:
    assert stated_date(text) is None or isinstance(stated_date(text), date)


def test_a_title_is_one_line_of_bounded_length() -> None:
    assert one_line(" a\n\tb ") == "a b"
    assert one_line("x" * 5_000) is None
    assert one_line(" ") is None
    assert host_of("https://[") is None

"""The links of a page that lists releases."""

from __future__ import annotations

import pytest

from tollbook.core.errors import FeedError
from tollbook.scale.feeds.linked import read_links

URL = "https://staff.example/en/news"


def test_links_become_whole_each_once_with_their_words() -> None:
    page = (
        b"<html><body><a href='/en/news/1'>First <b>release</b></a><a href='2'>2</a><a href='/en/news/1#x'>again</a><a name='y'></a></body>"
    )
    assert [(one.url, one.title) for one in read_links(page, url=URL)] == [
        ("https://staff.example/en/news/1", "First release"),
        ("https://staff.example/en/2", "2"),
    ]


def test_a_base_counts_and_other_schemes_do_not() -> None:
    page = b"<html><head><base href='https://other.example/d/'></head><body><a href='x'>x</a><a href='mailto:a@b'>m</a></body></html>"
    assert [one.url for one in read_links(page, url=URL)] == ["https://other.example/d/x"]


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"plain words", f"<a href='{URL}'>itself</a>".encode()])
def test_a_page_without_links_is_refused(content: bytes) -> None:
    with pytest.raises(FeedError):
        read_links(content, url=URL)


def test_a_page_over_the_limit_is_refused() -> None:
    with pytest.raises(FeedError, match="at most"):
        read_links(b" " * 4_000_001, url=URL)


def test_the_character_set_is_the_one_that_was_declared() -> None:
    page = "<a href='/ж'>втрати</a>".encode("cp1251")
    assert read_links(page, url=URL, charset="windows-1251")[0].title == "втрати"


@pytest.mark.parametrize("charset", ["no-such-set", "utf-8-sig", "unicode-escape", "hex", "undefined"])
def test_a_character_set_that_is_unknown_or_none_is_left_to_the_page(charset: str) -> None:
    assert read_links(b"\xef\xbb\xbf<a href='/x'>losses</a>", url=URL, charset=charset)[0].title == "losses"

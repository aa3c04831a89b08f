"""RSS and Atom: what they list, and that broken and hostile ones end in an error of Tollbook's."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tollbook.core.errors import FeedError
from tollbook.scale.feeds.syndication import read_feed

URL = "https://news.example/feed.xml"
ITEM = "<item><title>Losses of  the day</title><link>/a</link><pubDate>Fri, 24 Jan 2025 23:30:00 -0200</pubDate></item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Report</title><id>tag:1</id>
<link rel="alternate" href="https://news.example/b"/><updated>2025-01-24T10:00:00Z</updated>
<content type="html">&lt;p&gt;Text&lt;/p&gt;</content>
</entry></feed>"""


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def test_an_item_has_its_address_title_and_day_in_utc() -> None:
    (one,) = read_feed(rss(ITEM), url=URL)
    assert (one.url, one.title, one.day) == ("https://news.example/a", "Losses of the day", date(2025, 1, 25))


def test_an_entry_of_atom_may_hold_its_text() -> None:
    (one,) = read_feed(ATOM.encode(), url=URL)
    assert (one.url, one.text, one.day) == ("https://news.example/b", "<p>Text</p>", date(2025, 1, 24))


def test_the_stamp_changes_with_the_entry() -> None:
    first, second = read_feed(rss(ITEM), url=URL), read_feed(rss(ITEM.replace("Losses", "Mended losses")), url=URL)
    assert first[0].stamp != second[0].stamp
    assert read_feed(rss(ITEM), url=URL) == first


def test_an_item_without_an_address_is_left_out_and_an_id_may_be_one() -> None:
    listed = read_feed(rss("<item><title>none</title></item><item><guid>https://news.example/g</guid></item>"), url=URL)
    assert [one.url for one in listed] == ["https://news.example/g"]


def test_an_empty_feed_lists_nothing() -> None:
    assert read_feed(rss(""), url=URL) == []


def test_of_a_feed_that_breaks_off_the_last_address_is_left_out() -> None:
    whole = rss(ITEM + ITEM.replace("/a", "/abcdef"))
    cut = whole[: whole.index(b"/abcdef") + 4]
    assert [one.url for one in read_feed(cut, url=URL)] == ["https://news.example/a"]


@pytest.mark.parametrize("content", [b"", b"not a feed", b"<html><body><p>Page</p></body></html>", b"\x00\xff" * 50, b"{}"])
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(FeedError, match=r"RSS or Atom"):
        read_feed(content, url=URL)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + rss("<item><title>&b;</title></item>")
    with pytest.raises(FeedError, match="declares entities"):
        read_feed(bomb, url=URL)


def test_a_feed_of_tags_without_end_is_refused() -> None:
    with pytest.raises(FeedError, match="tags"):
        read_feed(rss("<a>" * 600_000), url=URL)


def test_the_name_of_a_file_is_no_feed(tmp_path: object) -> None:
    with pytest.raises(FeedError):
        read_feed(b"/etc/passwd", url=URL)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=len(ATOM)), st.binary(max_size=12))
def test_a_damaged_feed_lists_something_or_is_refused(place: int, noise: bytes) -> None:
    raw = ATOM.encode()
    try:
        listed = read_feed(raw[:place] + noise + raw[place + len(noise) :], url=URL)
    except FeedError:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in listed)

"""A list of feeds is read as it says, and a fault in it is told with its line and the way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tollbook.core.errors import FeedError
from tollbook.scale.feeds.settings import FEED_KEYS, WATCH_KEYS, load_watchlist, seconds_of, watchlist_of

SOUND = '[[feed]]\nname = "Desk"\nurl = "https://news.example/feed.xml"\n'


def test_what_is_not_given_has_a_default() -> None:
    (feed,) = watchlist_of(SOUND).feeds
    assert (feed.kind, feed.every, feed.since, feed.most, feed.text, feed.recheck) == ("feed", 900.0, 2_592_000.0, 200, "page", None)


def test_a_feed_takes_the_defaults_of_the_watch_and_may_differ() -> None:
    first, second = watchlist_of(
        '[watch]\nevery = "1h"\nmost = 5\ngap = "9s"\ncontact = "desk@news.example"\n'
        + SOUND
        + '[[feed]]\nname = "Other"\nurl = "https://other.example/"\nkind = "page"\nevery = "2d"\n'
    ).feeds
    assert (first.every, first.most, second.every, second.kind) == (3_600.0, 5, 172_800.0, "page")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://news.example/sitemap.xml", "sitemap"),
        ("https://news.example/news-sitemap-2.xml.gz", "sitemap"),
        ("https://news.example/sitemaps-explained", "feed"),
        ("https://news.example/rss", "feed"),
    ],
)
def test_the_kind_follows_from_the_address_where_it_is_not_given(url: str, kind: str) -> None:
    assert watchlist_of(f'[[feed]]\nname = "a"\nurl = "{url}"').feeds[0].kind == kind


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no feeds"),
        ("[watch]\n", 1, "no feeds"),
        ("feed = 3", 1, "no feeds"),
        ("watch = 3\n" + SOUND, 1, "no table"),
        (SOUND + "[watch]\nmost = " + "9" * 5_000, 5, "no TOML"),
        (SOUND + "[[feeds]]\nname = 'x'\n", 4, "unknown key 'feeds'"),
        ('[[feed]]\nurl = "https://news.example/"', 1, "without a name"),
        ('[[feed]]\nname = "a"', 1, "without a url"),
        (SOUND + 'evry = "1h"', 4, "did you mean 'every'?"),
        (SOUND + 'every = "soon"', 4, '"90s", "15m", "6h" or "30d"'),
        (SOUND + 'every = "0s"', 4, "expected a time"),
        (SOUND + 'since = "999999d"', 4, 'at most "36500d"'),
        (SOUND + "every = 15", 4, "in quotation marks"),
        (SOUND + "most = 0", 4, "a number from 1"),
        (SOUND + "most = true", 4, "a number from 1"),
        (SOUND + 'kind = "atom"', 4, "feed or sitemap or page or links"),
        (SOUND + 'text = "feed"\nkind = "sitemap"', 4, "for what is no feed"),
        (SOUND + 'match = "("', 4, "no pattern of RE2"),
        (SOUND + 'match = "(?<=a)b"', 4, "no pattern of RE2"),
        (SOUND + f'match = "{"a" * 301}"', 4, "at most 300"),
        (SOUND + 'theatre = "atlantis"', 4, "atlantis"),
        (SOUND + SOUND, 5, "stands twice"),
        ('[watch]\ncontact = "Ünser"\n' + SOUND, 2, "no header can carry"),
        ('[[feed]]\nname = "a"\nurl = "http://127.0.0.1/feed"', 3, "not a public address"),
        ('[[feed]]\nname = "a"\nurl = "file:///etc/passwd"', 3, "scheme 'file'"),
        ('[[feed]]\nname = "a\\u0007"\nurl = "https://news.example/"', 2, "control characters"),
        (SOUND + "every = ", 4, "no TOML"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(FeedError) as caught:
        watchlist_of(text, where="feeds.toml")
    assert f"feeds.toml, line {line}:" in caught.value.sentence()
    assert said in caught.value.sentence()
    assert "tollbook watch --init" in caught.value.sentence()


def test_brackets_without_end_are_told() -> None:
    with pytest.raises(FeedError):
        watchlist_of("x = " + "[" * 100_000)


def test_a_private_address_is_taken_where_its_host_is_allowed() -> None:
    text = '[[feed]]\nname = "a"\nurl = "http://127.0.0.1:8080/feed"'
    assert watchlist_of(text, allow_hosts=frozenset({"127.0.0.1:8080"})).feeds[0].url.endswith("/feed")


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no such file"):
        load_watchlist(tmp_path / "feeds.toml")
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FeedError, match="UTF-8"):
        load_watchlist(tmp_path / "feeds.toml")
    (tmp_path / "feeds.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(FeedError, match="at most 1,000,000"):
        load_watchlist(tmp_path / "feeds.toml")


def test_the_sample_is_sound_and_shows_the_keys_of_the_watch() -> None:
    from importlib.resources import files

    text = (files("tollbook.scale.feeds") / "sample.toml").read_text(encoding="utf-8")
    assert watchlist_of(text).feeds
    plain = text.replace("# [[feed]]", "[[feed]]").replace("# name", "name").replace("# url", "url")
    plain = "\n".join(line.removeprefix("# ") if re.match(r"# [a-z]+ = ", line) else line for line in plain.splitlines())
    assert len(watchlist_of(plain).feeds) == 5
    assert all(f"{key} = " in text for key in WATCH_KEYS)


def test_every_key_is_explained_on_the_page_of_feeds() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
    assert [key for key in (*WATCH_KEYS, *FEED_KEYS) if f"| `{key}` |" not in page] == []


def test_a_time_of_another_form_is_none() -> None:
    with pytest.raises(ValueError, match="1w"):
        seconds_of("1w")

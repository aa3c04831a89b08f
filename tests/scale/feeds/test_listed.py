"""What is chosen of a listing: each address once, not too old, and none that is never fetched."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.scale.feeds.listed import MOST_LISTINGS, Listed, absolute, chosen, stamp_of

SINCE = date(2025, 1, 10)


def urls(*listed: Listed, match: str | None = None) -> list[str]:
    return [one.url for one in chosen(listed, since=SINCE, match=match, allow_hosts=frozenset())]


def at(path: str, day: date | None = None, *, is_listing: bool = False) -> Listed:
    return Listed(url=f"https://news.example/{path}", day=day, is_listing=is_listing)


def test_the_newest_come_first_after_those_without_a_day_and_the_old_are_left_out() -> None:
    found = urls(at("a", date(2025, 1, 11)), at("b", date(2025, 1, 12)), at("c", date(2025, 1, 9)), at("d"))
    assert [url[-1] for url in found] == ["d", "b", "a"]


def test_an_address_comes_once() -> None:
    assert len(urls(at("a"), at("a"), at("b"))) == 2


def test_what_does_not_match_is_left_out_but_a_listing_is_not() -> None:
    assert urls(at("war/1"), at("sport/1"), at("index", is_listing=True), match="/war/") == [
        "https://news.example/index",
        "https://news.example/war/1",
    ]


def test_listings_are_bounded_and_old_ones_left_out() -> None:
    many = [at(str(n), date(2025, 2, 1), is_listing=True) for n in range(MOST_LISTINGS + 9)]
    assert len(urls(*many, at("old", date(2024, 1, 1), is_listing=True))) == MOST_LISTINGS


@pytest.mark.parametrize("url", ["http://127.0.0.1/a", "http://10.0.0.1/", "https://news.example:8443/", "http://user@news.example/"])
def test_an_address_that_is_never_fetched_is_left_out(url: str) -> None:
    assert urls(Listed(url=url)) == []


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("b#c", "https://news.example/a/b"),
        ("//other.example/x", "https://other.example/x"),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("x" * 3_000, None),
    ],
)
def test_an_address_becomes_whole(address: str, whole: str | None) -> None:
    assert absolute("https://news.example/a/", address) == whole


def test_a_stamp_changes_with_any_part_and_takes_lone_surrogates() -> None:
    assert stamp_of("a", "b") != stamp_of("ab", None)
    assert stamp_of("\ud800") == stamp_of("\ud800")

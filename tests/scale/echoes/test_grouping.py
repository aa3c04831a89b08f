"""Who echoes whom: copies, cuts, rewrites and quotations do; the next day's release and a digest of two reports tie nothing together."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.scale.echoes.made import ORIGINAL, OTHER, QUOTING, REWRITE, cut_of, release
from tollbook.scale.echoes.grouping import group, likeness
from tollbook.scale.echoes.profiles import profile_of


def relation(earlier: str, later: str) -> str | None:
    like = likeness(profile_of(earlier), profile_of(later))
    return None if like is None else like.relation


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (ORIGINAL, "copy"),
        (f"Wexley (Norland Agency) - {ORIGINAL}", "copy"),
        (ORIGINAL.upper(), "copy"),
        (cut_of(ORIGINAL), "cut"),
        (f"{ORIGINAL} {OTHER} {OTHER.replace('goat', 'ship')}", "fuller"),
        (REWRITE, "rewrite"),
        (QUOTING, "quotes"),
        (OTHER, None),
        ("", None),
    ],
)
def test_what_a_later_article_is_to_an_earlier_one(later: str, expected: str | None) -> None:
    assert relation(ORIGINAL, later) == expected


def test_the_next_days_release_in_the_same_form_is_no_echo() -> None:
    assert relation(release(820_120, 11), release(821_690, 12)) is None
    assert relation(release(820_120, 11), f"Reprinted: {release(820_120, 11)}") == "copy"


def test_a_rewrite_appears_within_a_week_where_the_days_are_known() -> None:
    for days, expected in ((7, "rewrite"), (8, None)):
        like = likeness(profile_of(ORIGINAL, day=1_000), profile_of(REWRITE, day=1_000 + days))
        assert (None if like is None else like.relation) == expected


def test_a_copy_with_other_numbers_is_no_echo() -> None:
    assert relation(ORIGINAL, ORIGINAL.replace("1,240", "2,350").replace("310", "420").replace("87", "95")) == "quotes"


def groups(*texts: str) -> list[list[tuple[int, str]]]:
    profiles = [profile_of(text) for text in texts]
    pairs = sorted(combinations(range(len(texts)), 2), key=lambda pair: (pair[1], pair[0]))
    return [[(member.article, member.relation) for member in one.members] for one in group(pairs, profiles.__getitem__)]


def test_echoes_of_one_article_make_one_group() -> None:
    assert groups(ORIGINAL, OTHER, REWRITE, cut_of(ORIGINAL), QUOTING) == [[(0, "first"), (2, "rewrite"), (3, "cut"), (4, "quotes")]]


def test_the_fullest_is_named_and_what_is_like_it_joins_too() -> None:
    parts = ORIGINAL.split(". ")
    first, last = ". ".join(parts[:3]), ". ".join(parts[3:])
    profiles = [profile_of(text) for text in (first, ORIGINAL, last)]
    (one,) = group([(0, 1), (1, 2)], profiles.__getitem__)
    assert [member.article for member in one.members] == [0, 1, 2]
    assert one.fullest == 1


def test_a_digest_of_two_reports_ties_nothing_together() -> None:
    first, second = cut_of(ORIGINAL, 2), f"{OTHER} Some 940 guests came on 31 ships, 55 of them with a goat of their own."
    digest = f"{first} {second} {release(820_120, 11)}"
    assert groups(first, digest, second) == [[(0, "first"), (1, "fuller")]]
    assert groups(first, digest, second, f"Once more: {second}") == [[(0, "first"), (1, "fuller")], [(2, "first"), (3, "copy")]]


def test_what_quotes_can_be_copied_in_a_group_of_its_own() -> None:
    assert groups(ORIGINAL, QUOTING, f"By wire: {QUOTING}") == [[(0, "first"), (1, "quotes")], [(1, "first"), (2, "copy")]]


def test_without_pairs_there_are_no_groups() -> None:
    assert group([], {}.__getitem__) == []

"""The address of a series names one force, measure and source, and nothing else; it survives any words in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import UnknownRecord
from tollbook.ledger.checkpoints import Checkpoint
from tollbook.web.slugs import Slug, parse_slug, split_suffix

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(WORDS, WORDS | st.none(), st.frozensets(st.sampled_from(["killed", "wounded", "tank", "fuel_truck"]), min_size=1))
def test_a_slug_names_what_it_was_made_of(force: str, source: str | None, categories: frozenset[str]) -> None:
    slug = Slug(force=force, categories=categories, source=source)
    assert parse_slug(slug.text) == slug
    pinned = slug.at(Checkpoint(origin="o", size=12, root=bytes(range(32))))
    assert parse_slug(pinned.text) == pinned


def test_casualties_are_killed_and_wounded() -> None:
    assert parse_slug("RUS~casualties") == parse_slug("RUS~wounded+killed")
    assert parse_slug("RUS~casualties").query.terms == {"force": ("RUS",), "measure": ("killed+wounded",)}


@pytest.mark.parametrize(
    "text", ["", "RUS", "RUS~", "~tank", "RUS~tank~", "RUS~tank~a~b", "RUS~Tank", "RUS~tank@", "RUS~tank@0-00000000", "RUS~tank@5", "a/b"]
)
def test_what_is_no_slug_is_refused(text: str) -> None:
    with pytest.raises(UnknownRecord, match="no series is named"):
        parse_slug(text)


def test_a_head_is_of_one_log() -> None:
    checkpoint = Checkpoint(origin="o", size=12, root=bytes(32))
    head = Slug(force="RUS", categories=frozenset({"tank"})).at(checkpoint).head
    assert head is not None
    assert head.is_of(checkpoint)
    assert not head.is_of(Checkpoint(origin="o", size=12, root=b"\1" * 32))


def test_a_suffix_is_taken_off_whole() -> None:
    assert split_suffix("a.vl.json") == ("a", ".vl.json")
    assert split_suffix("a.pdf") == ("a.pdf", "")

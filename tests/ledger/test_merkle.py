"""The tree's root is that of RFC 6962, however its leaves were appended."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from tollbook.ledger.merkle import EMPTY_ROOT, extend, leaf_hash, node_hash, pack, root_of, unpack

CONTENTS = st.lists(st.binary(max_size=8), max_size=70)


def plain_root(contents: list[bytes]) -> bytes:
    """Return the root as RFC 6962, section 2.1, defines it."""
    if not contents:
        return hashlib.sha256(b"").digest()
    if len(contents) == 1:
        return hashlib.sha256(b"\0" + contents[0]).digest()
    split = 1
    while split * 2 < len(contents):
        split *= 2
    return hashlib.sha256(b"\1" + plain_root(contents[:split]) + plain_root(contents[split:])).digest()


@given(CONTENTS)
def test_the_root_is_that_of_the_plain_definition(contents: list[bytes]) -> None:
    frontier, size = extend([], 0, map(leaf_hash, contents))
    assert (root_of(frontier), size) == (plain_root(contents), len(contents))


@given(CONTENTS, CONTENTS)
def test_appending_in_two_goes_is_appending_in_one(first: list[bytes], second: list[bytes]) -> None:
    grown, size = extend(*extend([], 0, map(leaf_hash, first)), map(leaf_hash, second))
    assert (grown, size) == extend([], 0, map(leaf_hash, first + second))


@given(CONTENTS)
def test_a_frontier_holds_a_root_for_each_bit_of_the_size_and_comes_back_from_its_bytes(contents: list[bytes]) -> None:
    frontier, size = extend([], 0, map(leaf_hash, contents))
    assert len(frontier) == size.bit_count()
    assert unpack(pack(frontier)) == frontier


def test_a_frontier_is_not_changed_by_extending_it() -> None:
    frontier, size = extend([], 0, [leaf_hash(b"a")])
    before = list(frontier)
    extend(frontier, size, [leaf_hash(b"b")])
    assert frontier == before


def test_the_published_root_of_three_leaves() -> None:
    # The first inputs of the test vectors of RFC 6962 implementations: "", 00, 10.
    frontier, _ = extend([], 0, map(leaf_hash, [b"", b"\x00", b"\x10"]))
    assert root_of(frontier).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


def test_a_leaf_never_hashes_like_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)
    assert root_of([]) == EMPTY_ROOT

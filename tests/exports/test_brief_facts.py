"""Rooms: each tells no more than the one before it, so that the last resort is the shortest brief."""

from __future__ import annotations

from dataclasses import astuple
from itertools import pairwise

from tollbook.exports.brief_facts import ROOMS


def test_rooms_go_from_the_widest_to_the_narrowest() -> None:
    for wide, narrow in pairwise(ROOMS):
        sizes = list(zip(astuple(wide)[:-1], astuple(narrow)[:-1], strict=True))
        assert all(more >= less for more, less in sizes)
        assert wide != narrow

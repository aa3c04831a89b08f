"""Many values go to the database in lists that it takes."""

from __future__ import annotations

from tollbook.ledger.chunks import chunks


def test_chunks_hold_each_value_once_in_its_order() -> None:
    listed = list(chunks([*range(2_000), *range(2_000)]))
    assert [value for chunk in listed for value in chunk] == list(range(2_000))
    assert max(len(chunk) for chunk in listed) < 1_000


def test_nothing_makes_no_list() -> None:
    assert list(chunks([])) == []

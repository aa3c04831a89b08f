"""The legend's rows are no wider than the plot."""

from __future__ import annotations

from tollbook.charts.legend import Key, placed


def test_a_key_that_does_not_fit_begins_a_row() -> None:
    found = placed([Key(words="x" * 40, look={}) for _ in range(5)], 700)
    assert [one.row for one in found] == [0, 0, 1, 1, 2]
    assert {one.left for one in found if one.row > 0} >= {0.0}

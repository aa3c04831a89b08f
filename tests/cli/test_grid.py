"""A table fits its width; a number is never cut, since a part of a number is another number."""

from __future__ import annotations

from tollbook.cli.grid import grid_lines

ROWS = [("source", "n", "factor"), ("the ministry of everything", "1,234", "1.20 (1.00-1.44)"), ("press", "", "0.9 (0.8-1.0)")]


def test_words_give_way_to_numbers() -> None:
    lines = grid_lines(ROWS, width=40)
    assert max(map(len, lines)) <= 40
    assert "1,234" in lines[1]
    assert "1.20 (1.00-1.44)" in lines[1]
    assert "…" in lines[1]


def test_numbers_stand_to_the_right() -> None:
    lines = grid_lines([("n", "word"), ("1", "a"), ("1,000", "b")])
    assert lines == ["    n  word", "    1  a", "1,000  b"]

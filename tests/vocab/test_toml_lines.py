"""A key of a TOML text is found by its table and its name."""

from __future__ import annotations

from tollbook.vocab.toml_lines import Lines, Place

TEXT = 'first = 1\n\n[table]\nkey = 2\n[[rows]]\nname = "a"\n[[rows]]\nname = "b"\n'


def test_a_key_is_on_its_line() -> None:
    lines = Lines(TEXT)
    places = [Place("", key="first"), Place("table", key="key"), Place("rows", 1, "name")]
    assert [lines.of(place) for place in places] == [1, 4, 8]


def test_a_key_that_is_not_there_is_at_its_table() -> None:
    assert Lines(TEXT).of(Place("rows", 1, "nothing")) == 7
    assert Lines(TEXT).of(Place("nowhere", key="nothing")) == 1

"""Every row of the number and hedge tables carries examples, and each is read as it is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tollbook.reading.numbers.hedges import read_numbers
from tollbook.vocab.tables import load_table

MARK = re.compile(r"([«‹])([^»›]*)[»›]")


def rows(table: Any) -> Iterator[dict[str, Any]]:
    """Yield every row of a table, however deep."""
    if isinstance(table, dict):
        if "examples" in table:
            yield table
        for part in table.values():
            yield from rows(part)
    elif isinstance(table, list):
        for part in table:
            yield from rows(part)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, bool]]]:
    """Return the text without its marks, and (start, end, counts) of each marked piece."""
    plain, marks, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        marks.append((len(plain), len(plain) + len(match.group(2)), match.group(1) == "«"))
        plain += match.group(2)
        at = match.end()
    return plain + text[at:], marks


NUMBER_EXAMPLES = [example for row in rows(load_table("numbers")) for example in row["examples"]]
HEDGE_ROWS = load_table("hedges")["hedge"]


@pytest.mark.parametrize("example", NUMBER_EXAMPLES)
def test_an_example_of_the_number_table_is_read_as_marked(example: str) -> None:
    text, marks = unmarked(example)
    read = read_numbers(text)
    counts = {(number.start, number.end) for number in read if number.hedged.number.kind != "excluded"}
    aside = [(number.start, number.end) for number in read if number.hedged.number.kind == "excluded"]
    wanted = {(start, end) for start, end, is_count in marks if is_count}
    assert {(start, end) for start, end in counts if not any(left >= start and right == end for left, right in wanted)} == set()
    assert len(counts) == len(wanted)
    for start, end, is_count in marks:
        assert is_count or any(left < end and start < right for left, right in aside)


@pytest.mark.parametrize("example", [example for row in HEDGE_ROWS for example in row["examples"]], ids=lambda example: example["text"])
def test_an_example_of_the_hedge_table_has_the_stated_bounds(example: dict[str, Any]) -> None:
    text, marks = unmarked(example["text"])
    number = next(number for number in read_numbers(text) if number.start == marks[0][0])
    assert number.end == marks[0][1]
    assert (number.hedged.low, number.hedged.high) == (example["low"], example.get("high"))


@pytest.mark.parametrize("row", HEDGE_ROWS, ids=lambda row: f"{row['kind']} {row['side']}")
def test_every_cue_of_a_row_gives_its_kind(row: dict[str, Any]) -> None:
    """A cue next to a plain figure is read whole, with the kind of its row."""
    for cue in row["cues"]:
        text = f"lost {cue} 40 men" if row["side"] == "before" else f"lost 40 {cue}, he said"
        number = read_numbers(text)[0].hedged
        assert (cue, number.hedge) == (cue, row["kind"])


@pytest.mark.parametrize("text", load_table("hedges")["not_hedge"]["examples"] + load_table("hedges")["not_after"]["examples"])
def test_what_only_looks_like_a_hedge_is_none(text: str) -> None:
    plain, marks = unmarked(text)
    counts = [number for number in read_numbers(plain) if number.hedged.number.kind == "count"]
    assert [(number.start, number.end) for number in counts] == [mark[:2] for mark in marks] or counts == []


def test_every_row_has_an_example() -> None:
    for name in ("cardinal", "ordinal", "part", "vague", "none", "aside"):
        assert all(row["examples"] for row in load_table("numbers")[name])
    assert all(row["examples"] for row in HEDGE_ROWS)


def test_no_word_before_a_number_has_two_readings() -> None:
    words = [
        word for row in load_table("numbers")["aside"] if row["side"] == "before" and row.get("case") != "name" for word in row["words"]
    ]
    assert len(words) == len(set(words))

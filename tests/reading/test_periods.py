"""Periods: which days a sentence speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from tollbook.reading.periods import PeriodMention, find_periods
from tollbook.reading.tokens import Sentence
from tollbook.vocab.tables import load_table

PUBLISHED = date(2025, 1, 24)  # a Friday


def periods(text: str, published: date | None = PUBLISHED) -> list[PeriodMention]:
    return find_periods(text, Sentence(0, len(text), 0), published=published)


def written(mention: PeriodMention) -> str:
    """Return a mention as the table's examples write it."""
    if mention.shape == "war":
        return "war"
    if mention.start is None and mention.end is None:
        return "none"
    if mention.start == mention.end:
        return str(mention.start)
    latest = f"..{mention.end_latest}" if mention.end_latest else ""
    return f"{mention.start or ''}..{mention.end or ''}{latest}"


EXAMPLES = [(row["name"], example) for kind in ("atom", "wrap") for row in load_table("periods")[kind] for example in row["examples"]]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}: {example}" for name, example in EXAMPLES])
def test_every_row_of_the_table_reads_its_examples(name: str, example: str) -> None:
    text, expected = example.split(" => ")
    found = periods(text)
    assert len(found) == 1
    assert written(found[0]) == ("none" if expected == "window" else expected)

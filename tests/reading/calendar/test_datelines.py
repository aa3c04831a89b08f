"""Datelines: a document's own date near its beginning."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tollbook.reading.calendar.datelines import find_dateline
from tollbook.vocab.tables import load_table


@pytest.mark.parametrize("row", load_table("periods")["dateline"]["example"], ids=lambda row: row["text"][:40])
def test_every_example_of_the_table_is_read(row: dict[str, Any]) -> None:
    found = find_dateline(row["text"])
    assert str(found).lower() == row["date"]


def test_an_empty_text_has_no_dateline() -> None:
    assert find_dateline("") is None


def test_a_date_far_down_is_no_dateline() -> None:
    assert find_dateline("The army spoke.\n" * 200 + "Published 3 May 2020") is None


def test_an_impossible_date_is_no_dateline() -> None:
    assert find_dateline("Published 31 April 2020\nThe army spoke.") is None


def test_a_dateline_without_place_is_a_line_of_its_own() -> None:
    assert find_dateline("Losses rise\n5 May 2021\nThe army spoke.") == date(2021, 5, 5)


def test_an_ambiguous_date_is_no_dateline() -> None:
    assert find_dateline("Published 01/02/2025\nThe army spoke.") is None

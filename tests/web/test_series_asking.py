"""What a series is asked by goes back into the address of the same page."""

from __future__ import annotations

from datetime import date

from tollbook.ledger.checkpoints import Checkpoint
from tollbook.web.rendering import query_string
from tollbook.web.series_asking import Choice, choice_made, or_none
from tollbook.web.slugs import parse_slug


def test_a_choice_is_written_as_it_was_asked() -> None:
    choice = choice_made(since=date(2025, 1, 1), kind="flow", band="1")
    assert query_string(**choice.fields) == "?from=2025-01-01&kind=flow&band=1"
    assert choice == Choice(first=date(2025, 1, 1), kind="flow", band=True)


def test_a_wish_holds_the_choice_at_a_state_of_the_log() -> None:
    head = Checkpoint(origin="o", size=3, root=bytes(32))
    wish = Choice(last=date(2025, 2, 1), parts=True).wish(parse_slug("RUS~tank"), head)
    assert (wish.first, wish.last, wish.parts, wish.head.size) == (None, date(2025, 2, 1), True, 3)


def test_an_empty_field_is_none() -> None:
    assert or_none("") is None
    assert or_none("2025-01-01") == "2025-01-01"

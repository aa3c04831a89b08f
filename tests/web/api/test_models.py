"""Shapes: what is sent has no field that nobody knows, and what is got may gain some."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tollbook.web.api.models import Decided, Log, Text


def test_what_is_sent_is_checked_to_the_last_field() -> None:
    with pytest.raises(ValidationError):
        Text(text="x", color="red")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Decided(decision="accept", by="", why="x")


def test_what_is_got_may_hold_more_than_today() -> None:
    assert Log(origin="o", size=1, root="0" * 64, tomorrow=1).model_dump()["tomorrow"] == 1  # type: ignore[call-arg]

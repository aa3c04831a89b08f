"""Numbers at the edges of what a machine holds, and digits that look like others: read as they are, or put aside; never an error."""

from __future__ import annotations

import pytest

from tests.security.traps import BOUNDARIES, MIXED, SPOOFED, misquoted, misread, unflagged


@pytest.mark.parametrize(("figure", "value"), BOUNDARIES.items(), ids=lambda value: str(value)[:20])
def test_a_number_is_read_as_it_is_or_put_aside(figure: str, value: float | None) -> None:
    assert not misread(figure, value)


@pytest.mark.parametrize(("figure", "value"), SPOOFED.items())
def test_digits_of_other_scripts_have_their_value_and_are_quoted_as_they_stand(figure: str, value: int) -> None:
    assert not misquoted(figure, value)


@pytest.mark.parametrize("figure", MIXED)
def test_a_number_of_two_scripts_is_flagged(figure: str) -> None:
    assert not unflagged(figure)

"""Whether a claim stands: who denies it, what a sentence calls false, and where a denial ends."""

from __future__ import annotations

import pytest

from tests.reading.marked import read_any


def assertions(text: str) -> list[tuple[float | int | None, str]]:
    return [(claim.quantity.stated, claim.assertion) for claim in read_any(text).claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry denied that 40 soldiers had been killed.", [(40, "denied")]),
        ("The ministry denied the accusation, insisting that only 4 soldiers were killed.", [(4, "stated")]),
        ("The ministry denied the accusation but later acknowledged that 4 soldiers were killed.", [(4, "stated")]),
        ("The rumours that 70 soldiers were killed are entirely baseless, the army said.", [(70, "denied")]),
        ("It is untrue that 70 soldiers were killed, and 2 soldiers were wounded, the army said.", [(70, "denied"), (2, "stated")]),
        ("Reports were false, and 70 soldiers were killed.", [(70, "stated")]),
        ("The army denied that 300 soldiers had died and put the figure at 12.", [(300, "denied"), (12, "stated")]),
        ("Sudan has rejected Chad's claim that it shot down 5 jets.", [(5, "denied")]),
        ("It is untrue that rebels killed 70 soldiers, the army said.", [(70, "denied")]),
        ("The army denied a link to the murder of 6 teachers.", [(6, "stated")]),
        ("Chad said it shot down 5 jets, a claim Sudan rejected.", [(5, "stated")]),
    ],
)
def test_a_denial_covers_what_it_denies_and_no_more(text: str, expected: list[tuple[int, str]]) -> None:
    assert assertions(text) == expected


def test_a_forecast_stays_a_forecast_when_it_is_called_false() -> None:
    """Denial is asked last: what was never stated cannot be taken back."""
    assert assertions("It is not true that 40 soldiers would be killed.") == [(40, "hypothetical")]

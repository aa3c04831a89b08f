"""The words of a hedge in a quantity's text, and their kind."""

from __future__ import annotations

import pytest

from tollbook.vocab.hedge_words import hedge_words
from tollbook.vocab.tables import load_table


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Around 4,000", "Around", "about"),
        ("more than a third", "more than", "over"),
        ("at the very least 20", "at the very least", "at_least"),
        ("200 or so", "or so", "about"),
        ("200+", "+", "over"),
        ("понад 300", "понад", "over"),
    ],
)
def test_a_hedge_is_found_at_either_end(text: str, words: str, kind: str) -> None:
    assert hedge_words(text) == (words, kind)


@pytest.mark.parametrize("text", ["", "4,000", "overall 4,000", "dozens", "over", "between 3 and 5", "around " * 40])
def test_where_no_hedge_stands_none_is_found(text: str) -> None:
    assert hedge_words(text) == ("", None)


def test_every_cue_of_the_table_is_known() -> None:
    for row in load_table("hedges")["hedge"]:
        for cue in row["cues"]:
            found = hedge_words(f"{cue} 20" if row["side"] == "before" else f"20 {cue}")
            assert found[0] == cue

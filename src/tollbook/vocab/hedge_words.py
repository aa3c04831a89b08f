"""Find the words of a hedge in a quantity's own text ("around 4,000"), and what kind of hedge they are. It reads no sentence."""

from __future__ import annotations

from functools import cache, lru_cache

from tollbook.core.types import HedgeKind
from tollbook.vocab.tables import load_table

LONGEST = 80
"""Characters of a text that are looked at: a quantity with its hedge is shorter."""


@lru_cache(maxsize=65_536)
def hedge_words(text: str) -> tuple[str, HedgeKind | None]:
    """Return the hedge at the beginning or the end of a quantity's text, as it is spelled, and its kind; "" and None without one.

    >>> hedge_words("More than 4,000"), hedge_words("200 or so"), hedge_words("4,000")
    (('More than', 'over'), ('or so', 'about'), ('', None))
    """
    bare = text.strip()
    if not bare or len(bare) > LONGEST or (bare[0].isdigit() and bare[-1].isdigit()):
        return "", None
    lowered = bare.lower()
    for side in ("before", "after"):
        for cue, kind in _cues(side):
            if side == "before" and lowered.startswith(cue) and not _goes_on(lowered, len(cue)):
                return bare[: len(cue)], kind
            if side == "after" and lowered.endswith(cue) and len(lowered) > len(cue):
                return bare[len(bare) - len(cue) :], kind
    return "", None


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a word goes on after its cue: "over" is none in "overall"."""
    return at >= len(text) or (text[at - 1].isalpha() and text[at].isalpha())


@cache
def _cues(side: str) -> tuple[tuple[str, HedgeKind], ...]:
    """Return the cues of a side, the longest first."""
    rows = [row for row in load_table("hedges")["hedge"] if row["side"] == side]
    cues = {cue.lower(): row["kind"] for row in reversed(rows) for cue in row["cues"]}
    return tuple(sorted(cues.items(), key=lambda pair: -len(pair[0])))

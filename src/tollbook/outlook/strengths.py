"""How large a force was, from what is said of it; and the share of it that is lost. Heads alone: a share of capability is another thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tollbook.core.projections import PhraseJudgement, PhraseStatement, StrengthStatement
from tollbook.outlook.paths import Floats

MOST_ABOVE = 0.05
"""If losses exceed the strength in more than this share of the draws, the force was replaced meanwhile, and a share of it means nothing."""
OF_HEADS = frozenset({None, "strength", "losses", "casualties", "killed", "wounded"})


def draw_deployed(strengths: Sequence[StrengthStatement], *, spread: float, random: np.random.Generator, count: int) -> Floats:
    """Draw a force's size: each statement counts alike, within its bounds, with a log sd of `spread` about it.

    Statements are mixed, not averaged: two that differ make the answer wider, never narrower.
    """
    chosen = random.integers(0, len(strengths), size=count)
    low = np.log([one.low for one in strengths])[chosen]
    high = np.log([one.high for one in strengths])[chosen]
    return np.exp(low + (high - low) * random.random(count) + spread * random.standard_normal(count))


def fraction_of(lost: Floats, deployed: Floats) -> Floats | None:
    """Return the share lost of each draw, at most all; None where the losses can't be of a force of that size."""
    if float(np.mean(lost > deployed)) > MOST_ABOVE:
        return None
    return np.minimum(lost / deployed, 1.0)


def judge_phrase(phrase: PhraseStatement, fraction: Floats) -> PhraseJudgement:
    """Return how probable a phrase is: that the share lost lies within what its words allow."""
    reached = fraction >= phrase.low
    within = reached if phrase.high is None else reached & (fraction <= phrase.high)
    note = "" if phrase.base in OF_HEADS else f"said of {phrase.base}: heads are compared, which is not the same"
    return PhraseJudgement(phrase=phrase, probability=float(within.mean()), at_least=float(reached.mean()), note=note)

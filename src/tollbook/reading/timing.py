"""Say when a claim's count runs: over a period, since a start, or at a date. Chooses among the periods that the sentence names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tollbook.core.types import Period, PeriodKind
from tollbook.reading.drafts import Draft
from tollbook.reading.periods import PeriodMention
from tollbook.vocab.tables import load_table

_UNUSABLE = frozenset({"period.future", "period.rate", "period.duration", "period.relative"})
_COUNTING_SHAPES = frozenset({"since", "war", "as_of", "until"})
_UP_TO_NOW = frozenset({"noun", "loser_verb"})


@lru_cache(maxsize=1)
def _cumulative_words() -> tuple[str, ...]:
    return tuple(load_table("grammar")["cumulative"]["words"])


def period_of(
    draft: Draft, mentions: Sequence[PeriodMention], words: Sequence[str], *, published: date | None, theatre_start: date | None
) -> Period:
    """Return the period of a drafted claim from the mentions of its sentence.

    A running count without a stated end runs to the publication date; one "since the start of the war" begins with the theatre.
    """
    mention = _nearest(draft, mentions)
    kind = _kind(draft, mention, words)
    if mention is None:
        return Period(kind=kind, end=published if kind == "cumulative" else None)
    start = theatre_start if mention.shape == "war" else mention.start
    end, latest = mention.end, mention.end_latest
    if kind == "cumulative":
        if mention.shape not in _COUNTING_SHAPES:
            start, end, latest = None, end or published, None
        end = end or published
        if mention.shape in ("as_of", "until"):
            start = None
    if start is not None and end is not None and start > end:
        # Told before it began: another war, or a wrong date of publication. Neither is to be guessed.
        start = None
    return Period(kind=kind, start=start, end=end, end_latest=latest, text=mention.text)


def _nearest(draft: Draft, mentions: Sequence[PeriodMention]) -> PeriodMention | None:
    usable = [m for m in mentions if m.rule not in _UNUSABLE]
    counting = [m for m in usable if m.shape in _COUNTING_SHAPES]
    return min(counting or usable, key=lambda m: _distance(draft, m), default=None)


def _distance(draft: Draft, mention: PeriodMention) -> int:
    return mention.first - draft.last if mention.first >= draft.last else draft.first - mention.last


def _kind(draft: Draft, mention: PeriodMention | None, words: Sequence[str]) -> PeriodKind:
    if "strength" in draft.measure.categories or draft.measure.outcome == "held":
        return "stock"
    if mention is not None and mention.shape in _COUNTING_SHAPES:
        return "cumulative"
    if mention is not None and mention.start is not None:
        return "flow"
    if draft.frame in ("tally", "toll_of"):
        return "cumulative"
    joined = f" {' '.join(words)} "
    if any(f" {word} " in joined for word in _cumulative_words()):
        return "cumulative"
    return "cumulative" if draft.perfect and draft.frame in ("lose", "loss_noun") else "flow"


def without_words(period: Period) -> Period:
    """Return a period taken over from another claim: its dates, not its words."""
    return replace(period, text=None)

"""Say when a claim's count runs: over a period, since a start, or at a date. Chooses among the periods that the sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from tollbook.core.types import Period, PeriodKind
from tollbook.reading.calendar.periods import PeriodMention
from tollbook.reading.drafts.drafts import Draft
from tollbook.vocab.tables import load_table

RATE_REACH = 2
"""Tokens between a count and the words that make it a rate: "lost 300 men in May a day" is nobody's English."""
RECORD_REACH = 8
"""Tokens before "since" in which a record stands: "the deadliest attack on the army since May"."""
_UNUSABLE = frozenset({"period.future", "period.rate", "period.duration", "period.relative"})
_COUNTING_SHAPES = frozenset({"since", "war", "as_of", "until"})


@lru_cache(maxsize=1)
def _running() -> re.Pattern[str]:
    """Return the words that make a count a running one; the sum of one event, "a total of 12", is passed over whole."""
    row = load_table("grammar")["cumulative"]
    words, sums = ("|".join(map(re.escape, row[name])) for name in ("words", "sums"))
    return re.compile(rf"(?<!\S)(?:(?:{sums})|(?P<running>{words}))(?!\S)")


def _is_running(words: Sequence[str]) -> bool:
    """Say whether a sentence's words make its counts running ones; "the worst attack since the war began" tells of a record."""
    joined = " ".join(words)
    for match in _running().finditer(joined):
        since = match["running"] is not None and match["running"].startswith("since ")
        if match["running"] and not (since and _breaks_record(words, joined.count(" ", 0, match.start()))):
            return True
    return False


def period_of(
    draft: Draft, mentions: Sequence[PeriodMention], words: Sequence[str], *, told: date | None, theatre_start: date | None
) -> Period:
    """Return the period of a drafted claim from the mentions of its sentence.

    A running count without a stated end runs to the day on which it was `told`: the day of speech, or of publication. One "since the
    start of the war" begins with the theatre.
    """
    mention = _nearest(draft, mentions, words)
    kind = _kind(draft, mention, words)
    if mention is None:
        return Period(kind=kind, end=told if kind == "cumulative" else None)
    start = theatre_start if mention.shape == "war" else mention.start
    end, latest = mention.end, mention.end_latest
    if kind == "cumulative":
        if mention.shape not in _COUNTING_SHAPES:
            start, end, latest = None, end or told, None
        end = end or told
        if mention.shape in ("as_of", "until"):
            start = None
        elif mention.shape in ("since", "war"):
            end, latest = _last_day(mentions, end, told)
    if start is not None and end is not None and start > end:
        # Told before it began: another war, or a wrong date of publication. Neither is to be guessed.
        start = None
    return Period(kind=kind, start=start, end=end, end_latest=latest, text=mention.text)


def _last_day(mentions: Sequence[PeriodMention], end: date | None, told: date | None) -> tuple[date | None, date | None]:
    """Return the last day of a count since a beginning: the one that is said, as in "as of 3 March", or that on which it was told."""
    said = next((m for m in mentions if m.shape in ("as_of", "until") and m.end is not None and m.rule not in _UNUSABLE), None)
    if said is not None:
        return said.end, said.end_latest
    return (min(end, told) if end is not None and told is not None else end), None


def rate_of(draft: Draft, mentions: Sequence[PeriodMention], words: Sequence[str], period: Period) -> str | None:
    """Return the unit of time for which a count is told: "300 men a day", "daily losses averaged 300"; None where it is no rate.

    The "daily losses" of one day are its count.
    """
    if draft.kind == "share" or (period.start is not None and period.start == period.end):
        return None
    adjectives: dict[str, str] = load_table("grammar")["rate"]["adjectives"]
    units: dict[str, list[str]] = load_table("periods")["units"]
    for mention in mentions:
        last = max(draft.last, draft.cue[1])
        between = words[last : mention.first]
        if mention.rule == "period.rate" and draft.first < mention.first <= last + RATE_REACH and "," not in between:
            word = words[mention.last - 1]
            return next((name for name, forms in units.items() if word in forms), adjectives.get(word))
    near = words[max(0, draft.cue[0] - RATE_REACH) : draft.cue[0]] if draft.level or draft.frame == "loss_noun" else ()
    return next((unit for word in near if (unit := adjectives.get(word)) is not None), None)


def at_rate(period: Period) -> Period:
    """Return the period of a rate: its words without days, so that nobody takes so many a day for the count of the whole stretch."""
    return Period(kind="flow", text=period.text)


def _is_of_other_clause(mention: PeriodMention, draft: Draft, words: Sequence[str]) -> bool:
    """Say whether another count's clause has the period: "52 died in the past 24 hours, bringing the toll to 54,381"."""
    return mention.last <= draft.cue[0] and mention.first > 1 and "," in words[mention.last : draft.cue[0]]


def _in_segment(mentions: Sequence[PeriodMention], draft: Draft, words: Sequence[str]) -> list[PeriodMention]:
    """Return the periods between the same semicolons as a count: "in May 30 died; 400 have died since March"."""
    marks = [at for at, word in enumerate(words) if word == ";"]
    start = max((at for at in marks if at < draft.first), default=-1)
    end = min((at for at in marks if at > draft.first), default=len(words))
    return [mention for mention in mentions if start < mention.first < end]


def _is_in_clause(mention: PeriodMention, draft: Draft, words: Sequence[str]) -> bool:
    """Say whether a period ends a count's clause, or begins its stretch there: "54 died in the past 24 hours, and 900 since May"."""
    last = max(draft.last, draft.cue[1])
    ends = words[mention.last : mention.last + 1] == [","] or mention.shape in _COUNTING_SHAPES
    return ends and mention.first >= last and "," not in words[last : mention.first]


def _is_of_another(mention: PeriodMention, draft: Draft, words: Sequence[str]) -> bool:
    """Say whether a period is that of a publication, of a comparison, or of a record that an attack broke."""
    row = load_table("grammar")["other_periods"]
    if list(words[mention.last : mention.last + 2]) == [",", "when"] and draft.first >= mention.last:
        # "Twice as many as in 2023, when 71 were killed" tells of 2023; "the worst since 2023, when 71 were killed" of a day in it.
        return mention.shape == "since"
    if mention.first and words[mention.first - 1] in row["after"]:
        return True
    return mention.shape in ("since", "war") and _breaks_record(words, mention.first)


def _breaks_record(words: Sequence[str], since: int) -> bool:
    """Say whether what is counted since a beginning is a record: "the worst since May"."""
    row = load_table("grammar")["other_periods"]
    before = words[max(0, since - RECORD_REACH) : since]
    return any(the in row["the"] and word in row["records"] for the, word in pairwise(before))


def _nearest(draft: Draft, mentions: Sequence[PeriodMention], words: Sequence[str]) -> PeriodMention | None:
    usable = [m for m in mentions if m.rule not in _UNUSABLE and not _is_of_another(m, draft, words)]
    if draft.running:
        usable = [m for m in usable if m.shape in _COUNTING_SHAPES or not _is_of_other_clause(m, draft, words)]
    usable = _in_segment(usable, draft, words) or usable
    own = [m for m in usable if _is_in_clause(m, draft, words)]
    counting = [m for m in own or usable if m.shape in _COUNTING_SHAPES]
    return min(counting or own or usable, key=lambda m: _distance(draft, m), default=None)


def _distance(draft: Draft, mention: PeriodMention) -> int:
    return mention.first - draft.last if mention.first >= draft.last else draft.first - mention.last


def _kind(draft: Draft, mention: PeriodMention | None, words: Sequence[str]) -> PeriodKind:
    if "strength" in draft.measure.categories or draft.measure.outcome == "held":
        return "stock"
    if mention is not None and mention.shape in _COUNTING_SHAPES:
        return "cumulative"
    if mention is not None and mention.start is not None:
        return "cumulative" if draft.running and _is_short(mention) else "flow"
    if draft.running or draft.level:
        return "cumulative"
    if _is_running(words) or (draft.perfect and draft.frame in ("lose", "loss_noun")):
        return "cumulative"
    return "flow"


def _is_short(mention: PeriodMention) -> bool:
    """Say whether a period is a day or a night: that on which a toll rose. The casualties that "rose to 300 in May" are May's."""
    return mention.start is not None and mention.end is not None and mention.end - mention.start <= timedelta(days=1)


def without_words(period: Period) -> Period:
    """Return a period taken over from another claim: its dates, not its words."""
    return replace(period, text=None)

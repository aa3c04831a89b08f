"""Decide whether a claim stands: stated, denied by whoever is quoted for it, or called false in its own sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tollbook.core.types import Assertion
from tollbook.reading.drafts.drafts import Draft
from tollbook.reading.speakers.attribution import AttributionMention, chain_for
from tollbook.reading.text import Text
from tollbook.vocab.tables import load_table

_DEEDS = frozenset({"act_of", "act_of.list", "act.possessive"})


def assertion_of(text: Text, mentions: list[AttributionMention], draft: Draft) -> Assertion:
    """Return whether a claim is stated, denied, or only supposed.

    "Dismissed the charge, saying it lost three men" denies the charge and states the three.
    """
    # "Denied a link to the murder of six teachers" does not deny the murder.
    if draft.assertion != "stated" or draft.frame in _DEEDS:
        return draft.assertion
    return (
        "denied" if _is_called_false(text, draft) or _is_taken_back(text, chain_for(mentions, draft.start, draft.end), draft) else "stated"
    )


def _is_taken_back(text: Text, speakers: Iterable[AttributionMention], draft: Draft) -> bool:
    words = text.shadow.text
    for speaker in speakers:
        if _list("denial").isdisjoint(words[slice(*speaker.cue)].lower().split()):
            continue
        if not _own_account().search(words, speaker.cue[1], max(speaker.cue[1], draft.start)):
            return True
    return False


def _is_called_false(text: Text, draft: Draft) -> bool:
    """Say whether the sentence calls what it reports untrue: before the number, or after a claim that it names."""
    sentence = text.sentences[draft.sentence]
    words = text.shadow.text
    if _opening().search(words, sentence.start, draft.start):
        return True
    closing = _closing().search(words, draft.end, sentence.end)
    return closing is not None and _named_claim().search(words, sentence.start, draft.start) is not None


@lru_cache(maxsize=4)
def _list(name: str) -> frozenset[str]:
    return frozenset(load_table("grammar")[name]["words"])


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True))


@lru_cache(maxsize=1)
def _own_account() -> re.Pattern[str]:
    # The denier goes on to speak: ", saying", "and said", "but it admitted".
    row = load_table("grammar")["own_account"]
    subjects, adverbs, verbs = (_any_of(row[key]) for key in ("subjects", "adverbs", "words"))
    return re.compile(rf"(?:,|\band|\bbut)\s+(?:(?:{subjects})\s+)?(?:(?:\w+ly|{adverbs})\s+)?(?:{verbs})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    # Up to the number, no clause of its own may begin.
    return re.compile(
        rf"\b(?:{_any_of(load_table('grammar')['falsity']['openings'])})\b(?!.*(?:[;:]|,? (?:and|but|saying) ))", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    row = load_table("grammar")["falsity"]
    return re.compile(rf"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:{_any_of(row['closings'])})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _named_claim() -> re.Pattern[str]:
    nouns = _any_of(load_table("grammar")["falsity"]["claims"])
    return re.compile(rf"\b(?:{nouns})\s+(?:that|of)\b", re.IGNORECASE)

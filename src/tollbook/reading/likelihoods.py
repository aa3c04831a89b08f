"""Words of estimative probability: where they stand, what they mean on the speaker's scale, and judgements without a number.

Scales are never mixed and gaps between their bands never interpolated: a word that is on no scale of the speaker has no bounds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tollbook.core.types import Likelihood
from tollbook.reading.speakers.attribution import AttributionMention, chain_for, find_in
from tollbook.reading.tokens import Sentence, tokenise
from tollbook.vocab.tables import load_table

MAX_JUDGEMENT_TOKENS = 12
_LAY = "lay"
_BOUNDARIES = frozenset(',;:.!?()[]"–—')


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodMention:
    """A probability phrase as a token range of its sentence; `term` is its normal form ("almost certain")."""

    first: int
    last: int
    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementMention:
    """A judgement without a number, from its probability phrase to the end of the clause, and who speaks (first claimant first)."""

    sentence: int
    start: int
    end: int
    term: str
    speakers: tuple[AttributionMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The likelihood table, made ready for look-ups."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], dict[str, Any]], ...]]
    bands: dict[str, dict[str, tuple[float, float]]]
    scale_of: dict[str, str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    ends: frozenset[str]
    determiners: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = load_table("likelihoods")
    by_first: dict[str, list[tuple[tuple[str, ...], dict[str, Any]]]] = {}
    for row in table["phrase"]:
        for form in row["forms"]:
            parts = tuple(form.split())
            by_first.setdefault(parts[0], []).append((parts, row))
    return _Words(
        by_first={word: tuple(sorted(forms, key=lambda form: -len(form[0]))) for word, forms in by_first.items()},
        bands={
            scale["id"]: {term: (band["low"] / 100, band["high"] / 100) for band in scale["bands"] for term in band["terms"]}
            for scale in table["scale"]
        },
        scale_of={prefix: scale["id"] for scale in table["scale"] for prefix in scale["speakers"]},
        nouns=frozenset(table["assessor"]["nouns"]),
        verbs=frozenset(table["assessor"]["verbs"]),
        ends=frozenset(table["clause"]["ends"]),
        determiners=frozenset(load_table("reporting")["function"]["determiner"]),
    )


def find_likelihoods(text: str, sentence: Sentence) -> list[LikelihoodMention]:
    """Return the probability phrases of a sentence in order, the longest form first where forms overlap."""
    by_first = _words().by_first
    words = tokenise(text, sentence).words
    found: list[LikelihoodMention] = []
    if by_first.keys().isdisjoint(words):
        return found
    at = 0
    while at < len(words):
        matched = _match(words, at, by_first[words[at]]) if words[at] in by_first else None
        if matched is None:
            at += 1
            continue
        last, term = matched
        start, end = sentence.starts[at], sentence.ends[last - 1]
        found.append(LikelihoodMention(first=at, last=last, start=start, end=end, term=term))
        at = last
    return found


def _match(words: list[str], at: int, forms: tuple[tuple[tuple[str, ...], dict[str, Any]], ...]) -> tuple[int, str] | None:
    before = words[at - 1] if at else ""
    for parts, row in forms:
        last = at + len(parts)
        if tuple(words[at:last]) != parts:
            continue
        after = words[last] if last < len(words) else ""
        if after not in row.get("not_before", ()) and before not in row.get("not_after", ()):
            return last, row["term"]
        return None
    return None


def likelihood_on(term: str, speaker: str) -> Likelihood | None:
    """Return what a term means on the scale of whoever speaks, as probabilities; None where no scale of theirs has it.

    The speaker's id decides: "GBR..." speaks by the PHIA yardstick, "USA..." by ICD 203, all others ("" too) to lay readers. A term that
    is not on the speaker's scale is read as lay readers do.
    """
    words = _words()
    own = next((scale for prefix, scale in words.scale_of.items() if speaker.upper().startswith(prefix)), _LAY)
    for scale in (own, _LAY):
        band = words.bands[scale].get(term)
        if band is not None:
            return Likelihood(term=term, low=band[0], high=band[1], scale=scale)
    return None


def likelihood_for(mentions: list[LikelihoodMention], number_first: int, sentence: Sentence) -> LikelihoodMention | None:
    """Return the mention that governs the number at token `number_first`: the nearest before it in its clause, nothing counted between."""
    before = [mention for mention in mentions if mention.last <= number_first]
    if before and not _is_cut(sentence.words, before[-1].last, number_first):
        return before[-1]
    return None


def _is_cut(words: list[str], first: int, last: int) -> bool:
    """Say whether a clause or another number ends the reach of a phrase. "killed and wounded" is no new clause."""
    ends = _words().ends
    for at in range(first, last):
        word = words[at]
        if word in _BOUNDARIES or word[0].isdigit():
            return True
        if word in ends and not words[at + 1].endswith("ed"):
            return True
    return False


def find_judgements(text: str, sentences: list[Sentence], claim_ranges: Iterable[tuple[int, int]]) -> list[JudgementMention]:
    """Return the judgements without a number that an assessor makes, in order.

    `claim_ranges` are the character ranges of the numbers that became claims: a phrase that governs one belongs to the claim. An author's
    own "probably" is no judgement.
    """
    candidates = _sentences_with_phrases(text, sentences)
    if not candidates:
        return []
    mentions = find_in(text, sentences, candidates)
    numbers = sorted(start for start, _ in claim_ranges)
    found: list[JudgementMention] = []
    for index in candidates:
        sentence = sentences[index]
        phrases = find_likelihoods(text, sentence)
        for phrase, following in pairwise([*phrases, None]):
            judged = _judge(text, index, sentence, phrase, following, numbers, mentions)
            if judged is not None:
                found.append(judged)
    return found


def _sentences_with_phrases(text: str, sentences: list[Sentence]) -> list[int]:
    starts = [sentence.start for sentence in sentences]
    found: list[int] = []
    for match in _scanner().finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and (not found or found[-1] != index):
            found.append(index)
    return found


@lru_cache(maxsize=1)
def _scanner() -> Any:
    import re2

    forms = sorted({form for row in load_table("likelihoods")["phrase"] for form in row["forms"]}, key=len, reverse=True)
    return re2.compile(r"(?i)\b(?:" + "|".join(form.replace(" ", r"\s+") for form in forms) + r")\b")


def _judge(
    text: str,
    index: int,
    sentence: Sentence,
    phrase: LikelihoodMention | None,
    following: LikelihoodMention | None,
    numbers: list[int],
    mentions: list[AttributionMention],
) -> JudgementMention | None:
    if phrase is None or not _is_estimative(sentence.words, phrase):
        return None
    speakers = chain_for(mentions, phrase.start, phrase.end)
    tags = [min(speaker.source[0], speaker.cue[0]) for speaker in speakers if speaker.source[0] > phrase.start]
    last = min([_clause_end(sentence, phrase, following), *(bisect_left(sentence.starts, tag) for tag in tags)])
    while last > phrase.last and sentence.words[last - 1] in _words().determiners:
        last -= 1
    end = sentence.ends[last - 1]
    if _governs_number(sentence, phrase, numbers, end):
        return None
    if not _is_assessed(text, sentence, speakers):
        return None
    return JudgementMention(sentence=index, start=phrase.start, end=end, term=phrase.term, speakers=speakers)


def _is_estimative(words: list[str], phrase: LikelihoodMention) -> bool:
    """ "likely" alone is everyday speech: a judgement has it after an auxiliary or before "to" and "that"."""
    row = next(row for row in load_table("likelihoods")["phrase"] if row["term"] == phrase.term)
    before, after = row.get("judgement_before"), row.get("judgement_after")
    if before is None or after is None:
        return True
    preceding = words[phrase.first - 1] if phrase.first else ""
    next_word = words[phrase.last] if phrase.last < len(words) else ""
    return preceding in before or next_word in after


def _clause_end(sentence: Sentence, phrase: LikelihoodMention, following: LikelihoodMention | None) -> int:
    limit = min(len(sentence.words), phrase.first + MAX_JUDGEMENT_TOKENS)
    if following is not None:
        limit = min(limit, following.first)
    ends = _words().ends
    for at in range(phrase.last, limit):
        word = sentence.words[at]
        if word in _BOUNDARIES or word in ends:
            return at
    return limit


def _governs_number(sentence: Sentence, phrase: LikelihoodMention, numbers: list[int], end: int) -> bool:
    for start in numbers[bisect_left(numbers, phrase.end) : bisect_left(numbers, sentence.end)]:
        first = bisect_right(sentence.starts, start) - 1
        if start < end or not _is_cut(sentence.words, phrase.last, first):
            return True
    return False


def _is_assessed(text: str, sentence: Sentence, speakers: tuple[AttributionMention, ...]) -> bool:
    words = _words()
    if not words.verbs.isdisjoint(sentence.words):
        return True
    named = " ".join(text[slice(*speaker.named)] for speaker in speakers if speaker.named is not None).lower()
    return not words.nouns.isdisjoint(named.replace("'s", " ").split())

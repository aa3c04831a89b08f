"""Read the words around a number that say how exact it is. The reading of a hedge may widen a number, never narrow it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from tollbook.core.types import HedgeKind, Number
from tollbook.reading.numbers.numbers import find_numbers
from tollbook.reading.numbers.words import NumberMention, tidy
from tollbook.reading.shadow import make_shadow
from tollbook.reading.tokens import TOKEN, Sentence, split_sentences, tokenise
from tollbook.vocab.hedge_bounds import about_reach, last_place, share_of_spread
from tollbook.vocab.tables import load_table

Scope = Literal["single", "first"]
_MAX_CUES = 2
_UNHEDGED = frozenset(("date", "time", "model", "label", "unit name", "ordinal", "pronoun", "idiom", "score", "phone or code", "code"))
_SIGNS = frozenset("<>=")


class HedgedNumber(NamedTuple):
    """A number with the words around it read: tokens [first, last) hold the hedge too.

    `scope` is "first" where the hedge stands before a list, and governs its first item only.
    """

    number: NumberMention
    first: int
    last: int
    stated: Number | None
    low: Number
    high: Number | None
    hedge: HedgeKind
    cue: str
    rule: str
    scope: Scope


class ReadNumber(NamedTuple):
    """A number of a whole text: its span in the text as given, and its reading."""

    start: int
    end: int
    text: str
    hedged: HedgedNumber


class Cue(NamedTuple):
    """A run of words that hedges a number next to it."""

    words: tuple[str, ...]
    kind: HedgeKind
    spread: float
    only: str


class Cues(NamedTuple):
    """All cues: those before a number by their last word, those after it by their first; the longest first."""

    before: dict[str, tuple[Cue, ...]]
    after: dict[str, tuple[Cue, ...]]
    skip: frozenset[str]
    listing: frozenset[str]
    least: int
    closed: tuple[tuple[str, ...], ...]
    comparison: frozenset[tuple[str, ...]]
    not_after: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the table of hedges, ready to match."""
    table = load_table("hedges")
    before: dict[str, list[Cue]] = {}
    after: dict[str, list[Cue]] = {}
    for row in table["hedge"]:
        for text in row["cues"]:
            cue = Cue(_words(text), row["kind"], row.get("spread", 0.0), row.get("only", ""))
            if row["side"] == "before":
                before.setdefault(cue.words[-1], []).append(cue)
            else:
                after.setdefault(cue.words[0], []).append(cue)
    return Cues(
        before={word: _longest_first(rows) for word, rows in before.items()},
        after={word: _longest_first(rows) for word, rows in after.items()},
        skip=frozenset(table["skip"]["words"]),
        listing=frozenset(table["list"]["words"]),
        least=table["some"]["least"],
        closed=tuple(sorted(map(_words, table["closed"]["words"]), key=len, reverse=True)),
        comparison=frozenset(map(_words, table["comparison"]["words"])),
        not_after={cue: frozenset(words) for cue, words in table["not_after"].items() if cue != "examples"},
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.lower() for token in TOKEN.findall(text))


def _longest_first(rows: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(rows, key=lambda cue: -len(cue.words)))


def apply_hedges(text: str, sentence: Sentence, numbers: list[NumberMention]) -> list[HedgedNumber]:
    """Return every number with its hedge read, in order and one for one.

    A number without a hedge keeps what it says itself: "20" is exact, "dozens" vague, "20 to 30" between.
    """
    table = cues()
    words = sentence.words
    hedged: list[HedgedNumber] = []
    for at, number in enumerate(numbers):
        left = hedged[-1].last if at else 0
        right = numbers[at + 1].first if at + 1 < len(numbers) else len(words)
        hedged.append(_hedged(table, words, number, left, right))
    for at in range(len(hedged) - 1):
        if hedged[at].cue and hedged[at].first < numbers[at].first and _lists_on(table, words, hedged[at + 1]):
            hedged[at] = hedged[at]._replace(scope="first", rule="hedge.scope.first")
    return hedged


def _hedged(table: Cues, words: list[str], number: NumberMention, left: int, right: int) -> HedgedNumber:
    first, last = number.first, number.last
    if number.kind == "none" or number.reason in _UNHEDGED:
        return _unhedged(number)
    matched: list[Cue] = []
    cue = _after(table, words, last, right) if last < right and words[last] in table.after else None
    if cue is not None and right < len(words) and _belongs_to_next(table, words, last, last + len(cue.words), right):
        cue = None
    if cue is not None:
        matched.append(cue)
        last += len(cue.words)
    while len(matched) < _MAX_CUES and first > left:
        at = first - 1
        if words[at] in table.skip and at > left:
            at -= 1
        cue = _before(table, words, at, left, number) if words[at] in table.before else None
        if cue is None:
            break
        matched.append(cue)
        first = at + 1 - len(cue.words)
    if not matched:
        return _unhedged(number)
    matched, last = _closed(table, words, matched, last, right)
    return _read(number, first, last, matched)


def _unhedged(number: NumberMention) -> HedgedNumber:
    return HedgedNumber(number, number.first, number.last, number.stated, number.low, number.high, number.hedge, "", number.rule, "single")


def _before(table: Cues, words: list[str], at: int, left: int, number: NumberMention) -> Cue | None:
    for cue in table.before[words[at]]:
        start = at + 1 - len(cue.words)
        if start < left or tuple(words[start : at + 1]) != cue.words:
            continue
        if len(cue.words) == 1 and start and words[start - 1] in table.not_after.get(words[at], ()):
            return None
        if words[at] in _SIGNS and start > left and words[start - 1] in _SIGNS:
            return None
        if cue.only == "large" and number.stated is not None and number.stated < table.least and number.kind != "share":
            return None
        return cue
    return None


def _after(table: Cues, words: list[str], at: int, right: int) -> Cue | None:
    for cue in table.after[words[at]]:
        end = at + len(cue.words)
        if end > right or tuple(words[at:end]) != cue.words:
            continue
        if cue.only == "last" and end < len(words) and words[end][0].isalnum():
            return None
        return cue
    return None


def _belongs_to_next(table: Cues, words: list[str], last: int, end: int, right: int) -> bool:
    """Say whether words after a number are the hedge of the next one: "200 or greater than 190"."""
    return any(
        tuple(words[right - len(cue.words) : right]) == cue.words and last < right - len(cue.words) < end
        for cue in table.before.get(words[right - 1], ())
    )


def _closed(table: Cues, words: list[str], matched: list[Cue], last: int, right: int) -> tuple[list[Cue], int]:
    """Let the bound itself in: "less than 50 or equal"."""
    row: dict[str, Any] = load_table("hedges")["closed"]
    kind = row.get(matched[-1].kind)
    if kind is None or last >= right:
        return matched, last
    for ending in table.closed:
        end = last + len(ending)
        if (
            end <= right
            and tuple(words[last:end]) == ending
            and not (right < len(words) and _belongs_to_next(table, words, last, end, right))
        ):
            return [*matched[:-1], matched[-1]._replace(kind=kind)], last + len(ending)
    return matched, last


def _lists_on(table: Cues, words: list[str], following: HedgedNumber) -> bool:
    return not following.cue and following.number.kind == "count" and words[following.first - 1] in table.listing


def _read(number: NumberMention, first: int, last: int, matched: list[Cue]) -> HedgedNumber:
    """Apply the cues from the innermost outwards; "about" yields its name to any stronger word."""
    low, high, kind = number.low, number.high, number.hedge
    for cue in matched:
        low, high = _widened(number, low, high, cue)
        if cue.kind != "exact" and (cue.kind != "about" or kind == "exact"):
            kind = cue.kind
    words = " ".join(word for cue in reversed(matched) for word in cue.words)
    return HedgedNumber(number, first, last, number.stated, low, high, kind, words, f"hedge.{kind}", "single")


def _widened(number: NumberMention, low: Number, high: Number | None, cue: Cue) -> tuple[Number, Number | None]:
    """Return the bounds that a cue leaves of [low, high]; they hold the old ones."""
    if cue.kind == "about":
        low, high = low - _spread(number, low, cue.spread), None if high is None else high + _spread(number, high, cue.spread)
    elif cue.kind == "nearly":
        low -= low * _share_of_spread(number, low, cue.spread)
    elif cue.kind in ("over", "at_least"):
        high = None
    elif cue.kind in ("under", "up_to"):
        low = min(low, 0)
    return _clipped(number, low, high)


def _clipped(number: NumberMention, low: Number, high: Number | None) -> tuple[Number, Number | None]:
    if number.low >= 0:
        low = max(low, 0)
    if number.kind == "share":
        whole = number.high is not None and number.high <= 1
        # Rounding the dust away must not cut into the number's own bounds.
        low = number.low if low == number.low else min(tidy(low), number.low)
        if high is None:
            return low, 1 if whole else None
        high = tidy(high) if number.high is None else max(tidy(high), number.high)
        return low, min(high, 1) if whole else high
    if isinstance(number.low, int):
        low, high = math.floor(low), None if high is None else math.ceil(high)
    return low, high


def _spread(number: NumberMention, value: Number, spread: float) -> float:
    """Return how far "about" reaches from a bound: the table's share of it, or its own precision where that is wider."""
    by_table = abs(value) * _share_of_spread(number, value, spread)
    if number.kind == "share":
        return max(by_table, last_place(value * 100) / 200) if number.rule == "number.percent" else by_table
    return about_reach(value, spread) if number.hedge != "vague" else by_table


def _share_of_spread(number: NumberMention, value: Number, spread: float) -> float:
    """Return the table's share; the more digits a figure has, the less of it. A fraction and a vague word have none to show."""
    if number.rule == "number.fraction" or number.hedge == "vague":
        return spread
    return share_of_spread(value * 100 if number.kind == "share" else value, spread)


def read_numbers(text: str) -> list[ReadNumber]:
    """Return every number of a whole text, hedged, with its span in the text as given.

    >>> [(number.text, number.hedged.low) for number in read_numbers("At least 1,500 troops were lost on 3 May.")]
    [('At least 1,500', 1500), ('3 May', 3)]
    """
    shadow = make_shadow(text)
    found: list[ReadNumber] = []
    for sentence in split_sentences(shadow.text):
        tokenise(shadow.text, sentence)
        numbers = find_numbers(shadow.text, sentence)
        for hedged in join_comparisons(sentence, apply_hedges(shadow.text, sentence, numbers)):
            start, end = shadow.span(sentence.starts[hedged.first], sentence.ends[hedged.last - 1])
            found.append(ReadNumber(start, end, text[start:end], hedged))
    return found


def join_comparisons(sentence: Sentence, hedged: list[HedgedNumber]) -> list[HedgedNumber]:
    """Return the numbers with each pair of comparisons that bounds one number joined ("over 100 and under 300")."""
    joined: list[HedgedNumber] = []
    for number in hedged:
        pair = _compared(sentence, joined[-1], number) if joined else None
        if pair is None:
            joined.append(number)
        else:
            joined[-1] = pair
    return joined


def _compared(sentence: Sentence, left: HedgedNumber, right: HedgedNumber) -> HedgedNumber | None:
    link = tuple(sentence.words[left.last : right.first])
    if link not in cues().comparison or left.number.kind != right.number.kind:
        return None
    lower, upper = (left, right) if left.hedge in ("over", "at_least") else (right, left)
    if lower.hedge not in ("over", "at_least") or upper.hedge not in ("under", "up_to"):
        return None
    if upper.high is None or not lower.low < upper.high:
        return None
    cue = f"{left.cue} {right.cue}"
    return HedgedNumber(left.number, left.first, right.last, None, lower.low, upper.high, "between", cue, "hedge.comparison", "single")

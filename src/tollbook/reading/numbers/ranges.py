"""Join two numbers into one range, share a magnitude between them, and put scores and spans of days aside."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tollbook.core.types import Number
from tollbook.reading.numbers.words import DIGITS, DOZEN, HUNDRED, MAGNITUDE, NumberMention, Tokens, glued_magnitudes, tidy
from tollbook.vocab.tables import load_table

_DASHES = frozenset("-–—‒")
_MEASURED = frozenset(
    "money duration distance weight caliber age area volume temperature frequency modifier".split() + ["speed or power", "percentage point"]
)
_WIDEST = 100
"""A range whose upper bound is over so many times the lower is two numbers."""
_WIDEST_OR = 2.5
"""The same for "or", which joins neighbors ("two or three")."""
_LARGEST_SCORE = 30


class RangeWords(NamedTuple):
    """The words that join two numbers, or keep them apart."""

    to: frozenset[str]
    change: frozenset[str]
    totals: frozenset[str]
    ranging: frozenset[str]
    score: frozenset[str]


@lru_cache(maxsize=1)
def range_words() -> RangeWords:
    """Return the words that join two numbers, or keep them apart."""
    row = load_table("numbers")["range"]
    return RangeWords(*(frozenset(row[name]) for name in RangeWords._fields))


def joined(tokens: Tokens, found: list[NumberMention]) -> list[NumberMention]:
    """Return the mentions with every pair that is one range joined."""
    result = [found[0]]
    for mention in found[1:]:
        gap = mention.first - result[-1].last
        pair = _pair(tokens, result[-1], mention) if 0 <= gap <= 1 else None
        if pair is None:
            result.append(mention)
        elif len(pair) == 1:
            result[-1] = pair[0]
        else:
            result[-1:] = pair
    return result


def _pair(tokens: Tokens, left: NumberMention, right: NumberMention) -> tuple[NumberMention, ...] | None:
    if left.last == right.first:
        return None
    link = tokens.words[left.last]
    words = range_words()
    opening = tokens.word(left.first - 1)
    if link == "and":
        if right.reason == "date" and _is_day(tokens, left):
            return (_aside(left, "date"), right)
        if opening != "between":
            return None
    elif link not in words.to:
        return None
    dated = _dates(tokens, left, right, link)
    if dated is not None:
        return (dated,)
    if link in _DASHES and _is_score(tokens, left, right):
        return (_aside(left, "score")._replace(last=right.last),)
    if (opening == "from" and _is_change(tokens, left.first - 1)) or (link == "to" and tokens.word(left.first - 1) in words.change):
        return None
    merged = _range(tokens, left, right, link)
    if merged is not None and opening in ("between", "from") and link not in _DASHES:
        merged = merged._replace(first=left.first - 1)
    return None if merged is None else (merged,)


def _aside(mention: NumberMention, reason: str) -> NumberMention:
    return mention._replace(kind="excluded", reason=reason, rule=f"number.not.{reason}")


def _is_day(tokens: Tokens, mention: NumberMention) -> bool:
    single = mention.last == mention.first + 1 and tokens.words[mention.first].isdigit()
    return mention.kind == "count" and single and mention.stated is not None and 1 <= mention.stated <= 31


def _dates(tokens: Tokens, left: NumberMention, right: NumberMention, link: str) -> NumberMention | None:
    if right.reason == "date" and (left.reason == "date" or _is_day(tokens, left)):
        return _aside(left, "date")._replace(last=right.last)
    if left.reason == "date" and link in _DASHES and _is_day(tokens, right):
        return left._replace(last=right.last)
    if left.reason == "time" or right.reason == "time":
        other = right if left.reason == "time" else left
        if other.reason == "time" or (len(tokens.words[other.first]) == 4 and tokens.words[other.first].isdigit()):
            return _aside(left, "time")._replace(last=right.last)
    years = [tokens.words[mention.first] for mention in (left, right)]
    if link in _DASHES and len(years[0]) == 4 and years[0].isdigit() and 1500 <= int(years[0]) <= 2100 and _closes_year(years):
        return _aside(left, "date")._replace(last=right.last)
    return None


def _closes_year(years: list[str]) -> bool:
    first, second = years
    if not second.isdigit() or len(second) not in (2, 4):
        return False
    return 0 < int(first[: 4 - len(second)] + second) - int(first) < 60


def _is_score(tokens: Tokens, left: NumberMention, right: NumberMention) -> bool:
    if left.stated is None or right.stated is None or left.kind != "count" or right.kind != "count":
        return False
    words = (tokens.words[left.first], tokens.words[right.first])
    if not (words[0].isdigit() and words[1].isdigit() and tokens.glued(left.last) and tokens.glued(right.first)):
        return False
    return (left.stated >= right.stated and left.stated <= _LARGEST_SCORE) or tokens.word(left.first - 1) in range_words().score - {"lost"}


def _is_change(tokens: Tokens, at: int) -> bool:
    words = range_words()
    if tokens.word(at - 1) in words.ranging:
        return False
    near = tokens.words[max(0, at - 5) : at]
    return any(word in words.change or word in words.totals for word in near)


def _range(tokens: Tokens, left: NumberMention, right: NumberMention, link: str) -> NumberMention | None:
    reason = ""
    if left.kind == "excluded" or right.kind == "excluded":
        reason = right.reason if right.kind == "excluded" else left.reason
        if reason not in _MEASURED or (left.kind == "excluded" and left.reason != reason):
            return None
    elif left.kind not in ("count", "share") or right.kind not in ("count", "share"):
        return None
    if left.hedge == "between" or right.hedge == "between":
        return None
    if left.stated is None or right.stated is None:
        return _vague_range(left, right)
    low, high = _shared(tokens, left, right), right.stated
    widest = _WIDEST_OR if link == "or" else _WIDEST
    if not low < high or (low and high / low > widest) or (link == "or" and not low):
        return None
    if right.kind == "share" and left.kind == "count" and right.rule != "number.percent":
        return None
    kind = "excluded" if reason else right.kind
    if left.kind == "share" and right.kind == "count":
        return None
    rule = f"number.not.{reason}" if reason else "number.range"
    return NumberMention(left.first, right.last, kind, None, low, high, "between", reason, rule)


def _vague_range(left: NumberMention, right: NumberMention) -> NumberMention | None:
    if left.stated is not None or right.stated is not None or left.high is None or right.high is None or right.high < left.low:
        return None
    return NumberMention(left.first, right.last, right.kind, None, min(left.low, right.low), right.high, "vague", "", "number.range")


def _shared(tokens: Tokens, left: NumberMention, right: NumberMention) -> Number:
    """Return the left number with the magnitude that it shares with the right one ("70 or 80,000", "two to three hundred")."""
    low, high = left.stated, right.stated
    if low is None or high is None:
        return left.low
    if right.rule == "number.percent" and left.kind == "count":
        return tidy(low / 100)
    if (
        tokens.worth[left.last - 1].kind in (HUNDRED, MAGNITUDE)
        or low >= 1000
        or (tokens.worth[left.last - 1].kind != DIGITS and left.last > left.first + 1)
    ):
        return low
    factor = _magnitude(tokens, right)
    return tidy(low * factor) if factor > 1 and low * factor < high <= low * factor * 20 else low


def _magnitude(tokens: Tokens, mention: NumberMention) -> Number:
    factor: Number = 1
    first = mention.first + (tokens.words[mention.first] in ("$", "£", "€"))
    for at in range(first, mention.last):
        worth = tokens.worth[at]
        if worth.kind in (HUNDRED, MAGNITUDE, DOZEN):
            factor *= worth.value
        elif tokens.glued(at) and tokens.words[at] in glued_magnitudes():
            factor *= glued_magnitudes()[tokens.words[at]]
        elif factor > 1:
            return factor if mention.kind == "excluded" else 1
    if factor > 1 or tokens.worth[first].kind != DIGITS or mention.stated is None:
        return factor
    return 1000 if mention.stated >= 1000 and mention.stated % 1000 == 0 else 1

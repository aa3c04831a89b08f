"""Tell the numbers that count from those that date, price, measure, label or order. It never tells what is counted."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from tollbook.core.types import Number
from tollbook.reading.numbers.words import DIGITS, TEEN, TENS, UNIT, NumberMention, Tokens, after_words, hyphen_words
from tollbook.vocab.tables import load_table

_ANNOUNCING = frozenset("-–—‒:+=")
_COUNTED = frozenset((DIGITS, UNIT, TEEN, TENS))
_PUNCTUATION = frozenset(".,;:)]!?\"'")


class Opener(NamedTuple):
    """A word before a number that makes it something else; `name`: only where written with a capital."""

    reason: str
    name: bool


class Dating(NamedTuple):
    """The words that make a figure a day or a year."""

    months: frozenset[str]
    also_words: frozenset[str]
    not_month_before: frozenset[str]
    year_before: frozenset[str]
    year_maybe_before: frozenset[str]
    year_parts: frozenset[str]
    year_article: frozenset[str]
    year_after: frozenset[str]
    day_before: frozenset[str]
    totals: frozenset[str]
    hedges: frozenset[str]
    year_before_hedge: frozenset[str]


@lru_cache(maxsize=1)
def openers() -> dict[str, Opener]:
    """Return the words before a number that make it no count."""
    rows = [row for row in load_table("numbers")["aside"] if row["side"] == "before"]
    return {word: Opener(row["reason"], row.get("case") == "name") for row in rows for word in row["words"]}


@lru_cache(maxsize=1)
def dating() -> Dating:
    """Return the words that make a figure a day or a year."""
    row: dict[str, Any] = load_table("numbers")["date"]
    return Dating(*(frozenset(row[name]) for name in Dating._fields))


@lru_cache(maxsize=1)
def _measured() -> tuple[frozenset[str], frozenset[str]]:
    row = load_table("numbers")["measured"]
    return frozenset(row["between"]), frozenset(row["figure_only"])


@lru_cache(maxsize=1)
def _one() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    row = load_table("numbers")["one"]
    return frozenset(row["after"]), frozenset(row["after_alone"]), frozenset(row["before"]), frozenset(row["definite"])


def put_aside(tokens: Tokens, mention: NumberMention, previous: NumberMention | None) -> NumberMention:
    """Return the mention, excluded with its reason where its neighbours say that it counts nothing."""
    first, last = mention.first, mention.last
    words = tokens.words
    figure = tokens.worth[first].kind == DIGITS
    if last < len(words):
        found = _by_what_follows(tokens, mention, words[last], figure)
        if found is not None:
            return found
    if mention.kind != "count":
        return mention
    if first > (previous.last if previous is not None else 0):
        found = _by_what_precedes(tokens, mention, words[first - 1], figure)
        if found is not None:
            return found
    if figure:
        if last == first + 1:
            return _bare_figure(tokens, mention, previous)
    elif last == first + 1 and words[first] == "one":
        return _excluded(mention, "pronoun") if _is_pronoun(tokens, first) else mention
    return mention


def _is_pronoun(tokens: Tokens, at: int) -> bool:
    after, after_alone, before, definite = _one()
    preceding, following = tokens.word(at - 1), tokens.word(at + 1)
    if preceding in after_alone:
        return following in dating().year_after or following in _PUNCTUATION or not following
    # "One of the two pilots" counts one of a number.
    is_part = following == "of" and tokens.word(at + 2) in definite and at + 3 < len(tokens.worth) and tokens.worth[at + 3].kind in _COUNTED
    return preceding in after or (following in before and not is_part)


def _excluded(mention: NumberMention, reason: str, *, first: int | None = None, last: int | None = None) -> NumberMention:
    return mention._replace(
        kind="excluded",
        reason=reason,
        first=mention.first if first is None else first,
        last=mention.last if last is None else last,
        rule=f"number.not.{reason.replace(' ', '_')}",
    )


def _by_what_follows(tokens: Tokens, mention: NumberMention, word: str, figure: bool) -> NumberMention | None:
    reasons, last = after_words(), mention.last
    if word == "-" and tokens.glued(last) and tokens.glued(last + 1):
        unit = tokens.words[last + 1]
        reasons = hyphen_words()
        reason = reasons.get(unit) or reasons.get(unit + "s") or reasons.get(unit.partition("-")[0] + "s")
        return _excluded(mention, reason, last=last + 2) if reason and not tokens.worth[last + 1].kind else None
    between, figure_only = _measured()
    if word in between and last + 1 < len(tokens.words) and tokens.words[last + 1] in reasons:
        last += 1
        word = tokens.words[last]
    reason = reasons.get(word)
    if reason is None or (not figure and (word in figure_only or (len(word) == 1 and word.isalpha()))):
        return None
    if reason == "time" and not figure and word != "o'clock":
        return None
    if reason == "duration" and (tokens.word(last + 1) == "old" or tokens.words[last + 1 : last + 3] == ["of", "age"]):
        return _excluded(mention, "age", last=last + 2)
    return _excluded(mention, reason, last=last + 1)


def _by_what_precedes(tokens: Tokens, mention: NumberMention, word: str, figure: bool) -> NumberMention | None:
    first = mention.first
    at = first - 1
    if word.endswith("_") and tokens.glued(first):  # 1_000, file_12
        return _excluded(mention, "code")
    if word == "." and at and tokens.glued(at) and not tokens.worth[at - 1].value:
        at -= 1
        word = tokens.words[at]
        if word == "no" and figure:
            return _excluded(mention, "label", first=at)
    opener = openers().get(word)
    if opener is None:
        return None
    if opener.reason in ("money", "age"):
        return _excluded(mention, opener.reason, first=at)
    if not figure and not (tokens.capital(first) and first > 0):
        return None
    if opener.name and not _is_name(tokens, at, opener.reason):
        return None
    return _excluded(mention, opener.reason, first=at)


@lru_cache(maxsize=1)
def _naming() -> tuple[frozenset[str], frozenset[str]]:
    row = load_table("numbers")["naming"]
    return frozenset(row["not_after"]), frozenset(row["except"])


def _is_name(tokens: Tokens, at: int, reason: str) -> bool:
    not_after, exempt = _naming()
    return tokens.capital(at) and (reason in exempt or tokens.word(at - 1) not in not_after)


def _bare_figure(tokens: Tokens, mention: NumberMention, previous: NumberMention | None) -> NumberMention:
    """Decide on a figure of one token: a day, a year, an age, a list's number, a house's number, or a count."""
    first, last = mention.first, mention.last
    token, value = tokens.words[first], mention.stated
    if value is None or not token.isdigit():
        return _excluded(mention, "date") if _is_day_and_month(token, tokens.word(first - 1), tokens.word(last)) else mention
    if len(token) != 4 and _is_plain(tokens, first, last) and (previous is None or previous.reason != "date"):
        # Nearly every figure of a report: between two plain words it is no clock, day, year or age.
        return _excluded(mention, "address") if _is_address(tokens, last) else mention
    if _is_clock(tokens, first, value):
        return _excluded(mention, "time")
    if 1 <= value <= 31 and _is_month(tokens, last):
        return _excluded(mention, "date", last=last + 1)
    if _is_date(tokens, first, value, previous):
        return _excluded(mention, "date")
    reason = _place_in_text(tokens, first, value)
    return _excluded(mention, reason) if reason else mention


def _is_date(tokens: Tokens, first: int, value: Number, previous: NumberMention | None) -> bool:
    token = tokens.words[first]
    if len(token) == 2 and previous is not None and previous.reason == "date" and first == previous.last and first - previous.first == 2:
        return True  # 18 Nov 89
    is_year = len(token) == 4 and 1500 <= value <= 2100
    return ((value <= 31 or is_year) and _follows_month(tokens, first)) or (is_year and _is_year(tokens, first, previous))


def _place_in_text(tokens: Tokens, first: int, value: Number) -> str:
    """Return what the place of a figure makes of it: an age in commas, a list's number, a house's number; else ""."""
    last = first + 1
    before, after = tokens.word(first - 1), tokens.word(last)
    if 0 < value <= 110 and before == "," and after in (",", ";", ")") and tokens.capital(first - 2) and tokens.word(first - 2).isalpha():
        return "age"
    if first == 0 and value < 1000 and after in (".", ")") and tokens.glued(last) and _opens_line(tokens):
        return "list number"
    return "address" if _is_address(tokens, last) else ""


def _is_plain(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether a word of letters that is no month stands on either side."""
    words, months = tokens.words, dating().months
    if not 0 < first < last < len(words):
        return False
    before, after = words[first - 1], words[last]
    return before.isalpha() and after.isalpha() and before not in months and after not in months


def _is_address(tokens: Tokens, last: int) -> bool:
    named = tokens.capital(last) and tokens.capital(last + 1)
    return named and tokens.word(last + 1) in load_table("numbers")["address"]["words"]


@lru_cache(maxsize=1)
def _clock() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    row = load_table("numbers")["clock"]
    return frozenset(row["before"]), frozenset(row["maybe_before"]), frozenset(row["zones"])


def _is_clock(tokens: Tokens, first: int, value: Number) -> bool:
    before, maybe_before, zones = _clock()
    preceding = tokens.word(first - 1)
    if len(tokens.words[first]) == 4 and value <= 2400 and value % 100 < 60:
        word = tokens.word(first - 2) if preceding in maybe_before else preceding
        if word in before:
            return True
    return preceding in "+-" and tokens.word(first - 2) in zones


def _is_day_and_month(token: str, before: str, after: str) -> bool:
    day, _, month = token.partition(".")
    if len(month) != 2 or not month.isdigit() or not day.isdigit() or len(day) > 2:
        return False
    return before in dating().day_before and 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and after not in after_words()


def _is_month(tokens: Tokens, at: int) -> bool:
    word = tokens.word(at)
    words = dating()
    if word not in words.months:
        return False
    return word not in words.also_words or (tokens.capital(at) and tokens.word(at + 1) not in words.not_month_before)


def _follows_month(tokens: Tokens, first: int) -> bool:
    at = first - 2 if tokens.word(first - 1) == "." else first - 1
    word = tokens.word(at)
    return word in dating().months and (word not in dating().also_words or tokens.capital(at))


def _is_year(tokens: Tokens, first: int, previous: NumberMention | None) -> bool:
    words = dating()
    before, after = tokens.word(first - 1), tokens.word(first + 1)
    if previous is not None and previous.reason in ("date", "ordinal"):
        gap = first - previous.last
        if gap == 0 or (gap == 1 and before == ",") or (gap == 1 and before in words.months):
            return True
    if before in words.year_before or (before == "of" and tokens.word(first - 2) in words.year_parts):
        return True
    if before in words.year_article and tokens.words[first] >= "1900" and not tokens.words[first].endswith("00"):
        return True
    if _is_hedged_count(tokens, first):
        return False
    ends = not after or after in _PUNCTUATION or after in words.year_after
    if before in words.year_maybe_before:
        return ends and tokens.word(first - 2) not in words.totals
    # "tanks - 2002 (+5)": a dash or a colon announces a count.
    return ends and tokens.words[first] >= "1900" and before not in _ANNOUNCING


def _is_hedged_count(tokens: Tokens, first: int) -> bool:
    """Say whether a figure is hedged as counts are: "rose to more than 2000". A year is as well in "since at least 2014"."""
    words = dating()
    for length in (2, 1):
        if " ".join(tokens.words[max(0, first - length) : first]) in words.hedges:
            before = tokens.word(first - length - 1)
            return before not in words.year_before and before not in words.year_before_hedge
    return False


def _opens_line(tokens: Tokens) -> bool:
    start = tokens.starts[0]
    goes_on = len(tokens.words) > 2 or bool(tokens.text[tokens.ends[-1] : tokens.ends[-1] + 2].strip())
    return goes_on and (start == 0 or "\n" in tokens.text[max(0, start - 8) : start])

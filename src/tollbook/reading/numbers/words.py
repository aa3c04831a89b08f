"""What single tokens and runs of number words are worth. Knows spelling and arithmetic, nothing of what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from tollbook.core.types import HedgeKind, Number
from tollbook.reading.remembered import Remembered
from tollbook.vocab.tables import load_table

NOTHING, DIGITS, UNIT, TEEN, TENS, HUNDRED, HUNDREDS, DOZEN, MAGNITUDE = range(9)
PART, ORDINAL, PHRASE, ARTICLE, REST, COMPOUND, SHARE, ASIDE, LABEL, COMPOUND_PART = range(9, 19)
_CLASSES = {"unit": UNIT, "teen": TEEN, "tens": TENS, "hundred": HUNDRED, "hundreds": HUNDREDS, "dozen": DOZEN, "magnitude": MAGNITUDE}
MAX_DIGITS = 15
"""Longer runs of digits are codes, and no float holds them."""


class Word(NamedTuple):
    """What one token is worth: its class, its value, and why it is put aside where it is."""

    kind: int
    value: Number = 0
    reason: str = ""


NumberKind = Literal["count", "share", "rest", "none", "ordinal", "excluded"]


class NumberMention(NamedTuple):
    """A number as written: tokens [first, last), what it states and what that allows.

    Shares are fractions of one. `hedge` is what the number word itself implies ("dozens" is vague, "20 to 30" between);
    words around it are read by `apply_hedges`. `reason` says why an excluded number is no count.
    """

    first: int
    last: int
    kind: NumberKind
    stated: Number | None
    low: Number
    high: Number | None
    hedge: HedgeKind = "exact"
    reason: str = ""
    rule: str = "number.digits"
    flags: tuple[str, ...] = ()


class Tokens(NamedTuple):
    """The tokens of a sentence with what each is worth."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    worth: list[Word]

    def word(self, at: int) -> str:
        """Return the token at an index, or "" outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def glued(self, at: int) -> bool:
        """Say whether the token at an index follows the one before it without a gap."""
        return 0 < at < len(self.words) and self.starts[at] == self.ends[at - 1]

    def capital(self, at: int) -> bool:
        """Say whether the token at an index begins with a capital letter."""
        return 0 <= at < len(self.words) and self.text[self.starts[at]].isupper()


class Phrase(NamedTuple):
    """A run of words that stands for a number that is not spelled out."""

    words: tuple[str, ...]
    kind: str
    stated: int | None
    low: int
    high: int | None
    hedge: HedgeKind
    scales: bool
    not_before: frozenset[str]
    joins: str
    only_before: frozenset[str]


_NOTHING = Word(NOTHING)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}")
_GROUPED_BY_STOPS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d{1,2}")
_LABEL = re.compile(r"[^\W\d_]+[-']?\d[\w'-]*|\w+-\d[\w'-]*")


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Word]:
    """Return every single word of the number table with its class and value."""
    table = load_table("numbers")
    words: dict[str, Word] = {}
    for row in table["cardinal"]:
        if row["class"] != "glued":
            words.update({word: Word(_CLASSES[row["class"]], value) for word, value in row["values"].items()})
    for row in table["ordinal"]:
        for word, value in row["values"].items():
            words[word] = Word(ORDINAL, value)
            if value > 2:
                words[word + "s"] = Word(PART, value)
    for row in table["part"]:
        words.update({word: Word(PART, value) for word, value in row["values"].items()})
    words.update({word: Word(REST) for word in table["rest"]["words"]})
    for phrase in phrases():
        words.setdefault(phrase, Word(PHRASE))
    words["a"] = words["an"] = Word(ARTICLE, 1)
    return words


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases by their first word, the longest first."""
    table = load_table("numbers")
    found: dict[str, list[Phrase]] = {}
    for row in table["vague"]:
        found.setdefault(row["words"][0], []).append(_phrase(row, "count"))
    for row in table["none"]:
        found.setdefault(row["words"][0], []).append(_phrase({**row, "stated": 0, "low": 0, "high": 0, "hedge": "exact"}, "none"))
    return {first: tuple(sorted(rows, key=lambda row: -len(row.words))) for first, rows in found.items()}


def _phrase(row: dict[str, Any], kind: str) -> Phrase:
    return Phrase(
        words=tuple(row["words"]),
        kind=kind,
        stated=row.get("stated"),
        low=row["low"],
        high=row.get("high"),
        hedge=row.get("hedge", "vague"),
        scales=row.get("scales", False),
        not_before=frozenset(row.get("not_before", ())),
        joins=row.get("joins", ""),
        only_before=frozenset(row.get("only_before", ())),
    )


@lru_cache(maxsize=1)
def glued_magnitudes() -> dict[str, int]:
    """Return what a letter written against a figure multiplies it by ("12k")."""
    return {word: value for row in load_table("numbers")["cardinal"] if row["class"] == "glued" for word, value in row["values"].items()}


@lru_cache(maxsize=1)
def after_words() -> dict[str, str]:
    """Return, for each word that follows a measure, the reason why its number is no count."""
    return _after_rows("")


@lru_cache(maxsize=1)
def hyphen_words() -> dict[str, str]:
    """Return the same for words that say so only behind a hyphen ("a 12-storey block"), with all of the others."""
    return {**after_words(), **_after_rows("hyphen")}


def _after_rows(only: str) -> dict[str, str]:
    rows = [row for row in load_table("numbers")["aside"] if row["side"] == "after" and row.get("only", "") == only]
    return {word: row["reason"] for row in rows for word in row["words"]}


@lru_cache(maxsize=1)
def plural_factors() -> dict[str, int]:
    """Return what a vague plural multiplies by behind "several" ("several dozens")."""
    return {row["words"][0]: row["plural_of"] for row in load_table("numbers")["vague"] if "plural_of" in row}


class Grammar(NamedTuple):
    """The words around a number that change what it is."""

    ordinal_endings: frozenset[str]
    singular_parts: frozenset[str]
    bare_parts: frozenset[str]
    not_parts: frozenset[str]
    not_parts_after: frozenset[str]
    after_share: frozenset[str]
    before_share: frozenset[str]
    percent: frozenset[str]
    percent_split: frozenset[tuple[str, ...]]
    percent_points: frozenset[str]
    ratio_links: tuple[tuple[str, ...], ...]
    not_ratio: frozenset[str]
    tails: frozenset[str]
    months: frozenset[str]
    joiners: frozenset[str]
    abbreviated: frozenset[str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the words around a number that change what it is."""
    table = load_table("numbers")
    share, percent, ratio = table["share"], table["percent"], table["ratio"]
    links = sorted([tuple(ratio["in"]), *map(tuple, ratio["out_of"])], key=len, reverse=True)
    return Grammar(
        ordinal_endings=frozenset(table["ordinal"][0]["suffixes"]),
        singular_parts=frozenset(word for row in table["part"] for word in row["values"] if not word.endswith("s")),
        bare_parts=frozenset(share["bare"]),
        not_parts=frozenset(share["not_before"]),
        not_parts_after=frozenset(share["not_after"]),
        after_share=frozenset(share["after"]),
        before_share=frozenset(share["before"]),
        percent=frozenset(percent["words"]),
        percent_split=frozenset(map(tuple, percent["split"])),
        percent_points=frozenset(percent["points"]),
        ratio_links=tuple(links),
        not_ratio=frozenset(ratio["not_before"]),
        tails=frozenset(["and", "point", "per", *percent["words"], *(link[0] for link in links)]),
        months=frozenset(table["date"]["months"]),
        joiners=frozenset(table["joining"]["and"]),
        abbreviated=frozenset(table["joining"]["abbreviated"]),
    )


def word_of(token: str) -> Word:
    """Return what one lower-cased token is worth.

    >>> word_of("twenty-five").value
    25
    """
    known = lexicon().get(token)
    if known is not None:
        return known
    first = token[0]
    if first.isdigit() or (first == "." and len(token) > 1):
        return Word(DIGITS)
    if len(token) > 2:
        if "-" in token:
            return _hyphenated(token)
        if _LABEL.fullmatch(token):
            return Word(LABEL, 0, "model")
    return _NOTHING if not _LABEL.fullmatch(token) else Word(LABEL, 0, "model")


_WORTH = Remembered(word_of)


def worth_of(tokens: list[str]) -> list[Word]:
    """Return what each token is worth."""
    return list(map(_WORTH.__getitem__, tokens))


def _hyphenated(token: str) -> Word:
    if any(character.isdigit() for character in token):
        return Word(LABEL, 0, "model")
    pieces = token.split("-")
    words = [lexicon().get(piece, _NOTHING) for piece in pieces]
    if words[0].kind not in _STARTERS:
        return _NOTHING
    if len(words) > 1 and words[-1].kind in (PART, ORDINAL) and (words[-1].value != 1 or len(words) == 2):
        return _hyphenated_part(words)
    count = cardinal_run(words)
    if count[1] == len(words):
        return Word(COMPOUND, count[0])
    reasons, unit = hyphen_words(), pieces[count[1]]
    reason = reasons.get("-".join(pieces[count[1] :])) or reasons.get(unit) or reasons.get(unit + "s")
    return Word(ASIDE, count[0], reason) if reason else _NOTHING


def _hyphenated_part(words: list[Word]) -> Word:
    above, length = cardinal_run(words[:-1])
    below = words[-1].value
    if length != len(words) - 1:
        return _NOTHING
    if words[-2].kind == TENS and below < 10:
        return Word(COMPOUND_PART if words[-1].kind == PART else ORDINAL, above + below)
    if below < 3 and words[-1].kind == ORDINAL:
        return _NOTHING
    return Word(SHARE, above / below) if above else _NOTHING


_STARTERS = frozenset((UNIT, TEEN, TENS, HUNDRED, HUNDREDS, MAGNITUDE, DOZEN, COMPOUND))
BELOW_HUNDRED = frozenset((UNIT, TEEN, TENS, COMPOUND))


def cardinal_run(words: Sequence[Word], *, first: Number | None = None) -> tuple[Number, int]:
    """Add up a run of cardinal words, and return its value and where it ends.

    `first` is the value of a figure that opens the run ("25 thousand", "3 hundred"). The word "and" is not in the run:
    see `spelled_value` in cardinals, which drops it where grammar allows one.
    """
    total: Number = 0
    current, level = first, DIGITS if first is not None else NOTHING
    ceiling: Number = 10**18
    at = 0
    while at < len(words):
        kind, value, _ = words[at]
        if kind in BELOW_HUNDRED:
            step = _add_small(current, level, kind, value)
            if step is None:
                break
            current, level = step, kind
        elif kind == HUNDREDS and level == NOTHING:
            current, level = value, HUNDRED
        elif kind == HUNDRED and (current is None or (current < 1000 and level not in (HUNDRED, HUNDREDS))):
            current, level = (1 if current is None else current) * 100, HUNDRED
        elif kind == DOZEN and (current is not None or not total):
            current = 12 if current is None else _dozens(current)
            return total + current, at + 1
        elif kind == MAGNITUDE and current is None and total:
            total, ceiling = total * value, ceiling * value
        elif kind == MAGNITUDE and value < ceiling:
            total, ceiling = total + (1 if current is None else current) * value, value
            current, level = None, NOTHING
        else:
            break
        at += 1
    return total + (current or 0), at


def _dozens(current: Number) -> Number:
    rest = current % 100
    return current - rest + rest * 12 if rest else current * 12


def _add_small(current: Number | None, level: int, kind: int, value: Number) -> Number | None:
    if level == NOTHING:
        return value
    if current is not None and (level == HUNDRED or (level == TENS and kind == UNIT and value)):
        return current + value
    return None


class Figure(NamedTuple):
    """What a token of digits is worth. form: plain, grouped, decimal, code, date, listing, ambiguous, long."""

    value: Number | None
    form: str


@lru_cache(maxsize=8192)
def figure_of(token: str) -> Figure:
    """Read a token of digits with whatever separators it has.

    >>> figure_of("1,500"), figure_of("4.8"), figure_of("24.02.2022").form
    (Figure(value=1500, form='grouped'), Figure(value=4.8, form='decimal'), 'date')
    """
    digits = token.replace(",", "").replace(".", "")
    if len(digits) > MAX_DIGITS:
        return Figure(None, "long")
    if not digits.isascii() or not digits.isdigit():
        return Figure(None, "code")
    if digits == token:
        return Figure(int(token), "code" if token[0] == "0" and len(token) > 1 else "plain")
    if _GROUPED.fullmatch(token):
        return Figure(_decimal(token.replace(",", "")), "grouped")
    if _GROUPED_BY_STOPS.fullmatch(token):
        return Figure(_decimal(token.replace(".", "").replace(",", ".")), "grouped")
    whole, _, rest = token.replace(",", ".").partition(".")
    if "." in rest:
        return Figure(None, "date" if "," not in token else "listing")
    if len(rest) == 3 and "." in token and len(whole) in (1, 2, 3) and whole[0] != "0":
        return Figure(_decimal(token), "ambiguous")
    return Figure(_decimal(f"{whole or 0}.{rest}"), "decimal")


def _decimal(text: str) -> Number:
    return float(text) if "." in text else int(text)


def aside(first: int, last: int, reason: str, value: Number | None = None) -> NumberMention:
    """Return an excluded mention: seen, and put aside for a reason."""
    bound = 0 if value is None else value
    return NumberMention(first, last, "excluded", value, bound, value, "exact", reason, f"number.not.{reason.replace(' ', '_')}")


def tidy(value: Number) -> Number:
    """Return a product without the dust of binary fractions, whole where it is whole."""
    if isinstance(value, int):
        return value
    rounded = round(value, 9)
    return int(rounded) if rounded.is_integer() and abs(rounded) < 10**MAX_DIGITS else rounded

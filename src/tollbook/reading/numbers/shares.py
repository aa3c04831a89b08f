"""Read parts of a whole: "a third", "one in five", "40 percent", "two and a half", and what they make of a magnitude."""

from __future__ import annotations

from tollbook.core.types import Number
from tollbook.reading.numbers.cardinals import CARDINAL, spelled_value
from tollbook.reading.numbers.words import (
    ARTICLE,
    BELOW_HUNDRED,
    COMPOUND,
    COMPOUND_PART,
    DIGITS,
    DOZEN,
    MAGNITUDE,
    ORDINAL,
    PART,
    SHARE,
    TEEN,
    UNIT,
    NumberMention,
    Tokens,
    after_words,
    aside,
    figure_of,
    grammar,
    tidy,
)

DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 50, 100, 1000))
"""What a fraction of figures is over: 3/4 is a share, 9/11 a day."""


def finished(tokens: Tokens, first: int, last: int, value: Number, *, rule: str, share: bool = False) -> NumberMention:
    """Read what may follow any number: a fraction, a percent sign, "in five", "and a half"."""
    if last < len(tokens.words):
        kind = tokens.worth[last].kind
        word = tokens.words[last]
        if not share and kind in (PART, ORDINAL, COMPOUND_PART):
            found = _over(tokens, first, last, value)
            if found is not None:
                return found
        elif word == "-" and not share and last + 1 < len(tokens.words) and tokens.worth[last + 1].kind in (PART, ORDINAL):
            found = _over(tokens, first, last, value, below_at=last + 1)
            if found is not None and tokens.worth[last + 1].value > 2:
                return found
        elif kind == DIGITS and word.isdigit() and tokens.word(last + 1) == "/" and tokens.glued(last + 1):
            below = figure_of(tokens.word(last + 2)).value if tokens.word(last + 2).isdigit() else None
            if below and int(word) < below:
                return finished(tokens, first, last + 3, value + int(word) / below, rule=rule, share=True)._replace(kind="count")
        elif word in grammar().tails:
            found = _tail(tokens, first, last, value, rule)
            if found is not None:
                return found
    return NumberMention(first, last, "share" if share else "count", value, value, value, "exact", "", rule)


def _over(tokens: Tokens, first: int, last: int, value: Number, *, below_at: int = -1) -> NumberMention | None:
    """Read "two thirds", "one fifth", "twenty fifths", "three quarters million"."""
    last = max(last, below_at)
    below = tokens.worth[last].value
    if not value or (below < 3 and tokens.worth[last].kind == ORDINAL):
        return None
    if (tokens.worth[last].kind == ORDINAL or tokens.words[last] in grammar().singular_parts) and value != 1:
        return None
    return share_of(tokens, first, last + 1, value / below)


def share_of(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention:
    """Return a share, or the count that a share of a magnitude is ("half a million", "two thirds of a million")."""
    at = last + (tokens.word(last) == "of")
    at += tokens.word(at) == "a"
    if at < len(tokens.worth) and tokens.worth[at].kind in (MAGNITUDE, DOZEN):
        value, at = _magnified(tokens, at + 1, value * tokens.worth[at].value)
        return NumberMention(first, at, "count", value, value, value, "exact", "", "number.words")
    return NumberMention(first, last, "share", value, value, value, "exact", "", "number.fraction")


def part(tokens: Tokens, first: int, at: int) -> NumberMention | None:
    """Read "half", "a third", "a quarter". "a third soldier" is an ordinal: only what follows can tell."""
    if first == at:
        return _bare_part(tokens, at)
    worth, following = tokens.worth[at], tokens.word(at + 1)
    if tokens.word(first - 1) == "and" and tokens.word(first - 2) + "s" in after_words():
        return aside(first, at + 1, after_words()[tokens.word(first - 2) + "s"], 1 / worth.value)
    if tokens.words[at] in grammar().singular_parts or worth.value >= 1000:
        return None if following in grammar().not_parts else share_of(tokens, first, at + 1, 1 / worth.value)
    if worth.kind != ORDINAL or worth.value < 3:
        return None
    if following == "-":
        return aside(at, at + 1, "ordinal", worth.value)
    if (
        following in grammar().after_share
        or tokens.word(first - 1) in grammar().before_share
        or not following
        or not following[0].isalpha()
    ):
        return share_of(tokens, first, at + 1, 1 / worth.value)
    return aside(at, at + 1, "ordinal", worth.value)


def _bare_part(tokens: Tokens, at: int) -> NumberMention | None:
    """Read "half" and "quarter million"; "the second half" is a part of time or of a place."""
    words = grammar()
    scaled = at + 1 < len(tokens.worth) and tokens.worth[at + 1].kind == MAGNITUDE
    if (tokens.words[at] not in words.bare_parts and not scaled) or tokens.word(at + 1) in words.not_parts:
        return None
    value = 1 / tokens.worth[at].value
    if tokens.word(at - 1) in words.not_parts_after:
        return aside(at, at + 1, "half of a period or place", value)
    return share_of(tokens, at, at + 1, value)


def _tail(tokens: Tokens, first: int, last: int, value: Number, rule: str) -> NumberMention | None:
    word = tokens.words[last]
    if word == "and":
        return _and_part(tokens, first, last, value, rule)
    if word == "point":
        return _spoken_decimal(tokens, first, last, value)
    if is_percent(tokens, last):
        return _percent(tokens, first, last, value)
    return _ratio(tokens, first, last, value)


def is_percent(tokens: Tokens, at: int) -> int:
    """Return how many tokens at an index say percent."""
    word = tokens.word(at)
    if word in grammar().percent:
        return 1
    return 2 if (word, tokens.word(at + 1)) in grammar().percent_split else 0


def _percent(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention:
    last += is_percent(tokens, last)
    share = tidy(value / 100)
    if tokens.word(last) in grammar().percent_points:
        return aside(first, last + 1, "percentage point", share)
    return NumberMention(first, last, "share", share, share, share, "exact", "", "number.percent")


def _and_part(tokens: Tokens, first: int, last: int, value: Number, rule: str) -> NumberMention | None:
    """Read "two and a half", "three million and a half", "five and a half million"."""
    at = last + 1
    above: Number = 1
    if at + 1 >= len(tokens.worth):
        return None
    if tokens.worth[at].kind in (ARTICLE, UNIT, TEEN, COMPOUND):
        above, at = tokens.worth[at].value, at + 1
    elif tokens.worth[at].kind != SHARE:
        return None
    part = tokens.worth[at]
    if part.kind not in (PART, SHARE, ORDINAL) or (part.kind == ORDINAL and (above != 1 or part.value < 3)):
        return None
    fraction = above * part.value if part.kind == SHARE else above / part.value
    at += 1
    magnitude = tokens.worth[at].value if at < len(tokens.worth) and tokens.worth[at].kind == MAGNITUDE else 0
    before = tokens.worth[last - 1]
    if magnitude and before.kind == MAGNITUDE:
        value, at = value + fraction * magnitude, at + 1
    elif magnitude:
        value, at = (value + fraction) * magnitude, at + 1
    else:
        value += fraction * (before.value if before.kind == MAGNITUDE else 1)
    value = tidy(value)
    return NumberMention(first, at, "count", value, value, value, "exact", "", rule)


def _spoken_decimal(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention | None:
    digits = ""
    at = last + 1
    while at < len(tokens.worth) and tokens.worth[at].kind in BELOW_HUNDRED and len(digits) < 8:
        digits += str(tokens.worth[at].value)
        at += 1
    if not digits:
        return None
    value, at = _magnified(tokens, at, float(f"{int(value)}.{digits}"))
    return finished(tokens, first, at, value, rule="number.words")


def _magnified(tokens: Tokens, at: int, value: Number) -> tuple[Number, int]:
    """Return a value times the magnitudes that follow it, "million" in "one point two million", and the index behind them."""
    while at < len(tokens.worth) and tokens.worth[at].kind == MAGNITUDE:
        value *= tokens.worth[at].value
        at += 1
    return tidy(value), at


def _ratio(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention | None:
    """Read "one in five" and "9 out of 10"; "three in five days" and "killed 5 in 12 raids" are two numbers."""
    link = next((link for link in grammar().ratio_links if tuple(tokens.words[last : last + len(link)]) == link), ())
    at = last + len(link)
    if not link or at >= len(tokens.worth):
        return None
    below, end = _plain(tokens, at)
    if below is None or not value < below or value != int(value):
        return None
    following = tokens.word(end)
    if following in after_words() or following in grammar().not_ratio:
        return None
    if len(link) == 1 and value != 1 and (below not in DENOMINATORS or tokens.word(first - 1).endswith(("ing", "ed", "lost"))):
        return None
    share = value / below
    return NumberMention(first, end, "share", share, share, share, "exact", "", "number.fraction")


def _plain(tokens: Tokens, at: int) -> tuple[Number | None, int]:
    kind = tokens.worth[at].kind
    if kind == DIGITS:
        figure = figure_of(tokens.words[at])
        return (figure.value if figure.form in ("plain", "grouped") else None), at + 1
    if kind == ARTICLE and at + 1 < len(tokens.worth):
        kind = tokens.worth[at + 1].kind
        at += 1
    if kind not in CARDINAL:
        return None, at
    return spelled_value(tokens, at)

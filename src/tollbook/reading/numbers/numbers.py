"""Find every number of a sentence in whatever form it is written, and say which of them count nothing.

It reads numbers, not claims: what is counted, and by whom, is for later steps. A number whose form is ambiguous is put
aside with its reason (kind "excluded"), never guessed.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbook.core.types import Number
from tollbook.reading.numbers.cardinals import CARDINAL, OPENS_AND, spaced_groups, spelled_value, with_magnitude
from tollbook.reading.numbers.not_numbers import put_aside
from tollbook.reading.numbers.ranges import joined
from tollbook.reading.numbers.shares import DENOMINATORS, finished, is_percent, part, share_of
from tollbook.reading.numbers.words import (
    ARTICLE,
    DIGITS,
    DOZEN,
    HUNDRED,
    MAGNITUDE,
    MAX_DIGITS,
    ORDINAL,
    PART,
    PHRASE,
    REST,
    SHARE,
    TENS,
    NumberMention,
    Phrase,
    Tokens,
    aside,
    figure_of,
    glued_magnitudes,
    grammar,
    phrases,
    plural_factors,
    tidy,
    worth_of,
)
from tollbook.reading.tokens import Sentence
from tollbook.vocab.tables import load_table

_DATE_SHAPES = frozenset([(4, a, b) for a in (1, 2) for b in (1, 2)] + [(a, b, year) for a in (1, 2) for b in (1, 2) for year in (2, 4)])
"""How many digits the parts of a date have: 2025-01-24, 24/1/25."""
_CHAIN_MARKS = frozenset(":/-")
_DOZEN = 12
_SHORTEST_ALONE = 5
"""A magnitude of fewer letters ("mil", "dz") is none without a number before it."""
_NO_COUNT = {"long": "too many digits", "date": "date", "listing": "list", "code": "code"}
_UNREADABLE = frozenset({"too many digits", "model", "code"})
_TOO_LARGE = 10**MAX_DIGITS
_VAGUE_DOZENS_HIGH = 99


def find_numbers(text: str, sentence: Sentence) -> list[NumberMention]:
    """Return the numbers of a tokenised sentence in order, the excluded ones among them.

    Token indices are those of the sentence; `text` is the shadow text that it was made from.
    """
    worth = worth_of(sentence.words)
    tokens = Tokens(text, sentence.words, sentence.starts, sentence.ends, worth)
    found: list[NumberMention] = []
    end = 0
    for at in [at for at, word in enumerate(worth) if word[0]]:
        mention = _number_at(tokens, at, worth[at][0]) if at >= end else None
        if mention is None:
            continue
        if mention.kind in ("count", "share", "none"):
            mention = put_aside(tokens, mention, found[-1] if found else None)
        if mention.low >= _TOO_LARGE:
            mention = aside(mention.first, mention.last, "too many digits")
        if mention.reason in _UNREADABLE:
            mention = mention._replace(last=_past_magnitudes(tokens, mention.last))
        found.append(mention)
        end = mention.last
    return joined(tokens, found) if len(found) > 1 else found


def _past_magnitudes(tokens: Tokens, last: int) -> int:
    """Return where the magnitudes after a figure end: where it can't be read, they are no number of their own."""
    while last < len(tokens.worth) and tokens.worth[last].kind in (HUNDRED, MAGNITUDE, DOZEN):
        last += 1
    return last


def _number_at(tokens: Tokens, at: int, kind: int) -> NumberMention | None:
    if kind == DIGITS:
        return _figure(tokens, at)
    if kind in CARDINAL:
        return _spelled(tokens, at, at)
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(tokens, at)
    word = tokens.worth[at]
    return aside(at, at + 1, word.reason or "ordinal", word.value)


def _bare_part(tokens: Tokens, at: int) -> NumberMention | None:
    return part(tokens, at, at)


def _hyphenated_share(tokens: Tokens, at: int) -> NumberMention | None:
    return share_of(tokens, at, at + 1, tokens.worth[at].value)


def _after_article(tokens: Tokens, at: int) -> NumberMention | None:
    found = _phrase(tokens, at)
    if found is not None:
        return found
    following = tokens.worth[at + 1].kind if at + 1 < len(tokens.worth) else 0
    if following in (HUNDRED, MAGNITUDE, DOZEN):
        return _spelled(tokens, at, at + 1)
    return part(tokens, at, at + 1) if following in (PART, ORDINAL) else None


def _phrase(tokens: Tokens, at: int) -> NumberMention | None:
    words = tokens.words
    if words[at] == "no" and at + 1 < len(words) and tokens.worth[at + 1].kind == DIGITS and tokens.word(at + 2) != "/":
        return aside(at, at + 2, "label", figure_of(words[at + 1]).value)
    for phrase in phrases().get(words[at], ()):
        last = at + len(phrase.words)
        if tuple(words[at:last]) != phrase.words:
            continue
        following = tokens.word(last)
        if following in phrase.not_before or (phrase.only_before and following not in phrase.only_before):
            continue
        if phrase.joins and tokens.word(last + 1) == phrase.joins:
            continue
        if phrase.kind == "none":
            return NumberMention(at, last, "none", 0, 0, 0, "exact", "", "number.none")
        return _scaled(tokens, at, last, phrase)
    return None


def _scaled(tokens: Tokens, at: int, last: int, phrase: Phrase) -> NumberMention:
    """Multiply a small vague word by the magnitudes after it: "several hundred", "a few dozen"."""
    low, high, stated = phrase.low, phrase.high, phrase.stated
    factor = 1
    while phrase.scales and last < len(tokens.worth) and tokens.worth[last].kind in (HUNDRED, DOZEN, MAGNITUDE):
        factor *= int(tokens.worth[last].value)
        last += 1
    if phrase.scales and factor == 1 and tokens.word(last) in plural_factors():
        factor, last = plural_factors()[tokens.words[last]], last + 1
    if factor > 1 and high is not None:
        low, high = low * factor, (high + 1) * factor - 1 if stated is None else high * factor
        high = min(high, _VAGUE_DOZENS_HIGH) if factor == _DOZEN else high
        stated = None if stated is None else stated * factor
    return NumberMention(at, last, "count", stated, low, high, phrase.hedge, "", "number.vague")


def _rest(tokens: Tokens, at: int) -> NumberMention | None:
    row = load_table("numbers")["rest"]
    if tokens.word(at - 1) not in row["after"]:
        return None
    if tokens.words[at] == "remaining" and at + 1 < len(tokens.worth) and tokens.worth[at + 1].kind:
        return None
    mention = NumberMention(at - 1, at + 1, "rest", None, 0, None, "vague", "", "number.rest")
    if tokens.word(at + 1) == "of" and tokens.word(at + 2) not in row["of"]:
        return mention._replace(kind="excluded", reason="rest of something else")
    return mention


def _spelled(tokens: Tokens, first: int, at: int) -> NumberMention | None:
    if first == at and tokens.worth[at].kind in (MAGNITUDE, DOZEN) and len(tokens.words[at]) < _SHORTEST_ALONE:
        return None
    value, last = spelled_value(tokens, at)
    if last == at:
        return None
    mention = finished(tokens, first, last, value, rule="number.words")
    end = _ordinal_end(tokens, mention)
    if end:
        return aside(first, end, "ordinal", value)
    return mention._replace(kind="none", rule="number.none") if mention.stated == 0 and mention.kind == "count" else mention


def _ordinal_end(tokens: Tokens, mention: NumberMention) -> int:
    """Return where an ordinal of several words ends ("two hundred and fifty-fourth"), else 0."""
    last, worth = mention.last, tokens.worth
    before = worth[last - 1].kind
    at = last + (last < len(worth) and tokens.words[last] in grammar().joiners and before in OPENS_AND)
    if mention.kind != "count" or at >= len(worth) or worth[at].kind != ORDINAL:
        return 0
    small = worth[at].value < 10 if before == TENS else before in OPENS_AND
    return at + 1 if small else 0


def _figure(tokens: Tokens, at: int) -> NumberMention | None:
    words = tokens.words
    value, form = figure_of(words[at])
    last = at + 1
    if last < len(words) and words[last] in _CHAIN_MARKS:
        chained = _chain(tokens, at)
        if chained is not None:
            return chained
    if form in _NO_COUNT or value is None:
        return _code(tokens, at, value, form)
    if last == len(words):
        return NumberMention(at, last, "count", value, value, value)
    if tokens.starts[last] == tokens.ends[at]:
        mention = _glued(tokens, at, value)
        if mention is not None:
            return mention
        factor = glued_magnitudes().get(words[last], 0)
        if factor:
            return finished(tokens, at, last + 1, tidy(value * factor), rule="number.digits")
    elif tokens.worth[last].kind == DIGITS and form == "plain" and len(words[at]) <= 3:
        value, last = spaced_groups(tokens, at, value)
    if last < len(words) and tokens.worth[last].kind in (HUNDRED, MAGNITUDE, DOZEN):
        value, last = with_magnitude(tokens, last, value)
    elif form == "ambiguous" and not is_percent(tokens, last):
        return aside(at, last, "ambiguous separator", value)
    return finished(tokens, at, last, value, rule="number.digits")


def _code(tokens: Tokens, at: int, value: Number | None, form: str) -> NumberMention:
    word = tokens.words[at]
    if form == "code" and value == 0:
        return NumberMention(at, at + 1, "count", 0, 0, 0)
    if form == "code" and len(word) == 4 and int(word[:2]) < 25 and int(word[2:]) < 60:
        return aside(at, at + 1, "time", value)
    return aside(at, at + 1, _NO_COUNT[form], value)


def _chain(tokens: Tokens, at: int) -> NumberMention | None:
    """Put aside figures chained by marks: 2025-01-24, 5/17/2018, 12:30:05, 222-2222-2222, 24/7."""
    words, last = tokens.words, at + 1
    if last + 1 >= len(words) or not tokens.glued(last):
        return None
    mark, parts = words[last], [words[at]]
    while last + 1 < len(words) and words[last] == mark and tokens.glued(last) and tokens.glued(last + 1) and words[last + 1].isdigit():
        parts.append(words[last + 1])
        last += 2
    if len(parts) == 1 or (mark == "-" and len(parts) == 2):
        return None
    if max(map(len, parts)) > MAX_DIGITS:  # and Python refuses to read one of over 4,300 digits
        return aside(at, last, "too many digits")
    if mark == ":":
        is_clock = parts[0].isdigit() and int(parts[0]) <= 24 and all(len(part) == 2 and int(part) < 60 for part in parts[1:])
        return aside(at, last, "time" if is_clock else "score")
    if len(parts) > 2:
        return aside(at, last, "date" if tuple(map(len, parts)) in _DATE_SHAPES else "phone or code")
    above, below = int(parts[0]) if parts[0].isdigit() else 0, int(parts[1])
    if (above, below) == (24, 7):
        return aside(at, last, "idiom")
    if 0 < above < below and below in DENOMINATORS:
        return finished(tokens, at, last, above / below, rule="number.fraction", share=True)
    return aside(at, last, "date")


def _glued(tokens: Tokens, at: int, value: Number) -> NumberMention | None:
    following = tokens.words[at + 1]
    if following in grammar().ordinal_endings:
        return aside(at, at + 2, "ordinal", value)
    if following[0].isalpha() and following[1:].isdigit():
        return aside(at, at + 2, "model", value)  # 4x4, 1e10
    if value == 0 and following[0] in "xbo" and following[1:].isalnum():
        return aside(at, at + 2, "code", value)  # 0x7f
    if following == "s":
        return aside(at, at + 2, "date" if value >= 1000 else "decade or age", value)
    return _glued_range(tokens, at, value) if "-" in following else None


def _glued_range(tokens: Tokens, at: int, value: Number) -> NumberMention | None:
    """Read "5k-20k", whose tokens are a figure and one word."""
    pieces = tokens.words[at + 1].split("-")
    above = pieces[1][: -len(pieces[0])]
    factor = glued_magnitudes().get(pieces[0], 0)
    if len(pieces) != 2 or not factor or pieces[1] != above + pieces[0] or not above.isascii() or not above.isdigit() or len(above) > 6:
        return None
    low, high = tidy(value * factor), int(above) * factor
    return NumberMention(at, at + 2, "count", None, low, high, "between", "", "number.range") if low < high else None


_READERS: dict[int, Callable[[Tokens, int], NumberMention | None]] = {
    ARTICLE: _after_article,
    PHRASE: _phrase,
    PART: _bare_part,
    SHARE: _hyphenated_share,
    REST: _rest,
}

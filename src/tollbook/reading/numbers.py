"""Find every number of a sentence in whatever form it is written, and say which of them count nothing.

It reads numbers, not claims: what is counted, and by whom, is for later steps. A number whose form is ambiguous is put
aside with its reason (kind "excluded"), never guessed.
"""

from __future__ import annotations

from tollbook.core.types import Number
from tollbook.reading.not_numbers import put_aside
from tollbook.reading.number_ranges import joined
from tollbook.reading.number_words import (
    ARTICLE,
    ASIDE,
    COMPOUND,
    COMPOUND_PART,
    DIGITS,
    DOZEN,
    HUNDRED,
    HUNDREDS,
    LABEL,
    MAGNITUDE,
    ORDINAL,
    PART,
    PHRASE,
    REST,
    SHARE,
    TEEN,
    TENS,
    UNIT,
    NumberMention,
    Phrase,
    Tokens,
    Word,
    after_words,
    aside,
    cardinal_run,
    figure_of,
    glued_magnitudes,
    grammar,
    phrases,
    tidy,
    word_of,
)
from tollbook.reading.tokens import Sentence, split_sentences, tokenise
from tollbook.vocab.tables import load_table

__all__ = ["NumberMention", "find_numbers"]

_BELOW_HUNDRED = frozenset((UNIT, TEEN, TENS, COMPOUND))
_OPENS_AND = frozenset((HUNDRED, HUNDREDS, MAGNITUDE))
_DOZENS = "dozens"
_JOINERS = frozenset(("and", "і", "и"))
_CHAIN_MARKS = frozenset(":/-")
_ABBREVIATED = frozenset(("тис", "тыс", "млн", "млрд"))
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 50, 100, 1000))
_VAGUE_DOZENS_HIGH = 99
DOZEN_VALUE = 12
_NO_COUNT = {"long": "too many digits", "date": "date", "listing": "list", "code": "code"}
_CARDINAL = _BELOW_HUNDRED | {HUNDRED, HUNDREDS, MAGNITUDE, DOZEN}


def find_numbers(text: str, sentence: Sentence) -> list[NumberMention]:
    """Return the numbers of a tokenised sentence in order, the excluded ones among them.

    Token indices are those of the sentence; `text` is the shadow text that it was made from.
    """
    worth = list(map(word_of, sentence.words))
    tokens = Tokens(text, sentence.words, sentence.starts, sentence.ends, worth)
    found: list[NumberMention] = []
    at, length = 0, len(worth)
    while at < length:
        kind = worth[at][0]
        if not kind:
            at += 1
            continue
        mention = _number_at(tokens, at, kind)
        if mention is None:
            at += 1
            continue
        if mention.kind in ("count", "share"):
            mention = put_aside(tokens, mention, found[-1] if found else None)
        found.append(mention)
        at = mention.last
    return joined(tokens, found) if len(found) > 1 else found


def _number_at(tokens: Tokens, at: int, kind: int) -> NumberMention | None:
    if kind == DIGITS:
        return _figure(tokens, at)
    if kind in _CARDINAL:
        return _spelled(tokens, at, at)
    if kind == ARTICLE:
        return _after_article(tokens, at)
    if kind == PHRASE:
        return _phrase(tokens, at)
    if kind == PART:
        return _part(tokens, at, at)
    if kind == SHARE:
        return _share(tokens, at, at + 1, tokens.worth[at].value)
    if kind == REST:
        return _rest(tokens, at)
    value = tokens.worth[at].value
    if kind in (ORDINAL, COMPOUND_PART):
        return aside(at, at + 1, "ordinal", value)
    return aside(at, at + 1, tokens.worth[at].reason, value)


def _after_article(tokens: Tokens, at: int) -> NumberMention | None:
    found = _phrase(tokens, at)
    if found is not None:
        return found
    following = tokens.worth[at + 1].kind if at + 1 < len(tokens.worth) else 0
    if following in (HUNDRED, MAGNITUDE, DOZEN):
        return _spelled(tokens, at, at + 1)
    return _part(tokens, at, at + 1) if following in (PART, ORDINAL) else None


def _phrase(tokens: Tokens, at: int) -> NumberMention | None:
    words = tokens.words
    for phrase in phrases().get(words[at], ()):
        last = at + len(phrase.words)
        if tuple(words[at:last]) != phrase.words:
            continue
        following = tokens.word(last)
        if following in phrase.not_before or (phrase.only_before and following not in phrase.only_before):
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
    if factor > 1 and high is not None:
        low, high = low * factor, (high + 1) * factor - 1 if stated is None else high * factor
        high = min(high, _VAGUE_DOZENS_HIGH) if factor == DOZEN_VALUE else high
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
    worth, words = tokens.worth, tokens.words
    length = len(worth)
    if first == at and worth[at].kind in (MAGNITUDE, DOZEN) and len(words[at]) < 5:
        return None
    run: list[Word] = []
    places: list[int] = []
    here = at
    while here < length:
        kind = worth[here].kind
        if kind in _CARDINAL:
            run.append(worth[here])
            places.append(here)
        elif run and words[here] == _DOZENS:
            run.append(Word(DOZEN, DOZEN_VALUE))
            places.append(here)
        elif not (run and _goes_on(tokens, here, run[-1].kind)):
            break
        here += 1
    value, used = (run[0].value, 1) if len(run) == 1 else cardinal_run(run)
    if not used or used > len(places):
        return None
    mention = _finished(tokens, first, places[used - 1] + 1, value, "number.words")
    return mention._replace(kind="none", rule="number.none") if mention.stated == 0 and mention.kind == "count" else mention


def _goes_on(tokens: Tokens, at: int, before: int) -> bool:
    """Say whether a run of number words goes on behind a joining word: "hundred and six", "fifty - two"."""
    worth, here = tokens.worth, at + 1
    if here >= len(worth) or worth[here].kind not in _BELOW_HUNDRED:
        return False
    if tokens.words[at] in _JOINERS:
        # "a hundred and three quarters" is a hundred, and a fraction.
        return before in _OPENS_AND and not (here + 1 < len(worth) and worth[here + 1].kind == PART)
    return tokens.words[at] == "-" and before == TENS and worth[here].kind == UNIT


def _figure(tokens: Tokens, at: int) -> NumberMention | None:
    words = tokens.words
    value, form = figure_of(words[at])
    last = at + 1
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
            return _finished(tokens, at, last + 1, tidy(value * factor), "number.digits")
    elif form == "plain" and len(words[at]) <= 3:
        value, last = _spaced_groups(tokens, at, value)
    if last < len(words) and tokens.worth[last].kind in (HUNDRED, MAGNITUDE, DOZEN):
        value, last = _with_magnitude(tokens, last, value)
    elif form == "ambiguous" and not _is_percent(tokens, last):
        return aside(at, last, "ambiguous separator", value)
    return _finished(tokens, at, last, value, "number.digits")


def _spaced_groups(tokens: Tokens, at: int, value: Number) -> tuple[Number, int]:
    """Read "1 234 567". A month before the figure, or any wider gap, breaks it."""
    words, last = tokens.words, at + 1
    if words[at][0] == "0" or tokens.word(at - 1) in grammar().months:
        return value, last
    while (
        last < len(words)
        and len(words[last]) == 3
        and words[last].isdigit()
        and words[last].isascii()
        and tokens.text[tokens.ends[last - 1] : tokens.starts[last]] == " "
        and value < 10**12
        and not (last + 1 < len(words) and tokens.glued(last + 1) and words[last + 1] in "/:-")
    ):
        value = value * 1000 + int(words[last])
        last += 1
    return value, last


def _with_magnitude(tokens: Tokens, at: int, value: Number) -> tuple[Number, int]:
    run: list[Word] = []
    places: list[int] = []
    here = at
    while here < len(tokens.worth):
        small = _small_figure(tokens, here, run)
        if tokens.worth[here].kind in _CARDINAL or small:
            run.append(Word(COMPOUND, small) if small else tokens.worth[here])
            places.append(here)
        elif not (run and (_goes_on(tokens, here, run[-1].kind) or (tokens.words[here] in _JOINERS and _small_figure(tokens, here + 1, run)))):
            break
        here += 1
    total, used = cardinal_run(run, first=value)
    last = places[used - 1] + 1 if used else at
    stop = last < len(tokens.words) and tokens.words[last] == "." and tokens.glued(last) and tokens.words[last - 1] in _ABBREVIATED
    rest = last + stop
    if run[used - 1].kind == MAGNITUDE and rest < len(tokens.words) and tokens.words[rest].isdigit():
        small = figure_of(tokens.words[rest])
        if small.form in ("plain", "code") and small.value is not None and small.value < run[used - 1].value and len(tokens.words[rest]) == 3:
            return tidy(total + int(tokens.words[rest])), rest + 1
    return tidy(total), rest if stop and rest < len(tokens.words) else last


def _small_figure(tokens: Tokens, at: int, run: list[Word]) -> int:
    """Return the figure that goes on a mixed number ("4 thousand 3 hundred and 21"), else 0."""
    if not run or at >= len(tokens.words) or tokens.worth[at].kind != DIGITS or not tokens.words[at].isdigit():
        return 0
    multiplied = at + 1 < len(tokens.worth) and tokens.worth[at + 1].kind in (HUNDRED, MAGNITUDE)
    wanted = run[-1].kind == MAGNITUDE if multiplied else run[-1].kind == HUNDRED
    joined_on = tokens.words[at - 1] in _JOINERS
    return int(tokens.words[at]) if len(tokens.words[at]) <= 2 and wanted and joined_on != multiplied else 0


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
    if last + 1 >= len(words) or words[last] not in _CHAIN_MARKS or not tokens.glued(last):
        return None
    mark, parts = words[last], [words[at]]
    while last + 1 < len(words) and words[last] == mark and tokens.glued(last) and tokens.glued(last + 1) and words[last + 1].isdigit():
        parts.append(words[last + 1])
        last += 2
    if len(parts) == 1 or (mark == "-" and len(parts) == 2):
        return None
    if mark == ":":
        is_clock = int(parts[0]) <= 24 and all(len(part) == 2 and int(part) < 60 for part in parts[1:])
        return aside(at, last, "time" if is_clock else "score")
    if len(parts) > 2:
        return aside(at, last, "date" if max(map(len, parts)) <= 4 and len(parts) == 3 else "phone or code")
    above, below = int(parts[0]) if parts[0].isdigit() else 0, int(parts[1])
    if (above, below) == (24, 7):
        return aside(at, last, "idiom")
    if 0 < above < below and below in _DENOMINATORS:
        return _finished(tokens, at, last, above / below, "number.fraction", share=True)
    return aside(at, last, "date")


def _glued(tokens: Tokens, at: int, value: Number) -> NumberMention | None:
    following = tokens.words[at + 1]
    if following in grammar().ordinal_endings:
        return aside(at, at + 2, "ordinal", value)
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


def _finished(tokens: Tokens, first: int, last: int, value: Number, rule: str, *, share: bool = False) -> NumberMention:
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
                return _finished(tokens, first, last + 3, value + int(word) / below, rule, share=True)._replace(kind="count")
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
    return _share(tokens, first, last + 1, value / below)


def _share(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention:
    """Return a share, or the count that a share of a magnitude is ("half a million", "two thirds of a million")."""
    at = last + (tokens.word(last) == "of")
    at += tokens.word(at) == "a"
    if at < len(tokens.worth) and tokens.worth[at].kind in (MAGNITUDE, DOZEN):
        value *= tokens.worth[at].value
        at += 1
        while at < len(tokens.worth) and tokens.worth[at].kind == MAGNITUDE:
            value *= tokens.worth[at].value
            at += 1
        value = tidy(value)
        return NumberMention(first, at, "count", value, value, value, "exact", "", "number.words")
    return NumberMention(first, last, "share", value, value, value, "exact", "", "number.fraction")


def _part(tokens: Tokens, first: int, at: int) -> NumberMention | None:
    """Read "half", "a third", "a quarter". "a third soldier" is an ordinal: only what follows can tell."""
    worth, following = tokens.worth[at], tokens.word(at + 1)
    if first == at:
        scaled = at + 1 < len(tokens.worth) and tokens.worth[at + 1].kind == MAGNITUDE
        if (tokens.words[at] not in grammar().bare_parts and not scaled) or following in grammar().not_parts:
            return None
        return _share(tokens, first, at + 1, 1 / worth.value)
    if tokens.words[at] in grammar().singular_parts or worth.value >= 1000:
        return None if following in grammar().not_parts else _share(tokens, first, at + 1, 1 / worth.value)
    if worth.kind != ORDINAL or worth.value < 3:
        return None
    if following in grammar().after_share or tokens.word(first - 1) in grammar().before_share or not following or not following[0].isalpha():
        return _share(tokens, first, at + 1, 1 / worth.value)
    return aside(at, at + 1, "ordinal", worth.value)


def _tail(tokens: Tokens, first: int, last: int, value: Number, rule: str) -> NumberMention | None:
    word = tokens.words[last]
    if word == "and":
        return _and_part(tokens, first, last, value, rule)
    if word == "point":
        return _spoken_decimal(tokens, first, last, value)
    if _is_percent(tokens, last):
        return _percent(tokens, first, last, value)
    return _ratio(tokens, first, last, value)


def _is_percent(tokens: Tokens, at: int) -> int:
    """Return how many tokens at an index say percent."""
    word = tokens.word(at)
    if word in grammar().percent:
        return 1
    return 2 if (word, tokens.word(at + 1)) in grammar().percent_split else 0


def _percent(tokens: Tokens, first: int, last: int, value: Number) -> NumberMention:
    last += _is_percent(tokens, last)
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
    while at < len(tokens.worth) and tokens.worth[at].kind in _BELOW_HUNDRED and len(digits) < 8:
        digits += str(tokens.worth[at].value)
        at += 1
    if not digits:
        return None
    return _finished(tokens, first, at, float(f"{int(value)}.{digits}"), "number.words")


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
    if len(link) == 1 and value != 1 and (below not in _DENOMINATORS or tokens.word(first - 1).endswith(("ing", "ed", "lost"))):
        return None
    share = value / below
    return NumberMention(first, end, "share", share, share, share, "exact", "", "number.fraction")


def _plain(tokens: Tokens, at: int) -> tuple[Number | None, int]:
    kind = tokens.worth[at].kind
    if kind == DIGITS:
        figure = figure_of(tokens.words[at])
        return (figure.value if figure.form in ("plain", "grouped") else None), at + 1
    if kind not in _CARDINAL and kind != ARTICLE:
        return None, at
    mention = _spelled(tokens, at, at + (kind == ARTICLE))
    return (mention.stated, mention.last) if mention is not None and mention.kind == "count" else (None, at)


def read_sentences(text: str) -> list[Sentence]:
    """Return a shadow text's sentences, tokenised."""
    return [tokenise(text, sentence) for sentence in split_sentences(text)]

"""Read a number that runs over several tokens: "two hundred and six", "1 234 567", "8 thousand 815"."""

from __future__ import annotations

from tollbook.core.types import Number
from tollbook.reading.numbers.words import (
    BELOW_HUNDRED,
    COMPOUND,
    DIGITS,
    DOZEN,
    HUNDRED,
    HUNDREDS,
    MAGNITUDE,
    PART,
    TENS,
    UNIT,
    Tokens,
    Word,
    cardinal_run,
    grammar,
    tidy,
)

OPENS_AND = frozenset((HUNDRED, HUNDREDS, MAGNITUDE))
CARDINAL = BELOW_HUNDRED | {HUNDRED, HUNDREDS, MAGNITUDE, DOZEN}
_DOZENS = "dozens"
_DOZEN = 12


def spelled_value(tokens: Tokens, at: int) -> tuple[Number, int]:
    """Return the value of the run of number words at an index, and the index behind it."""
    worth, words = tokens.worth, tokens.words
    length = len(worth)
    run: list[Word] = []
    places: list[int] = []
    here = at
    while here < length:
        kind = worth[here].kind
        if kind in CARDINAL:
            run.append(worth[here])
            places.append(here)
        elif run and words[here] == _DOZENS:
            run.append(Word(DOZEN, _DOZEN))
            places.append(here)
        elif not (run and _goes_on(tokens, here, run[-1].kind)):
            break
        here += 1
    value, used = (run[0].value, 1) if len(run) == 1 else cardinal_run(run)
    return value, places[used - 1] + 1 if used else at


def _goes_on(tokens: Tokens, at: int, before: int) -> bool:
    """Say whether a run of number words goes on behind a joining word: "hundred and six", "fifty - two"."""
    worth, here = tokens.worth, at + 1
    if here >= len(worth) or worth[here].kind not in BELOW_HUNDRED:
        return False
    if tokens.words[at] in grammar().joiners:
        # "a hundred and three quarters" is a hundred, and a fraction.
        return before in OPENS_AND and not (here + 1 < len(worth) and worth[here + 1].kind == PART)
    return tokens.words[at] == "-" and before == TENS and worth[here].kind == UNIT


def spaced_groups(tokens: Tokens, at: int, value: Number) -> tuple[Number, int]:
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


def with_magnitude(tokens: Tokens, at: int, value: Number) -> tuple[Number, int]:
    """Return the value of a figure with the magnitudes after it ("25 thousand"), and the index behind them."""
    run: list[Word] = []
    places: list[int] = []
    for here in range(at, len(tokens.worth)):
        small = _small_figure(tokens, here, run)
        if tokens.worth[here].kind in CARDINAL or small:
            run.append(Word(COMPOUND, small) if small else tokens.worth[here])
            places.append(here)
        elif not run or not (_goes_on(tokens, here, run[-1].kind) or _goes_on_in_figures(tokens, here, run)):
            break
    total, used = cardinal_run(run, first=value)
    return _with_last_figure(tokens, tidy(total), run[used - 1], places[used - 1] + 1) if used else (value, at)


def _with_last_figure(tokens: Tokens, total: Number, before: Word, last: int) -> tuple[Number, int]:
    """Add the figure behind an abbreviated magnitude: "8 тис. 815" is 8,815. The stop belongs to the abbreviation."""
    words = tokens.words
    stop = last < len(words) and words[last] == "." and tokens.glued(last) and words[last - 1] in grammar().abbreviated
    rest = last + stop
    if rest >= len(words):
        return total, last
    if before.kind == MAGNITUDE and before.value == 1000 and len(words[rest]) == 3 and words[rest].isascii() and words[rest].isdigit():
        return total + int(words[rest]), rest + 1
    return total, rest


def _goes_on_in_figures(tokens: Tokens, at: int, run: list[Word]) -> bool:
    return tokens.words[at] in grammar().joiners and _small_figure(tokens, at + 1, run) > 0


def _small_figure(tokens: Tokens, at: int, run: list[Word]) -> int:
    """Return the figure that goes on a mixed number ("4 thousand 3 hundred and 21"), else 0."""
    if not run or at >= len(tokens.words) or tokens.worth[at].kind != DIGITS or not tokens.words[at].isdigit():
        return 0
    multiplied = at + 1 < len(tokens.worth) and tokens.worth[at + 1].kind in (HUNDRED, MAGNITUDE)
    wanted = run[-1].kind == MAGNITUDE if multiplied else run[-1].kind == HUNDRED
    joined_on = tokens.words[at - 1] in grammar().joiners
    return int(tokens.words[at]) if len(tokens.words[at]) <= 2 and wanted and joined_on != multiplied else 0

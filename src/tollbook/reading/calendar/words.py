"""Classes of calendar words and patterns over them, as `vocab/tables/periods.toml` states them. Knows words, no dates.

A token becomes one letter: the set of classes it stands in. A pattern over classes becomes a regular expression over
letters, so that a sentence is matched as one short string, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from tollbook.core.errors import VocabularyError
from tollbook.reading.remembered import Remembered
from tollbook.vocab.tables import load_table

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Four digits outside these years are never a year."""

ATOM_LETTERS = {"day": "D", "other": "T", "month": "C", "year": "Y", "number": "X"}
"""Letters of a stretch already found, by what it takes to believe it; the last three need a cue before them."""

REACH = 8
"""Tokens from a phrase's opening to the word that makes it one of time: "since the beginning of the long and costly war"."""

_ATOM_CLASSES = {"TIME": "DTCYX", "DAY": "D", "YEAR": "Y"}
_OTHER, _PUNCTUATION = "o", "p"
_FIRST_LETTER = 0x80
"""Letters are taken from where nothing means something in a pattern, and low: sets of them compile fastest there."""

_MACRO = re.compile(r"\{([a-z_]+)\}")
_ITEM = re.compile(r"(?:([a-z_]+)=)?([A-Za-z_]+)")
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$|\d\d\.\d\d\.\d\d$")
_HYPHENATED = re.compile(r"([^\W\d_]+|\d+)-(?:and-a-half-)?([^\W_]+)(?:-long)?$")


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compile an expression where it is first needed: most texts need few of the rows."""
    return re.compile(expression)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of a table: its name, what builds its value, and where its kept tokens are among the groups."""

    name: str
    action: str
    expression: str
    captures: tuple[tuple[int, str], ...]
    row: dict[str, Any]

    def match(self, letters: str, position: int) -> re.Match[str] | None:
        """Match the letters from a position."""
        return _compiled(self.expression).match(letters, position)

    def kept(self, found: re.Match[str]) -> dict[str, int]:
        """Return the position of every kept token, by its name."""
        start = found.start
        return {name: at for group, name in self.captures if (at := start(group)) >= 0}


@dataclass(frozen=True, slots=True)
class Patterns:
    """All rows of one table, by the letter that a phrase opens with: one expression for all of them, and each by itself."""

    openers: re.Pattern[str]
    """Where a row may hold: its first two letters stand there, and a word of time is in reach."""
    by_letter: dict[str, tuple[str, tuple[Pattern, ...]]]

    def at(self, letters: str, position: int) -> tuple[Pattern, ...]:
        """Return the rows that may hold at a position: the first that matches and those after it; () for none."""
        any_row, rows = self.by_letter[letters[position]]
        found = _compiled(any_row).match(letters, position)
        return () if found is None else rows[(found.lastindex or 1) - 1 :]


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The compiled table: letters of words, values of words, patterns."""

    letters: dict[str, str]
    extra: dict[frozenset[str], str]
    triggers: frozenset[str]
    atoms: Patterns
    wraps: Patterns
    values: dict[str, dict[str, Any]]
    cues: frozenset[str]

    def letter(self, word: str) -> str:
        """Return the letter of a word, known or not."""
        letter = self.letters.get(word)
        if letter is not None:
            return letter
        if word[0].isdigit() or "-" in word:
            classes = self.classes_of_shape(word)
            if classes is not None:
                return self.extra[classes]
        return _OTHER if word[0].isalnum() else _PUNCTUATION

    def classes_of_shape(self, word: str) -> frozenset[str] | None:
        """Return the classes of a word that is known by its shape only: "24.02.2022", "mid-january", "two-week"."""
        if _DOTTED_DATE.match(word):
            return frozenset({"dotted_date"})
        parts = _HYPHENATED.match(word)
        if parts is None:
            return frozenset({"fractional_number" if "." in word else "integer"}) if word[-1].isdigit() and word[0].isdigit() else None
        return self._classes_of_pair(parts.group(1), parts.group(2))

    def _classes_of_pair(self, left: str, right: str) -> frozenset[str] | None:
        values = self.values
        months, numbers = values["month"], values["number"]
        if left in values["part"]:
            kinds = [("part_month", right in months), ("part_year", is_year(right))]
        elif left in months:
            kinds = [("month_range", right in months), ("month_year", is_year(right) or (len(right) == 2 and right.isdigit()))]
        else:
            kinds = [("duration_word", (left in numbers and right in values["unit"]) or (left in values["unit"] and right == "long"))]
        return next((frozenset({kind}) for kind, holds in kinds if holds), None)


def is_year(word: str) -> bool:
    """Say whether a word is four digits within the years that are read."""
    return len(word) == 4 and word.isdigit() and FIRST_YEAR <= int(word) <= LAST_YEAR


def letter_of(word: str) -> str:
    """Return the letter of a word."""
    return calendar_words().letter(word)


_LETTERS = Remembered(letter_of)


def letters_of(words: list[str]) -> str:
    """Return one letter for each word."""
    return "".join(map(_LETTERS.__getitem__, words))


_SHAPES = ("dotted_date", "integer", "fractional_number", "part_month", "part_year", "month_range", "month_year", "duration_word")


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Return the compiled table, built once."""
    table = load_table("periods")
    values = _values(table)
    classes = _word_classes(table, values)
    sets = sorted({frozenset(kinds) for kinds in classes.values()} | {frozenset({shape}) for shape in _SHAPES}, key=sorted)
    codes = {kinds: chr(_FIRST_LETTER + number) for number, kinds in enumerate(sets)}
    members = _members(codes)
    wanted = set(table["triggers"]["classes"])
    triggers = frozenset(word for word, kinds in classes.items() if kinds & wanted)
    near = "".join(
        code for kinds, code in codes.items() if kinds & (wanted | (set(_SHAPES) - {"integer", "fractional_number"}) | {"slash"})
    )
    return CalendarWords(
        letters={word: codes[frozenset(kinds)] for word, kinds in classes.items()},
        extra=codes,
        triggers=triggers,
        atoms=_patterns(table["atom"], "build", members=members, near=near),
        wraps=_patterns(table["wrap"], "use", members=members, near=near + "".join(ATOM_LETTERS.values())),
        values=values,
        cues=frozenset(word for word, kinds in classes.items() if kinds & {"in", "from", "by", "at", "since"}),
    )


def _values(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Turn the value tables round: word -> value."""

    def by_word(name: str) -> dict[str, Any]:
        return {word: int(key) for key, words in table[name].items() for word in words}

    return {
        "month": by_word("months"),
        "weekday": by_word("weekdays"),
        "number": by_word("numbers"),
        "ordinal": by_word("ordinals"),
        "season": by_word("seasons"),
        "unit": {word: unit for unit, words in table["units"].items() for word in words},
        "relative_day": {word: day for day, words in table["days"].items() for word in words},
        "quarter_name": table["quarters"],
        "part": table["parts"],
    }


def _word_classes(table: dict[str, Any], values: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    classes: dict[str, set[str]] = {}
    for name, words in values.items():
        for word in words:
            classes.setdefault(word, set()).add(name)
    for name, words in table["classes"].items():
        for word in words:
            classes.setdefault(word, set()).add(name)
    for word, kinds in _number_classes():
        classes.setdefault(word, set()).update(kinds)
    return classes


def _number_classes() -> list[tuple[str, set[str]]]:
    found: list[tuple[str, set[str]]] = []
    for number in range(100):
        for word in {str(number), f"{number:02d}"}:
            kinds = {"integer"}
            if 1 <= number <= 31:
                kinds |= {"day", "day_number"}
            if 1 <= number <= 12:
                kinds.add("month_number")
            if len(word) == 2:
                kinds.add("short_year")
            found.append((word, kinds))
    found += [(str(year), {"year", "integer"}) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    found += [(f"{day:02d}.{month:02d}", {"day_and_month"}) for day in range(1, 32) for month in range(1, 13)]
    return found


def _members(codes: dict[frozenset[str], str]) -> dict[str, str]:
    """Return for every class the letters of the sets that hold it."""
    members: dict[str, str] = dict(_ATOM_CLASSES)
    outside = {"comma", "dot", "dash", "slash"}
    for kinds, code in codes.items():
        for kind in kinds:
            members[kind] = members.get(kind, "") + code
    members["any"] = _OTHER + "".join(code for kinds, code in codes.items() if not kinds & outside)
    return members


def _patterns(rows: list[dict[str, Any]], action: str, *, members: dict[str, str], near: str) -> Patterns:
    macros = load_table("periods")["macros"]
    by_letter: dict[str, list[tuple[str, Pattern]]] = {}
    follows: dict[str, set[str]] = {}
    for row in rows:
        source = _MACRO.sub(lambda match: f"({macros[match.group(1)]})", row["pattern"])
        expression, captures = _expression(source, members, row["name"])
        pattern = Pattern(row["name"], row[action], expression, captures, row)
        silent = _expression(source, members, row["name"], keep=False)[0]
        for letter, seconds in _Openings(silent).pairs().items():
            by_letter.setdefault(letter, []).append((silent, pattern))
            known = follows.setdefault(letter, seconds)
            follows[letter] = known | seconds if known and seconds else set()
    pairs = "|".join(f"{letter}(?=[{''.join(sorted(seconds))}])" if seconds else letter for letter, seconds in follows.items())
    return Patterns(
        re.compile(f"(?:{pairs})(?:(?<=[{near}])|(?=.{{0,{REACH}}}?[{near}]))"),
        {
            letter: ("|".join(f"({silent})" for silent, _ in found), tuple(pattern for _, pattern in found))
            for letter, found in by_letter.items()
        },
    )


Opening = tuple[str, ...]
"""The sets of letters with which a match begins: two, or fewer where the match is no longer."""


class _Openings:
    """What a silent expression may begin with, two letters far. Reads only what `_expression` writes."""

    def __init__(self, expression: str) -> None:
        self.expression, self.at = expression, 0

    def pairs(self) -> dict[str, set[str]]:
        """Return the letters of a match's beginning, and those that may follow each; an empty set stands for any or none."""
        found: dict[str, set[str]] = {}
        openings = self._choice()
        alone = {letter for opening in openings if len(opening) == 1 for letter in opening[0]}
        for first, *second in openings:
            for letter in first:
                found.setdefault(letter, set()).update(*second)
        return {letter: set() if letter in alone else seconds for letter, seconds in found.items()}

    def _choice(self) -> set[Opening]:
        """Read alternatives up to the closing bracket."""
        found = self._sequence()
        while self._peek() == "|":
            self.at += 1
            found |= self._sequence()
        return found

    def _sequence(self) -> set[Opening]:
        found: set[Opening] = {()}
        while self._peek() not in ("", "|", ")"):
            found = _continued(found, self._piece())
        return found

    def _piece(self) -> set[Opening]:
        if self._peek() == "[":
            end = self.expression.index("]", self.at)
            found: set[Opening] = {(self.expression[self.at + 1 : end],)}
            self.at = end + 1
        else:
            self.at += len("(?:")
            found = self._choice()
            self.at += 1
        return self._quantified(found)

    def _quantified(self, found: set[Opening]) -> set[Opening]:
        """Step over "?", "+" and "{m,n}", and return what the repeated piece may begin with."""
        while (sign := self._peek()) and sign in "?+{":
            optional, repeated = sign == "?", sign == "+"
            if sign == "{":
                optional, repeated = self.expression[self.at + 1] == "0", True
                self.at = self.expression.index("}", self.at)
                self.at += self.expression[self.at + 1 : self.at + 2] == "?"
            self.at += 1
            if repeated:
                found = found | _continued(found, found)
            if optional:
                found = found | {()}
        return found

    def _peek(self) -> str:
        return self.expression[self.at : self.at + 1]


def _continued(before: set[Opening], after: set[Opening]) -> set[Opening]:
    return {(left + right)[:2] for left in before for right in after}


def _expression(source: str, members: dict[str, str], name: str, *, keep: bool = True) -> tuple[str, tuple[tuple[int, str], ...]]:
    captures: list[tuple[int, str]] = []

    def letters(match: re.Match[str]) -> str:
        kept, kind = match.groups()
        if kind not in members:
            raise VocabularyError(f"unknown class {kind!r}", where=f"periods.toml, pattern {name!r}")
        if kept is None or not keep:
            return f"[{members[kind]}]"
        captures.append((len(captures) + 1, kept))
        return f"([{members[kind]}])"

    # The source's own groups become silent ones first, so that the kept tokens are the only groups, in order.
    return _ITEM.sub(letters, source.replace("(", "(?:")).replace(" ", ""), tuple(captures)

"""A phrase of the calendar in its sentence: the tokens that a pattern kept, and what they are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tollbook.reading.calendar.dates import Stretch, long_year
from tollbook.reading.calendar.words import CalendarWords
from tollbook.vocab.tables import load_table


@dataclass(slots=True)
class Phrase:
    """One matched phrase in its sentence: the kept tokens, its bounds, and the anchor."""

    words: list[str]
    kept: dict[str, int]
    first: int
    last: int
    capital: Callable[[int], bool]
    published: date | None
    table: CalendarWords
    upper: bool

    def word(self, name: str) -> str | None:
        """Return the kept word of that name."""
        at = self.kept.get(name)
        return None if at is None else self.words[at]

    def value(self, name: str, table: str) -> Any:
        """Return the value of the kept word in a table of words."""
        word = self.word(name)
        return None if word is None else self.table.values[table].get(word)

    def integer(self, name: str) -> int | None:
        """Return the kept word as a whole number."""
        word = self.word(name)
        return None if word is None else int(word)

    def nth(self) -> int:
        """Return the kept ordinal ("second", the 2 of "2nd"; -1 for the last)."""
        word = self.word("nth") or ""
        return int(word) if word.isdigit() else int(self.table.values["ordinal"][word])

    def count(self) -> int | None:
        """Return the number of units; one where none is said, None where it is vague ("recent years", "a few days")."""
        if "vague" in self.kept:
            return None
        word = self.word("count")
        if word is None:
            return None if self.word("unit") in _words("plural_units") else 1
        return count_of(word, self.table)

    def next_word(self) -> str:
        """Return the word after the phrase, "" at the end."""
        return self.words[self.last] if self.last < len(self.words) else ""


Built = Stretch | tuple[Stretch, int] | None


def is_month(phrase: Phrase) -> bool:
    """Say whether the month word is one: "may" and "march" need their capital; "April Smith" is a name."""
    at = phrase.kept["month"]
    word = phrase.words[at]
    if word in _words("capital_only") and not phrase.capital(at):
        return False
    alone = phrase.first == at and phrase.last == at + 1
    named = alone and not phrase.upper and word in _words("given_names") and phrase.next_word().isalpha() and phrase.capital(at + 1)
    return not named


def count_of(word: str, table: CalendarWords) -> int:
    """Return the whole number that a word is: "two", "1,000"."""
    return int(word.replace(",", "")) if word[0].isdigit() else int(table.values["number"][word])


def counts_before(word: str) -> bool:
    """Say whether a number before this word is a count and no day or year."""
    return word in _words("counted")


def year_counts(phrase: Phrase) -> bool:
    """Say whether the year is a count: "on 5 May 2014 soldiers"; not where a new line of text begins, with a capital."""
    return "year" in phrase.kept and counts_before(phrase.next_word()) and (phrase.upper or not phrase.capital(phrase.last))


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(load_table("periods")[name]["words"])


def year_of(phrase: Phrase) -> int | None:
    """Return the year that a phrase says, with two digits or four."""
    short = phrase.word("short")
    return phrase.integer("year") if short is None else long_year(short)

"""Turn a sentence into units: one class letter for each word, name or counted phrase. Knows no clause.

Two passes: words to letters, then a number and the noun that it counts to one letter. Both stay parallel to token
indices, so that every match can be traced back to its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tollbook.reading.hedges import HedgedNumber
from tollbook.reading.tokens import Sentence
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.lexicon import Lexicon, class_letters

_PUNCTUATION = {
    ",": "COMMA", ":": "COLON", "-": "DASH", "–": "DASH", "—": "DASH", "‒": "DASH", ";": "SEMICOLON", '"': "QUOTE",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", ".": "STOP", "!": "STOP", "?": "STOP", "…": "STOP", "/": "AND",
    "'s": "POSSESSIVE", "'": "POSSESSIVE", "--": "DASH",
}  # fmt: skip
_FORCE_CLASS = {"people": "PEOPLE"}
_NOUNS = frozenset("p1n")


class Unit(NamedTuple):
    """One unit: the tokens [first, last) and what it stands for."""

    first: int
    last: int
    number: HedgedNumber | None = None
    force: ForceMention | None = None
    words: str = ""
    """The word or phrase as the lexicon spells it; "" for numbers and forces."""


@dataclass(frozen=True, slots=True)
class Units:
    """A sentence's units with their letters, one letter each."""

    letters: str
    units: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted phrase: a number and what it counts. `heads` are the counted nouns as the lexicon spells them."""

    first: int
    last: int
    letter: str
    number: HedgedNumber | None
    heads: tuple[str, ...] = ()
    forces: tuple[ForceMention, ...] = ()
    partitive: bool = False
    """ "4,000 of these casualties": a part of something named elsewhere."""
    noun: str = ""
    """The counted word where the lexicon does not know it."""
    modifiers: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def letter_table() -> Mapping[str, str]:
    """Return class name -> letter."""
    return class_letters()


def make_units(text: str, sentence: Sentence, numbers: Sequence[HedgedNumber], forces: Sequence[ForceMention], lexicon: Lexicon) -> Units:
    """Return the units of words; numbers and forces are one unit each."""
    letter_of = letter_table()
    starts_number = {number.first: number for number in numbers}
    starts_force = {force.first: force for force in forces}
    words, caps = sentence.words, is_all_caps(text, sentence)
    letters: list[str] = []
    units: list[Unit] = []
    at, size = 0, len(words)
    while at < size:
        number = starts_number.get(at)
        if number is not None:
            letters.append(_number_letter(number))
            units.append(Unit(at, number.last, number))
            at = max(number.last, at + 1)
            continue
        word = words[at]
        letter, last = _longest(words, at, word, lexicon)
        force = starts_force.get(at)
        if force is not None and force.last + 1 >= last and (letter not in _NOUNS or force.last + 1 > last):
            letters.append(letter_of[_FORCE_CLASS.get(force.kind, "FORCE")])
            units.append(Unit(at, force.last + 1, None, force, " ".join(words[at : force.last + 1])))
            at = force.last + 1
            continue
        if not letter:
            letter = _unknown_letter(text, sentence, at, caps)
        letters.append(letter)
        named = force if force is not None and force.last + 1 == last else None
        units.append(Unit(at, last, None, named, word if last == at + 1 else " ".join(words[at:last])))
        at = last
    return Units("".join(letters), units)


def is_all_caps(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence is set in capitals, so that a capital letter is no evidence of a name."""
    return text[sentence.start : sentence.end].isupper()


def _longest(words: Sequence[str], at: int, word: str, lexicon: Lexicon) -> tuple[str, int]:
    for parts, letter in lexicon.phrases.get(word, ()):
        last = at + len(parts)
        if tuple(words[at:last]) == parts:
            return letter, last
    return lexicon.letters.get(word, ""), at + 1


def _number_letter(number: HedgedNumber) -> str:
    kind = number.number.kind
    letter_of = letter_table()
    if kind in ("count", "none"):
        return letter_of["NUMBER"]
    if kind == "share":
        return letter_of["SHARE"]
    return letter_of["REST"] if kind == "rest" else letter_of["EXCLUDED"]


def _unknown_letter(text: str, sentence: Sentence, at: int, caps: bool) -> str:
    letter_of = letter_table()
    word = sentence.words[at]
    if word in _PUNCTUATION:
        return letter_of[_PUNCTUATION[word]]
    if not word[0].isalnum():
        return letter_of["STOP"]
    if word.endswith("ly"):
        return letter_of["ADVERB"]
    if not caps and text[sentence.starts[at]].isupper():
        return letter_of["NAME"]
    return letter_of["WORD"]


# A number and its noun, over letters: x word, ^ name, f force, F people, j determiner, @ a, ' possessive, o of, M them,
# p people, 1 one person, m materiel, G area, n loss noun, K strength; k t q Q g T L are words used as adjectives.
_PHRASE = re.compile(
    r"#(?:(?P<of>o[j@f'M]{0,3}(?:#j?)?)?j{0,2}(?P<mods>[x^fktQq'gKmTL1]{0,5}?)(?P<head>[pmGnF1][pm1n]*)(?P<more>(?:[a,]a?[xfj]{0,2}[pmF]+(?=[^pmx^1]|$))*?a[xfj]{0,2}[pmF]+(?![pm1]))?"
    r"|oM|oj[kt](?![x^pmf])|(?P<unknown>j?[x^fQT']{1,4}))?"
    r"|S(?:(?P<baseof>o[j@'f]{0,3})[x^fjktQq'm]{0,5}?(?P<basehead>[pmGnFK]+))?"
    r"|Z"
    r"|@(?P<onemods>[x^fjA1]{0,4})1(?![x^pm1'K])"
)
_HEADS = frozenset("pm1nGFK")


def find_counted(units: Units) -> tuple[Units, dict[int, Counted]]:
    """Return the units with every counted phrase as one unit, and those phrases by the index of their unit."""
    letters: list[str] = []
    folded: list[Unit] = []
    counted: dict[int, Counted] = {}
    at = 0
    for match in _PHRASE.finditer(units.letters):
        start, end = match.span()
        letters.append(units.letters[at:start])
        folded.extend(units.units[at:start])
        phrase = _phrase_of(units, match)
        counted[len(folded)] = phrase
        letters.append(phrase.letter)
        folded.append(Unit(phrase.first, phrase.last, phrase.number))
        at = end
    letters.append(units.letters[at:])
    folded.extend(units.units[at:])
    return Units("".join(letters), folded), counted


def _phrase_of(units: Units, match: re.Match[str]) -> Counted:
    start, end = match.span()
    parts = units.units[start:end]
    letters = units.letters[start:end]
    forces = tuple(unit.force for unit in parts if unit.force is not None)
    first, last, number = parts[0].first, parts[-1].last, parts[0].number
    heads = tuple(unit.words for unit, letter in zip(parts, letters, strict=True) if letter in _HEADS)
    if letters[0] == "@":
        return Counted(first, last, "N", None, heads[-1:], forces)
    if letters == "Z":
        return Counted(first, last, "Z", number)
    if letters[0] == "S":
        return Counted(first, last, "S", number, heads[-1:], forces, bool(match["baseof"]))
    modifiers = tuple(unit.words for unit in parts[1:-1])
    if match["head"]:
        letter, heads = _head_letter(units, match)
        partitive = bool(match["of"]) and ("M" in match["of"] or (letter == "D" and "j" in match["of"]))
        # "4,000 of these casualties" are people; only what happened to them is still to be said.
        return Counted(first, last, "P" if partitive and letter == "D" else letter, number, heads, forces, partitive, "", modifiers)
    if match["unknown"]:
        if letters[-1] == "f":
            return Counted(first, last, "P", number, (), forces)
        return Counted(first, last, "U", number, (), forces, noun=parts[-1].words)
    return Counted(first, last, "B", number, (), forces, letters[1:2] == "o")


def _head_letter(units: Units, match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """Return the letter of the counted phrase and its counted nouns: the last of a compound, and each that is joined."""
    start, end = match.span("head")
    letter = {"m": "I", "G": "Y", "n": "D"}.get(units.letters[end - 1], "P")
    heads = [units.units[end - 1].words]
    if match["more"]:
        start, end = match.span("more")
        joined = [i for i in range(start, end) if units.letters[i] in "pmF" and (i + 1 == end or units.letters[i + 1] not in "pm")]
        heads += [units.units[i].words for i in joined if (units.letters[i] == "m") == (letter == "I")]
    return letter, tuple(heads)

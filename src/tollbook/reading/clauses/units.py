"""Turn a sentence into units: one class letter for each word, name or counted phrase. Knows no clause.

Two passes: words to letters, then a number and the noun that it counts to one letter. Both stay parallel to token
indices, so that every match can be traced back to its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from tollbook.reading.numbers.hedges import HedgedNumber
from tollbook.reading.tokens import Sentence
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.lexicon import Lexicon, class_letters
from tollbook.vocab.tables import load_table

_PUNCTUATION = {
    ",": "COMMA", ":": "COLON", "-": "DASH", "–": "DASH", "—": "DASH", "‒": "DASH", ";": "SEMICOLON", '"': "QUOTE",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", ".": "STOP", "!": "STOP", "?": "STOP", "…": "STOP", "/": "AND",
    "'s": "POSSESSIVE", "'": "POSSESSIVE", "--": "DASH",
}  # fmt: skip
_FORCE_CLASS = {"people": "PEOPLE"}
_NOUNS = frozenset("p1n")
SCARE_QUOTE = 5
"""Tokens that quotation marks enclose at most where they distance a writer from a word, and hold no speech."""


class Unit(NamedTuple):
    """One unit: the tokens [first, last)."""

    first: int
    last: int


@dataclass(slots=True)
class Units:
    """A sentence's units: one letter each, and the tokens [first, last) that each takes up."""

    letters: str
    firsts: list[int]
    lasts: list[int]
    words: list[str]
    """The sentence's tokens."""
    numbers: Mapping[int, HedgedNumber]
    """By first token."""
    forces: Mapping[int, ForceMention]
    """By first token."""

    def unit(self, at: int) -> Unit:
        """Return the tokens of a unit."""
        return Unit(self.firsts[at], self.lasts[at])

    def spelled(self, at: int) -> str:
        """Return a unit's words as the lexicon spells them."""
        first, last = self.firsts[at], self.lasts[at]
        return self.words[first] if last == first + 1 else " ".join(self.words[first:last])

    def force(self, at: int) -> ForceMention | None:
        """Return the force that a unit names, or None."""
        force = self.forces.get(self.firsts[at])
        return force if force is not None and force.last + 1 == self.lasts[at] else None


@dataclass(slots=True)
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
    borrowed: bool = False
    """The noun stands with another number: "of 60 drones 41 were shot down"."""


def make_units(
    text: str, sentence: Sentence, *, numbers: Sequence[HedgedNumber], forces: Sequence[ForceMention], lexicon: Lexicon
) -> Units:
    """Return the units of words; numbers, phrases and forces are one unit each."""
    words = sentence.words
    known = lexicon.letters
    letters = [known.get(word) or "" for word in words]
    if "" in letters:
        _fill_unknown(letters, text, sentence)
    for month in load_table("grammar")["months"]["words"]:
        if month in words:
            _mark_month(letters, text, sentence, month)
    item = class_letters()["ITEM"]
    at_number = {
        _first_of(number, letters): number for number in numbers if number.number.reason != "model" or letters[number.first] != item
    }
    at_force = {force.first: force for force in forces}
    firsts: list[int] = []
    lasts: list[int] = []
    out: list[str] = []
    done = 0
    for first in sorted({*at_number, *at_force, *_phrase_starts(words, lexicon)}):
        if first < done:
            continue
        letter, last = _unit_at(words, first, letters[first], at_number.get(first), at_force.get(first), lexicon)
        out.extend(letters[done:first])
        firsts.extend(range(done, first + 1))
        lasts.extend(range(done + 1, first + 1))
        out.append(letter)
        lasts.append(last)
        done = last
    out.extend(letters[done:])
    firsts.extend(range(done, len(words)))
    lasts.extend(range(done + 1, len(words) + 1))
    return Units(*_without_scare_quotes("".join(out), firsts, lasts), words, at_number, at_force)


def _first_of(number: HedgedNumber, letters: Sequence[str]) -> int:
    """Return where a number's unit begins: behind a hedge that is the clause's verb ("losses exceeded 300"), which is a unit of its own."""
    return number.first + (number.first < number.number.first and letters[number.first] == class_letters()["LINK"])


def _without_scare_quotes(letters: str, firsts: list[int], lasts: list[int]) -> tuple[str, list[int], list[int]]:
    """Leave out the quotation marks around a word or two: killed "at least 120" people."""
    if letters.count('"') < 2:
        return letters, firsts, lasts
    marks = [at for at, letter in enumerate(letters) if letter == '"']
    drop: set[int] = set()
    for left, right in pairwise(marks):
        if left not in drop and firsts[right] - firsts[left] <= SCARE_QUOTE + 1:
            drop.update((left, right))
    kept = [at for at in range(len(letters)) if at not in drop]
    return "".join(letters[at] for at in kept), [firsts[at] for at in kept], [lasts[at] for at in kept]


def _mark_month(letters: list[str], text: str, sentence: Sentence, month: str) -> None:
    """Read "in May" as a time, not as a verb; in capitals throughout it stays what the table says."""
    time, before = class_letters()["TIME"], class_letters()["PREP"]
    for at, word in enumerate(sentence.words):
        placed = at > 0 and (letters[at - 1] == before or sentence.words[at - 1].isdigit())
        if word == month and placed and text[sentence.starts[at] : sentence.ends[at]].istitle():
            letters[at] = time


def _phrase_starts(words: Sequence[str], lexicon: Lexicon) -> list[int]:
    phrases = lexicon.phrases
    return [at for at, word in enumerate(words) if word in phrases]


def _unit_at(
    words: Sequence[str], at: int, letter: str, number: HedgedNumber | None, force: ForceMention | None, lexicon: Lexicon
) -> tuple[str, int]:
    """Return the letter and the end of the unit that begins at a token: a number, a force, a phrase, or the word alone."""
    if number is not None:
        return _number_letter(number), max(number.last, at + 1)
    letter, last = _longest(words, at, letter, lexicon)
    if force is None or force.last + 1 < last or (letter in _NOUNS and force.last + 1 == last):
        return letter, last
    if force.kind == "generic" and lexicon.letters.get(words[force.last]) in _NOUNS:
        # "government soldiers": the noun is counted, and is a unit of its own.
        return letter or class_letters()["WORD"], last
    return class_letters()[_FORCE_CLASS.get(force.kind, "FORCE")], force.last + 1


def is_all_caps(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence is set in capitals, so that a capital letter is no evidence of a name."""
    return text[sentence.start : sentence.end].isupper()


def _longest(words: Sequence[str], at: int, letter: str, lexicon: Lexicon) -> tuple[str, int]:
    for parts, phrase_letter in lexicon.phrases.get(words[at], ()):
        last = at + len(parts)
        if tuple(words[at:last]) == parts:
            return phrase_letter, last
    return letter, at + 1


def _number_letter(number: HedgedNumber) -> str:
    kind = number.number.kind
    letter_of = class_letters()
    if kind in ("count", "none"):
        return letter_of["NUMBER"]
    if kind == "share":
        return letter_of["SHARE"]
    return letter_of["REST"] if kind == "rest" else letter_of["EXCLUDED"]


def _fill_unknown(letters: list[str], text: str, sentence: Sentence) -> None:
    """Give every word that the lexicon does not know the letter of its form."""
    letter_of = class_letters()
    name, plain, adverb, stop = letter_of["NAME"], letter_of["WORD"], letter_of["ADVERB"], letter_of["STOP"]
    if is_all_caps(text, sentence):
        name = plain
    starts = sentence.starts
    for at, word in enumerate(sentence.words):
        if not letters[at]:
            if not word[0].isalnum():
                letters[at] = letter_of[_PUNCTUATION[word]] if word in _PUNCTUATION else stop
            elif word.endswith("ly"):
                letters[at] = adverb
            else:
                letters[at] = name if text[starts[at]].isupper() else plain


# A number and its noun, over letters: x word, ^ name, f force, F people, j determiner, @ a, ' possessive, o of, M them,
# p people, 1 one person, m materiel, G area, n loss noun, K strength; k t q Q g T L are words used as adjectives.
_PHRASE = re.compile(
    r"#(?:(?P<of>o(?:[j@f'5]{0,3}|j?[x^fF]{1,3}'|j?[x^fF]{0,2}p')(?:#j?)?)?j{0,2}(?P<mods>[x^fktQq'gKmTL1X]{0,5}?)(?P<head>[pmGnF1][pm1n]*)(?P<more>(?:[a,]a?[xfj]{0,2}[pmF]+(?=[^pmx^1]|$))*?a[xfj]{0,2}[pmF]+(?![pm1]))?"
    r"|o[j5][kt](?![x^pmf])|o[Mr]|o5(?![x^])|(?P<unknown>j?[x^fQT](?:'?[x^fQT]){0,3}))?"
    r"|S(?:(?P<basethem>oM)|(?P<baseof>o[j5@'f]{0,3})[x^fjktQq'm]{0,5}?(?P<basehead>[pmGnFK]+|[kt](?![x^pmf])))?"
    r"|Z"
    r"|@(?P<onemods>[x^fjA1X-]{0,6})[1m](?![x^pm1'KnG])"
)


def split_asides(units: Units) -> list[Units]:
    """Return the sentence without what stands in brackets, then each bracket's content: an aside is no part of the clause around it."""
    if "(" not in units.letters:
        return [units]
    outer: list[int] = []
    asides: list[list[int]] = []
    depth = 0
    for at, letter in enumerate(units.letters):
        if letter == "(":
            depth += 1
            asides.append([])
        elif letter == ")":
            depth = max(0, depth - 1)
        elif depth:
            asides[-1].append(at)
        else:
            outer.append(at)
    return [_only(units, kept) for kept in (outer, *asides) if kept]


def _only(units: Units, kept: Sequence[int]) -> Units:
    letters, firsts, lasts = units.letters, units.firsts, units.lasts
    return replace(units, letters="".join(letters[at] for at in kept), firsts=[firsts[at] for at in kept], lasts=[lasts[at] for at in kept])


def find_counted(units: Units) -> tuple[Units, dict[int, Counted]]:
    """Return the units with every counted phrase as one unit, and those phrases by the index of their unit."""
    letters: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    counted: dict[int, Counted] = {}
    at = 0
    for match in _PHRASE.finditer(units.letters):
        start, end = match.span()
        letters.append(units.letters[at:start])
        firsts += units.firsts[at:start]
        lasts += units.lasts[at:start]
        phrase = _phrase_of(units, match)
        counted[len(firsts)] = phrase
        letters.append(phrase.letter)
        firsts.append(phrase.first)
        lasts.append(phrase.last)
        at = end
    letters.append(units.letters[at:])
    firsts += units.firsts[at:]
    lasts += units.lasts[at:]
    return replace(units, letters="".join(letters), firsts=firsts, lasts=lasts), counted


def _phrase_of(units: Units, match: re.Match[str]) -> Counted:
    start, end = match.span()
    letters = units.letters[start:end]
    first, last = units.firsts[start], units.lasts[end - 1]
    number = units.numbers.get(first)
    forces = _forces_in(units, start, end) if units.forces else ()
    kind = letters[0]
    if kind == "Z":
        return Counted(first, last, "Z", number)
    if kind == "@":
        return Counted(first, last, "N", None, (units.spelled(end - 1),), forces)
    if kind == "S":
        if match["basethem"]:
            return Counted(first, last, "S", number, (), forces, partitive=True)
        base = (units.spelled(end - 1),) if match["basehead"] else ()
        return Counted(first, last, "S", number, base, forces)
    if match["head"]:
        letter, heads = _head_letter(units, match)
        partitive = bool(match["of"]) and ("5" in match["of"] or (letter == "D" and "j" in match["of"]))
        # "4,000 of these casualties" are people; only what happened to them is still to be said.
        letter = "P" if partitive and letter == "D" else letter
        modifiers = tuple(map(units.spelled, range(start + 1, end - 1)))
        return Counted(first, last, letter, number, heads, forces, partitive, "", modifiers)
    if match["unknown"]:
        if letters[-1] == "f":
            return Counted(first, last, "P", number, (), forces)
        return Counted(first, last, "U", number, (), forces, noun=units.spelled(end - 1))
    return Counted(first, last, "B", number, (), forces, letters[1:2] == "o")


def _forces_in(units: Units, start: int, end: int) -> tuple[ForceMention, ...]:
    return tuple(force for at in range(start, end) if (force := units.force(at)) is not None)


def _head_letter(units: Units, match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """Return the letter of the counted phrase and its counted nouns: the last of a compound, and each that is joined."""
    start, end = match.span("head")
    letter = {"m": "I", "G": "Y", "n": "D"}.get(units.letters[end - 1], "P")
    heads = [units.spelled(end - 1)]
    if match["more"]:
        start, end = match.span("more")
        joined = [i for i in range(start, end) if units.letters[i] in "pmF" and (i + 1 == end or units.letters[i + 1] not in "pm")]
        heads += [units.spelled(i) for i in joined if (units.letters[i] == "m") == (letter == "I")]
    return letter, tuple(heads)

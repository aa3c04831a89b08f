"""The phrase grammar of sources: each token of a sentence gets a letter, and noun phrases are patterns over these letters.

Words come from `vocab/tables/reporting.toml`; this module holds no single word. It never decides who is quoted.

Letters: v said, L told, w report(s), H state(s), R counted, W published, E shows, U put, F pledged, g saying, c citing, Q quoted,
K according, P per, Y reportedly, s speaker noun, e product (report), n other noun, m digits, T title, I initial, d determiner, p pronoun,
r who, h that, a has, b is, y adverb, z time word, j and, u but/as, o of, i preposition, @ at, B by, t to, x other verb; punctuation stands
for itself, q is a quotation mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tollbook.reading.remembered import Remembered
from tollbook.reading.tokens import Sentence
from tollbook.vocab.tables import load_table

CUE_LETTERS = {
    "verb": "v",
    "told": "L",
    "verb_or_noun": "w",
    "verb_before_that": "H",
    "records": "R",
    "publishes": "W",
    "evidence": "E",
    "put": "U",
    "attitude": "F",
    "participle": "g",
    "citing": "c",
    "quoted": "Q",
    "according": "K",
    "per": "P",
    "hearsay": "Y",
}
FUNCTION_LETTERS = {
    "noun": "n",
    "number": "m",
    "verb": "x",
    "title": "T",
    "time": "z",
    "adverb": "y",
    "preposition": "i",
    "subordinator": "u",
    "determiner": "d",
    "pronoun": "p",
    "relative": "r",
    "that": "h",
    "have": "a",
    "be": "b",
    "conjunction": "j",
    "of": "o",
    "at": "@",
    "by": "B",
    "to": "t",
}
_OPEN_LISTS = ("noun", "number", "verb", "title", "time")
"""Lists that cues, speakers and products override."""
PUNCTUATION = {
    **{mark: mark for mark in ",;:()[]/."},
    **dict.fromkeys(("'s", "’s"), "'"),
    **dict.fromkeys(('"', "'", "“", "”", "``", "‘", "’"), "q"),
    **dict.fromkeys(("-", "–", "—", "―", "‒"), "-"),
    **dict.fromkeys(("!", "?", "…"), "."),
}

_CORE = r"m*+(?:T\.?|I\.?|[nsewH]|m(?![nsewx]))++"
_UNIT = rf"d*y?(?:m?x(?=[nse]))?{_CORE}(?:'{_CORE})*"
_NOUN_PHRASE = re.compile(rf"{_UNIT}(?:[o/]{_UNIT}|(?<=s)[i@t]{_UNIT}|(?<=[ew])[xRW]?[iB]{_UNIT}|j(?![my]){_UNIT}(?![abvwLUREpx]))*")
_CORE_BACK = r"(?:\.T|T|\.I|I|[nsewmH])++"
_UNIT_BACK = rf"{_CORE_BACK}(?:'{_CORE_BACK})*(?:x(?=[dm])m?)?y?d*"
_NOUN_PHRASE_BACK = re.compile(rf"{_UNIT_BACK}(?:[o/]{_UNIT_BACK}|[i@t](?=s){_UNIT_BACK}|[iB][xRW]?(?=[ew]){_UNIT_BACK}|j{_UNIT_BACK})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The reporting table, made ready for look-ups by word."""

    letters: dict[str, str]
    cues: frozenset[str]
    rows: dict[str, str]
    exceptions: dict[str, tuple[str, ...]]
    barred_objects: dict[str, tuple[str, ...]]
    no_passive: frozenset[str]
    speakers: dict[str, str]
    handed: frozenset[str]
    plain: frozenset[str]
    nobody: frozenset[str]
    headline_tails: tuple[tuple[str, ...], ...]
    hearsay: frozenset[str]
    hearsay_reduced: frozenset[str]
    no_labels: frozenset[str]
    negations: frozenset[str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the reporting grammar. Raises VocabularyError when its table is missing or no TOML."""
    table = load_table("reporting")
    letters: dict[str, str] = dict(PUNCTUATION)
    functions = table["function"]
    for part in _OPEN_LISTS:
        letters.update(dict.fromkeys(functions[part], FUNCTION_LETTERS[part]))
    letters.update((word, "e") for row in table["product"] for word in row["words"])
    letters.update((word, "s") for row in table["speaker"] for word in row["words"])
    letters.update((word, CUE_LETTERS[row["class"]]) for row in reversed(table["cue"]) for word in row["words"])
    for part, letter in FUNCTION_LETTERS.items():
        if part not in _OPEN_LISTS:
            letters.update(dict.fromkeys(functions[part], letter))
    return Grammar(
        letters=letters,
        cues=frozenset(word for row in table["cue"] for word in row["words"]),
        rows={word: row["id"] for row in reversed(table["cue"]) for word in row["words"]},
        exceptions={word: tuple(row.get("except_before", ())) for row in reversed(table["cue"]) for word in row["words"]},
        barred_objects={word: tuple(row.get("except_object", ())) for row in reversed(table["cue"]) for word in row["words"]},
        no_passive=frozenset(word for row in table["cue"] if row.get("no_passive") for word in row["words"]),
        speakers={word: row["kind"] for row in table["speaker"] for word in row["words"]},
        handed=frozenset(word for row in table["product"] for word in row["handed"]),
        plain=frozenset(word for row in table["product"] for word in row["plain"]),
        nobody=frozenset(word for row in table["nobody"] for word in row["words"]),
        hearsay=frozenset(word for row in table["hearsay_passive"] for word in row["words"]),
        hearsay_reduced=frozenset(word for row in table["hearsay_passive"] for word in row["reduced"]),
        negations=frozenset(word for row in table["negation"] for word in row["words"]),
        no_labels=frozenset(word for row in table["no_label"] for word in row["words"]),
        headline_tails=tuple(tuple(phrase.split()) for row in table["headline_tail"] for phrase in row["phrases"]),
    )


def _letter(word: str) -> str:
    return grammar().letters.get(word) or _guess(word)


def _guess(word: str) -> str:
    if len(word) == 1:
        return "m" if word.isdigit() else "I" if word.isalpha() else "."
    if word[0].isdigit():
        return "m"
    return "x" if word.endswith("ed") else "y" if word.endswith("ly") else "n"


_LETTERS = Remembered(_letter)


def letters_of(words: list[str]) -> str:
    """Return one letter per token (see the module's list)."""
    letters = "".join(map(_LETTERS.__getitem__, words))
    return _mend_possessives(letters, words) if "'" in words else letters


def _mend_possessives(letters: str, words: list[str]) -> str:
    """Tell the apostrophe of "the forces' staff" from a quotation mark."""
    mended = list(letters)
    for at in range(1, len(words) - 1):
        if words[at] == "'" and words[at - 1].endswith("s") and letters[at - 1] in "nsewx" and letters[at + 1] in "nsewH":
            mended[at] = "'"
    return "".join(mended)


def phrase_from(letters: str, first: int) -> tuple[int, int] | None:
    """Return the noun phrase that begins at token `first`, as a token range, or None."""
    match = _NOUN_PHRASE.match(letters, first)
    return (first, match.end()) if match else None


def phrase_before(letters: str, end: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends before token `end`, as a token range, or None."""
    match = _NOUN_PHRASE_BACK.match(letters[end - 1 :: -1] if end else "")
    return (end - match.end(), end) if match else None


def refine(letters: str, words: list[str], phrase: tuple[int, int]) -> tuple[int, int] | None:
    """Return the maker's name in a source phrase: "the figures from X" and "X data" are X; determiners stay out.

    None where the phrase names nobody.
    """
    rules = grammar()
    first, end = phrase
    for at in range(first + 1, end - 1):
        if words[at] in rules.handed and letters[at - 1] in "ewxRW":
            first = at + 1
            break
    while first < end and letters[first] in "djy":
        first += 1
    while end - first > 1 and words[end - 1] in rules.plain:
        end -= 1
        if letters[end - 1] == "'" and end - first > 1:
            end -= 1
    if first >= end:
        return None
    if end - first == 1 and (words[first] in rules.nobody or letters[first] == "m"):
        return None
    return first, end


def kind_of(words: list[str], phrase: tuple[int, int]) -> str:
    """Say what a source is by its head noun: person, people, body, or name where no noun tells."""
    speakers = grammar().speakers
    kind = "name"
    for word in words[phrase[0] : phrase[1]]:
        if word in speakers:
            kind = speakers[word]
        elif kind != "name" and grammar().letters.get(word) == "o":
            break
    return kind


def holds_speaker(letters: str, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase holds a noun of those who speak, or of what they publish."""
    return any(letter in "sew" for letter in letters[phrase[0] : phrase[1]])


def chars(sentence: Sentence, phrase: tuple[int, int]) -> tuple[int, int]:
    """Return the character span of a token range."""
    return sentence.starts[phrase[0]], sentence.ends[phrase[1] - 1]

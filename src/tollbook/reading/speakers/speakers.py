"""Find the subject of a reporting verb in its sentence: before it, after it (inverted), over an apposition or a relative clause.

Works on letters and never decides what is said.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tollbook.reading.speakers.source_phrases import holds_speaker, phrase_before, phrase_from
from tollbook.reading.tokens import Sentence

_BOUNDARY_BACK = re.compile(r"[,;:q()\[\]\-uhArgcvLEFUQ]|\.(?![TI])")
_TAKES_OBJECT = frozenset("vLE")
_NEVER_FIRST = frozenset("L")
""" "A doctor told AFP": what follows "told" is who listens, never who speaks."""
_LEAD = re.compile(r"[yjz]*")
_TIME_BACK = re.compile(r"i?[zm]*z[dmy]*[i@]?")
_FINITE = re.compile(r"[abvxLEUpq;:]")
_DATELINE = re.compile(r"[nsTImz.,:()ewH]{1,24}-+(?:\[[^\]]{1,9}\])*")


class Subject(NamedTuple):
    """Who speaks. `shown` is the pronoun or relative word that stands for `phrase`; `boundary` is where the speaker's clause begins."""

    phrase: tuple[int, int]
    boundary: int
    inverted: bool = False
    shown: tuple[int, int] | None = None


def skip_auxiliaries(letters: str, at: int) -> int:
    """Return the first token of the verb group that ends before token `at`."""
    while at and letters[at - 1] in "aby":
        at -= 1
    return at


def lead_of(letters: str, start: int) -> int:
    """Return the first token that is no adverb, conjunction or time word."""
    match = _LEAD.match(letters, start)
    return match.end() if match else start


def opening_of(letters: str) -> int:
    """Return the first token after a dateline ("KYIV, 4 May (AFP) -- [TEXT]")."""
    match = _DATELINE.match(letters) if "-" in letters[:28] else None
    return match.end() if match is not None else 0


def first_phrase(letters: str, start: int) -> tuple[int, int] | None:
    """Return the noun phrase or pronoun with which a clause opens."""
    first = lead_of(letters, start)
    if letters[first : first + 1] == "p":
        return first, first + 1
    return phrase_from(letters, first)


def find_subject(text: str, sentence: Sentence, letters: str, verb: int) -> Subject | None:
    """Return who says the verb at token `verb`, or None where nobody is named."""
    end = skip_auxiliaries(letters, verb)
    if end == 0:
        return None
    last = letters[end - 1]
    if last == "p":
        return Subject((end - 1, end), end - 1)
    if last in "rh":
        return _over_relative(letters, end, shown=last == "r")
    if last == ")":
        return _over_bracket(letters, end)
    if last in ",q-":
        return _over_boundary(sentence, letters, end, verb)
    if last in "ju":
        return _over_conjunction(text, sentence, letters, end - 1)
    if last == "d":
        return None
    return _inverted_bare(text, sentence, letters, verb) or _in_segment(text, sentence, letters, end)


def _inverted_bare(text: str, sentence: Sentence, letters: str, verb: int) -> Subject | None:
    """ "... fell on the town said the war monitor": a clause before, and nothing but a speaker after the verb."""
    if letters[verb] in _NEVER_FIRST:
        return None
    phrase = phrase_from(letters, verb + 1)
    if phrase is None or letters[phrase[1] : phrase[1] + 1] not in ("", ".", ",") or not holds_speaker(letters, phrase):
        return None
    clause = letters[max(letters.rfind("q", 0, verb), letters.rfind(";", 0, verb)) + 1 : verb]
    if letters[verb + 1] == "m" or not any(letter in "abx" for letter in clause[1:-1]) or clause[-1:] in tuple("abx"):
        return None
    return Subject(phrase, verb, inverted=True)


def _segment_start(letters: str, end: int) -> int:
    match = _BOUNDARY_BACK.search(letters[end - 1 :: -1] if end else "")
    return end - match.start() if match else 0


def _over_conjunction(text: str, sentence: Sentence, letters: str, mark: int) -> Subject | None:
    """ "The army retreated and said": who opens the clause. "The army denied the report and said": who denies, not what is denied."""
    start = _segment_start(letters, mark)
    phrase = first_phrase(letters, start) or first_phrase(letters, opening_of(letters))
    cue = start - 1 - (letters[:start].endswith("h") and start > 1)
    if start and letters[cue] in _TAKES_OBJECT and phrase is not None and _is_content(letters, phrase, mark):
        return find_subject(text, sentence, letters, cue)
    return Subject(phrase, mark) if phrase is not None else None


def _is_content(letters: str, phrase: tuple[int, int], mark: int) -> bool:
    """Say whether a phrase is what is said: an object, or those who are counted ("denied that 30 men died and put the figure at 12")."""
    return letters[phrase[0]] == "m" or _FINITE.search(letters, phrase[1], mark) is None


def _over_relative(letters: str, end: int, *, shown: bool) -> Subject | None:
    """ "the study, which notes", "a letter that says": the antecedent speaks."""
    antecedent_end = end - 1
    while antecedent_end and letters[antecedent_end - 1] in ",-z":
        antecedent_end -= 1
    antecedent_end = _skip_insertion(letters, antecedent_end)
    phrase = phrase_before(letters, antecedent_end)
    return Subject(phrase, end - 1, shown=(end - 1, end) if shown else None) if phrase is not None else None


def _over_bracket(letters: str, end: int) -> Subject | None:
    opening = letters.rfind("(", 0, end)
    phrase = phrase_before(letters, opening) if opening > 0 else None
    if phrase is None:
        return None
    start = _segment_start(letters, opening)
    return Subject(phrase, start if lead_of(letters, start) >= phrase[0] else phrase[0])


def _in_segment(text: str, sentence: Sentence, letters: str, end: int) -> Subject | None:
    start = _segment_start(letters, end)
    first = first_phrase(letters, start)
    if first is not None and first[1] == end:
        named = _after_product(text, sentence, letters, first) if start and letters[start - 1] in ",-" else None
        return Subject(first, start) if named is None else Subject((named, end), named)
    time = _TIME_BACK.match(letters[end - 1 :: -1])
    near_end = end - time.end() if time is not None and time.end() < end - start else end
    if first is not None and first[1] == near_end:
        return Subject(first, start)
    if start and letters[start - 1] == "r":
        # "the priest, who works in the region, said": the verb is the antecedent's, not the relative clause's
        return _over_relative(letters, start, shown=False)
    near = phrase_before(letters, near_end)
    if first is not None and _is_modified(letters, first, end) and (near is None or letters[near[0] - 1] in "i@Bot"):
        return Subject(first, start)
    if near is None:
        return None
    near = _capital_tail(text, sentence, letters, near) if near[0] > start else near
    return Subject(near, near[0])


def _after_product(text: str, sentence: Sentence, letters: str, phrase: tuple[int, int]) -> int | None:
    """Return where the name begins in ", a claim Sudan denied": the claim is what the name speaks of, and no part of it."""
    for at in range(phrase[0], phrase[1] - 1):
        if letters[at] in "ew" and letters[at + 1] in "ns" and text[sentence.starts[at + 1]].isupper():
            return at + 1 if text[sentence.starts[at]].islower() else None
    return None


def _is_modified(letters: str, first: tuple[int, int], end: int) -> bool:
    """Say whether what stands between a phrase and its verb modifies the phrase ("a poll released in August", "experts I asked")."""
    between = letters[first[1] : end]
    if not holds_speaker(letters, first):
        return False
    if between[:1] in "xRW":
        return between[1:2] in tuple("iBzy@o")
    return between[:1] in tuple("(rpgiBt") or between[:2] == "yx"


def _capital_tail(text: str, sentence: Sentence, letters: str, phrase: tuple[int, int]) -> tuple[int, int]:
    """Cut "city Observatory head" down to the name: in copy without commas only capitals tell where a name begins."""
    if letters[phrase[0]] == "d" or not text[sentence.starts[phrase[1] - 1]].isupper():
        return phrase
    first = phrase[1] - 1
    while first > phrase[0] and (text[sentence.starts[first - 1]].isupper() or letters[first - 1] in "o.'"):
        first -= 1
    return first, phrase[1]


def _over_boundary(sentence: Sentence, letters: str, end: int, verb: int) -> Subject | None:
    """The verb follows a comma, dash or quotation mark: inverted ("...," said X) or after an apposition (X, the Y, said)."""
    mark = end - 1
    following = phrase_from(letters, verb + 1) if letters[verb] not in _NEVER_FIRST else None
    if following is None and letters[verb] not in _NEVER_FIRST and letters[verb + 1 : verb + 2] == "p":
        following = (verb + 1, verb + 2)
    if following is not None and "q" in letters[max(mark - 1, 0) : end]:
        return Subject(following, end, inverted=True)
    apposed = _over_apposition(sentence, letters, mark)
    if apposed is not None:
        return apposed
    if following is not None:
        return Subject(following, end, inverted=True)
    first = first_phrase(letters, opening_of(letters))
    return Subject(first, first[0]) if first is not None and "," in letters[:mark] else None


def _over_apposition(sentence: Sentence, letters: str, mark: int) -> Subject | None:
    opening = max(letters.rfind(letters[mark], 0, mark), letters.rfind("(", 0, mark))
    if opening <= 0:
        return None
    inner = letters[opening + 1 : mark]
    name_end = _skip_insertion(letters, opening)
    start = _segment_start(letters, name_end)
    main = first_phrase(letters, start)
    described = inner.partition("r")[0]
    is_apposed = inner[:1] in tuple("rxgcTBiRW") or sentence.words[opening + 1].endswith("ing") or _FINITE.search(described) is None
    if main is not None and main[1] == name_end and is_apposed:
        return Subject(main, start)
    near = phrase_before(letters, name_end) if inner[:1] == "r" else None
    return Subject(near, start) if near is not None else None


def _skip_insertion(letters: str, end: int) -> int:
    """Return where a name ends before an age or a bracket: "Marek, 56, who ...", "Marek (the mayor), who ..."."""
    if letters[:end].endswith(",m"):
        return end - 2
    if letters[:end].endswith(")"):
        return max(letters.rfind("(", 0, end), 0) or end
    return end

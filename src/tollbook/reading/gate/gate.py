"""Decide what is worth parsing: is this document about armed conflict, and which sentences hold a loss word?

Weighs words by class (`vocab/tables/context.toml`), in linear time. Parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from tollbook.core.types import Context
from tollbook.reading.gate.bounds import Bounds, bound_evidence
from tollbook.reading.gate.evidence import (
    ARMED,
    ASCII_BLANKS,
    BLANKS,
    BREAK,
    CAPITAL,
    FIGURE,
    PLAIN,
    STATE,
    Evidence,
    ambiguous,
    class_at,
    load_evidence,
    parts_of,
    stem_class,
    unarmed,
)
from tollbook.vocab.forces import ForceLexicon, ForceMention, force_lexicon
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.phrases import TOKEN
from tollbook.vocab.tables import load_table

EVIDENCE_SHOWN = 8
"""How many words of evidence a context names."""

_LOSS_TABLES = frozenset({"verb", "loser_verb", "fate", "state", "noun", "tally", "act", "strength"})
_NAMED = (STATE, ARMED)
_JOINING = frozenset({"'s", ":"})
"""Signs that end no clause."""
_RESULT = re.compile(r"(?<![\w.,-])(\d{1,3})-(\d{1,3})(?![\w-])")
"""A result in sport or of a vote; a range has its lesser figure first."""


@dataclass(slots=True)
class Tally:
    """What was found so far: the points by class, and each piece of evidence once."""

    points: dict[str, int]
    found: dict[str, int]

    def add(self, name: str, text: str, points: int) -> None:
        if points and text not in self.found:
            self.found[text] = points
            self.points[name] = self.points.get(name, 0) + points


def judge_context(content: bytes, context: str, *, forces: ForceLexicon | None = None, theatre: str | None = None) -> Context:
    """Say whether a document, as UTF-8 bytes, speaks of armed conflict, and on which words.

    `context` "any" reads every count and examines nothing. `forces` is the lexicon in use; without it, the world's.
    `theatre` is the title of the war whose words the reader uses: evidence as well.

    >>> judge_context(b"A ferry capsized; 12 soldiers are missing.", "conflict").conflict
    False
    """
    if context == "any":
        return Context(conflict=True, reason="every count is read: context is 'any'")
    evidence = load_evidence()
    bounds = _bounds(content, evidence) if theatre is None else None
    if bounds is not None and (bounds.most < evidence.threshold or bounds.least >= evidence.threshold):
        conflict = bounds.least >= evidence.threshold
        amount = f"at least {bounds.least}" if conflict else f"at most {bounds.most}"
        return Context(conflict=conflict, reason=_reason(conflict, amount, evidence), evidence=tuple(bounds.words[:EVIDENCE_SHOWN]))
    tally = weigh(content, forces=forces, theatre=theatre)
    total = sum(_capped(points, evidence.classes[name].cap if name in evidence.classes else None) for name, points in tally.points.items())
    found = sorted(tally.found, key=lambda word: -abs(tally.found[word]))
    conflict = total >= evidence.threshold
    return Context(conflict=conflict, reason=_reason(conflict, str(total), evidence), evidence=tuple(found[:EVIDENCE_SHOWN]))


def _reason(conflict: bool, amount: str, evidence: Evidence) -> str:
    says = "speaks of armed conflict" if conflict else "does not speak of armed conflict"
    return f"{says} (evidence {amount}, needed {evidence.threshold})"


def _bounds(content: bytes, evidence: Evidence) -> Bounds | None:
    """Bound the evidence by the ASCII words of the text, which are all that the table holds beside stems."""
    text = content.decode("utf-8", "replace")
    plain = content if text.isascii() else text.encode("ascii", "replace")
    flat = plain.lower().translate(ASCII_BLANKS).decode("ascii")
    return bound_evidence(text, flat, len(_opening(text, evidence.opening)), evidence)


def holds_loss_word(content: bytes) -> bool:
    """Say whether a text, as UTF-8 bytes, holds any word that can name a loss, strength or ground."""
    return _loss_words().search(content) is not None or _counted_force().search(content) is not None


@lru_cache(maxsize=1)
def _counted_force() -> Any:
    """Return the pattern of a force's members with a figure before them: "has 22,000 troops" names a strength."""
    words = load_table("people")["force_members"]["words"]
    return re2.compile(r"\d[^.;]{0,40}\b(?:" + "|".join(map(re2.escape, words)) + r")\b", _options())


@lru_cache(maxsize=1)
def _loss_words() -> Any:
    words = {word for word, senses in load_lexicon().senses.items() if senses.keys() & _LOSS_TABLES}
    plain = [word for word in words if word.isascii()]
    return re2.compile(_bounded(plain) + "|" + _bounded(words - set(plain)), _options())


def _bounded(words: Iterable[str]) -> str:
    """Return a pattern of whole words. RE2's \\b is cheap but knows ASCII only; words of other scripts name their edges."""
    words = list(words)
    if all(word.isascii() for word in words):
        return r"\b(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")\b"
    return r"(?:^|[^\pL\pN])(?:" + "|".join(re2.escape(word) for word in sorted(words)) + r")(?:[^\pL\pN]|$)"


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    options.log_errors = False
    return options


# ---- weighing


def _capped(points: int, cap: int | None) -> int:
    if cap is None:
        return points
    return max(points, cap) if cap < 0 else min(points, cap)


def weigh(content: bytes, *, forces: ForceLexicon | None = None, theatre: str | None = None) -> Tally:
    """Return the evidence in a document, for and against, by class and pair, before any cap."""
    evidence = load_evidence()
    text = content.decode("utf-8", "replace")
    tally = Tally({}, {})
    opening = _opening(text, evidence.opening)
    _weigh_opening(opening, evidence, forces or force_lexicon(), tally)
    if len(opening) < len(text):
        _weigh_rest(text, _flatten(content, text), evidence, tally)
    if theatre is not None:
        tally.add("theatre", theatre, 2 * evidence.classes["theatre"].weight)
    return tally


def _flatten(content: bytes, text: str) -> list[str]:
    """Return the words of a text, lower-cased; nine times faster where all of it is ASCII."""
    if text.isascii():
        return content.lower().translate(ASCII_BLANKS).decode("ascii").split()
    return text.lower().translate(BLANKS).split()


def _opening(text: str, length: int) -> str:
    """Return the first `length` characters, to the end of the word."""
    if len(text) <= length:
        return text
    end = text.find(" ", length)
    return text[: end if 0 <= end < length + 40 else length]


def _weigh_opening(opening: str, evidence: Evidence, forces: ForceLexicon, tally: Tally) -> None:
    """Weigh each word of the opening twice, and the pairs that stand in it."""
    words, letters = _spell(opening, forces)
    known = evidence.firsts
    taken = 0
    for at, word in enumerate(words):
        if letters[at] == ARMED:
            tally.add("groups", word, 2 * evidence.classes["groups"].weight)
        if at < taken or letters[at] in _NAMED or (word not in known and word.isascii()):
            continue
        name, length = class_at(words, at, evidence)
        if name is not None:
            taken = at + length
            letters[at:taken] = [evidence.classes[name].letter] + [""] * (length - 1)
            tally.add(name, " ".join(words[at:taken]), 2 * evidence.classes[name].weight)
    _weigh_pairs(letters, words, evidence, tally)
    for first, second in _RESULT.findall(opening):
        if int(first) > int(second):
            tally.add("scores", f"{first}-{second}", 2 * evidence.classes["scores"].weight)


def _spell(opening: str, forces: ForceLexicon) -> tuple[list[str], list[str]]:
    """Return the words of an opening in lower case, hyphened ones in pieces and names as one, and what each is by its looks."""
    matches = list(TOKEN.finditer(opening))
    starts = [match.start() for match in matches]
    tokens = [match[0] for match in matches]
    lowered = [token.lower() for token in tokens]
    named = {mention.first: mention for mention in forces.find_forces(lowered, starts, opening) if mention.kind != "generic"}
    words: list[str] = []
    letters: list[str] = []
    passed = 0
    for at, word in enumerate(lowered):
        if at < passed:
            continue
        if at in named:
            passed = named[at].last + 1
            words.append(" ".join(tokens[at:passed]))
            letters.append(ARMED if _is_armed(named[at], words[-1]) else STATE)
            continue
        if "-" in word and word != "-":
            pieces = word.split("-")
            words.extend(pieces)
            letters.extend([_looks(tokens[at])] * len(pieces))
        else:
            words.append(word)
            letters.append(PLAIN if word.isalpha() and tokens[at] == word else _looks(tokens[at]))
    return words, letters


def _looks(token: str) -> str:
    initial = token[0]
    if initial.isupper():
        return CAPITAL
    if initial.isdigit():
        return FIGURE
    return PLAIN if initial.isalpha() or token in _JOINING else BREAK


def _is_armed(mention: ForceMention, text: str) -> bool:
    return mention.kind == "group" and mention.id not in unarmed() and text not in ambiguous()


def _weigh_pairs(letters: Sequence[str], words: Sequence[str], evidence: Evidence, tally: Tally) -> None:
    line = "".join(letters)
    places = [index for index, letter in enumerate(letters) if letter]
    for pair in evidence.pairs:
        match = pair.pattern.search(line)
        if match is not None:
            last = places[match.end()] if match.end() < len(places) else len(words)
            tally.add(pair.name, " ".join(words[places[match.start()] : last]), 2 * pair.weight)


def _weigh_rest(text: str, flat: list[str], evidence: Evidence, tally: Tally) -> None:
    """Weigh each word of the whole text once; what the opening had is there already."""
    present = set(flat)
    joined = f" {' '.join(flat)} "
    for word in sorted(present & evidence.firsts):
        for phrase, name in evidence.phrases.get(word, ()):
            if len(phrase) == 1 or (present.issuperset(phrase) and f" {' '.join(phrase)} " in joined):
                tally.add(name, " ".join(phrase), evidence.classes[name].weight)
                break
        for spelled in evidence.names.get(word, ()):
            if present.issuperset(parts_of(spelled)) and (_stands(spelled, text) or _stands(spelled.upper(), text)):
                tally.add("groups", spelled, evidence.classes["groups"].weight)
    if not text.isascii():
        for word in sorted(present):
            if (of_stem := stem_class(word, evidence)) is not None:
                tally.add(of_stem, word, evidence.classes[of_stem].weight)


def _stands(name: str, text: str) -> bool:
    """Say whether a name stands in a text as a word of its own ("IS group" is not in "THIS GROUP")."""
    at = text.find(name)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(name) : at + len(name) + 1].isalnum():
            return True
        at = text.find(name, at + 1)
    return False

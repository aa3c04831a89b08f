"""Say where a counted phrase only looks like the one that its frame counts: it depends on another word, or counts something else.

Works on units and matched frames; it never says what a phrase counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tollbook.reading.clauses.frames import Match
from tollbook.reading.clauses.units import Counted, Units
from tollbook.reading.tokens import Sentence
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

_AGE = re.compile(r"[\^1x],B,")
_OF_HEAD = re.compile(r"[xX1p^]oj$")
_VERB_GROUP = frozenset("hAwzbQ")
_PARTS = frozenset(",;:")
NEAR = 4
"""Tokens around a count in which a verb of exchange governs it: "freed another 30 prisoners of war"."""


@lru_cache(maxsize=16)
def _words(name: str) -> frozenset[str]:
    return frozenset(load_table("grammar")[name]["words"])


def is_governed(units: Units, sentence: Sentence, phrase: Counted, match: Match) -> bool:
    """Say whether a phrase is not what its frame speaks of."""
    return (
        _depends(units, sentence, match)
        or _has_other_subject(units, match)
        or _is_difference(units, match)
        or _is_exchanged(units, phrase, match)
        or _is_ratio(units, match.item)
    )


def _depends(units: Units, sentence: Sentence, match: Match) -> bool:
    """Say whether a phrase hangs on a word ("a mother of three died", "one of the two pilots died"), is an age, or counts models."""
    letters, item = units.letters, match.item
    if letters[item] in "PI":
        return _is_finite(units, match) and _OF_HEAD.search(letters, max(0, item - 3), item) is not None
    if letters[item] != "B":
        return False
    if item > 1 and _AGE.fullmatch(letters, item - 2, item + 2):
        return True
    if _is_hyphened(units, sentence, item) or _counts_model(units, item + 1):
        return True
    is_bare = item > 0 and letters[item - 1] == "o" and units.spelled(max(item - 2, 0)) not in _words("counters")
    return is_bare and match.frame.side == "left" and match.frame.sense != "state"


def _is_finite(units: Units, match: Match) -> bool:
    """Say whether a clause's own verb has the phrase for its subject, and no "who" stands between."""
    between = units.letters[match.item + 1 : match.cue]
    return match.frame.side == "left" and "r" not in between and ("b" in between or match.frame.sense == "fate")


def _is_hyphened(units: Units, sentence: Sentence, item: int) -> bool:
    first = units.lasts[item]
    return units.letters[item : item + 2] == "B-" and first < len(sentence.starts) and sentence.starts[first] == sentence.ends[first - 1]


def _counts_model(units: Units, at: int) -> bool:
    """Say whether a unit names a weapon that no table knows: "lost six XY-9s" are no people."""
    number = units.numbers.get(units.firsts[at]) if at < len(units.letters) else None
    return number is not None and number.number.reason == "model"


def _has_other_subject(units: Units, match: Match) -> bool:
    """Say whether a pronoun between phrase and verb is the verb's subject: "shrank to 90 men by the time it surrendered"."""
    if match.frame.side != "left":
        return False
    at = match.cue - 1
    while at > match.item and units.letters[at] in _VERB_GROUP:
        at -= 1
    return at > match.item and units.spelled(at) in _words("subject_pronouns")


def _is_difference(units: Units, match: Match) -> bool:
    """Say whether a number is a difference and no level: "casualties rose by 40 percent", "22 fewer deaths than in May"."""
    first, last = units.firsts[match.item], units.lasts[match.item]
    row = load_table("grammar")["difference"]
    compared = last < len(units.words) and units.words[last] == "than"
    if compared and not set(row["words"]).isdisjoint(units.words[first + 1 : last]):
        return True
    if not match.frame.level:
        return False
    before = units.spelled(match.item - 1) if match.item else ""
    return before in row["by"] or (units.letters[match.item] == "S" and before in row["changes"])


def _is_exchanged(units: Units, phrase: Counted, match: Match) -> bool:
    """Say whether prisoners are given back: "exchanged 90 prisoners of war", "90 captives were freed"."""
    nouns = [load_lexicon().sense(head, "noun") or {} for head in phrase.heads[-1:]]  # a share of what no table knows has none
    if match.frame.name != "loss_noun" or [noun.get("id") for noun in nouns] != ["prisoner_of_war"]:
        return False
    words, first, last = units.words, units.firsts[match.item], units.lasts[match.item]
    near = (words[max(0, first - NEAR) : first], words[last : last + NEAR])
    return any(f" {verb} " in f" {' '.join(side)} " for verb in _words("exchange") for side in near)


def _is_ratio(units: Units, item: int) -> bool:
    """Say whether a number stands in a ratio: "for every soldier killed, the rebels lose five", "three men for every tank"."""
    words = units.words
    for at in range(len(words) - 1):
        if words[at] == "for" and words[at + 1] in _words("ratio"):
            mark = next(unit for unit, last in enumerate(units.lasts) if last > at)
            between = units.letters[min(item, mark) : max(item, mark)]
            return not _PARTS.intersection(between) if item < mark else ";" not in between
    return False

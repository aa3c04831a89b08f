"""Say whose loss it is: the side that lost, resolved within its clause. Never the side that inflicted it.

Works on units and the forces named in them; where two candidates are equal it abstains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from tollbook.core.types import Force
from tollbook.reading.frames import Match
from tollbook.reading.units import Counted, Unit, Units
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.tables import load_table

Name = Callable[[Unit], str]
"""Gives the words of a unit as printed."""

_OF_AFTER = re.compile(r"[ovu][j@]*[x^A]{0,2}([fF])")
_OF_WORDS = frozenset({"of", "from", "among", "for", "on", "to", "upon", "within"})
_LOSER_VERBS = frozenset("ls")
_CLAUSE_END = frozenset('.;"')
_BREAKS = frozenset("kgidE")


@lru_cache(maxsize=1)
def _nonstate() -> frozenset[str]:
    return frozenset(load_table("people")["nonstate"]["words"])


def force_of(units: Units, phrase: Counted, item: int, match: Match, name: Name, spoken: Callable[[Unit], bool]) -> tuple[Force | None, str]:
    """Return the force that lost, and the rule that found it ("" where none is named).

    `spoken` says of a unit whether it belongs to an attribution ("the Russian ministry said"), which is nobody's loss.
    """
    within = _of_phrase(units, phrase, name)
    if within is not None:
        return within, "force.phrase"
    after = _after(units, item, name)
    if after is not None:
        return after, "force.of"
    if match.frame.sense in ("noun", "tally", "act", "loser_verb", "verb") and (before := _before_noun(units, match, name)) is not None:
        return before, "force.noun"
    verb = _loser_verb(units, item, match)
    if verb is not None and (subject := subject_before(units, verb, spoken)) is not None:
        return _force(units.units[subject], name), "force.subject"
    return None, ""


def _force(unit: Unit, name: Name) -> Force:
    return Force(id=unit.force.id if unit.force else None, text=name(unit))


def _of_phrase(units: Units, phrase: Counted, name: Name) -> Force | None:
    if not phrase.forces:
        return None
    ids = {force.id for force in phrase.forces if force.kind != "generic"} or {force.id for force in phrase.forces}
    mention = phrase.forces[-1] if len(ids) > 1 else phrase.forces[0]
    text = name(Unit(mention.first, mention.last + 1))
    if _is_nonstate(phrase, mention):
        return Force(id=None, text=f"{text} {phrase.heads[-1]}")
    return Force(id=mention.id, text=text)


def _is_nonstate(phrase: Counted, mention: ForceMention) -> bool:
    return mention.kind in ("demonym", "country") and any(head in _nonstate() for head in phrase.heads)


def _after(units: Units, item: int, name: Name) -> Force | None:
    match = _OF_AFTER.match(units.letters, item + 1)
    if match is None or units.units[item + 1].words not in _OF_WORDS:
        return None
    return _force(units.units[match.start(1)], name)


def _before_noun(units: Units, match: Match, name: Name) -> Force | None:
    """Find "Russian casualties reached 500": the force stands before the noun that is the cue."""
    if match.frame.sense not in ("tally", "act", "noun") or match.cue == match.item:
        return None
    at = match.cue - 1
    while at >= 0 and units.letters[at] in "x^'A":
        at -= 1
    return _force(units.units[at], name) if at >= 0 and units.letters[at] in "fF" else None


def _loser_verb(units: Units, item: int, match: Match) -> int | None:
    if match.frame.sense == "loser_verb" and match.frame.side == "right":
        return match.cue
    if match.frame.sense == "noun" or match.frame.name == "participle" or match.frame.sense == "strength":
        for at in range(item - 1, -1, -1):
            if units.letters[at] in _LOSER_VERBS or (match.frame.sense == "strength" and units.letters[at] == "q"):
                return at
            if units.letters[at] in _CLAUSE_END:
                return None
    return None


def subject_before(units: Units, verb: int, spoken: Callable[[Unit], bool]) -> int | None:
    """Return the unit that names the subject of the verb: the nearest force to its left in the clause, outside of attributions."""
    for at in range(verb - 1, -1, -1):
        letter = units.letters[at]
        if units.units[at].force is not None and not spoken(units.units[at]) and not _is_place(units, at):
            return _first_of_list(units, at, spoken)
        if letter in _CLAUSE_END and at < verb - 1 and letter != '"':
            return None
    return None


def _is_place(units: Units, at: int) -> bool:
    """Say whether a country's name stands after a preposition ("in Russia", "from Ukraine")."""
    unit = units.units[at]
    return at > 0 and units.letters[at - 1] in "v" and unit.force is not None and unit.force.kind in ("country", "capital")


def _first_of_list(units: Units, at: int, spoken: Callable[[Unit], bool]) -> int:
    """Of "the Russian military, paramilitary units, and pro-Russian separatist forces" return the first."""
    first = at
    for before in range(at - 1, -1, -1):
        letter = units.letters[before]
        if letter in "fF" and not spoken(units.units[before]):
            first = before
        elif letter not in ",ax^pmjK'":
            break
    return first


def subjects_of(units: Units, spoken: Callable[[Unit], bool]) -> Sequence[int]:
    """Return the units that name forces outside of attributions, for the resolution of pronouns."""
    return [at for at, letter in enumerate(units.letters) if letter in "fF" and not spoken(units.units[at]) and not _is_place(units, at)]

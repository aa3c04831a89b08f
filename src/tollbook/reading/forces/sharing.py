"""Let counts that stand in one list, or go on from one another, have one force. It names no force anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from tollbook.reading.clauses.units import Counted, Units
from tollbook.reading.forces.whose import STATE_KINDS, Drafted, Whose, are_soldiers

_CONJUNCT = re.compile(
    r"[x^fvojGT'pA]{0,6},?(?:a,?[hbAQ]{0,2}[kgts]?[jAQ]{0,2}|,[jA]{0,2}|[bhAQ]{0,3}[kdt]{1,2}[Tvx^]{0,4}(?:,?a|,|;)[Aj]{0,2})|[^fFpPUDN1E.;]{0,14};[Aj]{0,2}"
)
_BACKWARD = frozenset({"force.of", "force.list", "force.launched"})
_OTHERS = frozenset({"others"})


def share_forces(units: Units, drafted: Mapping[int, Drafted], read: dict[int, Whose]) -> None:
    """Let a phrase without a side take that of its list, or of the phrase that it goes on from; where that has none yet, say so."""
    order = sorted(read)
    for before, at in pairwise(order):
        held, found = read[before], read[at]
        if held.cost and drafted[before][1].cue == drafted[at][1].cue:
            read[at] = replace(found, cost=True, agent=held.agent, acting=held.acting)
        elif found.force is not None or found.closed or held.closed or not _goes_on(units, drafted, before, at, held):
            continue
        else:
            read[at] = replace(held, rule="force.conjunct") if held.force is not None else replace(found, goes_on=True)
    for before, at in reversed(list(pairwise(order))):
        held, found = read[at], read[before]
        if found.force is None and not found.closed and held.rule in _BACKWARD and _shares_back(units, drafted, before, at):
            read[before] = replace(held, rule="force.list")


def is_bare(phrase: Counted) -> bool:
    """Say whether a count does not tell whom it counts: "wounded 41", "30 others"."""
    return not phrase.heads or _OTHERS.issuperset(phrase.heads)


def _goes_on(units: Units, drafted: Mapping[int, Drafted], before: int, at: int, held: Whose) -> bool:
    """Say whether a phrase counts more of the same: "killed 23 Russian soldiers and wounded 41", "lost 3 tanks, 2 trucks"."""
    phrase, _, measure = drafted[at]
    if _in_list(drafted, before, at):
        return is_bare(phrase) or measure.unit != "person" or (are_soldiers(phrase.heads) and held.kind in STATE_KINDS)
    return is_bare(phrase) and measure.unit == drafted[before][2].unit and _joins(units, before, at)


def _shares_back(units: Units, drafted: Mapping[int, Drafted], before: int, at: int) -> bool:
    if _in_list(drafted, before, at):
        return True
    return is_bare(drafted[before][0]) and is_bare(drafted[at][0]) and _joins(units, before, at)


def _joins(units: Units, before: int, at: int) -> bool:
    return _CONJUNCT.fullmatch(units.letters[before + 1 : at]) is not None


def _in_list(drafted: Mapping[int, Drafted], before: int, at: int) -> bool:
    """Say whether two phrases have one cue and count things of one kind: people, or materiel and ground."""
    (_, match, measure), (_, earlier, other) = drafted[at], drafted[before]
    return match.cue == earlier.cue and match.frame.sense == earlier.frame.sense and (measure.unit == "person") == (other.unit == "person")

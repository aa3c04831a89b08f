"""Say who acts in a clause, and who is hit: they tell whose loss it is where the loser himself is not named.

Who acts is never the loser; this module only names him, so that nobody else takes him for one.
"""

from __future__ import annotations

from tollbook.reading.clauses.units import Units
from tollbook.reading.forces.whose import Agent, Spoken, is_object, pronouns, roles
from tollbook.vocab.forces import ForceMention

_STOPS = frozenset(".;")
_BODY_REACH = 4
_SKIPPED = frozenset("@jAx^")


def clause_of(units: Units, at: int, spoken: Spoken) -> tuple[int, int]:
    """Return the units [first, last) around one that no stop and no attribution cuts off."""
    first, last, letters = at, at + 1, units.letters
    while first and letters[first - 1] not in _STOPS and not spoken(units.unit(first - 1)):
        first -= 1
    while last < len(letters) and letters[last] not in _STOPS and not spoken(units.unit(last)):
        last += 1
    return first, last


def agent_of(units: Units, cue: int, spoken: Spoken) -> tuple[Agent, ForceMention | None]:
    """Return who acts in the clause of a verb: the first of its words that can."""
    start = cue
    while start and units.letters[start - 1] not in ".;E" and not spoken(units.unit(start - 1)):
        start -= 1
    own, enemy = roles()["own"], roles()["enemy"]
    possessed = False
    for at in range(start, cue):
        word = units.words[units.lasts[at] - 1]
        if word in pronouns():
            if units.letters[at] != "j":
                return "pronoun", None
            possessed = True
            continue
        mention = units.force(at)
        if mention is not None and not is_object(units, at):
            return ("enemy" if mention.kind == "generic" and word in enemy else "force"), mention
        if word in enemy:
            return ("own" if possessed else "enemy"), None
        if word in own:
            return "own", None
    return "", None


def by_agent(units: Units, after: int) -> tuple[Agent, ForceMention | None]:
    """Return who acts in a passive clause: the force after "by"."""
    if after >= len(units.letters) or units.spelled(after) != "by":
        return "", None
    for at in range(after + 1, min(after + _BODY_REACH, len(units.letters))):
        mention = units.force(at)
        if mention is not None:
            return "force", mention
        if units.letters[at] not in _SKIPPED:
            break
    return "", None


def target_of(units: Units, item: int, spoken: Spoken) -> int | None:
    """Return the force that is attacked in the clause of a count ("hit a Danish convoy"), if it is the only one."""
    if not units.forces or roles()["attack"].isdisjoint(units.words):
        return None
    first, last = clause_of(units, item, spoken)
    found: dict[str, int] = {}
    for at in range(first, last):
        mention = units.force(at)
        if mention is None or at == item:
            continue
        body = _body_after(units, at, last)
        if body is not None and (_is_attacked_before(units, at, first) or _is_attacked_after(units, body, last)):
            if at > first + 1 and units.letters[at - 1] == "a" and units.force(at - 2) is not None:
                return None
            found.setdefault(mention.id, at)
    return next(iter(found.values())) if len(found) == 1 else None


def _body_after(units: Units, at: int, last: int) -> int | None:
    """Return the unit of the military body or post that a force's name stands before ("a Danish supply convoy")."""
    for near in range(at + 1, min(at + _BODY_REACH, last)):
        if units.words[units.lasts[near] - 1] in roles()["body"]:
            return near
        if units.letters[near] not in "x^fm'pK":
            return None
    return None


def _is_attacked_before(units: Units, at: int, first: int) -> bool:
    """Read "ambushed a Danish convoy", "an attack on a Danish base", "fired at the Danish post"."""
    near = at - 1
    while near >= first and units.letters[near] in _SKIPPED and units.words[units.lasts[near] - 1] not in roles()["attack"]:
        near -= 1
    if near >= first and units.words[units.lasts[near] - 1] in roles()["attack"]:
        return True
    if near < first or units.spelled(near) not in roles()["toward"]:
        return False
    return any(units.words[units.lasts[back] - 1] in roles()["attack"] for back in range(max(first, near - 3), near))


def _is_attacked_after(units: Units, body: int, last: int) -> bool:
    """Read "a Danish convoy was ambushed", "a Danish patrol came under fire"."""
    words = units.words[units.lasts[body] : units.lasts[min(body + 4, last - 1)]]
    return bool(words) and words[0] in roles()["undergoes"] and not roles()["attack"].isdisjoint(words[1:])

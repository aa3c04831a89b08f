"""What a clause says of whose loss a count is, and the roles that words play in saying so. It reads no clause itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tollbook.core.types import Force, Measure
from tollbook.reading.clauses.frames import Match
from tollbook.reading.clauses.units import Counted, Unit, Units
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

Name = Callable[[Unit], str]
"""Gives the words of a unit as printed."""
Spoken = Callable[[Unit], bool]
"""Says of a unit whether it belongs to an attribution ("the Russian ministry said"), which is nobody's loss."""
Agent = Literal["", "force", "pronoun", "own", "enemy"]
PLACE_KINDS = frozenset({"country", "capital"})
STATE_KINDS = frozenset({"country", "demonym", "people", "alias", "capital"})


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Whose:
    """Whose loss a clause says it is, and what it leaves open.

    `agent` is who does the harm, where the clause is active; `acting` its force, if it has one. `pronoun` stands for the
    loser ("its", "we"). `soldiers`: the people counted are some state's or force's own, by their noun.
    """

    force: Force | None = None
    rule: str = ""
    kind: str = ""
    """The named force's kind: "generic" is a force by kind alone."""
    pronoun: str = ""
    agent: Agent = ""
    acting: ForceMention | None = None
    soldiers: bool = False
    fighters: bool = False
    """The people counted are what an armed group calls its own."""
    cost: bool = False
    """ "For the loss of two tanks": the agent's own."""
    closed: bool = False
    """Two equal candidates, or a loser that is no force: nothing may be added."""
    goes_on: bool = False
    """ "... and wounded 41": more of what the count before it counts."""
    bare: bool = False
    """A number alone, or "others": who they are is to be told by what came before."""
    passive: bool = False
    downed: bool = False
    """Drones and missiles brought down: never the air defence's own."""


NOT_SAID = Whose()
Drafted = tuple[Counted, Match, Measure]
"""A counted phrase, the frame that it stands in, and what it counts."""


@lru_cache(maxsize=1)
def roles() -> Mapping[str, frozenset[str]]:
    """Return the words of each role in `force_roles.toml`."""
    return {name: frozenset(row["words"]) for name, row in load_table("force_roles").items() if "words" in row}


@lru_cache(maxsize=1)
def pronouns() -> frozenset[str]:
    """Return the words that stand for a force."""
    table = load_table("force_roles")["pronoun"]
    return frozenset(word for kind in ("words", "speaker", "of_person", "foe") for word in table[kind])


def of_unit(units: Units, at: int, name: Name, rule: str) -> Whose:
    """Return the force that a unit names."""
    mention, text = units.force(at), name(units.unit(at))
    return Whose(force=Force(id=mention.id if mention else None, text=text), rule=rule, kind=mention.kind if mention else "")


@lru_cache(maxsize=1024)
def are_soldiers(heads: tuple[str, ...]) -> bool:
    """Say whether the counted nouns name the soldiers of a state, and not those whom a state calls its enemies."""
    lexicon = load_lexicon()
    if not heads or not roles()["foe"].isdisjoint(heads):
        return False
    return all((lexicon.sense(head, "people") or {}).get("military") for head in heads)


def is_object(units: Units, at: int) -> bool:
    """Say whether a force's name depends on a preposition: "in Russia", "along the Chinese border"."""
    force = units.force(at)
    if force is None or at == 0:
        return False
    if force.kind in PLACE_KINDS:
        return units.spelled(at - 1) in roles()["preposition"]
    return at > 1 and units.letters[at - 1] == "j" and units.spelled(at - 2) in roles()["preposition"]

"""Say whose loss it is within its clause: the side that lost. Never the side that inflicted it.

Works on units and the forces named in them; where two candidates are equal it abstains. What the clause leaves open
(a pronoun, the one who speaks) it describes for `subjects`, which knows the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from tollbook.core.types import Force, Measure
from tollbook.reading.frames import Match
from tollbook.reading.units import Counted, Unit, Units
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.lexicon import load_lexicon
from tollbook.vocab.tables import load_table

Name = Callable[[Unit], str]
"""Gives the words of a unit as printed."""
Spoken = Callable[[Unit], bool]
"""Says of a unit whether it belongs to an attribution ("the Russian ministry said"), which is nobody's loss."""
Agent = Literal["", "force", "pronoun", "own", "enemy"]

_OF_AFTER = re.compile(r"[tk]?([ovu])[j@]*[x^A]{0,2}([fF])")
_OF_WORDS = frozenset({"of", "among"})
_AGAINST = frozenset({"on", "to", "upon", "for", "within", "from"})
_OF_NOUN = re.compile(r"[ouO][j@]*[x^A]{0,2}([fF])(?![x^m])")
_HAD = re.compile(r"h[jA]?$")
_NOUN_SENSES = frozenset({"tally", "act", "noun", "state", "possession"})
_COPULA = re.compile(r"b[jA]{0,2}(?:(?P<force>[fF])|(?P<noun>[p1]))")
_HARM_SENSES = frozenset({"verb", "fate", "state", "act", "loser_verb", "noun"})
_FAR = frozenset("vrWHE,ka")
_LOSER_VERBS = frozenset("ls")
_CLAUSE_END = frozenset('.;"')
_HOLDERS = frozenset("qh")
_PLACES = frozenset({"country", "capital"})
_STATES = frozenset({"country", "demonym", "people", "alias", "capital"})
_CONJUNCT = re.compile(
    r"[x^fvojGT'pA]{0,6},?(?:a,?[hbAQ]{0,2}[kgt]?[jAQ]{0,2}|,[jA]{0,2}|[bhAQ]{0,3}[kdt]{1,2}[Tvx^]{0,4}(?:,?a|,)[Aj]{0,2})"
)
_BARE_HEADS = frozenset({"others"})


@dataclass(frozen=True, slots=True, kw_only=True)
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
    cost: bool = False
    """ "For the loss of two tanks": the agent's own."""
    closed: bool = False
    """Two equal candidates, or a loser that is no force: nothing may be added."""
    passive: bool = False
    downed: bool = False
    """Drones and missiles brought down: never the air defence's own."""


NOT_SAID = Whose()
Drafted = tuple[Counted, Match, Measure]


@lru_cache(maxsize=1)
def roles() -> Mapping[str, frozenset[str]]:
    """Return the words of each role in `force_roles.toml`."""
    return {name: frozenset(row["words"]) for name, row in load_table("force_roles").items() if "words" in row}


@lru_cache(maxsize=1)
def _pronouns() -> frozenset[str]:
    table = load_table("force_roles")["pronoun"]
    return frozenset(word for kind in ("words", "speaker", "of_person", "foe") for word in table[kind])


@lru_cache(maxsize=1)
def _nonstate() -> frozenset[str]:
    return frozenset(load_table("people")["nonstate"]["words"])


def read_part(units: Units, phrase: Counted, at: int, name: Name) -> Whose:
    """Return whose a part is that only says who they were: "including five Danes", "20 of them were soldiers"."""
    named = _of_phrase(units, phrase, at, name)
    if named is not None:
        return named
    copula = _COPULA.match(units.letters, at + 1)
    if copula is None:
        return Whose(soldiers=_are_soldiers(phrase.heads), passive=True)
    if copula["force"]:
        return _whose(units, copula.start("force"), name, "force.phrase")
    return Whose(soldiers=_are_soldiers((units.spelled(copula.start("noun")),)), passive=True)


def read_forces(units: Units, drafted: Mapping[int, Drafted], name: Name, spoken: Spoken) -> dict[int, Whose]:
    """Return what the sentence says of whose loss each drafted phrase is, by unit index of the phrase."""
    read = {at: _read(units, *drafted[at], at=at, name=name, spoken=spoken) for at in drafted}
    if len(read) > 1:
        _share(units, drafted, read)
    return read


def _read(units: Units, phrase: Counted, match: Match, measure: Measure, *, at: int, name: Name, spoken: Spoken) -> Whose:
    named = _named(units, phrase, match, at=at, name=name, spoken=spoken)
    if named.closed or (named.force is not None and named.kind != "generic"):
        return named
    return _open(units, phrase, match, measure, named, at=at, spoken=spoken)


# ---- named in the clause


def _named(units: Units, phrase: Counted, match: Match, *, at: int, name: Name, spoken: Spoken) -> Whose:
    within = _of_phrase(units, phrase, at, name)
    if within is not None and within.kind != "generic":
        return within
    after = _after(units, at, name) or _launched(units, at, name)
    if after is not None:
        return after
    if within is not None:
        return within
    before = _at_noun(units, match, name)
    if before is not None:
        return before
    verb = _loser_verb(units, at, match)
    if verb is None:
        return Whose()
    subject = subject_before(units, verb, spoken)
    if subject is None:
        return Whose(pronoun=_pronoun_before(units, verb))
    pronoun = _pronoun_before(units, verb)
    if pronoun:
        return Whose(pronoun=pronoun)
    return _whose(units, subject, name, "force.subject")


def _whose(units: Units, at: int, name: Name, rule: str) -> Whose:
    mention = units.force(at)
    return Whose(
        force=Force(id=mention.id if mention else None, text=name(units.unit(at))), rule=rule, kind=mention.kind if mention else ""
    )


def _of_phrase(units: Units, phrase: Counted, at: int, name: Name) -> Whose | None:
    if not phrase.forces:
        return None
    named = [force for force in phrase.forces if force.kind != "generic"] or list(phrase.forces)
    mention = phrase.forces[-1] if len({force.id for force in named}) > 1 else phrase.forces[0]
    if mention.kind == "generic" and named[0].kind != "generic":
        mention = named[-1]
    if _are_joined(units, named) or _goes_on_as_other(units, phrase, at):
        return Whose(closed=True)
    text = name(Unit(mention.first, mention.last + 1))
    if mention.kind in ("demonym", "country") and any(head in _nonstate() for head in phrase.heads):
        return Whose(force=Force(id=None, text=f"{text} {phrase.heads[-1]}"), rule="force.phrase", kind="nonstate")
    return Whose(force=Force(id=mention.id, text=text), rule="force.phrase", kind=mention.kind)


def _are_joined(units: Units, named: list[ForceMention]) -> bool:
    """Say whether two sides share one count: "12 Russian and Ukrainian soldiers"."""
    return any(
        one.id != other.id and one.last + 2 == other.first and units.words[one.last + 1] in ("and", "or", ",")
        for one, other in pairwise(named)
    )


def _goes_on_as_other(units: Units, phrase: Counted, at: int) -> bool:
    """Say whether the count is shared with a side that follows: "300 Danes and Swedes"."""
    return (
        phrase.forces[-1].last + 1 == phrase.last
        and units.letters[at + 1 : at + 2] == "a"
        and units.letters[at + 2 : at + 3] in tuple("fF")
    )


def _after(units: Units, item: int, name: Name) -> Whose | None:
    match = _OF_AFTER.match(units.letters, item + 1)
    if match is None:
        return None
    word, mention = units.spelled(match.start(1)), units.force(match.start(2))
    # "From Ukraine", "on Gaza" are places; "losses on the Russians" are the Russians'.
    if word in _OF_WORDS or (word in _AGAINST and mention is not None and mention.kind not in _PLACES):
        return _whose(units, match.start(2), name, "force.of")
    return None


def _launched(units: Units, item: int, name: Name) -> Whose | None:
    """Read "three drones launched by the Houthis": whose they were."""
    words, first = units.words, units.lasts[item]
    if first + 2 >= len(words) or f"{words[first]} {words[first + 1]}" not in roles()["launched"]:
        return None
    for at in range(item + 1, min(item + 8, len(units.letters))):
        mention = units.force(at)
        if mention is not None:
            return _whose(units, at, name, "force.launched")
    return None


def _at_noun(units: Units, match: Match, name: Name) -> Whose | None:
    """Find "Russian casualties reached 500" and "the number of Danish soldiers killed rose to 500": the force at the word for losses."""
    frame = match.frame
    if match.cue == match.item or not (frame.sense in _NOUN_SENSES or frame.name.startswith("number_of")):
        return None
    at = match.cue - 1
    while at >= 0 and (units.letters[at] == "'" or units.spelled(at) in roles()["measured"]):
        at -= 1
    if at >= 0 and units.letters[at] in "fF" and not _is_object(units, at):
        return _whose(units, at, name, "force.noun")
    found = _OF_NOUN.search(units.letters, min(match.item, match.cue), max(match.item, match.cue_end) + 1)
    if found is None and frame.name == "number_of":
        found = _OF_NOUN.search(units.letters, match.start, match.cue + 1)
    return _whose(units, found.start(1), name, "force.noun") if found is not None else None


def _loser_verb(units: Units, item: int, match: Match) -> int | None:
    sense = match.frame.sense
    if (sense == "loser_verb" and match.frame.side == "right") or match.frame.name in ("strength.have", "deploy"):
        return match.cue
    if sense not in ("noun", "strength") and match.frame.name != "participle":
        return None
    if sense != "strength" and _HAD.search(units.letters, max(0, item - 3), item) is not None:
        return units.letters.rindex("h", 0, item)
    for at in range(item - 1, -1, -1):
        letter = units.letters[at]
        if letter in _LOSER_VERBS:
            return at if _reaches(units, at, item) else None
        if sense == "strength" and letter in _HOLDERS:
            return at
        if letter in _CLAUSE_END:
            return None
    return None


def _reaches(units: Units, verb: int, item: int) -> bool:
    """Say whether a verb of plain English has the count as its object: "took 30 casualties", not "took the town with 30 killed"."""
    return units.spelled(verb) not in roles()["light"] or not _FAR.intersection(units.letters[verb + 1 : item])


def subject_before(units: Units, verb: int, spoken: Spoken) -> int | None:
    """Return the unit that names the subject of the verb: the nearest force to its left in the clause, outside of attributions."""
    for at in range(verb - 1, -1, -1):
        letter = units.letters[at]
        if units.force(at) is not None and not spoken(units.unit(at)) and not _is_object(units, at):
            return _first_of_list(units, at, spoken)
        if letter in _CLAUSE_END and at < verb - 1 and letter != '"':
            return None
    return None


def _is_object(units: Units, at: int) -> bool:
    """Say whether a force's name depends on a preposition: "in Russia", "along the Chinese border"."""
    force = units.force(at)
    if force is None or at == 0:
        return False
    if force.kind in _PLACES:
        return units.letters[at - 1] in "vW"
    return at > 1 and units.letters[at - 1] == "j" and units.letters[at - 2] == "v"


def _first_of_list(units: Units, at: int, spoken: Spoken) -> int:
    """Of "the Russian military, paramilitary units, and pro-Russian separatist forces" return the first."""
    first, joined = at, True
    for before in range(at - 1, -1, -1):
        letter = units.letters[before]
        if letter in "fF" and joined and not spoken(units.unit(before)) and not _is_object(units, before):
            first = before
        elif letter not in ",ax^pmjK'":
            break
        # "In the attack on Norway the Danes ...": another phrase begins, and no list is told.
        joined = letter in ",a" or (joined and letter != "j")
    return first


def _pronoun_before(units: Units, verb: int) -> str:
    """Return the pronoun that is the verb's subject ("it had lost"), or ""."""
    for at in range(verb - 1, max(verb - 5, -1), -1):
        word = units.spelled(at)
        if word in _pronouns():
            return word
        if units.letters[at] not in "hAwz":
            return ""
    return ""


# ---- left open


def _open(units: Units, phrase: Counted, match: Match, measure: Measure, named: Whose, *, at: int, spoken: Spoken) -> Whose:
    active = match.frame.sense == "verb" and match.frame.side == "right"
    agent, acting = _agent(units, match.cue, spoken) if active or measure.outcome else ("", None)
    cost = _is_cost(units, at)
    if cost and acting is None:
        agent, acting = _agent(units, at, spoken)
    return replace(
        named,
        pronoun=named.pronoun or _possessor(units, phrase, at),
        agent=agent,
        acting=acting,
        soldiers=_are_soldiers(phrase.heads),
        cost=cost,
        closed=_has_other_subject(units, named, match),
        passive=not active and match.frame.sense in _HARM_SENSES and match.frame.name != "lose",
        downed=bool(measure.categories & {"uav", "missile"}) and measure.outcome in ("shot_down", "destroyed", "intercepted", "suppressed"),
    )


def _has_other_subject(units: Units, named: Whose, match: Match) -> bool:
    """Say whether a loser verb has a subject that is no force ("the brigade lost 80 men"), so that no one else lost them."""
    return (
        match.frame.name == "lose"
        and not named.pronoun
        and named.force is None
        and match.cue > 0
        and units.letters[match.cue - 1] in "x^ph"
    )


def _possessor(units: Units, phrase: Counted, at: int) -> str:
    words = units.words[phrase.first : phrase.last]
    found = next((word for word in words if word in _pronouns()), "")
    if found:
        return found
    before = units.spelled(at - 1) if at else ""
    return before if before in _pronouns() else ""


def _are_soldiers(heads: tuple[str, ...]) -> bool:
    lexicon = load_lexicon()
    if not heads or not roles()["foe"].isdisjoint(heads):
        return False
    return all((lexicon.sense(head, "people") or {}).get("military") for head in heads)


def _is_cost(units: Units, item: int) -> bool:
    first = units.firsts[item]
    return any(" ".join(units.words[max(0, first - length) : first]) in roles()["cost"] for length in (5, 4, 3, 2))


def _agent(units: Units, cue: int, spoken: Spoken) -> tuple[Agent, ForceMention | None]:
    """Return who acts in the clause of the cue: the first of its words that can."""
    start = cue
    while start and units.letters[start - 1] not in ".;E" and not spoken(units.unit(start - 1)):
        start -= 1
    own, enemy, pronouns = roles()["own"], roles()["enemy"], _pronouns()
    for at in range(start, cue):
        word = units.words[units.lasts[at] - 1]
        if word in pronouns and units.letters[at] != "j":
            return "pronoun", None
        mention = units.force(at)
        if mention is not None and not _is_object(units, at):
            return ("enemy" if mention.kind == "generic" and word in enemy else "force"), mention
        if word in enemy:
            return "enemy", None
        if word in own:
            return "own", None
    return "", None


# ---- shared between phrases


def _share(units: Units, drafted: Mapping[int, Drafted], read: dict[int, Whose]) -> None:
    """Let a phrase without a side take that of the list that it stands in, or of the phrase that it goes on from."""
    order = sorted(read)
    for before, at in pairwise(order):
        held, found = read[before], read[at]
        if (
            found.force is None
            and not found.closed
            and held.force is not None
            and not held.closed
            and _goes_on(units, drafted, before, at, held)
        ):
            read[at] = replace(held, rule="force.conjunct")
    for at, before in zip(reversed(order[1:]), reversed(order[:-1]), strict=True):
        held, found = read[at], read[before]
        if (
            found.force is None
            and not found.closed
            and held.rule in ("force.of", "force.list", "force.launched")
            and _in_list(drafted, before, at)
        ):
            read[before] = replace(held, rule="force.list")


def _goes_on(units: Units, drafted: Mapping[int, Drafted], before: int, at: int, held: Whose) -> bool:
    """Say whether a phrase counts more of the same: "killed 23 Russian soldiers and wounded 41", "lost 3 tanks, 2 trucks"."""
    phrase, _, measure = drafted[at]
    bare = not phrase.heads or _BARE_HEADS.issuperset(phrase.heads)
    if _in_list(drafted, before, at):
        return bare or measure.unit != "person" or (_are_soldiers(phrase.heads) and held.kind in _STATES)
    return bare and measure.unit == drafted[before][2].unit and _CONJUNCT.fullmatch(units.letters[before + 1 : at]) is not None


def _in_list(drafted: Mapping[int, Drafted], before: int, at: int) -> bool:
    """Say whether two phrases have one cue and count things of one kind: people, or materiel and ground."""
    (_, match, measure), (_, earlier, other) = drafted[at], drafted[before]
    return match.cue == earlier.cue and match.frame.sense == earlier.frame.sense and (measure.unit == "person") == (other.unit == "person")

"""Say whose loss it is within its clause: the side that lost. Never the side that inflicted it.

Works on units and the forces named in them; where two candidates are equal it abstains. What the clause leaves open
(a pronoun, the one who speaks) it describes for `subjects`, which knows the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from tollbook.core.types import Force, Measure
from tollbook.reading.clauses.frames import Match
from tollbook.reading.clauses.units import Counted, Unit, Units
from tollbook.reading.forces.agents import agent_of, by_agent, target_of
from tollbook.reading.forces.sharing import is_bare, share_forces
from tollbook.reading.forces.whose import PLACE_KINDS, Drafted, Name, Spoken, Whose, are_soldiers, is_object, of_unit, pronouns, roles
from tollbook.vocab.forces import ForceMention
from tollbook.vocab.tables import load_table

_OF_AFTER = re.compile(r"[tk]?([ovu])[j@]*[x^A]{0,2}([fF])")
_OF_WORDS = frozenset({"of", "among"})
_AGAINST = frozenset({"on", "to", "upon", "for", "within", "from"})
_OF_NOUN = re.compile(r"(?:[ouO][j@]*[x^A]{0,2}|(?<=[ny]))([fF])")
_HAD = re.compile(r"h[jA]?$")
_NOUN_SENSES = frozenset({"tally", "act", "noun", "state", "possession", "losses"})
_COPULA = re.compile(r"b[jA]{0,2}(?:(?P<force>[fF])|(?P<noun>[p1]))")
_HEADING = re.compile(r"j?(?P<force>[fF])(?:[x^pfmnykdtK']{0,5}[:-]|[x^pfmdtK']{0,4}[ny][vjoxT^]{0,6}[bLA]{1,3}(?=[BPID]))")
_SIDE = re.compile(r"vj?(?P<force>[fF])x,?[jA]{0,2}$")
_LIST = re.compile(r"[fF][x^pmK'fF]{0,4}(?:,j?[x^pmKfF']{1,5})*,?aj?[x^'K]{0,3}$")
_NUMBER_OF = re.compile(r"O[j^xA]{0,3}p")
_COST_HIM = re.compile(r"c[jA]?(?P<force>[fF])[xf]?[jA]*$")
_AT_LOSSES = re.compile(r"(?P<force>[fF])'?[x^]{0,2}nv[jA]*$")
_JOINED = re.compile(r"(?P<force>[fF])[x^']{0,2}[mp1]{1,2},?aj?$")
_HARM_SENSES = frozenset({"verb", "fate", "state", "act", "loser_verb", "noun", "tally", "modifier"})
_TARGET_HEADS = frozenset({"men", "members", "personnel"})
_FAR = frozenset("vrWHE,ka")
_LOSER_VERBS = frozenset("ls")
_CLAUSE_END = frozenset('.;"')
_HOLDERS = frozenset("qh")


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
        return Whose(soldiers=are_soldiers(phrase.heads), passive=True)
    if copula["force"]:
        return of_unit(units, copula.start("force"), name, "force.phrase")
    return Whose(soldiers=are_soldiers((units.spelled(copula.start("noun")),)), passive=True)


def read_forces(units: Units, drafted: Mapping[int, Drafted], name: Name, spoken: Spoken) -> dict[int, Whose]:
    """Return what the sentence says of whose loss each drafted phrase is, by unit index of the phrase."""
    read = {at: _read(units, *drafted[at], at=at, name=name, spoken=spoken) for at in drafted}
    if len(read) > 1:
        share_forces(units, drafted, read)
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
    found = _after(units, at, name) or _launched(units, at, name) or within or _at_noun(units, match, name)
    found = (
        found or _joined(units, phrase, at, name) or _of_verb(units, match, at=at, name=name, spoken=spoken) or _heading(units, at, name)
    )
    return found or _target(units, phrase, match, at=at, name=name, spoken=spoken) or Whose()


def _joined(units: Units, phrase: Counted, at: int, name: Name) -> Whose | None:
    """Read "the Russian frigate and two landing ships": what is counted is joined to a side's own."""
    if phrase.letter != "I" and not are_soldiers(phrase.heads):
        return None
    found = _JOINED.search(units.letters, max(0, at - 8), at)
    return of_unit(units, found.start("force"), name, "force.conjunct") if found is not None else None


def _of_verb(units: Units, match: Match, *, at: int, name: Name, spoken: Spoken) -> Whose | None:
    """Read "Russia lost 12 tanks": the subject of a loser's verb, or the pronoun that stands for it."""
    verb = _loser_verb(units, at, match)
    if verb is None:
        return None
    pronoun = _pronoun_before(units, verb)
    if pronoun:
        return Whose(pronoun=pronoun)
    subject = subject_before(units, verb, spoken)
    return of_unit(units, subject, name, "force.subject") if subject is not None else None


def _heading(units: Units, at: int, name: Name) -> Whose | None:
    """Read "Danish army: 39 killed, 120 wounded" and "Danish losses were 39 killed": who stands at the head of the counts."""
    match = _HEADING.match(units.letters) if units.letters[:2].strip("j")[:1] in ("f", "F") else None
    if match is None:
        side = _SIDE.search(units.letters, max(0, at - 8), at)
        told = side is not None and units.spelled(side.start("force") + 1) == "side"
        return of_unit(units, side.start("force"), name, "force.heading") if side is not None and told else None
    if match.end() > at or "." in units.letters[:at]:
        return None
    mention, first = units.force(match.start("force")), match.start("force") + 1
    if units.letters[first] in ":-" and (mention is None or mention.kind not in ("demonym", "people")):
        return None
    # "Danish strikes: 39 killed" is another matter.
    noun = max(units.letters.find("n", first, match.end()), units.letters.find("y", first, match.end()))
    plain = (units.words[units.lasts[near] - 1] for near in range(first, noun if noun > 0 else match.end()) if units.letters[near] in "x^m")
    return of_unit(units, match.start("force"), name, "force.heading") if all(map(_may_head, plain)) else None


def _may_head(word: str) -> bool:
    return word in roles()["body"] or word in roles()["measured"]


def _target(units: Units, phrase: Counted, match: Match, *, at: int, name: Name, spoken: Spoken) -> Whose | None:
    """Read "gunmen hit a Danish convoy, killing 3 soldiers": whose body was attacked."""
    if match.frame.sense not in ("verb", "fate") or not (
        is_bare(phrase) or are_soldiers(phrase.heads) or _TARGET_HEADS.issuperset(phrase.heads)
    ):
        return None
    target = target_of(units, at, spoken)
    return of_unit(units, target, name, "force.target") if target is not None else None


def _of_phrase(units: Units, phrase: Counted, at: int, name: Name) -> Whose | None:
    forces = phrase.forces or (_heads_of(units, phrase) if units.forces else ())
    if not forces:
        return None
    named = [force for force in forces if force.kind != "generic"] or [force for force in forces if force.id not in roles()["unnamed"]]
    if not named:
        return None
    mention = named[-1] if len({force.id for force in named}) > 1 else named[0]
    if _are_joined(units, named) or _goes_on_as_other(units, phrase, at):
        return Whose(closed=True)
    text = name(Unit(mention.first, mention.last + 1))
    if mention.kind in ("demonym", "country") and any(head in _nonstate() for head in phrase.heads):
        return Whose(force=Force(id=None, text=f"{text} {phrase.heads[-1]}"), rule="force.phrase", kind="nonstate")
    return Whose(force=Force(id=mention.id, text=text), rule="force.phrase", kind=mention.kind)


def _heads_of(units: Units, phrase: Counted) -> tuple[ForceMention, ...]:
    """Return the force that the counted noun itself is: "20 rebels"."""
    found = [units.forces[at] for at in range(phrase.first, phrase.last) if at in units.forces]
    return tuple(force for force in found if force.last < phrase.last)


def _are_joined(units: Units, named: list[ForceMention]) -> bool:
    """Say whether two sides share one count: "12 Russian and Ukrainian soldiers"."""
    return any(
        one.id != other.id and one.last + 2 == other.first and units.words[one.last + 1] in ("and", "or", ",")
        for one, other in pairwise(named)
    )


def _goes_on_as_other(units: Units, phrase: Counted, at: int) -> bool:
    """Say whether the count is shared with a side that follows: "300 Danes and Swedes"."""
    return (
        bool(phrase.forces)
        and phrase.forces[-1].last + 1 == phrase.last
        and units.letters[at + 1 : at + 2] == "a"
        and units.letters[at + 2 : at + 3] in tuple("fF")
    )


def _after(units: Units, item: int, name: Name) -> Whose | None:
    match = _OF_AFTER.match(units.letters, item + 1)
    if match is None:
        return None
    word, mention = units.spelled(match.start(1)), units.force(match.start(2))
    # "From Ukraine", "on Gaza" are places; "losses on the Russians" are the Russians'.
    if word in _OF_WORDS or (word in _AGAINST and mention is not None and mention.kind not in PLACE_KINDS):
        return of_unit(units, match.start(2), name, "force.of")
    return None


def _launched(units: Units, item: int, name: Name) -> Whose | None:
    """Read "three drones launched by the Houthis": whose they were."""
    words, first = units.words, units.lasts[item]
    if first + 2 >= len(words) or f"{words[first]} {words[first + 1]}" not in roles()["launched"]:
        return None
    for at in range(item + 1, min(item + 8, len(units.letters))):
        mention = units.force(at)
        if mention is not None:
            return of_unit(units, at, name, "force.launched")
    return None


def _at_noun(units: Units, match: Match, name: Name) -> Whose | None:
    """Find "Russian casualties reached 500" and "the number of Danish soldiers killed rose to 500": the force at the word for losses."""
    frame = match.frame
    if (cost := _COST_HIM.search(units.letters, max(0, match.item - 6), match.item)) is not None:
        return of_unit(units, cost.start("force"), name, "force.noun")
    # "Put Danish losses at 500 casualties": both words are for losses.
    put = _AT_LOSSES.search(units.letters, max(0, match.item - 8), match.item) if frame.name == "loss_noun" else None
    if put is not None and not is_object(units, put.start("force")):
        return of_unit(units, put.start("force"), name, "force.noun")
    if match.cue == match.item or not (frame.sense in _NOUN_SENSES or frame.name.startswith("number_of") or frame.name == "label"):
        return None
    at = match.cue - 1
    while at >= 0 and (units.letters[at] == "'" or units.spelled(at) in roles()["measured"]):
        at -= 1
    if at >= 0 and units.letters[at] in "fF" and not is_object(units, at):
        return of_unit(units, at, name, "force.noun")
    found = _OF_NOUN.search(units.letters, min(match.item, match.cue), max(match.item, match.cue_end) + 1)
    if found is None and frame.name.startswith("number_of"):
        found = _OF_NOUN.search(units.letters, match.start, match.cue + 1)
    # "The toll of Danish strikes" is not the Danes'.
    if found is None or (units.letters[found.end() : found.end() + 1] in ("x", "^", "m") and not _may_head(units.spelled(found.end()))):
        return None
    return of_unit(units, found.start(1), name, "force.noun")


def _loser_verb(units: Units, item: int, match: Match) -> int | None:
    sense = match.frame.sense
    if (sense == "loser_verb" and match.frame.side == "right") or match.frame.name in ("strength.have", "deploy"):
        return match.cue
    if sense not in ("noun", "strength", "state") and not match.frame.name.startswith("participle"):
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
        if units.force(at) is not None and not spoken(units.unit(at)) and not is_object(units, at):
            return _first_of_list(units, at, spoken)
        if letter in _CLAUSE_END and at < verb - 1 and letter != '"':
            return None
    return None


def _first_of_list(units: Units, at: int, spoken: Spoken) -> int:
    """Of "the Russian military, paramilitary units, and pro-Russian separatist forces" return the first."""
    first = _owner_of(units, at, spoken)
    start = max(0, first - 24)
    match = _LIST.search(units.letters, start, first)
    if match is None or spoken(units.unit(match.start())) or is_object(units, match.start()):
        return first
    # "Russia attacked and Ukraine lost ...": a past tense ends the noun phrase, and a state's name takes no noun.
    between = range(match.start() + 1, first)
    ends = any(units.letters[near] == "x" and units.spelled(near).endswith("ed") for near in between)
    mention, after = units.force(match.start()), units.letters[match.start() + 1]
    named = mention is not None and mention.kind in ("country", "people", "capital", "group") and after not in ",a"
    return first if ends or named else match.start()


def _owner_of(units: Units, at: int, spoken: Spoken) -> int:
    """Return the side whose army a force named by kind is: "the British Army", "Ukraine's army"."""
    mention = units.force(at)
    if mention is None or mention.kind != "generic":
        return at
    for near in range(at - 1, max(at - 4, -1), -1):
        if units.letters[near] in "fF" and not spoken(units.unit(near)):
            return near
        if units.letters[near] not in "x^'X":
            break
    return at


def _pronoun_before(units: Units, verb: int) -> str:
    """Return the pronoun that is the verb's subject ("it had lost"), or ""."""
    for at in range(verb - 1, max(verb - 5, -1), -1):
        word = units.spelled(at)
        if word in pronouns():
            return word
        if units.letters[at] not in "hAwz":
            return ""
    return ""


# ---- left open


def _open(units: Units, phrase: Counted, match: Match, measure: Measure, named: Whose, *, at: int, spoken: Spoken) -> Whose:
    active = match.frame.sense == "verb" and match.frame.side == "right"
    agent, acting = agent_of(units, match.cue, spoken) if active else by_agent(units, match.cue_end)
    cost = _is_cost(units, at)
    if cost and acting is None:
        agent, acting = agent_of(units, at, spoken)
    return replace(
        named,
        pronoun=named.pronoun or _possessor(units, phrase, at),
        agent=agent,
        acting=acting,
        fighters=bool(phrase.heads) and roles()["fighters"].issuperset(phrase.heads),
        soldiers=are_soldiers(phrase.heads or _heads_of_number(units, match)),
        cost=cost,
        bare=is_bare(phrase),
        closed=_has_other_subject(units, named, match),
        passive=not active and match.frame.sense in _HARM_SENSES and match.frame.name != "lose",
        downed=bool(measure.categories & {"uav", "missile"}) and measure.outcome in ("shot_down", "destroyed", "intercepted", "suppressed"),
    )


def _heads_of_number(units: Units, match: Match) -> tuple[str, ...]:
    """Return whom "taking to six the number of soldiers killed" counts."""
    if units.letters[match.cue] == "y":
        return tuple(word for word in units.spelled(match.cue).split() if are_soldiers((word,)))
    found = _NUMBER_OF.search(units.letters, match.start, match.end) if "O" in units.letters else None
    return (units.spelled(found.end() - 1),) if found is not None else ()


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
    found = next((word for word in words if word in pronouns()), "")
    if found:
        return found
    before = units.spelled(at - 1) if at else ""
    return before if before in pronouns() else ""


def _is_cost(units: Units, item: int) -> bool:
    first = units.firsts[item]
    return any(" ".join(units.words[max(0, first - length) : first]) in roles()["cost"] for length in (5, 4, 3, 2))

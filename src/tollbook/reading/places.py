"""Places of a sentence: names with a cue of place beside them. Never a person, a month or an organization.

A name counts only after a preposition ("near Homs"), after a noun of place ("the village of ...") or before one ("...
oblast"). Names come from the theatre first, from the gazetteer then; one that neither holds is kept only beside a noun
that leaves no doubt, and has no id. No coordinates are read or kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tollbook.reading.calendar.words import calendar_words
from tollbook.reading.tokens import Sentence, tokenise
from tollbook.vocab.gazetteer import load_gazetteer
from tollbook.vocab.tables import load_table

MAX_NAME = 5
"""Tokens of the longest name looked up."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place: tokens `first` to `last` (half-open), its words, its id where it is known, and the rule."""

    first: int
    last: int
    text: str
    id: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Where names are looked up: a theatre's places (lower-cased name -> id), then the gazetteer."""

    theatre: Mapping[str, str] = field(default_factory=dict)
    gazetteer: bool = True

    def lookup(self, words: str, *, large_only: bool = False) -> str | None:
        """Return the id of a name: a theatre's id, ISO alpha-3 for a country, "geonames:N" for a town."""
        key = words.lower()
        found = self.theatre.get(key)
        if found is not None or not self.gazetteer:
            return found
        gazetteer = load_gazetteer()
        country = gazetteer.country(key)
        if country is not None:
            return country
        town = gazetteer.town(key)
        return None if town is None or (large_only and not town.large) else town.id


@dataclass(frozen=True, slots=True)
class _Words:
    prepositions: frozenset[str]
    verbs: frozenset[str]
    after: frozenset[str]
    after_lower: frozenset[str]
    of: frozenset[str]
    of_sure: frozenset[str]
    modifiers: frozenset[str]
    connectors: frozenset[str]
    prefixes: frozenset[str]
    organizations: frozenset[str]
    adjectives: tuple[str, ...]
    peoples: frozenset[str]
    triggers: frozenset[str]


@lru_cache(maxsize=1)
def _place_words() -> _Words:
    table = load_table("places")
    cues, nouns = table["cues"], table["nouns"]
    return _Words(
        prepositions=frozenset(cues["prepositions"]),
        verbs=frozenset(cues["verbs"]),
        after=frozenset(nouns["after"]),
        after_lower=frozenset(nouns["after_lower"]),
        of=frozenset(nouns["of"]),
        of_sure=frozenset(nouns["of_sure"]),
        modifiers=frozenset(table["modifiers"]["words"]),
        connectors=frozenset(table["connectors"]["words"]),
        prefixes=frozenset(table["connectors"]["prefixes"]),
        organizations=frozenset(table["breaking"]["organizations"]),
        peoples=frozenset(table["breaking"]["peoples"]),
        adjectives=tuple(table["breaking"]["adjective_endings"]),
        triggers=frozenset(cues["prepositions"]) | set(cues["verbs"]) | set(nouns["of"]) | set(nouns["after"]) | set(nouns["after_lower"]),
    )


@dataclass(slots=True)
class _Look:
    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    upper: bool
    names: PlaceNames
    table: _Words

    def capital(self, at: int) -> bool:
        return self.text[self.starts[at]].isupper()

    def said(self, first: int, last: int) -> str:
        return self.text[self.starts[first] : self.ends[last - 1]]


def find_places(text: str, sentence: Sentence, *, names: PlaceNames) -> list[PlaceMention]:
    """Return the places that a sentence names, in order, never overlapping."""
    words = tokenise(text, sentence).words
    table = _place_words()
    if table.triggers.isdisjoint(words):
        return []
    upper = text[sentence.start : sentence.end].isupper()
    look = _Look(text, words, sentence.starts, sentence.ends, upper, names, table)
    mentions: list[PlaceMention] = []
    at = 0
    while at < len(words):
        found = _place_at(look, at, mentions) if words[at] in table.triggers or words[at] == "and" else None
        if found is None:
            at += 1
            continue
        mentions.append(found)
        at = found.last
    return mentions


def place_for(places: list[PlaceMention], first: int, last: int) -> PlaceMention | None:
    """Return the place of a claim at those tokens: the nearest one after it in the sentence, else the nearest before."""
    after = [place for place in places if place.first >= last]
    if after:
        return min(after, key=lambda place: place.first)
    before = [place for place in places if place.last <= first]
    return max(before, key=lambda place: place.last, default=None)


def _place_at(look: _Look, at: int, mentions: list[PlaceMention]) -> PlaceMention | None:
    """Return the place whose cue is the word at a position."""
    word, table = look.words[at], look.table
    following = look.words[at + 1] if at + 1 < len(look.words) else ""
    if word in table.of and following == "of":
        return _of_noun(look, at)
    if word in table.prepositions:
        return _after_cue(look, at + 1, "place.preposition", country=True)
    if word in table.verbs:
        return _after_cue(look, at + 1, "place.verb", country=False)
    if word == "and":
        joined = bool(mentions) and mentions[-1].last == at
        return _after_cue(look, at + 1, "place.and", country=True) if joined else None
    return _before_noun(look, at, floor=mentions[-1].last if mentions else 0)


def _of_noun(look: _Look, at: int) -> PlaceMention | None:
    """Read "the village of X"; the noun is kept in the words where it is what makes X a place."""
    first = _past_modifiers(look, at + 2)
    end = _run_end(look, first)
    if end == first:
        return None
    found = _with_noun(look, first, end)
    if found is not None:
        return PlaceMention(first, found[0], look.said(first, found[0]), found[1], "place.of_noun")
    if look.words[at] not in look.table.of_sure or look.upper or _is_people(look, end - 1):
        return None
    return PlaceMention(at, end, look.said(at, end), None, "place.of_noun")


def _past_modifiers(look: _Look, begin: int) -> int:
    """Return where a name begins: after "the southern", but not after the first word of "North Korea"."""
    at = begin
    while at < len(look.words) and look.words[at] in look.table.modifiers:
        if look.capital(at) and _known(look, at, _run_end(look, at)) is not None:
            break
        at += 1
    return at


def _after_cue(look: _Look, begin: int, rule: str, *, country: bool) -> PlaceMention | None:
    """Read the name after a preposition, over its modifiers and "Ukraine's" before it."""
    first = _past_modifiers(look, begin)
    end = _run_end(look, first)
    if end == first:
        return None
    if end + 1 < len(look.words) and look.words[end] in ("'s", "'"):
        return _after_cue(look, end + 1, rule, country=country)
    found = _with_noun(look, first, end)
    if found is None:
        return None if _noun_after(look, end) is None else _before_noun(look, end, floor=first)
    last, place = found
    if not country and place.isalpha() and place.isupper():
        return None
    start = begin + (look.words[begin] == "the") if begin < first else first
    return PlaceMention(start, last, look.said(start, last), place, rule)


def _with_noun(look: _Look, first: int, end: int) -> tuple[int, str] | None:
    """Return the end and id of the known name from a position, with the noun of place behind it."""
    found = _known(look, first, end)
    if found is None:
        return None
    last, place = found
    noun = _noun_after(look, end)
    return (noun if noun is not None and last == end else last), place


def _before_noun(look: _Look, at: int, *, floor: int) -> PlaceMention | None:
    """Read "Kursk oblast" where no preposition stands before it."""
    if look.upper or not _is_noun(look, at):
        return None
    first = at
    while first > max(floor, at - MAX_NAME) and _is_name_word(look, first - 1):
        first -= 1
    while first < at and _is_people(look, first):
        first += 1
    if first == at or any(word in look.table.organizations for word in look.words[first:at]):
        return None
    place = _looked_up(look, first, at + 1) or _looked_up(look, first, at)
    if place is None and (_is_people(look, at - 1) or first == 0):
        return None
    return PlaceMention(first, at + 1, look.said(first, at + 1), place, "place.noun")


def _is_noun(look: _Look, at: int) -> bool:
    word = look.words[at]
    return word in look.table.after or (word in look.table.after_lower and not look.capital(at))


def _noun_after(look: _Look, end: int) -> int | None:
    """Return the end of the noun of place that follows a name."""
    return end + 1 if end < len(look.words) and not look.upper and _is_noun(look, end) else None


def _run_end(look: _Look, first: int) -> int:
    """Return the end of the capitalized words from a position; in capitals throughout, of what may be a name."""
    at = first
    while at < len(look.words) and at - first < MAX_NAME:
        if _is_name_word(look, at):
            at += 1
        elif at > first and look.words[at] in look.table.connectors and at + 1 < len(look.words) and _is_name_word(look, at + 1):
            at += 2
        else:
            break
    return at


def _is_name_word(look: _Look, at: int) -> bool:
    word = look.words[at]
    if not word[0].isalpha() or word in look.table.after or not _is_capitalized(look, at):
        return False
    values = calendar_words().values
    return word not in values["month"] and word not in values["weekday"]


def _is_capitalized(look: _Look, at: int) -> bool:
    """Say whether a word has its capital, "al-Zour" behind the article."""
    if look.capital(at):
        return True
    head, hyphen, _ = look.words[at].partition("-")
    return bool(hyphen) and head in look.table.prefixes and look.text[look.starts[at] + len(head) + 1].isupper()


def _known(look: _Look, first: int, end: int) -> tuple[int, str] | None:
    """Return the end and id of the longest known name from a position; what follows it must not make it another name.

    A noun of place may be the name's last word: "Gaza City", "Kursk oblast".
    """
    longest = end + 1 if end < len(look.words) and look.words[end] in look.table.after else end
    for last in range(longest, first, -1):
        place = _looked_up(look, first, last)
        if place is not None:
            return (last, place) if _stands_alone(look, last, end) else None
    return None


def _looked_up(look: _Look, first: int, last: int) -> str | None:
    return look.names.lookup(look.said(first, last), large_only=look.upper)


def _stands_alone(look: _Look, last: int, end: int) -> bool:
    """Say whether a known name is not the beginning of another: "Washington Post", "Sidney Powell".

    What may follow at once is a people ("in Homs Syrian forces ..."), a little word, or the larger place ("Manbij Syria").
    """
    if last >= end:
        return last >= len(look.words) or look.words[last] not in look.table.organizations or not look.capital(last)
    if look.words[last] in look.table.organizations or look.words[last] in look.table.connectors:
        return False
    if look.upper or _is_people(look, last) or look.words[last] in look.table.prepositions:
        return True
    return _looked_up(look, last, last + 1) is not None or _looked_up(look, last, end) is not None


def _is_people(look: _Look, at: int) -> bool:
    """Say whether a word before a noun of place is an adjective: "Syrian city", "Shiite villages", "The province"."""
    word = look.words[at]
    return word in look.table.peoples or word.endswith(look.table.adjectives)

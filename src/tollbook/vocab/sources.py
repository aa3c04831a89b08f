"""The lexicon of claimants: which source a phrase such as "Ukraine's Ministry of Defense" names. A phrase it does not know is no source.

A state and an institution's noun make a source together, so that every state's ministry is known without a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tollbook.vocab.forces import LAXER, Case, ForceLexicon, ForceMention, case_of, force_lexicon, is_spelled
from tollbook.vocab.phrases import TOKEN, Phrase, index_by_first, split_phrase
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre

ROLES = frozenset(
    {"own_side", "opponent", "third_party_intelligence", "visual_confirmation", "named_count", "press", "official", "ngo"}
    | {"international", "witness", "unnamed", "demographic"}
)
MAX_TOKENS = 60
MAX_LENGTH = 400
"""Tokens and characters of a phrase that are looked at: a longer one is a clause, not a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A claimant. `id` is ISO3-ORGANISATION for a state's institution, a slug for others; `role` is the theatre's where it has one.

    `side` is the force that it belongs to, None for outsiders.
    """

    id: str
    name: str
    role: str
    country: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class _Institution:
    suffix: str
    role: str
    word: str


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    last: int
    entry: SourceEntry | None = None
    institution: _Institution | None = None
    force: ForceMention | None = None
    generic: SourceEntry | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SourceLexicon:
    """The named claimants, institutions and claimants by kind, looked up by tokens."""

    named: dict[Phrase, tuple[SourceEntry, Case]]
    """Entry, and the spelling that the name needs: "amnesty" is no organization."""
    institutions: dict[Phrase, _Institution]
    generic: dict[Phrase, SourceEntry]
    short: dict[Phrase, frozenset[str]]
    """What an institution's name is shortened to, with the suffixes or ids of the sources that it may stand for."""
    by_first: dict[str, tuple[Phrase, ...]]
    forces: ForceLexicon
    theatre: Theatre | None = None

    def entry(self, source: str) -> SourceEntry | None:
        """Return the named claimant with this id, or None."""
        return next((entry for entry, _ in self.named.values() if entry.id == source), None)

    def resolve(self, text: str) -> SourceEntry | None:
        """Return the first source that the phrase names, or None for a phrase that names none.

        >>> source_lexicon().resolve("Ukraine's Ministry of Defense").id
        'UKR-MOD'
        """
        found = self.resolve_all(text)
        return found[0] if found else None

    def resolve_all(self, text: str) -> tuple[SourceEntry, ...]:
        """Return every source that the phrase names, in order, each once.

        >>> [source.id for source in source_lexicon().resolve_all("French and Malian military officials")]
        ['FRA-MIL', 'MLI-MIL']
        """
        return _resolve(self, text[:MAX_LENGTH])

    def is_short(self, text: str) -> bool:
        """Return whether a phrase is what an institution's full name is shortened to, and names no source by itself.

        >>> source_lexicon().is_short("the ministry"), source_lexicon().is_short("a ministry official")
        (True, False)
        """
        return _short_of(text) in self.short and all(entry.country is None for entry in self.resolve_all(text))

    def may_mean(self, text: str, source: str) -> bool:
        """Return whether a short form may stand for a source, by its id.

        >>> source_lexicon().may_mean("the ministry", "RUS-MOD"), source_lexicon().may_mean("the ministry", "UKR-GS")
        (True, False)
        """
        return not self.short.get(_short_of(text), frozenset()).isdisjoint((source, source.partition("-")[2]))

    def is_of_unknown(self, text: str) -> bool:
        """Return whether a claimant by kind has a name before it that nothing here knows: whose ministry it is, is not to be guessed.

        >>> lexicon = source_lexicon()
        >>> lexicon.is_of_unknown("the Karabakh Defense Ministry"), lexicon.is_of_unknown("the Defense Ministry")
        (True, False)
        """
        matches = list(TOKEN.finditer(text[:MAX_LENGTH]))[:MAX_TOKENS]
        words = [match.group().lower() for match in matches]
        first = next(
            (at for at, word in enumerate(words) if any(self._is_at(phrase, words, at) for phrase in self.by_first.get(word, ()))), 0
        )
        return any(match.group()[0].isupper() and match.group().lower() != "the" for match in matches[:first])

    def _is_at(self, phrase: Phrase, words: list[str], at: int) -> bool:
        return phrase in self.generic and tuple(words[at : at + len(phrase)]) == phrase

    def read_phrase(self, text: str) -> tuple[SourceEntry, ...]:
        """Return the sources of a phrase, worked out anew; `resolve_all` remembers them."""
        matches = list(TOKEN.finditer(text))[:MAX_TOKENS]
        words, starts = [match.group().lower() for match in matches], [match.start() for match in matches]
        if not words:
            return ()
        hits = self._hits(words, starts, text)
        return tuple({entry.id: entry for entry in self._read(hits, words)}.values())

    def _hits(self, words: list[str], starts: list[int], text: str) -> list[_Hit]:
        forces = {mention.first: mention for mention in self.forces.find_forces(words, starts, text)}
        hits: list[_Hit] = []
        at = 0
        while at < len(words):
            hit = self._hit_at(words, starts, text, at, forces.get(at))
            if hit is not None:
                hits.append(hit)
            at = hit.last + 1 if hit is not None else at + 1
        return hits

    def _hit_at(self, words: list[str], starts: list[int], text: str, at: int, force: ForceMention | None) -> _Hit | None:
        """Return the longest reading at a token; of two as long, a name goes before an institution, and both before a force."""
        length = 0 if force is None or force.kind == "generic" else force.last - at + 1
        for phrase in self.by_first.get(words[at], ()):
            if len(phrase) < length:
                break
            if tuple(words[at : at + len(phrase)]) != phrase:
                continue
            last = at + len(phrase) - 1
            named = self.named.get(phrase)
            if named is not None and is_spelled(named[1], len(phrase), at=at, words=words, starts=starts, text=text):
                return _Hit(at, last, entry=named[0], institution=self.institutions.get(phrase))
            if phrase in self.institutions or phrase in self.generic:
                return _Hit(at, last, institution=self.institutions.get(phrase), generic=self.generic.get(phrase))
        return _Hit(at, force.last, force=force) if length and force is not None else None

    def _read(self, hits: list[_Hit], words: list[str]) -> list[SourceEntry]:
        """Join states with the institution that they share; a claimant by kind counts only where nobody is named."""
        found = [(hit.first, hit.entry) for hit in hits if hit.entry is not None and not _is_of_another_state(hit, hits, words)]
        named = {first for first, _ in found}
        institutions = [hit for hit in hits if hit.institution is not None and hit.first not in named]
        alone = not found and _is_bare(hits, words)
        for hit in (hit for hit in hits if hit.force is not None):
            entry = self._of_force(hit, _institution_of(hit, institutions, words), alone=alone)
            if entry is not None:
                found.append((hit.first, entry))
        if not found:
            found = [(hit.first, hit.generic) for hit in hits if hit.generic is not None][:1]
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]

    def _of_force(self, hit: _Hit, institution: _Hit | None, *, alone: bool) -> SourceEntry | None:
        force = hit.force
        if force is None:
            return None
        if force.kind == "group":
            return self.with_side(SourceEntry(id=force.id, name=self.forces.names[force.id], role="own_side", side=force.id))
        name = self.forces.names.get(force.id, force.id)
        if institution is not None and institution.institution is not None:
            noun = institution.institution
            entry = SourceEntry(id=f"{force.id}-{noun.suffix}", name=f"{name}: {noun.word}", role=noun.role, country=force.id)
        elif alone and force.kind in ("capital", "country", "alias"):
            entry = SourceEntry(id=f"{force.id}-GOV", name=f"{name}: government", role="official", country=force.id)
        else:
            return None
        return self.with_side(entry)

    def with_side(self, entry: SourceEntry) -> SourceEntry:
        """Give a belligerent's institution its side; its intelligence is then no third party's."""
        force = entry.country or entry.side
        if self.theatre is None or force is None or entry.role not in ("official", "third_party_intelligence", "own_side"):
            return entry
        side = self.theatre.side_of(force)
        return entry if side is None else replace(entry, role="own_side", side=force)


def _short_of(text: str) -> Phrase:
    phrase = split_phrase(text[:MAX_LENGTH])
    return phrase[1:] if phrase[:1] == ("the",) else phrase


@lru_cache(maxsize=4096)
def _resolve(lexicon: SourceLexicon, text: str) -> tuple[SourceEntry, ...]:
    """Remember what phrases name: a text names its few sources again and again."""
    return lexicon.read_phrase(text)


_LINKS = frozenset({"the", "'s", "and", "or", "both", ","})


def _is_bare(hits: list[_Hit], words: list[str]) -> bool:
    """Say whether a phrase holds states and nothing else: "Norway's power company" is not Norway."""
    inside = {at for hit in hits if hit.force is not None for at in range(hit.first, hit.last + 1)}
    return all(at in inside or word in _LINKS for at, word in enumerate(words))


def _is_of_another_state(hit: _Hit, hits: list[_Hit], words: list[str]) -> bool:
    """Say whether an institution that a theatre knows by its noun alone is another state's here: "the Belarusian General Staff"."""
    if hit.institution is None or hit.entry is None:
        return False
    own = {hit.entry.country, hit.entry.side}
    states = [other for other in hits if other.force is not None and other.force.kind != "generic" and other.force.id not in own]
    before = {other.last + 1 for other in states} | {other.last + 2 for other in states if words[other.last + 1 : other.last + 2] == ["'s"]}
    behind = {other.first for other in states}
    of = words[hit.last + 1 : hit.last + 2] == ["of"] and not behind.isdisjoint(range(hit.last + 2, hit.last + 4))
    return hit.first in before or of


def _institution_of(hit: _Hit, institutions: list[_Hit], words: list[str]) -> _Hit | None:
    """Return the institution that follows a state ("South Korean and Ukrainian intelligence"), or that it follows with "of"."""
    for institution in institutions:
        if institution.first > hit.last and not {"for", "of", "in", "on", "about"} & set(words[hit.last + 1 : institution.first]):
            return institution
    before = [institution for institution in institutions if institution.last < hit.first]
    for institution in reversed(before):
        if {"of", "in", "for"} & set(words[institution.last + 1 : hit.first]):
            return institution
    return None


def role_toward(source: SourceEntry, force: str | None, theatre: Theatre | None = None) -> str:
    """Return the role that a source has toward a force's losses: its own side, its opponent, or the source's own role.

    >>> role_toward(SourceEntry(id="UKR-GS", name="General Staff", role="own_side", side="UKR"), "RUS")
    'opponent'
    """
    if source.side is None or force is None or source.role != "own_side":
        return source.role
    sides = [source.side, force] if theatre is None else [theatre.side_of(source.side) or source.side, theatre.side_of(force) or force]
    return "own_side" if sides[0] == sides[1] else "opponent"


@lru_cache(maxsize=16)
def source_lexicon(theatre: Theatre | None = None) -> SourceLexicon:
    """Return the lexicon of claimants for a theatre, or for no theatre in particular."""
    table = load_table("sources")
    named: dict[Phrase, tuple[SourceEntry, Case]] = {}
    for row in table["source"]:
        _add(named, SourceEntry(id=row["id"], name=row["names"][0], role=row["role"], country=row.get("country")), row["names"])
    for source in theatre.sources if theatre is not None else ():
        entry = SourceEntry(id=source.id, name=source.names[0], role=source.role, country=source.country, side=source.side)
        _add(named, entry, source.names)
    institutions = {
        split_phrase(word): _Institution(row["suffix"], row["role"], row["words"][0])
        for row in table["institution"]
        for word in row["words"]
    }
    generic = {
        split_phrase(word): SourceEntry(id=row["id"], name=row["id"].replace("-", " "), role=row["role"])
        for row in table["generic"]
        for word in row["words"]
    }
    short: dict[Phrase, frozenset[str]] = {}
    for row in table["short"]:
        for word in row["words"]:
            phrase = split_phrase(word)
            short[phrase] = short.get(phrase, frozenset()) | set(row["of"])
    by_first = index_by_first({**named, **institutions, **generic})
    return SourceLexicon(named, institutions, generic, short, by_first, force_lexicon(theatre), theatre)


def _add(named: dict[Phrase, tuple[SourceEntry, Case]], entry: SourceEntry, names: Sequence[str]) -> None:
    for name in names:
        phrase, case = split_phrase(name), case_of(name)
        # Of two spellings of one name ("dpa", "DPA") the laxer holds.
        if phrase in named and named[phrase][0] == entry:
            case = min(case, named[phrase][1], key=LAXER.index)
        named[phrase] = (entry, case)


def source_role(source: str, force: str | None, theatre: Theatre | None = None) -> str:
    """Return the role toward a force's losses of a source by its id ("UKR-GS"), or by its words where it has none; "unnamed" if unknown.

    >>> from tollbook.vocab.theatres import load_theatre
    >>> source_role("USA-DOD", "RUS"), source_role("UKR-GS", "RUS", load_theatre("russia-ukraine-2022")), source_role("two men", "RUS")
    ('official', 'opponent', 'unnamed')
    """
    entry = _entry_of(source, theatre)
    return "unnamed" if entry is None else role_toward(entry, force, theatre)


def _entry_of(source: str, theatre: Theatre | None) -> SourceEntry | None:
    lexicon = source_lexicon(theatre)
    named = lexicon.entry(source)
    if named is not None:
        return named
    country, _, suffix = source.partition("-")
    institution = next((one for one in lexicon.institutions.values() if one.suffix == suffix), None)
    if institution is None and suffix != "GOV":
        generic = next((entry for entry in lexicon.generic.values() if entry.id == source), None)
        return generic or lexicon.resolve(source)
    role = "official" if institution is None else institution.role
    return lexicon.with_side(SourceEntry(id=source, name=source, role=role, country=country))

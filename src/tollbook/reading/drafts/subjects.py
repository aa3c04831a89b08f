"""Say whose loss it is where the clause leaves it open: by pronouns, by who speaks, by the forces that the document names.

It never overrules what the clause says, and never guesses between two: a place is no force, an attacker is no loser.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from tollbook.core.types import Force
from tollbook.reading.drafts.drafts import Draft
from tollbook.reading.forces.whose import PLACE_KINDS, STATE_KINDS, are_soldiers
from tollbook.reading.speakers.attribution import AttributionMention, chain_for
from tollbook.reading.tokens import Sentence, tokenise
from tollbook.vocab.forces import ForceLexicon, ForceMention
from tollbook.vocab.sources import SourceEntry, SourceLexicon
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre

Span = tuple[int, int]

_LOSSES = frozenset({"killed", "wounded", "missing", "captured", "losses", "deserted", "sick", "permanent_casualties"})
_GROUND = frozenset({"territory", "settlement"})


class _Speaker(NamedTuple):
    """Whose words a claim is in. `official`: an institution that speaks for the force's own soldiers; `person`: one of its people."""

    force: Force
    official: bool
    person: bool


@lru_cache(maxsize=16)
def _row(name: str, column: str) -> frozenset[str]:
    return frozenset(load_table("force_roles")[name][column])


@lru_cache(maxsize=1)
def _determiners() -> frozenset[str]:
    return frozenset(load_table("grammar")["class"]["DET"]["words"]) | {"a", "an"}


class Subjects:
    """One document under examination: what it names is looked up once, and only when a claim asks."""

    __slots__ = (
        "_cited",
        "_found",
        "_last",
        "_named",
        "_speakers",
        "_troops",
        "forces",
        "mentions",
        "sentences",
        "sources",
        "spoken",
        "text",
        "theatre",
    )

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: list[AttributionMention],
        *,
        spoken: Mapping[int, Sequence[Span]],
        forces: ForceLexicon,
        sources: SourceLexicon,
        theatre: Theatre | None,
    ) -> None:
        self.text, self.sentences, self.mentions = text, sentences, mentions
        self.forces, self.sources, self.theatre = forces, sources, theatre
        self.spoken = spoken
        self._last: list[Draft] = []
        self._cited: dict[int, set[Span]] | None = None
        self._found: dict[int, list[ForceMention]] = {}
        self._troops: dict[str, Force] = {}
        self._named: frozenset[tuple[str, str]] | None = None
        self._speakers: dict[Span, _Speaker | None] = {}

    def resolve(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return a sentence's drafts with their forces, where the document tells them."""
        found: list[Draft] = []
        for draft in drafts:
            if draft.inherits and (before := found or self._last) and before[-1].force is not None:
                found.append(draft)
                continue
            open_count = (draft.whose.bare or draft.whose.goes_on) and draft.force is None
            found.append(self._resolve(self._continued(draft, found) if open_count else draft))
        self._last = [draft for draft in found if draft.measure.unit == "person"]
        return found

    def _continued(self, draft: Draft, found: Sequence[Draft]) -> Draft:
        """ "... and wounded 41", "Another 30 were wounded": more of those counted before, in the sentence or in the one before."""
        if draft.whose.goes_on:
            before, rule = list(found[-1:]), "force.conjunct"
        elif not found and self._opens(draft):
            before, rule = self._last if self._last and draft.sentence - self._last[0].sentence <= 1 else [], "force.continued"
        else:
            return draft
        forces = {(other.force.id or other.force.text) if other.force else None for other in before if not other.included}
        force = before[-1].force if len(forces) == 1 else None
        return replace(draft, force=force, whose=replace(draft.whose, kind=""), rules=(*draft.rules, rule)) if force is not None else draft

    def _opens(self, draft: Draft) -> bool:
        """Say whether a count opens its sentence, with nothing before it but "another" and its like."""
        sentence = self.sentences[draft.sentence]
        return draft.measure.unit == "person" and all(word in _row("continues", "words") for word in sentence.words[: draft.first])

    def _resolve(self, draft: Draft) -> Draft:
        whose = draft.whose
        if whose.closed or (draft.force is not None and whose.kind != "generic"):
            return draft
        for rule, find in _RULES:
            force = find(self, draft)
            if force is not None:
                return replace(draft, force=force, rules=(*(r for r in draft.rules if r != whose.rule), rule))
        return draft

    # ---- rules

    def _by_kind(self, draft: Draft) -> Force | None:
        """ "Rebels" are the only armed group that the document names; "government forces" are its only state's."""
        force = draft.force
        if force is None:
            return None
        named = self._names()
        if force.id in _row("armed", "kinds"):
            groups = {slug for slug, kind in named if kind == "group"} - _row("armed", "except")
            return Force(id=groups.pop(), text=force.text) if len(groups) == 1 else None
        if force.id in _row("state", "kinds") and (state := self._only_state()) is not None:
            return Force(id=state, text=force.text) if force.id != "junta" or state in _row("junta", "states") else None
        return None

    def _by_pronoun(self, draft: Draft) -> Force | None:
        pronoun = draft.whose.pronoun
        if not pronoun or pronoun in _row("pronoun", "foe"):
            return None
        speaker = self._speaker(draft)
        if pronoun in _row("pronoun", "of_person"):
            return speaker.force if speaker is not None and speaker.person else None
        if pronoun in _row("pronoun", "speaker"):
            return speaker.force if speaker is not None else None
        acting = draft.whose.acting
        found = [force for force in self._subjects(draft.sentence, draft.start) if acting is None or force.id != acting.id]
        if speaker is not None and (acting is None or speaker.force.id != acting.id):
            found.append(speaker.force)
        if not found:
            found = list(self._earlier(draft)) or ([] if draft.sentence == 0 else list(self._subjects(draft.sentence - 1, None)))
        return found[-1] if len({force.id for force in found}) == 1 else None

    def _by_cost(self, draft: Draft) -> Force | None:
        """ "For the loss of two tanks": of who acts, by name or as the one who speaks."""
        whose = draft.whose
        if not whose.cost:
            return None
        if whose.acting is not None:
            return self._of_mention(whose.acting, draft.sentence)
        speaker = self._speaker(draft)
        return speaker.force if speaker is not None and whose.agent in ("pronoun", "own") else None

    def _by_speaker(self, draft: Draft) -> Force | None:
        """ "Israel's military said three soldiers were killed": an institution's "soldiers" are its own state's."""
        whose = draft.whose
        if not _are_own(draft):
            return None
        speaker = self._speaker(draft) or self._only_speaker(draft)
        if speaker is None or not speaker.official or self._fights_a_state(speaker.force):
            return None
        # A state speaks of its soldiers, an armed group of its fighters.
        if not (whose.soldiers if _is_state(speaker.force) else whose.fighters):
            return None
        if not whose.passive and not (whose.agent == "enemy" or (whose.acting is not None and whose.acting.id != speaker.force.id)):
            return None
        others = {f.id for f in self._subjects(draft.sentence, draft.start, kinds=STATE_KINDS)} - {speaker.force.id}
        return None if others - {whose.acting.id if whose.acting else ""} else speaker.force

    def _by_soldiers(self, draft: Draft) -> Force | None:
        """ "Twelve soldiers died": of the only state whose troops the document names."""
        whose = draft.whose
        if not whose.soldiers or not _are_own(draft) or not (whose.passive or whose.agent == "enemy"):
            return None
        self._names()
        if len(self._troops) != 1:
            return None
        force = next(iter(self._troops.values()))
        return None if self._fights_a_state(force) else force

    def _by_opponent(self, draft: Draft) -> Force | None:
        """The other side of a war of two: the enemy's soldiers, and what air defences bring down."""
        whose = draft.whose
        foe = whose.pronoun in _row("pronoun", "foe")
        if not (foe or whose.soldiers or draft.measure.unit == "item") or draft.measure.categories & _GROUND or whose.cost:
            return None
        if whose.pronoun and not foe:
            return None
        agent: str | None = whose.acting.id if whose.acting is not None else None
        speaker = None if agent is not None else self._speaker(draft)
        if speaker is not None and (foe or whose.agent in ("pronoun", "own") or (whose.downed and not whose.agent)):
            agent = speaker.force.id
        enemy = self._enemy_of(agent)
        return Force(id=enemy, text=self.forces.names.get(enemy, enemy)) if enemy is not None else None

    # ---- who speaks

    def _speaker(self, draft: Draft) -> _Speaker | None:
        chain = chain_for(self.mentions, draft.start, draft.end)
        return self._speaker_at(chain[0].named or chain[0].source) if chain else None

    def _only_speaker(self, draft: Draft) -> _Speaker | None:
        """Return the one speaker of the sentence, where what he says ends before the claim ("...; no soldiers were lost")."""
        if self._cited is None:
            starts = [sentence.start for sentence in self.sentences]
            self._cited = defaultdict(set)
            for mention in self.mentions:
                if mention.named is not None:
                    self._cited[bisect_right(starts, mention.cue[0]) - 1].add(mention.named)
        inside = self._cited.get(draft.sentence, set())
        return self._speaker_at(next(iter(inside))) if len(inside) == 1 else None

    def _speaker_at(self, span: Span) -> _Speaker | None:
        if span not in self._speakers:
            self._speakers[span] = self._read_speaker(self.text[span[0] : span[1]])
        return self._speakers[span]

    def _read_speaker(self, words: str) -> _Speaker | None:
        entries = self.sources.resolve_all(words)
        person = not _row("pronoun", "person").isdisjoint(words.lower().split())
        sides = {side for entry in entries if (side := entry.side or entry.country)} or self._groups_in(words)
        if len(sides) == 1:
            official = bool(entries) and all(_is_official(entry) for entry in entries)
            return _Speaker(Force(id=sides.pop(), text=words), official, person)
        stateless = len(entries) == 1 and entries[0].id in _row("outsider", "stateless") and not self.sources.is_of_unknown(words)
        if not sides and stateless and (state := self._only_state()) is not None:
            return _Speaker(Force(id=state, text=words), True, person)
        return None

    def _groups_in(self, words: str) -> set[str]:
        """Return the groups that a source's words name: "Lebanon's Hezbollah"."""
        return {mention.id for mention in self.forces.named_in(words) if mention.kind == "group"}

    def _fights_a_state(self, force: Force) -> bool:
        """Say whether "soldiers" in a belligerent's mouth may be those of the other state."""
        enemy = self._enemy_of(force.id)
        return enemy is not None and enemy.isupper() and _is_state(force)

    def _enemy_of(self, force: str | None) -> str | None:
        if force is None:
            return None
        if self.theatre is not None and (side := self.theatre.side_of(force)) is not None:
            sides = [party.id for party in self.theatre.belligerents]
            return next(other for other in sides if other != side) if len(sides) == 2 else None
        fights: Mapping[str, str] = load_table("force_roles")["fights"]
        return fights.get(force)

    # ---- what is named

    def _names(self) -> frozenset[tuple[str, str]]:
        if self._named is None:
            found: set[tuple[str, str]] = set()
            for index in range(len(self.sentences)):
                for mention in self.mentions_in(index):
                    # "Along the Chinese border" says nothing of China; "in Mali" says where the document is.
                    # Nor does "fled to Thailand" of Thailand's.
                    words = self.sentences[index].words
                    away = mention.kind in PLACE_KINDS and mention.first > 0 and words[mention.first - 1] in _row("destination", "words")
                    if not away and (mention.kind != "demonym" or not _is_object(words, mention.first)):
                        found.add((mention.id, mention.kind))
                    if mention.kind in STATE_KINDS and _is_of_troops(self.sentences[index].words, mention.last + 1):
                        self._troops.setdefault(mention.id, self._of_mention(mention, index))
            self._named = frozenset(found)
        return self._named

    def _only_state(self) -> str | None:
        """Return the only state that the document names, or None."""
        states = {slug for slug, kind in self._names() if kind in STATE_KINDS}
        return states.pop() if len(states) == 1 else None

    def mentions_in(self, index: int) -> list[ForceMention]:
        """Return the forces that a sentence names, looked up once."""
        if index not in self._found:
            sentence = tokenise(self.text, self.sentences[index])
            self._found[index] = self.forces.find_forces(sentence.words, sentence.starts, self.text)
        return self._found[index]

    def _of_mention(self, mention: ForceMention, index: int) -> Force:
        sentence = self.sentences[index]
        return Force(id=mention.id, text=self.text[sentence.starts[mention.first] : sentence.ends[mention.last]])

    def _subjects(self, index: int, before: int | None, *, kinds: frozenset[str] | None = None) -> Iterator[Force]:
        """Yield the forces of a sentence that can stand behind a pronoun: those outside of attributions and of prepositions."""
        sentence = tokenise(self.text, self.sentences[index])
        for mention in self.mentions_in(index):
            start, end = sentence.starts[mention.first], sentence.ends[mention.last]
            if before is not None and start >= before:
                return
            inside = any(start < right and left < end for left, right in self.spoken.get(index, ()))
            if not inside and not _is_object(sentence.words, mention.first) and (kinds is None or mention.kind in kinds):
                yield self._of_mention(mention, index)

    def _earlier(self, draft: Draft) -> Iterable[Force]:
        """Yield the forces that speak, or are spoken of, before the claim in its sentence."""
        sentence = self.sentences[draft.sentence]
        for mention in self.mentions_in(draft.sentence):
            if sentence.starts[mention.first] >= draft.start:
                return
            if not _is_object(sentence.words, mention.first):
                yield self._of_mention(mention, draft.sentence)


def _is_state(force: Force) -> bool:
    return force.id is not None and len(force.id) == 3 and force.id.isupper()


def _is_official(entry: SourceEntry) -> bool:
    return entry.role in ("official", "own_side") and entry.id.rpartition("-")[2] not in _row("outsider", "suffixes")


def _are_own(draft: Draft) -> bool:
    """Say whether a count is of soldiers lost, whose side no pronoun tells."""
    whose = draft.whose
    if not (whose.soldiers or whose.fighters) or whose.cost or whose.pronoun:
        return False
    return draft.measure.unit == "person" and draft.measure.categories <= _LOSSES


def _is_of_troops(words: Sequence[str], after: int) -> bool:
    """Say whether a state's name stands before its troops ("Yemeni troops", "Yemen's army")."""
    near = [word for word in words[after : after + 3] if word != "'s"]
    return any(word in _row("troops", "words") or are_soldiers((word,)) for word in near[:2])


def _is_object(words: Sequence[str], at: int) -> bool:
    """Say whether a name depends on a preposition: "in Russia", "along the Chinese border"."""
    at -= 1
    if at > 0 and words[at] in _determiners():
        at -= 1
    return at >= 0 and words[at] in _row("preposition", "words")


def share_counts(drafts: Sequence[Draft]) -> list[Draft]:
    """Let a count without a force have that of the same count elsewhere in the document: the headline's "12 Yemeni soldiers"."""
    known: dict[object, dict[str, Force]] = {}
    for draft in drafts:
        if draft.force is not None and draft.whose.kind != "generic":
            known.setdefault(_count_of(draft), {}).setdefault(draft.force.id or draft.force.text, draft.force)
    return (
        [_from_same(draft, known.get(_count_of(draft), {})) if draft.force is None else draft for draft in drafts]
        if known
        else list(drafts)
    )


def _count_of(draft: Draft) -> object:
    return draft.stated, draft.low, draft.measure.categories, draft.measure.unit


def _from_same(draft: Draft, forces: Mapping[str, Force]) -> Draft:
    if len(forces) != 1 or draft.stated is None or draft.stated < 2 or draft.whose.closed or draft.inherits:
        return draft
    return replace(draft, force=next(iter(forces.values())), rules=(*draft.rules, "force.same_count"))


_RULES = (
    ("force.pronoun", Subjects._by_pronoun),
    ("force.cost", Subjects._by_cost),
    ("force.speaker", Subjects._by_speaker),
    ("force.soldiers", Subjects._by_soldiers),
    ("force.kind", Subjects._by_kind),
    ("force.opponent", Subjects._by_opponent),
)

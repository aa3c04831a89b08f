"""From articles to groups of echoes: two passes over the texts, a join between them. Memory stays bounded, whatever the number of texts."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from tollbook.core.records import COPIES, Echo, EchoRelation
from tollbook.scale.echoes.candidates import Candidates
from tollbook.scale.echoes.grouping import Group, group
from tollbook.scale.echoes.keys import keys_of
from tollbook.scale.echoes.profiles import Profiles, profile_of
from tollbook.scale.echoes.texts import Article, Articles

_BATCH = 500
_UNDATED = date.max.toordinal()
Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many articles are done, and of how many where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoed:
    """An article in a group. `words` counts its words; `article` has no text any more."""

    article: Article
    relation: EchoRelation
    shared: float
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoGroup:
    """Articles that echo each other, the earliest first. `fullest` is the one with the most words, of those that tell nothing else."""

    members: tuple[Echoed, ...]
    fullest: Echoed

    @property
    def first(self) -> Echoed:
        """The earliest article."""
        return self.members[0]

    @property
    def copies(self) -> int:
        """How many articles tell what the earliest does, and nothing of their own."""
        return sum(member.relation in COPIES for member in self.members)

    def echoes(self) -> Iterator[Echo]:
        """Return what each later article is to the earliest."""
        original = self.first.article.document
        for member in self.members[1:]:
            yield Echo(document=member.article.document, original=original, relation=member.relation, shared=round(member.shared, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of a search: how many articles were looked at, each text once, and the groups, the largest first."""

    articles: int
    groups: tuple[EchoGroup, ...]


def find_echoes(articles: Articles, *, progress: Progress | None = None, folder: Path | None = None) -> Found:
    """Return the groups of articles that echo each other. Raises UsageError where a library is missing.

    `folder` is where what doesn't fit into memory is kept meanwhile, by default the system's for temporary files.
    """
    tell = progress or (lambda *_: None)
    with tempfile.TemporaryDirectory(prefix="tollbook-echoes-", dir=folder) as made, Candidates(Path(made)) as candidates:
        order = _read_keys(articles, candidates, tell)
        if not order:
            return Found(articles=0, groups=())
        tell("comparing", 0, None)
        pairs = array("q", (number for pair in candidates.pairs(order) for number in pair))
        with Profiles(Path(made)) as profiles:
            known = _read_profiles(articles, set(pairs), order, profiles, tell)
            found = group(_in_pairs(pairs), profiles.get)
    groups = [_named(one, known) for one in found]
    groups.sort(key=lambda one: (-len(one.members), one.first.article.published or date.max, one.first.article.document))
    return Found(articles=len(order), groups=tuple(groups))


def _in_pairs(numbers: array[int]) -> Iterator[tuple[int, int]]:
    each = iter(numbers)
    return zip(each, each, strict=True)


def _once(articles: Iterable[Article]) -> Iterator[Article]:
    """Return each text once: the same text in two places is one document."""
    met: set[bytes] = set()
    for article in articles:
        name = bytes.fromhex(article.document)
        if name not in met:
            met.add(name)
            yield article


def _read_keys(articles: Articles, candidates: Candidates, tell: Progress) -> array[int]:
    """Keep the keys of every article, and return the place in time of each, by its number. Articles without a day come last."""
    days = array("q")
    source = _once(articles())
    while batch := list(islice(source, _BATCH)):
        keys = keys_of([article.text for article in batch])
        candidates.add(enumerate(keys, start=len(days)))
        days.extend(_UNDATED if article.published is None else article.published.toordinal() for article in batch)
        tell("reading", len(days), None)
    places = array("q", bytes(8 * len(days)))
    for place, number in enumerate(sorted(range(len(days)), key=lambda number: (days[number], number))):
        places[number] = place
    return places


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    article: Article
    words: int


def _read_profiles(articles: Articles, wanted: set[int], order: array[int], profiles: Profiles, tell: Progress) -> dict[int, _Known]:
    """Keep the profiles of the articles that are to be compared; return these articles by their places, without their texts."""
    known: dict[int, _Known] = {}
    for number, article in enumerate(_once(articles())):
        place = order[number]
        if place in wanted:
            profile = profile_of(article.text, day=None if article.published is None else article.published.toordinal())
            profiles.put(place, profile)
            known[place] = _Known(article=replace(article, text=""), words=profile.length)
        if number % _BATCH == 0:
            tell("comparing", number, len(order))
    return known


def _named(one: Group, known: dict[int, _Known]) -> EchoGroup:
    members = {
        member.article: Echoed(
            article=known[member.article].article, relation=member.relation, shared=member.shared, words=known[member.article].words
        )
        for member in one.members
    }
    return EchoGroup(members=tuple(members.values()), fullest=members[one.fullest])

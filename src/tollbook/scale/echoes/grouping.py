"""Decide which articles echo which: each joins the group whose earliest or most complete article it is like, or founds its own.

A member is like one of two articles of its group, not merely like one that is like another, so a digest that holds two reports ties
nothing together. Pure, but for the profiles that it is handed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Final

from tollbook.core.records import COPIES, EchoRelation
from tollbook.scale.echoes.profiles import Profile

SAME: Final = 0.8
WITHIN: Final = 0.8
REWRITTEN: Final = 0.55
"""Shares of runs of three words: of both together for a copy, of the shorter article for a cut, and for a rewrite.

Measured by benchmarks/echoes.py; run it again after a change. In real news, pairs below .55 are mostly later reports."""
REWRITE_DAYS: Final = 7
"""Days within which a rewrite appears. A later text with as many of the same words is another report in a fixed form."""
COVERED: Final = 0.4
"""Share of an article that a group's earliest has to make up, for it to be that one's fuller form: a digest holds other reports too."""
NUMBERS_SHARED = 0.7
"""Share of the numbers that an echo has in common with its original. The next day's release of a ministry has the same words and other
numbers: it is no echo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two articles are alike: what the later is to the earlier, and the share of the shorter one's runs that both have."""

    relation: EchoRelation
    shared: float


@dataclass(slots=True, kw_only=True)
class Member:
    """An article in a group, by its number."""

    article: int
    relation: EchoRelation
    shared: float


@dataclass(slots=True, kw_only=True)
class Group:
    """Articles that echo each other, the earliest first. `fullest` is the number of the one with the most words."""

    members: list[Member] = field(default_factory=list)
    fullest: int = 0

    @property
    def first(self) -> int:
        """The number of the earliest article."""
        return self.members[0].article


def likeness(earlier: Profile, later: Profile) -> Likeness | None:
    """Return what the later of two articles is to the earlier, None where neither echoes the other."""
    if not earlier.runs or not later.runs:
        return None
    common = len(earlier.runs & later.runs)
    shared = common / min(len(earlier.runs), len(later.runs))
    if shared >= REWRITTEN and _numbers_agree(earlier, later):
        if common / (len(earlier.runs) + len(later.runs) - common) >= SAME:
            return Likeness(relation="copy", shared=shared)
        if shared >= WITHIN:
            return Likeness(relation="cut" if later.length < earlier.length else "fuller", shared=shared)
        if earlier.day is None or later.day is None or abs(later.day - earlier.day) <= REWRITE_DAYS:
            return Likeness(relation="rewrite", shared=shared)
    if not earlier.quotations.isdisjoint(later.quotations):
        return Likeness(relation="quotes", shared=shared)
    return None


def _numbers_agree(one: Profile, other: Profile) -> bool:
    fewer = min(len(one.numbers), len(other.numbers))
    return not fewer or len(one.numbers & other.numbers) >= NUMBERS_SHARED * fewer


def group(pairs: Iterable[tuple[int, int]], profile: Callable[[int], Profile]) -> list[Group]:
    """Return the groups of two articles or more. `pairs` come in the order of their second, each with the lesser number first."""
    groups: list[Group] = []
    of_article: dict[int, Group] = {}
    for article, others in groupby(pairs, key=itemgetter(1)):
        near = [of_article.get(other) or other for other, _ in others]
        joined = _join(article, _each_once(near), profile)
        if joined is None:
            continue
        found, member = joined
        if not isinstance(found, Group):
            founded = Group(members=[Member(article=found, relation="first", shared=1.0)], fullest=found)
            of_article[found] = founded
            groups.append(founded)
            found = founded
        found.members.append(member)
        if member.relation not in COPIES:
            # It says something of its own, and what copies it makes a group with it.
            continue
        of_article[article] = found
        if _is_fuller(profile(article), profile(found.fullest), first=profile(found.first)):
            found.fullest = article
    return groups


def _is_fuller(one: Profile, other: Profile, *, first: Profile) -> bool:
    """Tell whether an article is a fuller form of a group's first than another one, and no digest of many reports."""
    return one.length > other.length and len(one.runs & first.runs) >= COVERED * len(one.runs)


def _each_once(near: list[Group | int]) -> Iterator[Group | int]:
    met: set[int] = set()
    for one in near:
        name = -id(one) if isinstance(one, Group) else one
        if name not in met:
            met.add(name)
            yield one


def _join(article: int, near: Iterable[Group | int], profile: Callable[[int], Profile]) -> tuple[Group | int, Member] | None:
    """Return the group, or the lone article, that an article is most like: copies before quotations, of these the earliest."""
    own = profile(article)
    best: tuple[tuple[bool, float], Group | int, Member] | None = None
    for one in near:
        like = _likest([likeness(profile(other), own) for other in _compared(one)])
        if like is not None:
            rank = (True, like.shared) if like.relation in COPIES else (False, 0.0)
            if best is None or rank > best[0]:
                best = (rank, one, Member(article=article, relation=like.relation, shared=like.shared))
    return None if best is None else best[1:]


def _compared(one: Group | int) -> Iterable[int]:
    return dict.fromkeys((one.first, one.fullest)) if isinstance(one, Group) else (one,)


def _likest(likes: list[Likeness | None]) -> Likeness | None:
    met = [like for like in likes if like is not None]
    return max(met, key=lambda like: (like.relation in COPIES, like.shared), default=None)

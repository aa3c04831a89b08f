"""Say for whom a short form stands: "the ministry", where the text named the Russian Defense Ministry alone of all ministries, and
"the statement", after somebody said something in one.

It looks back over the text, never at what the world knows: where two institutions may be meant, the short form stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tollbook.reading.speakers.attribution import AttributionMention, Span
from tollbook.vocab.sources import SourceLexicon
from tollbook.vocab.tables import load_table

NEAR = 24
"""Characters about an institution's noun in which its state stands: "the Ministry of Defence of Norway"."""
_CUT = re.compile(r"[.,;:!?\"“”()]")
_INDEFINITE = frozenset({"a", "an", "another"})
_ADDED = re.compile(r"\s+(?:in|of|for|at)\b|['’]s\b", re.IGNORECASE)


def with_short_forms(text: str, mentions: list[AttributionMention], sources: SourceLexicon) -> list[AttributionMention]:
    """Return the attributions in their order, each short form named by the last full one that it can only stand for."""
    if not any(_is_statement(text, one) or _is_short(text, one, sources) for one in mentions):
        return mentions
    met = _Met(text, sources, _named_in(text, sources))
    read = {id(mention): met.read(mention) for mention in sorted(mentions, key=lambda one: one.source)}
    return [read[id(mention)] for mention in mentions]


@dataclass(slots=True)
class _Met:
    """What was met so far: the sources that speakers named in full, all that the text names, and who spoke last in a statement."""

    text: str
    sources: SourceLexicon
    others: list[tuple[int, str]]
    at: int = 0
    full: dict[str, Span] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    issuer: Span | None = None

    def read(self, mention: AttributionMention) -> AttributionMention:
        """Return an attribution with what its short form stands for; they are to come in the order of their speakers."""
        span = mention.named
        if span is None:
            return mention
        while self.at < len(self.others) and self.others[self.at][0] < mention.source[0]:
            self.named.add(self.others[self.at][1])
            self.at += 1
        if _is_statement(self.text, mention):
            return replace(mention, named=self.issuer or span)
        words = self.text[slice(*span)]
        if _is_short(self.text, mention, self.sources):
            meant = [source for source in self.named if self.sources.may_mean(words, source)]
            mention = replace(mention, named=self.full.get(meant[0], span)) if len(meant) == 1 else mention
        else:
            self.full |= {entry.id: span for entry in self.sources.resolve_all(words)}
            self.named |= self.full.keys()
        if _issues_statement(self.text, mention.cue[1]):
            self.issuer = mention.named
        return mention


def _is_short(text: str, mention: AttributionMention, sources: SourceLexicon) -> bool:
    """Say whether a name is a short form, and neither "a" stands before it nor "in Baku" behind, which tell of another institution."""
    if mention.named is None or not sources.is_short(text[slice(*mention.named)]):
        return False
    start, end = mention.named
    before = text[max(0, start - 12) : start].split()
    return (not before or before[-1].lower() not in _INDEFINITE) and _ADDED.match(text, end) is None


def _is_statement(text: str, mention: AttributionMention) -> bool:
    return mention.named is not None and text[slice(*mention.named)].lower() in load_table("sources")["statement"]["words"]


def _issues_statement(text: str, after: int) -> bool:
    """Say whether words behind a verb of saying tell of a statement: "said in a statement"."""
    return text[after : after + NEAR].lower().lstrip().startswith(tuple(load_table("sources")["statement"]["said"]))


def _named_in(text: str, sources: SourceLexicon) -> list[tuple[int, str]]:
    """Return the institutions that a text names, speakers or not, with where: each may be meant as well."""
    found: list[tuple[int, str]] = []
    for match in _nouns(tuple(sources.short)).finditer(text):
        before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
        words = _CUT.split(before)[-1] + match.group() + _CUT.split(after)[0]
        found += [(match.start(), entry.id) for entry in sources.resolve_all(words)]
    return found


@lru_cache(maxsize=8)
def _nouns(phrases: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    longest = sorted((r"\s+".join(map(re.escape, phrase)) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest)})\b", re.IGNORECASE)

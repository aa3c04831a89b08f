"""Say for which institution a short form stands: "the ministry", after "the Russian Defense Ministry" alone of all ministries was named.

It looks back over the text, never at what the world knows: where two institutions may be meant, the short form stays one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from tollbook.reading.speakers.attribution import AttributionMention, Span
from tollbook.vocab.sources import SourceLexicon

_INDEFINITE = frozenset({"a", "an", "another"})
NEAR = 24
"""Characters about an institution's noun in which its state stands: "the Ministry of Defence of Norway"."""
_CUT = re.compile(r"[.,;:!?\"“”()]")
_ADDED = re.compile(r"\s+(?:in|of|for|at)\b|['’]s\b", re.IGNORECASE)


def with_short_forms(text: str, mentions: list[AttributionMention], sources: SourceLexicon) -> list[AttributionMention]:
    """Return the attributions in their order, each short form named by the last full one that it can only stand for."""
    shortened = {id(mention) for mention in mentions if mention.named is not None and _is_short(text, mention.named, sources)}
    if not shortened:
        return mentions
    others, read = _named_in(text, sources), 0
    full: dict[str, Span] = {}
    named: set[str] = set()
    resolved: dict[int, AttributionMention] = {}
    for mention in sorted((one for one in mentions if one.named is not None), key=lambda one: one.source):
        while read < len(others) and others[read][0] < mention.source[0]:
            named.add(others[read][1])
            read += 1
        words = text[slice(*(mention.named or mention.source))]
        if id(mention) in shortened:
            meant = [source for source in named if sources.may_mean(words, source)]
            if len(meant) == 1 and meant[0] in full:
                resolved[id(mention)] = replace(mention, named=full[meant[0]])
        else:
            full |= {entry.id: mention.named or mention.source for entry in sources.resolve_all(words)}
            named.update(entry.id for entry in sources.resolve_all(words))
    return [resolved.get(id(mention), mention) for mention in mentions]


def _is_short(text: str, span: Span, sources: SourceLexicon) -> bool:
    """Say whether a name is a short form, and neither "a" stands before it nor "in Baku" behind, which tell of another institution."""
    if span[0] == span[1] or not sources.is_short(text[slice(*span)]):
        return False
    before = text[max(0, span[0] - 12) : span[0]].split()
    return (not before or before[-1].lower() not in _INDEFINITE) and _ADDED.match(text, span[1]) is None


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

"""Say for which institution a short form stands: "the ministry", after "the Russian Defense Ministry" alone of all ministries was named.

It looks back over the speakers of a text, never at what the world knows: where two institutions may be meant, the short form stays one.
"""

from __future__ import annotations

from dataclasses import replace

from tollbook.reading.speakers.attribution import AttributionMention, Span
from tollbook.vocab.sources import SourceLexicon

_INDEFINITE = ("a", "an", "another")


def with_short_forms(text: str, mentions: list[AttributionMention], sources: SourceLexicon) -> list[AttributionMention]:
    """Return the attributions in their order, each short form named by the last full one that it can only stand for."""
    full: dict[str, Span] = {}
    resolved: dict[int, AttributionMention] = {}
    for mention in sorted(mentions, key=lambda one: one.source):
        if mention.named is None or mention.source[0] == mention.source[1]:
            continue
        words = text[slice(*mention.named)]
        if _is_definite(text, mention.source[0]) and sources.is_short(words):
            meant = [span for source, span in full.items() if sources.may_mean(words, source)]
            if len(meant) == 1:
                resolved[id(mention)] = replace(mention, named=meant[0])
        else:
            full |= {entry.id: mention.named for entry in sources.resolve_all(words)}
    return [resolved.get(id(mention), mention) for mention in mentions]


def _is_definite(text: str, start: int) -> bool:
    """Say whether no "a" stands before: "a ministry" is one more."""
    before = text[max(0, start - 12) : start].split()
    return not before or before[-1].lower() not in _INDEFINITE

"""Make attribution chains: who speaks for a claim, from the first claimant to the author, with the ids of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tollbook.core.types import Attribution
from tollbook.reading.drafts.drafts import Draft
from tollbook.reading.speakers.attribution import AttributionMention, chain_for
from tollbook.reading.text import Text

AUTHOR = Attribution(source=None, text="author", voice="author")
"""The last link of every chain; the only one where nobody else speaks."""


def chain_of(text: Text, mentions: list[AttributionMention], draft: Draft) -> tuple[Attribution, ...]:
    """Return the chain of a claim: the first claimant, those who relay it, the author last."""
    links: list[Attribution] = []
    for mention in chain_for(mentions, draft.start, draft.end):
        links.extend(links_of(text, mention))
    return (*links, AUTHOR)


def links_of(text: Text, mention: AttributionMention) -> Iterable[Attribution]:
    """Yield a link for each source that the words of a speaker name; one without an id where they name none."""
    shadow = text.shadow
    left, right = mention.named or mention.source
    words = shadow.text[left:right]
    cue = shadow.text[mention.cue[0] : mention.cue[1]]
    entries = text.words.sources.resolve_all(words)
    span = shadow.span(left, right)
    if not entries:
        yield Attribution(source=None, text=words, voice=mention.voice, cue=cue, span=span)
    for entry in entries:
        yield Attribution(source=entry.id, text=words, voice=mention.voice, cue=cue, span=span)


def speaker_of(chain: Sequence[Attribution]) -> str:
    """Return the first claimant's id, whose scale a probability word is on; "" where none is known."""
    return chain[0].source or ""

"""Say who is made to say what: attributions over a whole text, and the chain of speakers of one number.

Unattributed words stay the author's: nobody is guessed. Pronouns are resolved to the last speaker of a matching kind, or not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tollbook.reading.quotes import Quotation, find_quotations
from tollbook.reading.reporting import Frame, read_frames
from tollbook.reading.shadow import make_shadow
from tollbook.reading.source_phrases import grammar, kind_of
from tollbook.reading.tokens import Sentence, split_sentences, tokenise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionMention:
    """Somebody is made to say something. Offsets are the shadow's.

    `source` is empty (start == end) for hearsay ("reportedly"), which names nobody. `named` is the span that says who the source is: the
    source itself, or what its pronoun stands for; None where a pronoun could not be resolved. `relays` marks speakers whom another cites.
    """

    source: Span
    named: Span | None
    cue: Span
    content: Span
    voice: Literal["quoted", "reported"]
    rule: str
    relays: bool = False


def find_attributions(text: str) -> list[tuple[Span, Span, Span]]:
    """Return (source, cue, content) spans of the text as given, hearsay left out."""
    shadow = make_shadow(text)
    sentences = [tokenise(shadow.text, sentence) for sentence in split_sentences(shadow.text)]
    mentions = find_in(shadow.text, sentences, set(range(len(sentences))), attitudes=True)
    return [(shadow.span(*m.source), shadow.span(*m.cue), shadow.span(*m.content)) for m in mentions if m.source[0] < m.source[1]]


def find_in(text: str, sentences: list[Sentence], wanted: Iterable[int], *, attitudes: bool = False) -> list[AttributionMention]:
    """Return the attributions that reach into the wanted sentences (indices), in the order of their cues.

    `attitudes` adds words of will ("pledged to send"), which report no figure.
    """
    return _Reader(text, sentences, attitudes=attitudes).read(sorted(wanted))


def chain_for(mentions: list[AttributionMention], start: int, end: int) -> tuple[AttributionMention, ...]:
    """Return the speakers of what stands at [start, end): the first claimant first, then those who relay it. The author is not among them.

    Hearsay and speakers that a pronoun leaves unresolved are left out.
    """
    covering = [m for m in mentions if m.named is not None and m.source[0] < m.source[1] and _covers(m, start, end)]
    chosen: dict[Span, AttributionMention] = {}
    for mention in covering:
        named = mention.named or mention.source
        known = chosen.get(named)
        if known is None or (known.voice == "reported" and mention.voice == "quoted"):
            chosen[named] = mention
    depth = {id(m): sum(o is not m and _inside(m, o) for o in covering) + m.relays for m in chosen.values()}
    return tuple(sorted(chosen.values(), key=lambda m: (-depth[id(m)], -m.cue[0])))


def _covers(mention: AttributionMention, start: int, end: int) -> bool:
    inside_source = mention.source[0] <= start and end <= mention.source[1]
    return mention.content[0] <= start and end <= mention.content[1] and not inside_source


def _inside(mention: AttributionMention, other: AttributionMention) -> bool:
    return other.content[0] <= mention.source[0] and mention.source[1] <= other.content[1]


class _Reader:
    """One text under examination; sentences are read at most once, and only where asked."""

    __slots__ = ("attitudes", "frames", "quotations", "sentences", "starts", "text")

    def __init__(self, text: str, sentences: list[Sentence], *, attitudes: bool) -> None:
        self.text, self.sentences, self.attitudes = text, sentences, attitudes
        self.frames: dict[int, list[Frame]] = {}
        self.quotations = find_quotations(text)
        self.starts = [sentence.start for sentence in sentences] if self.quotations else []

    def read(self, wanted: list[int]) -> list[AttributionMention]:
        found: list[AttributionMention] = []
        for index in wanted:
            for frame in self.frames_of(index):
                if self.attitudes or not frame.rule.startswith("said.attitude"):
                    found.append(self._mention(index, frame))
        if self.quotations:
            found.extend(self._quoted(wanted))
        return sorted(found, key=lambda m: (m.cue, m.content))

    def frames_of(self, index: int) -> list[Frame]:
        frames = self.frames.get(index)
        if frames is None:
            sentence = tokenise(self.text, self.sentences[index])
            frames = [] if grammar().cues.isdisjoint(sentence.words) and not _may_label(sentence) else read_frames(self.text, sentence)
            self.frames[index] = frames
        return frames

    def _mention(self, index: int, frame: Frame) -> AttributionMention:
        source = frame.source or (frame.cue[0], frame.cue[0])
        return AttributionMention(
            source=source,
            named=self._antecedent(index, frame) if frame.pronoun else source,
            cue=frame.cue,
            content=(frame.start, max(frame.end, frame.start)),
            voice="reported",
            rule=frame.rule,
            relays=frame.relays,
        )

    # ---- pronouns

    def _antecedent(self, index: int, frame: Frame) -> Span | None:
        """The last speaker of a kind that the pronoun can stand for, in this paragraph or the three sentences before."""
        wanted = _PRONOUN_KINDS.get(self.text[slice(*frame.source)].lower()) if frame.source else None
        if wanted is None:
            return None
        for back in range(index, max(index - 4, -1), -1):
            named = [f for f in self.frames_of(back) if f.phrase is not None and not f.pronoun and f.cue < frame.cue]
            if named:
                last = named[-1]
                kind = kind_of(self.sentences[back].words, last.phrase) if last.phrase is not None else ""
                return last.source if kind in wanted else None
        return None

    # ---- quotations

    def _quoted(self, wanted: list[int]) -> list[AttributionMention]:
        sentences = self.sentences
        found: list[AttributionMention] = []
        speakers: list[tuple[int, Frame] | None] = []
        needed = {i for i in wanted}
        for number, quotation in enumerate(self.quotations):
            first = max(bisect_right(self.starts, quotation.start) - 1, 0)
            last = max(bisect_right(self.starts, max(quotation.end - 1, quotation.start)) - 1, first)
            reach = range(max(first - 1, 0), min(last + 2, len(sentences)))
            if needed.isdisjoint(reach) and not (quotation.resumes or self._near(number, needed)):
                speakers.append(None)
                continue
            speaker = self._speaker(quotation, first, last) or self._carried(number, speakers, first)
            speakers.append(speaker)
            if speaker is not None and not needed.isdisjoint(range(first, last + 1)):
                mention = self._mention(*speaker)
                rule = f"quote.{speaker[1].rule}"
                found.append(replace(mention, content=(quotation.start, quotation.end), voice="quoted", rule=rule))
        return found

    def _near(self, number: int, needed: set[int]) -> bool:
        following = self.quotations[number + 1] if number + 1 < len(self.quotations) else None
        return following is not None and (bisect_right(self.starts, following.start) - 1) in needed

    def _speaker(self, quotation: Quotation, first: int, last: int) -> tuple[int, Frame] | None:
        """The speaker named in the sentence where the quotation ends or begins, in the tag after it, or before a colon."""
        for frame in self.frames_of(last):
            if frame.cue[0] >= quotation.end and frame.before and frame.source and frame.source[0] >= quotation.end:
                if not any(q.start < frame.cue[0] and q.start > quotation.end and q.end < frame.cue[0] for q in self.quotations):
                    return last, frame
        before = [f for f in self.frames_of(first) if f.source and f.cue[1] <= quotation.start and f.start <= quotation.end]
        if before:
            return first, before[-1]
        for index, edge in ((last + 1, "tag"), (first - 1, "colon")):
            speaker = self._neighbor(index, first, last, edge)
            if speaker is not None:
                return speaker
        return None

    def _neighbor(self, index: int, first: int, last: int, edge: str) -> tuple[int, Frame] | None:
        if not 0 <= index < len(self.sentences):
            return None
        sentence = self.sentences[index]
        frames = [f for f in self.frames_of(index) if f.source]
        if not frames:
            return None
        if edge == "tag":
            short = frames[0].source and frames[0].source[0] <= sentence.start + 4 and frames[0].start >= sentence.end - 1
            return (index, frames[0]) if short and sentence.paragraph == self.sentences[last].paragraph else None
        return (index, frames[-1]) if self.text[sentence.end - 1] == ":" else None

    def _carried(self, number: int, speakers: list[tuple[int, Frame] | None], first: int) -> tuple[int, Frame] | None:
        """A quotation that goes on ("A," X said. "B."): same paragraph, or the paragraph before left it open."""
        if not number or speakers[-1] is None:
            return None
        quotation, previous = self.quotations[number], self.quotations[number - 1]
        before = max(bisect_right(self.starts, previous.start) - 1, 0)
        same = self.sentences[before].paragraph == self.sentences[first].paragraph
        starts = self.text[quotation.start - 4 : quotation.start].lstrip()[:1] in {'"', "'", "`", "“"}
        begins = quotation.start - self.sentences[first].start <= 2
        return speakers[-1] if quotation.resumes or (same and starts and begins) else None


def _may_label(sentence: Sentence) -> bool:
    words = sentence.words
    return ":" in words[:9] or words[0] == "[" or (len(words) > 3 and words[-1] not in _STOPS)


_STOPS = frozenset((".", "!", "?", '"', "'", ")"))
_PRONOUN_KINDS = {
    "he": frozenset(("person", "name")),
    "she": frozenset(("person", "name")),
    "they": frozenset(("people", "body")),
    "it": frozenset(("body", "name")),
}

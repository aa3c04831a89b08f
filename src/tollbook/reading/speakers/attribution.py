"""Say who is made to say what: attributions over a whole text, and the chain of speakers of one number.

Unattributed words stay the author's: nobody is guessed. Pronouns are resolved to the last speaker of a matching kind, or not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tollbook.reading.speakers.quotes import Quotation, find_quotations
from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.speakers.scene import Frame
from tollbook.reading.speakers.source_phrases import grammar, kind_of
from tollbook.reading.tokens import Sentence, tokenise

Span = tuple[int, int]

MAX_NEAR = 64
"""How many of the mentions that begin before a number are looked at: enough for a long quotation, linear in a long document."""
NO_FIGURES = ("said.attitude", "said.negated")
"""Beginnings of the rules of frames that report no figure."""
MAX_PARAGRAPHS = 20
"""How far a speaker is looked for over the parts of one quotation: time stays linear in a document of quotations only."""


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


def find_in(text: str, sentences: list[Sentence], wanted: Iterable[int]) -> list[AttributionMention]:
    """Return the attributions that reach into the wanted sentences (indices), in the order of what is said.

    Words of will ("pledged to send") and denied speech ("did not say") report no figure, and are left out.
    """
    return _Reader(text, sentences).read(sorted(wanted))


def chain_for(mentions: list[AttributionMention], start: int, end: int) -> tuple[AttributionMention, ...]:
    """Return the speakers of what stands at [start, end): the first claimant first, then those who relay it. The author is not among them.

    `mentions` are in the order in which `find_in` returns them. Hearsay and speakers that a pronoun leaves unresolved are left out.
    """
    last = bisect_right(mentions, start, key=lambda m: m.content[0])
    # All of these begin before the number; few reach over it.
    reaching = [m for m in mentions[max(last - MAX_NEAR, 0) : last] if m.content[1] >= end]
    covering = [m for m in reaching if m.named is not None and m.source[0] < m.source[1] and not _holds(m.source, start, end)]
    if not covering:
        return ()
    chosen: dict[Span, AttributionMention] = {}
    for mention in covering:
        named = mention.named or mention.source
        known = chosen.get(named)
        if known is None or (known.voice == "reported" and mention.voice == "quoted"):
            chosen[named] = mention
    depth = {id(m): sum(o is not m and _inside(m, o) for o in covering) + m.relays for m in chosen.values()}
    return tuple(sorted(chosen.values(), key=lambda m: (-depth[id(m)], -m.cue[0])))


def _holds(span: Span, start: int, end: int) -> bool:
    return span[0] <= start and end <= span[1]


def _inside(mention: AttributionMention, other: AttributionMention) -> bool:
    return other.content[0] <= mention.source[0] and mention.source[1] <= other.content[1]


class _Reader:
    """One text under examination; sentences are read at most once, and only where asked."""

    __slots__ = ("direct", "frames", "lists", "quotations", "sentences", "starts", "text")

    def __init__(self, text: str, sentences: list[Sentence]) -> None:
        self.text, self.sentences = text, sentences
        self.frames: dict[int, list[Frame]] = {}
        self.lists = ":\n" in text or ": \n" in text
        self.direct: dict[int, tuple[int, Frame] | None] = {}
        self.quotations = find_quotations(text)
        self.starts = [sentence.start for sentence in sentences] if self.quotations else []

    def read(self, wanted: list[int]) -> list[AttributionMention]:
        found: list[AttributionMention] = []
        for index in wanted:
            found.extend([self._mention(index, frame) for frame in self.frames_of(index) if not frame.rule.startswith(NO_FIGURES)])
            listed = self._after_colon(index) if self.lists else None
            if listed is not None:
                found.append(listed)
        if self.quotations:
            found.extend(self._quoted(wanted))
        return sorted(found, key=lambda m: (m.content, m.cue))

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
            named=self._antecedent(index, frame) if frame.pronoun else frame.named or source,
            cue=frame.cue,
            content=(frame.start, max(frame.end, frame.start)),
            voice="reported",
            rule=frame.rule,
            relays=frame.relays,
        )

    # ---- colons

    def _after_colon(self, index: int) -> AttributionMention | None:
        """ "The ministry said:" owns the paragraph, or the list of bullets, that follows."""
        sentences, text = self.sentences, self.text
        last = sentences[index]
        for back in range(index - 1, max(index - MAX_PARAGRAPHS, 0) - 1, -1):
            sentence, following = sentences[back], sentences[back + 1]
            if text[sentence.end - 1] == ":":
                frames = [frame for frame in self.frames_of(back) if frame.source and frame.start >= sentence.end - 1]
                if not frames or text[last.start] in _QUOTES:
                    return None
                mention = self._mention(back, frames[-1])
                return replace(mention, content=(last.start, last.end), rule=f"colon.{mention.rule}")
            if sentence.paragraph != following.paragraph and text[following.start] not in _BULLETS:
                return None
        return None

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
                return last.named if kind in wanted else None
        return None

    # ---- quotations

    def _quoted(self, wanted: list[int]) -> list[AttributionMention]:
        needed = set(wanted)
        found: list[AttributionMention] = []
        for number, quotation in enumerate(self.quotations):
            first, last = self._reach(quotation)
            if needed.isdisjoint(range(first, last + 1)):
                continue
            speaker = self._speaker(number)
            if speaker is not None:
                mention = self._mention(*speaker)
                rule = f"quote.{speaker[1].rule}"
                found.append(replace(mention, content=(quotation.start, quotation.end), voice="quoted", rule=rule))
        return found

    def _reach(self, quotation: Quotation) -> tuple[int, int]:
        """The first and the last sentence that a quotation touches."""
        first = max(bisect_right(self.starts, quotation.start) - 1, 0)
        return first, max(bisect_right(self.starts, quotation.end - 1) - 1, first)

    def _speaker(self, number: int) -> tuple[int, Frame] | None:
        """Who speaks a quotation: named beside it, beside what it goes on with, or beside the paragraphs that go on with it."""
        quotations = self.quotations
        direct = self._direct(number)
        back = number
        while direct is None and back > max(number - MAX_PARAGRAPHS, 0) and self._goes_on(back):
            back -= 1
            direct = self._direct(back)
        ahead = number + 1
        while direct is None and ahead < min(number + MAX_PARAGRAPHS, len(quotations)) and quotations[ahead].resumes:
            direct = self._direct(ahead)
            ahead += 1
        return direct

    def _direct(self, number: int) -> tuple[int, Frame] | None:
        if number not in self.direct:
            self.direct[number] = self._speaker_beside(number)
        return self.direct[number]

    def _is_tag(self, sentence: Sentence, frame: Frame) -> bool:
        """Say whether a sentence opens with a speaker and verb that say nothing of their own: "Ali said." "Ali said, smiling."."""
        opens = frame.source is not None and frame.source[0] <= sentence.start + 4
        after = self.text[frame.cue[1] : frame.cue[1] + 3]
        return opens and (frame.start >= sentence.end - 1 or (after[:2] == ", " and after[2:] not in _QUOTES))

    def _goes_on(self, number: int) -> bool:
        """A quotation goes on with the one before ("A," X said. "B."): same paragraph, or the paragraph before left it open."""
        quotation = self.quotations[number]
        if quotation.resumes:
            return True
        here = self.sentences[self._reach(quotation)[0]]
        before = self.sentences[self._reach(self.quotations[number - 1])[0]]
        return here.paragraph == before.paragraph and quotation.start - here.start <= 2

    def _speaker_beside(self, number: int) -> tuple[int, Frame] | None:
        """The speaker named in the sentence where the quotation ends or begins, in the tag after it, or before a colon."""
        quotation = self.quotations[number]
        first, last = self._reach(quotation)
        for frame in self.frames_of(last):
            if frame.before and frame.source and min(frame.cue[0], frame.source[0]) >= quotation.end and not self._parted(number, frame):
                return last, frame
        before = [f for f in self.frames_of(first) if f.source and f.cue[1] <= quotation.start and f.start <= quotation.end]
        if before:
            return first, before[-1]
        return self._neighbor(last + 1, last, "tag") or self._neighbor(first - 1, last, "colon")

    def _parted(self, number: int, frame: Frame) -> bool:
        """Say whether another quotation stands between this one and the speaker, so that the speaker is the other's."""
        return number + 1 < len(self.quotations) and self.quotations[number + 1].start < frame.cue[0]

    def _neighbor(self, index: int, last: int, edge: str) -> tuple[int, Frame] | None:
        if not 0 <= index < len(self.sentences):
            return None
        sentence = self.sentences[index]
        frames = [f for f in self.frames_of(index) if f.source]
        if not frames:
            return None
        if edge == "tag":
            same = sentence.paragraph == self.sentences[last].paragraph
            return (index, frames[0]) if same and self._is_tag(sentence, frames[0]) else None
        return (index, frames[-1]) if self.text[sentence.end - 1] == ":" else None


def _may_label(sentence: Sentence) -> bool:
    words = sentence.words
    return (
        ":" in words[:9]
        or words[0] == "["
        or (len(words) > 3 and words[-1] not in _STOPS)
        or (len(words) > 4 and _DASHES.intersection(words[-6:]) != frozenset())
    )


_STOPS = frozenset((".", "!", "?", '"', "'", ")"))
_QUOTES = frozenset("\"'`")
_BULLETS = frozenset("-–—‒•*·▪◦")
_DASHES = frozenset("-–—‒")
_PRONOUN_KINDS = {
    "he": frozenset(("person", "name")),
    "she": frozenset(("person", "name")),
    "they": frozenset(("people", "body")),
    "it": frozenset(("body", "name")),
}

"""One sentence in which somebody may be made to say something: its letters, the frames found, and how far what is said reaches.

It knows no cue: reporting.py and labels.py add the frames.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tollbook.reading.speakers.source_phrases import Grammar, chars, grammar, letters_of, refine
from tollbook.reading.speakers.speakers import Subject
from tollbook.reading.tokens import Sentence

_DAY = r"(?:m?z|[i@B]?d*m?z|[i@B](?:ma|am))[zm]*(?:,m(?=[,.)q]|$))?"
""" "On 12 June 2025", "late on Friday", "on May 3" ("may" is a verb too). A year behind a comma ends its clause, or it is a figure."""
TAIL = re.compile(rf"(?:y|{_DAY}|[i@B]d*y?(?:T\.?|I\.?|[nsewmH])++(?:'[nsewmH]++)?(?:o[dnsewmHIz]+)?(?:y[nsewm]++)?)*+")
CLOSES = re.compile(r"[.)q\]]*$")
_TURNS = frozenset((",g", ",c", ",K", ",r", ",u", ",P"))
_GOES_ON = frozenset(",q-")
_TO_LISTENER = re.compile(r"t[dnse]{1,4}(?=$|[.,)q]|i?d?z)")


@dataclass(slots=True, kw_only=True)
class Frame:
    """One speaker, one cue and what is said, as character spans; tokens of the source for those who look closer.

    `source` is None for hearsay; `named` is who a relative word stands for, else the source. `start:end` is the hull of what is said: it
    may enclose the source and the cue ("A, X said, B").
    """

    rule: str
    source: tuple[int, int] | None
    phrase: tuple[int, int] | None
    cue: tuple[int, int]
    start: int
    end: int
    before: bool
    pronoun: bool = False
    named: tuple[int, int] | None = None
    relays: bool = False


class Scene:
    """One sentence under examination: its tokens, its letters and the frames found so far."""

    __slots__ = ("frames", "letters", "rules", "sentence", "taken", "text")

    def __init__(self, text: str, sentence: Sentence) -> None:
        self.text, self.sentence = text, sentence
        self.letters = letters_of(sentence.words)
        self.rules: Grammar = grammar()
        self.frames: list[Frame] = []
        self.taken = 0
        """The token after the last source read so far: what is a source is no cue."""


def content_of(scene: Scene, after: int, subject: Subject) -> tuple[int, int, bool]:
    """Return (start, end, before): what is said, as the hull of the parts before and after the speaker and the verb.

    `after` is the first token after the verb and its object, or after the subject where that is inverted.
    """
    sentence, letters = scene.sentence, scene.letters
    listener = _TO_LISTENER.match(letters, after) if subject.boundary else None
    tail = TAIL.match(letters, listener.end() if listener is not None else after)
    stop = tail.end() if tail else after
    first, boundary = sentence.starts[0], subject.boundary
    mark = letters[boundary - 1] if boundary else ""
    # "Nine died, the army said; ..." ends at the semicolon.
    ends = CLOSES.match(letters, stop) is not None or subject.inverted or (mark == "," and letters[stop : stop + 1] == ";")
    turns = letters[stop : stop + 2] in _TURNS
    continues = letters[stop : stop + 1] in _GOES_ON and not turns
    # "...; Sudan said": a quotation before the semicolon is of the clause before.
    quoted = mark != ";" and "q" in letters[max(boundary - 2, 0) : boundary]
    if boundary and (ends or (mark in ",q-.;" and (continues or turns or quoted))):
        quoted_on = letters[stop : stop + 2] in (",q", ":q") or letters[stop : stop + 1] == "q"
        if continues and not subject.inverted and ("q" not in letters[:boundary] or quoted_on):
            return first, sentence.end, True
        return first, sentence.ends[boundary - 1], True
    if ends and "m" not in letters[after:stop]:
        return sentence.end, sentence.end, False
    while after < len(letters) and letters[after] in "h,:q":
        after += 1
    start = sentence.starts[after] if after < len(letters) else sentence.end
    return start, sentence.end, False


def add_frame(
    scene: Scene,
    rule: str,
    phrase: tuple[int, int] | None,
    *,
    cue: tuple[int, int],
    content: tuple[int, int, bool],
    relays: bool = False,
    shown: tuple[int, int] | None = None,
) -> None:
    """Keep a frame, unless its phrase names nobody. `phrase` None is hearsay; `shown` is the word that stands for the phrase."""
    sentence, letters = scene.sentence, scene.letters
    pronoun = phrase is not None and letters[phrase[0] : phrase[1]] == "p"
    refined = phrase if pronoun or phrase is None else refine(letters, sentence.words, phrase)
    if phrase is not None and refined is None:
        return
    named = None if refined is None else chars(sentence, refined)
    scene.frames.append(
        Frame(
            rule=rule,
            source=named if shown is None else chars(sentence, shown),
            phrase=refined,
            cue=chars(sentence, cue),
            start=content[0],
            end=content[1],
            before=content[2],
            pronoun=pronoun,
            named=named,
            relays=relays,
        )
    )

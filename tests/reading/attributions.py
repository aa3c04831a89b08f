"""Every attribution of a text, for tests of the reporting grammar: those that own a figure, and words of will and denied speech."""

from __future__ import annotations

from tollbook.reading.shadow import make_shadow
from tollbook.reading.speakers.attribution import NO_FIGURES, Span, find_in
from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.tokens import split_sentences, tokenise


def attributions_of(text: str) -> list[tuple[Span, Span, Span]]:
    """Return (source, cue, content) spans of the text as given, hearsay left out."""
    shadow = make_shadow(text)
    sentences = [tokenise(shadow.text, sentence) for sentence in split_sentences(shadow.text)]
    found = [(mention.source, mention.cue, mention.content) for mention in find_in(shadow.text, sentences, range(len(sentences)))]
    frames = [frame for sentence in sentences for frame in read_frames(shadow.text, sentence)]
    found += [(frame.source, frame.cue, (frame.start, frame.end)) for frame in frames if frame.source and frame.rule.startswith(NO_FIGURES)]
    return [(shadow.span(*source), shadow.span(*cue), shadow.span(*content)) for source, cue, content in found if source[0] < source[1]]

"""Every attribution of a text, whether it owns a figure or not: for who wants to know who is made to say what.

Reading itself takes only those that may own a figure; words of will ("pledged to send") and denied speech are among these as well.
"""

from __future__ import annotations

from tollbook.reading.shadow import make_shadow
from tollbook.reading.speakers.attribution import NO_FIGURES, Span, find_in
from tollbook.reading.speakers.reporting import read_frames
from tollbook.reading.tokens import split_sentences, tokenise


def find_attributions(text: str) -> list[tuple[Span, Span, Span]]:
    """Return the (source, cue, content) spans of a text in code points, hearsay left out.

    >>> text = "The army said that 12 men died."
    >>> [[text[slice(*span)] for span in spans] for spans in find_attributions(text)]
    [['army', 'said', '12 men died.']]
    """
    shadow = make_shadow(text)
    sentences = [tokenise(shadow.text, sentence) for sentence in split_sentences(shadow.text)]
    found = [(mention.source, mention.cue, mention.content) for mention in find_in(shadow.text, sentences, range(len(sentences)))]
    frames = [frame for sentence in sentences for frame in read_frames(shadow.text, sentence)]
    found += [(frame.source, frame.cue, (frame.start, frame.end)) for frame in frames if frame.source and frame.rule.startswith(NO_FIGURES)]
    return [(shadow.span(*source), shadow.span(*cue), shadow.span(*content)) for source, cue, content in found if source[0] < source[1]]

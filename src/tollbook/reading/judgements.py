"""Turn estimative words without a number into judgements: who thinks what how likely, of which force."""

from __future__ import annotations

from collections.abc import Sequence

from tollbook.core.types import Force, Judgement, mention_id
from tollbook.reading.chains import AUTHOR, links_of, speaker_of
from tollbook.reading.likelihoods import find_judgements, likelihood_on
from tollbook.reading.text import Text
from tollbook.reading.tokens import tokenise


def read_judgements(text: Text, ranges: Sequence[tuple[int, int]]) -> tuple[Judgement, ...]:
    """Return the judgements without a number. `ranges` are the claims, number to verb, in the shadow text."""
    judgements: list[Judgement] = []
    for mention in find_judgements(text.shadow.text, text.sentences, ranges):
        if any(start <= mention.start < end for start, end in ranges):
            continue  # "40 soldiers were likely killed" is a claim's
        chain = (*(link for speaker in mention.speakers for link in links_of(text, speaker)), AUTHOR)
        likelihood = likelihood_on(mention.term, speaker_of(chain))
        if likelihood is None:
            continue
        span = text.span(mention.start, mention.end)
        judgements.append(
            Judgement(
                id=mention_id(text.document.id, span.start, span.end),
                span=span,
                likelihood=likelihood,
                attribution=chain,
                force=_judged_force(text, mention.sentence, mention.start),
            )
        )
    return tuple(judgements)


def _judged_force(text: Text, index: int, start: int) -> Force | None:
    """Return the one force named before the probability word in its sentence; None where there are several."""
    sentence = tokenise(text.shadow.text, text.sentences[index])
    named = [
        m for m in text.words.forces.find_forces(sentence.words, sentence.starts, text.shadow.text) if sentence.starts[m.first] < start
    ]
    if len({m.id for m in named}) != 1:
        return None
    return Force(id=named[0].id, text=text.shadow.text[sentence.starts[named[0].first] : sentence.ends[named[0].last]])

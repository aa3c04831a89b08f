"""Explain a reading in plain lines: which rules made each claim, on which words, what was left out and why.

May not explain more than the reading holds: every line is a value of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from tollbook.core.display import AUTHOR, ELLIPSIS, Names, claim_row, number_words, numbered, plain, toll_words
from tollbook.core.types import Attribution, Claim, Reading

_INDENT = 4
_LABEL = 11
_NEAR = 400


def explanation_lines(reading: Reading, *, names: Names, width: int) -> Iterator[str]:
    """Yield the lines that explain a reading: its claims, its judgements, its incidents, what was left out, the decision on its context."""
    numbers = numbered(reading)
    for claim in reading.claims:
        number, value, what, whose, source, when = claim_row(claim, numbers, names=names)
        yield from wrap(f"{number}  {value} {what}; {whose}; {source}; {when}", width, subsequent_indent=" " * _INDENT)
        for label, words in _claim_words(claim, reading):
            yield from _labelled(label, words, width=width)
        yield ""
    for judgement in reading.judgements:
        yield from wrap(f'judgement  "{plain(reading.quote(judgement))}"', width, subsequent_indent=" " * _INDENT)
        likely = judgement.likelihood
        yield from _labelled("likelihood", _odds(likely.term, likely.low, likely.high, scale=likely.scale), width=width)
        yield from _labelled("claimed by", chain_words(judgement.attribution), width=width)
        yield ""
    for nth, toll in enumerate(reading.tolls, 1):
        yield from wrap(f"incident {nth}  {toll_words(toll)}", width, subsequent_indent=" " * _INDENT)
    if reading.tolls:
        yield ""
    yield from _left_out(reading, width=width)
    yield from _decision(reading, width=width)


def _labelled(label: str, words: str, *, width: int) -> list[str]:
    first = " " * _INDENT + label.ljust(_LABEL)
    return wrap(plain(words), width, initial_indent=first, subsequent_indent=" " * (_INDENT + _LABEL))


def _claim_words(claim: Claim, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield what each part of a claim rests on: the words of the text, then the rules."""
    measure, force, likely = claim.measure, claim.force, claim.likelihood
    yield "words", f'"{reading.quote(claim)}"'
    yield "sentence", _sentence_words(claim, reading.document.text)
    if measure.term is not None:
        yield "what", f'"{measure.term}"'
    if force is not None:
        yield "whose", _words_and_id(force.text, force.id)
    if claim.period.text:
        yield "when", f'"{claim.period.text}" ({claim.period.kind})'
    if claim.place is not None:
        yield "where", _words_and_id(claim.place.text, claim.place.id)
    yield "claimed by", chain_words(claim.attribution)
    if likely is not None:
        yield "likelihood", _odds(likely.term, likely.low, likely.high, scale=likely.scale)
    yield "rules", ", ".join(claim.rules) or "none named"
    if claim.flags:
        yield "flags", ", ".join(claim.flags)


def _sentence_words(claim: Claim, text: str) -> str:
    """Return the sentence around a claim; of an endless one, what stands near the number."""
    start, end = claim.sentence
    first, last = max(start, claim.span.start - _NEAR), min(end, claim.span.end + _NEAR)
    return f"{ELLIPSIS if first > start else ''}{text[first:last]}{ELLIPSIS if last < end else ''}"


def _words_and_id(words: str, name: str | None) -> str:
    return f'"{words}"' if name is None else f'"{words}" ({name})'


def _odds(term: str, low: float, high: float, *, scale: str) -> str:
    return f"{term}: {number_words(low, 'share')}-{number_words(high, 'share')} ({scale})"


def chain_words(chain: tuple[Attribution, ...]) -> str:
    """Return a chain from the first claimant to the author, each link with its words, id, voice and cue."""
    return " > ".join(_link_words(link) for link in chain) or AUTHOR


def _link_words(link: Attribution) -> str:
    if link.voice == "author":
        return AUTHOR
    cue = "" if link.cue is None else f', "{link.cue}"'
    return f"{_words_and_id(link.text, link.source)} {link.voice}{cue}"


def _left_out(reading: Reading, *, width: int) -> Iterator[str]:
    if reading.abstentions:
        yield "Numbers left out:"
    for abstention in reading.abstentions:
        yield from wrap(
            f'"{plain(reading.quote(abstention))}": {plain(abstention.reason)}',
            width,
            initial_indent=" " * _INDENT,
            subsequent_indent=" " * (_INDENT + 2),
        )
    if reading.abstentions:
        yield ""


def _decision(reading: Reading, *, width: int) -> Iterator[str]:
    evidence = ", ".join(f'"{plain(word)}"' for word in reading.context.evidence)
    reason = plain(reading.context.reason).rstrip(".")
    yield from wrap(f"Context: {reason}; on {evidence}." if evidence else f"Context: {reason}.", width, subsequent_indent=" " * _INDENT)
    yield f"Theatre: {plain(reading.theatre or 'none')}."

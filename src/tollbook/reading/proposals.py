"""Check what a language model proposes against the text: a claim is kept only where its quote stands and its digits agree.

Pure. The model says where a number stands and what it counts; the number itself is read here, by the same steps as any other.
Nothing that a model writes is carried into a claim but words of the text, found at their place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from tollbook.core.types import Assertion, Attribution, Claim, Document, Force, Measure, Number, Period, PeriodKind, Quantity, Span, Unit
from tollbook.core.types import mention_id as make_id
from tollbook.reading.chains import AUTHOR
from tollbook.reading.numbers.hedges import HedgedNumber, apply_hedges, join_comparisons
from tollbook.reading.numbers.numbers import find_numbers
from tollbook.reading.passages import Passage
from tollbook.reading.proposal_request import ASSERTIONS, PERIOD_KINDS
from tollbook.reading.shadow import make_shadow
from tollbook.reading.text import Words
from tollbook.reading.tokens import split_sentences, tokenise
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatre_check import known_categories

MOST = 200
"""Claims of one answer at most: a passage of the longest size holds fewer numbers."""
SHOWN = 200
"""Characters of a proposed quote that a rejection keeps."""
RULE = "model.proposes"
_NO_COUNT = frozenset({"excluded", "ordinal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A proposal that was not kept: where it was asked for, the words it gave as its quote, and why. `quote` is the model's text."""

    passage: Span
    quote: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one answer comes to: claims whose every word stands in the text, and what was not kept.

    `malformed` says why the answer could not be read at all.
    """

    claims: tuple[Claim, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    malformed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposal:
    quote: str
    start: int | None
    value: Number | None
    categories: frozenset[str]
    period: PeriodKind
    assertion: Assertion
    force: str | None
    claimant: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    """A number of the passage: the offsets of its digits or words, those with its hedge, and how it reads."""

    core: tuple[int, int]
    whole: tuple[int, int]
    hedged: HedgedNumber
    flags: tuple[str, ...]


class _Refused(Exception):
    """Why a proposal is not kept."""


def check_answer(content: str, passage: Passage, *, document: Document, words: Words) -> Checked:
    """Return the claims of a model's answer that the passage bears out, and each other proposal with the reason."""
    try:
        entries = _entries(content)
    except _Refused as refused:
        return Checked(malformed=str(refused))
    numbers = tuple(_numbers(passage.text))
    kept: list[Claim] = []
    rejections: list[Rejection] = []
    for entry in entries:
        try:
            claim = _checked(_proposal(entry), passage, numbers, document=document, words=words)
            kept.append(_as_new(claim, kept))
        except _Refused as refused:
            rejections.append(Rejection(passage=passage.span, quote=_quote_of(entry), reason=str(refused)))
    return Checked(claims=tuple(kept), rejections=tuple(rejections))


def _as_new(claim: Claim, kept: list[Claim]) -> Claim:
    """Return the claim with an id of its own where the same number is claimed to count two things."""
    same = [other for other in kept if other.span == claim.span]
    if any(other.measure.categories == claim.measure.categories for other in same):
        raise _Refused("proposed twice")
    if not same:
        return claim
    return replace(claim, id=make_id(claim.span.document, claim.span.start, claim.span.end, len(same)))


# ---- the answer


def _entries(content: str) -> list[Any]:
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise _Refused("the answer is not JSON") from error
    entries = answer.get("claims") if isinstance(answer, dict) else None
    if not isinstance(entries, list):
        raise _Refused('the answer is no object with a list "claims"')
    if len(entries) > MOST:
        raise _Refused(f"the answer holds {len(entries):,} claims, over {MOST}")
    return entries


def _quote_of(entry: object) -> str:
    quote = entry.get("quote") if isinstance(entry, dict) else None
    return quote[:SHOWN] if isinstance(quote, str) else ""


def _proposal(entry: object) -> _Proposal:
    if not isinstance(entry, dict):
        raise _Refused("a claim that is no object")
    quote = entry.get("quote")
    if not isinstance(quote, str) or not quote.strip():
        raise _Refused("no quote")
    start = entry.get("start")
    if start is not None and (not isinstance(start, int) or isinstance(start, bool)):
        raise _Refused("a start that is no offset")
    return _Proposal(
        quote=quote,
        start=start,
        value=_value(entry.get("value")),
        categories=_categories(entry.get("categories")),
        period=_one_of(entry, "period", PERIOD_KINDS),
        assertion=_one_of(entry, "assertion", ASSERTIONS),
        force=_words(entry, "force"),
        claimant=_words(entry, "claimant"),
    )


def _value(value: object) -> Number | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)):
        return value
    raise _Refused("a value that is no number")


def _categories(given: object) -> frozenset[str]:
    if not isinstance(given, list) or not given or not all(isinstance(name, str) for name in given):
        raise _Refused("no category")
    if not known_categories().issuperset(given):
        raise _Refused("an unknown category")
    return frozenset(given)


def _one_of(entry: Mapping[str, Any], key: str, allowed: tuple[Any, ...]) -> Any:
    value = entry.get(key)
    if value not in allowed:
        raise _Refused(f"an unknown {key}")
    return value


def _words(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise _Refused(f"a {key} that is no text")
    return value if value is not None and value.strip() else None


# ---- against the text


def _numbers(text: str) -> Iterator[_Number]:
    shadow = make_shadow(text)
    for sentence in split_sentences(shadow.text):
        tokenise(shadow.text, sentence)
        for hedged in join_comparisons(sentence, apply_hedges(shadow.text, sentence, find_numbers(shadow.text, sentence))):
            if hedged.number.kind not in _NO_COUNT:
                core = sentence.starts[hedged.number.first], sentence.ends[hedged.number.last - 1]
                whole = sentence.starts[hedged.first], sentence.ends[hedged.last - 1]
                flags = shadow.flags_in(*whole)
                yield _Number(core=shadow.span(*core), whole=shadow.span(*whole), hedged=hedged, flags=flags)


def _checked(proposal: _Proposal, passage: Passage, numbers: tuple[_Number, ...], *, document: Document, words: Words) -> Claim:
    at = _place(proposal, passage.text)
    number = _number(proposal, numbers, at, at + len(proposal.quote))
    offset = passage.span.start
    start, end = offset + number.whole[0], offset + number.whole[1]
    sentence = next((s for s in passage.sentences if s.start <= start < s.end), passage.span)
    hedged = number.hedged
    return Claim(
        id=make_id(document.id, start, end),
        span=Span(document=document.id, start=start, end=end),
        sentence=(sentence.start, sentence.end),
        quantity=Quantity(stated=hedged.stated, low=hedged.low, high=hedged.high, hedge=hedged.hedge, text=document.text[start:end]),
        measure=Measure(categories=proposal.categories, unit=_unit(proposal.categories, number)),
        period=Period(kind=proposal.period),
        attribution=_chain(proposal.claimant, passage, words),
        force=_force(proposal.force, passage, words),
        assertion=proposal.assertion,
        rules=(RULE, hedged.number.rule),
        flags=number.flags,
    )


def _place(proposal: _Proposal, text: str) -> int:
    quote, start = proposal.quote, proposal.start
    if start is not None:
        if start < 0 or not text.startswith(quote, start):
            raise _Refused("the quote does not stand at its offset")
        return start
    at = text.find(quote)
    if at < 0:
        raise _Refused("the quote does not stand in the passage")
    if text.find(quote, at + 1) >= 0:
        raise _Refused("the quote stands in the passage more than once, and no offset says which is meant")
    return at


def _number(proposal: _Proposal, numbers: tuple[_Number, ...], start: int, end: int) -> _Number:
    """Return the one number of the quote that the value repeats. A number that reaches out of the quote is none of its numbers."""
    inside = [number for number in numbers if start <= number.core[0] and number.core[1] <= end]
    if not inside:
        raise _Refused("the quote holds no number that counts")
    equal = [number for number in inside if _is_equal(proposal.value, number.hedged)]
    if not equal:
        raise _Refused("the value differs from the number in the quote")
    if len(equal) > 1:
        raise _Refused("the quote holds that number more than once")
    return equal[0]


def _is_equal(value: Number | None, hedged: HedgedNumber) -> bool:
    stated = hedged.stated
    if value is None or stated is None:
        return value is None and stated is None
    # "30 percent" is 0.3 here, and 30 to many.
    return math.isclose(value, stated, rel_tol=1e-9) or (hedged.number.kind == "share" and math.isclose(value, 100 * stated, rel_tol=1e-9))


def _unit(categories: frozenset[str], number: _Number) -> Unit:
    if number.hedged.number.kind == "share":
        return "share"
    people = frozenset(load_table("theatre_schema")["values"]["people"])
    if categories <= people:
        return "person"
    if categories & people:
        raise _Refused("one number cannot count people and other things")
    if "territory" in categories:
        if len(categories) > 1:
            raise _Refused("one number cannot count ground and other things")
        return "km2"
    return "item"


def _occurrences(words: str, text: str) -> list[int]:
    """Return where words stand in a text as words of their own: "US" does not stand in "RUSSIA"."""
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() and words[0].isalnum()) and not (text[end : end + 1].isalnum() and words[-1].isalnum()):
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _force(text: str | None, passage: Passage, words: Words) -> Force | None:
    if text is None:
        return None
    if not _occurrences(text, passage.text):
        raise _Refused("the words for the force do not stand in the passage")
    ids = {mention.id for mention in words.forces.named_in(text) if mention.kind != "generic"}
    return Force(id=ids.pop() if len(ids) == 1 else None, text=text)


def _chain(text: str | None, passage: Passage, words: Words) -> tuple[Attribution, ...]:
    if text is None:
        return (AUTHOR,)
    places = _occurrences(text, passage.text)
    if not places:
        raise _Refused("the words for the claimant do not stand in the passage")
    entries = words.sources.resolve_all(text)
    start = passage.span.start + places[0]
    span = (start, start + len(text)) if len(places) == 1 else None
    return (Attribution(source=entries[0].id if len(entries) == 1 else None, text=text, voice="reported", span=span), AUTHOR)

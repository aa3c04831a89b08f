"""Read a document: run the steps of reading in order and assemble their results into claims, judgements and tolls.

Pure: the document and the words come in, a Reading goes out. Offsets are mapped back to the text as given here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tollbook.core.types import (
    Abstention,
    Attribution,
    Claim,
    Document,
    Force,
    Judgement,
    Measure,
    Period,
    Place,
    Quantity,
    Reading,
    Span,
    mention_id,
)
from tollbook.core.version import __version__
from tollbook.reading.attribution import AttributionMention, chain_for, find_in
from tollbook.reading.drafts import Draft, Pass, draft_sentence
from tollbook.reading.gate import holds_loss_word, judge_context
from tollbook.reading.hedges import HedgedNumber, apply_hedges
from tollbook.reading.likelihoods import find_judgements, find_likelihoods, likelihood_for, likelihood_on
from tollbook.reading.numbers import find_numbers
from tollbook.reading.parts import Tied, tie
from tollbook.reading.periods import find_periods
from tollbook.reading.places import PlaceNames, find_places, place_for
from tollbook.reading.releases import ReleaseRow, find_release
from tollbook.reading.shadow import Shadow, make_shadow
from tollbook.reading.subjects import Subjects
from tollbook.reading.timing import period_of, without_words
from tollbook.reading.tokens import Sentence, split_sentences, tokenise
from tollbook.reading.tolls import find_tolls
from tollbook.vocab.forces import ForceLexicon
from tollbook.vocab.lexicon import singular_people
from tollbook.vocab.sources import SourceLexicon
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Theatre

AUTHOR = Attribution(source=None, text="author", voice="author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The vocabulary that a reading uses: one theatre's words over the world's."""

    theatre: Theatre | None
    forces: ForceLexicon
    sources: SourceLexicon
    places: PlaceNames


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A document while it is read."""

    document: Document
    shadow: Shadow
    sentences: list[Sentence]
    words: Words
    published: date | None


def read_document(document: Document, *, words: Words, context: str = "conflict") -> Reading:
    """Read a document's claims. `context` "conflict" reads nothing in a text that does not speak of armed conflict."""
    shadow = make_shadow(document.text)
    content = shadow.text.encode("utf-8", "replace")
    judged = judge_context(content, context)
    empty = Reading(document=document, reader_version=__version__, theatre=words.theatre.name if words.theatre else None, context=judged)
    rows = find_release(shadow.text, words.theatre.releases, document.published) if words.theatre and judged.conflict else []
    if not judged.conflict or not (rows or holds_loss_word(content)):
        return empty
    text = _Text(document=document, shadow=shadow, sentences=split_sentences(shadow.text), words=words, published=document.published)
    drafted, mentions, passes = _draft(text, rows)
    tied, orphans = tie(drafted)
    claims = _claims(text, tied, mentions)
    tolls = find_tolls(claims, tied)
    claims += [claim for row in rows for claim in _release_claims(text, row)]
    claims.sort(key=lambda claim: (claim.span.start, claim.span.end))
    passes += [Pass(draft.start, draft.end, reason) for draft, reason in orphans]
    return replace(
        empty,
        claims=tuple(claims),
        judgements=_judgements(text, [(t.draft.start, t.draft.end) for t in tied]),
        tolls=tolls,
        abstentions=tuple(Abstention(span=_span(text, p.start, p.end), reason=p.reason) for p in sorted(passes, key=lambda p: p.start)),
    )


# ---- drafting


def _draft(text: _Text, rows: Sequence[ReleaseRow]) -> tuple[list[Draft], list[AttributionMention], list[Pass]]:
    shadow = text.shadow.text
    covered = [row.row_span for row in rows] + [row.header_span for row in rows]
    wanted = [
        index
        for index, sentence in enumerate(text.sentences)
        if not any(left <= sentence.start and sentence.end <= right + 1 for left, right in covered)
        and holds_loss_word(shadow[sentence.start : sentence.end].encode("utf-8", "replace"))
    ]
    numbered = {index: numbers for index in wanted if (numbers := _numbers(shadow, text.sentences[index])) is not None}
    mentions = find_in(shadow, text.sentences, numbered)
    spoken = [span for m in mentions for span in (m.source, m.cue)]
    subjects = Subjects(shadow, text.sentences, mentions, forces=text.words.forces, sources=text.words.sources, theatre=text.words.theatre)
    drafts: list[Draft] = []
    passes: list[Pass] = []
    for index, numbers in numbered.items():
        sentence = text.sentences[index]
        near = [(a, b) for a, b in spoken if a < sentence.end and sentence.start < b]
        found = draft_sentence(shadow, sentence, index, numbers=numbers, forces=text.words.forces, spoken=near)
        drafts.extend(subjects.resolve(found.drafts))
        passes.extend(found.passes)
    return drafts, mentions, passes


def _numbers(shadow: str, sentence: Sentence) -> list[HedgedNumber] | None:
    """Return a sentence's numbers, or None where nothing in it can be counted."""
    tokenise(shadow, sentence)
    numbers = apply_hedges(shadow, sentence, find_numbers(shadow, sentence))
    if any(number.number.kind not in ("excluded", "ordinal") for number in numbers):
        return numbers
    return None if singular_people().isdisjoint(sentence.words) else numbers


# ---- claims


def _claims(text: _Text, tied: Sequence[Tied], mentions: list[AttributionMention]) -> list[Claim]:
    ids = [mention_id(text.document.id, *text.shadow.span(t.draft.start, t.draft.end)) for t in tied]
    claims: list[Claim] = []
    sentence_facts: dict[int, _Facts] = {}
    for index, item in enumerate(tied):
        facts = sentence_facts.get(item.draft.sentence)
        if facts is None:
            facts = sentence_facts[item.draft.sentence] = _facts(text, item.draft.sentence)
        whole = claims[item.whole] if item.whole is not None and item.whole < index else None
        previous = claims[-1] if claims else None
        claims.append(_claim(text, item, facts, mentions, whole=whole, previous=previous, ids=ids, index=index))
    return claims


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a sentence says beside its numbers."""

    periods: list  # type: ignore[type-arg]
    places: list  # type: ignore[type-arg]
    likelihoods: list  # type: ignore[type-arg]
    continues: bool


def _facts(text: _Text, index: int) -> _Facts:
    sentence = text.sentences[index]
    shadow = text.shadow.text
    return _Facts(
        find_periods(shadow, sentence, published=text.published),
        find_places(shadow, sentence, names=text.words.places),
        find_likelihoods(shadow, sentence),
        _continues(sentence),
    )


@lru_cache(maxsize=1)
def _continuations() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words.split(" ")) for words in load_table("grammar")["continuation"]["words"])


def _continues(sentence: Sentence) -> bool:
    return any(tuple(sentence.words[: len(words)]) == words for words in _continuations())


def _claim(
    text: _Text,
    item: Tied,
    facts: _Facts,
    mentions: list[AttributionMention],
    *,
    whole: Claim | None,
    previous: Claim | None,
    ids: Sequence[str],
    index: int,
) -> Claim:
    draft = item.draft
    sentence = text.sentences[draft.sentence]
    chain = _chain(text, mentions, draft)
    period = _period(text, draft, facts, sentence)
    rules = draft.rules
    follows = previous if facts.continues and previous is not None and _same_force(draft.force, previous.force) else None
    if whole is not None and period.text is None:
        period, rules = without_words(whole.period), (*rules, "period.of_whole")
    elif follows is not None and period.text is None:
        period, rules = without_words(follows.period), (*rules, "period.continued")
    if follows is not None and chain == (AUTHOR,) and follows.attribution != (AUTHOR,):
        chain, rules = follows.attribution, (*rules, "attribution.continued")
    place = place_for(facts.places, draft.first, draft.last)
    likelihood = likelihood_for(facts.likelihoods, draft.first, sentence)
    start, end = text.shadow.span(draft.start, draft.end)
    return Claim(
        id=ids[index],
        span=Span(document=text.document.id, start=start, end=end),
        sentence=text.shadow.span(sentence.start, sentence.end),
        quantity=_quantity(draft, text.document.text[start:end]),
        measure=draft.measure,
        force=draft.force or (whole.force if whole else None),
        period=period,
        place=Place(text=place.text, id=place.id) if place is not None else (whole.place if whole else None),
        attribution=chain,
        likelihood=likelihood_on(likelihood.term, _speakers(chain)) if likelihood is not None else None,
        assertion=_assertion(draft, chain),
        part_of=ids[item.whole] if item.whole is not None else None,
        premises=tuple(ids[i] for i in item.premises),
        rules=rules,
        flags=text.shadow.flags_in(draft.start, draft.end),
    )


def _same_force(one: Force | None, other: Force | None) -> bool:
    return one is not None and other is not None and (one.id or one.text) == (other.id or other.text)


def _quantity(draft: Draft, words: str) -> Quantity:
    return Quantity(stated=draft.stated, low=draft.low, high=draft.high, hedge=draft.hedge, text=words)


def _period(text: _Text, draft: Draft, facts: _Facts, sentence: Sentence) -> Period:
    start = text.words.theatre.start if text.words.theatre else None
    return period_of(draft, facts.periods, sentence.words, published=text.published, theatre_start=start)


@lru_cache(maxsize=1)
def _denials() -> frozenset[str]:
    return frozenset(load_table("grammar")["denial"]["words"])


def _assertion(draft: Draft, chain: Sequence[Attribution]) -> str:
    # "Denied a link to the murder of six teachers" does not deny the murder.
    if draft.assertion == "stated" and not draft.frame.startswith("act") and any(link.cue and not _denials().isdisjoint(link.cue.lower().split()) for link in chain):
        return "denied"
    return draft.assertion


def _chain(text: _Text, mentions: list[AttributionMention], draft: Draft) -> tuple[Attribution, ...]:
    links: list[Attribution] = []
    for mention in chain_for(mentions, draft.start, draft.end):
        links.extend(_links(text, mention))
    return (*links, AUTHOR)


def _links(text: _Text, mention: AttributionMention) -> Iterable[Attribution]:
    shadow = text.shadow
    left, right = mention.named or mention.source
    words = shadow.text[left:right]
    cue = shadow.text[mention.cue[0] : mention.cue[1]]
    entries = text.words.sources.resolve_all(words)
    span = shadow.span(left, right)
    for source in [entry.id for entry in entries] or [None]:
        yield Attribution(source=source, text=words, voice=mention.voice, cue=cue, span=span)


def _speakers(chain: Sequence[Attribution]) -> tuple[str, ...]:
    """Return the first claimant's id: whose scale a probability word is on."""
    return (chain[0].source or "",)


# ---- releases, judgements


def _release_claims(text: _Text, row: ReleaseRow) -> Iterable[Claim]:
    """Make the claims of a release's row: its running total, and the increment printed beside it."""
    measure = Measure(categories=row.categories, unit="person" if row.unit == "person" else "item", term=row.term, outcome=row.outcome)
    link = Attribution(source=row.claimant, text=row.release, voice="reported", cue="release", span=text.shadow.span(*row.header_span))
    total = Period(kind="cumulative", start=row.start, end=row.end)
    day = Period(kind="flow", start=row.end, end=row.end)
    for value, span, period, hedge in ((row.total, row.total_span, total, row.hedge), (row.increment, row.increment_span, day, "exact")):
        # A negative increment is the ministry's own correction of its total, no loss of a day.
        if value is None or span is None or value < 0:
            continue
        start, end = text.shadow.span(*span)
        low, high = _bounds(value, hedge)
        yield Claim(
            id=mention_id(text.document.id, start, end),
            span=Span(document=text.document.id, start=start, end=end),
            sentence=text.shadow.span(*row.row_span),
            quantity=Quantity(stated=value, low=low, high=high, hedge=hedge, text=text.document.text[start:end]),
            measure=measure,
            force=Force(id=row.force, text=text.words.forces.names.get(row.force, row.force)),
            period=period,
            attribution=(link, AUTHOR),
            rules=(f"release.{row.release}", "release.total" if period is total else "release.increment"),
            flags=text.shadow.flags_in(*span),
        )


def _bounds(value: int, hedge: str) -> tuple[int, int]:
    if hedge != "about":
        return value, value
    spread = 5 if value % 10 == 0 else 0
    return value - spread, value + spread


def _judgements(text: _Text, ranges: Sequence[tuple[int, int]]) -> tuple[Judgement, ...]:
    """Return the judgements without a number. `ranges` are the claims' numbers in the shadow text."""
    judgements: list[Judgement] = []
    for mention in find_judgements(text.shadow.text, text.sentences, ranges):
        chain = (*(link for speaker in mention.speakers for link in _links(text, speaker)), AUTHOR)
        likelihood = likelihood_on(mention.term, _speakers(chain))
        if likelihood is None:
            continue
        span = _span(text, mention.start, mention.end)
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


def _judged_force(text: _Text, index: int, start: int) -> Force | None:
    """Return the one force named before the probability word in its sentence; None where there are several."""
    sentence = tokenise(text.shadow.text, text.sentences[index])
    named = [m for m in text.words.forces.find_forces(sentence.words, sentence.starts, text.shadow.text) if sentence.starts[m.first] < start]
    if len({m.id for m in named}) != 1:
        return None
    return Force(id=named[0].id, text=text.shadow.text[sentence.starts[named[0].first] : sentence.ends[named[0].last]])


def _span(text: _Text, start: int, end: int) -> Span:
    left, right = text.shadow.span(start, end)
    return Span(document=text.document.id, start=left, end=right)

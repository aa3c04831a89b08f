"""Read a document: run the steps of reading in order and assemble their results into claims, judgements and tolls.

Pure: the document and the words come in, a Reading goes out. Offsets are mapped back to the text as given here and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tollbook.core.types import RATE, Abstention, Claim, Context, Document, Force, Period, Place, Quantity, Reading, Span, mention_id
from tollbook.core.version import __version__
from tollbook.reading.calendar.datelines import find_dateline
from tollbook.reading.calendar.periods import PeriodMention, find_periods
from tollbook.reading.chains import AUTHOR, chain_of, speaker_of
from tollbook.reading.denials import assertion_of
from tollbook.reading.drafts.drafts import Draft, Pass, draft_sentence
from tollbook.reading.drafts.parts import Tied, tie
from tollbook.reading.drafts.subjects import Subjects, share_counts
from tollbook.reading.gate.countable import holds_count, refers_back
from tollbook.reading.gate.gate import holds_loss_word, judge_context
from tollbook.reading.gate.other_causes import is_other_cause
from tollbook.reading.judgements import read_judgements
from tollbook.reading.likelihoods import LikelihoodMention, find_likelihoods, likelihood_for, likelihood_on
from tollbook.reading.numbers.hedges import HedgedNumber, apply_hedges
from tollbook.reading.numbers.numbers import find_numbers
from tollbook.reading.places import PlaceMention, find_places, place_for
from tollbook.reading.releases.claims import release_claims
from tollbook.reading.releases.rows import ReleaseRow, find_release
from tollbook.reading.shadow import Shadow, make_shadow
from tollbook.reading.speakers.attribution import AttributionMention, chain_for, find_in
from tollbook.reading.speakers.short_forms import with_short_forms
from tollbook.reading.text import Text, Words
from tollbook.reading.timing import at_rate, period_of, rate_of, without_words
from tollbook.reading.tokens import Sentence, split_sentences, tokenise
from tollbook.reading.tolls import find_tolls
from tollbook.vocab.tables import load_table

_ARTICLES = frozenset({"a", "an"})
ADDING_REACH = 6
"""Tokens from a sentence's beginning in which "also" adds to the sentence before."""


def read_document(document: Document, *, words: Words, context: str = "conflict") -> Reading:
    """Read a document's claims. `context` "conflict" reads nothing in a text that does not speak of armed conflict."""
    opened = _open(document, words=words, context=context)
    judged, content, rows = opened.judged, opened.content, opened.rows
    empty = Reading(document=document, reader_version=__version__, theatre=words.theatre.name if words.theatre else None, context=judged)
    if not judged.conflict:
        return empty
    text = _text(document, opened, words=words, context=context)
    if not (rows or holds_loss_word(content)):
        return replace(empty, judgements=read_judgements(text, ()))
    drafted, mentions, passes = _draft(text, rows)
    tied, orphans = tie(drafted)
    claims = _claims(text, tied, mentions)
    tolls, replaced = find_tolls(claims, tied)
    claims = [replace(claim, superseded_by=replaced[claim.id]) if claim.id in replaced else claim for claim in claims]
    claims += [claim for row in rows for claim in release_claims(text, row)]
    claims.sort(key=lambda claim: (claim.span.start, claim.span.end))
    passes += [Pass(draft.start, draft.end, reason) for draft, reason in orphans]
    return replace(
        empty,
        claims=tuple(claims),
        judgements=read_judgements(text, [_clause_of(text, item.draft) for item in tied]),
        tolls=tolls,
        abstentions=tuple(Abstention(span=text.span(p.start, p.end), reason=p.reason) for p in sorted(passes, key=lambda p: p.start)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A document before its grammar: its shadow, what it speaks of, and the rows of a release in it."""

    shadow: Shadow
    content: bytes
    judged: Context
    rows: list[ReleaseRow]


def _open(document: Document, *, words: Words, context: str) -> _Opened:
    shadow = make_shadow(document.text)
    content = shadow.text.encode("utf-8", "replace")
    judged = judge_context(content, context, forces=words.forces, theatre=words.theatre.title if words.theatre else None)
    rows = find_release(shadow.text, words.theatre.releases, document.published) if words.theatre and judged.conflict else []
    return _Opened(shadow=shadow, content=content, judged=judged, rows=rows)


def _text(document: Document, opened: _Opened, *, words: Words, context: str) -> Text:
    shadow = opened.shadow
    return Text(
        document=document,
        shadow=shadow,
        sentences=split_sentences(shadow.text),
        words=words,
        published=document.published or find_dateline(shadow.text),
        conflict=context == "conflict",
    )


def gated_sentences(document: Document, *, words: Words, context: str = "conflict") -> list[tuple[int, Span]]:
    """Return the sentences that the gate lets through to the grammar, each with its number and its span in the text as given.

    Rows of a release and sentences on another cause than war are not among them: neither is open to another reading.
    """
    opened = _open(document, words=words, context=context)
    if not opened.judged.conflict or not holds_loss_word(opened.content):
        return []
    text = _text(document, opened, words=words, context=context)
    passed: list[tuple[int, Span]] = []
    for index in _wanted(text, _covered(opened.rows)):
        sentence = tokenise(opened.shadow.text, text.sentences[index])
        if not (text.conflict and is_other_cause(sentence.words)):
            passed.append((index, text.span(sentence.start, sentence.end)))
    return passed


def _covered(rows: Sequence[ReleaseRow]) -> list[tuple[int, int]]:
    return [row.row_span for row in rows] + [row.header_span for row in rows]


def _clause_of(text: Text, draft: Draft) -> tuple[int, int]:
    """Return the range from a claim's number to its verb, where that follows."""
    return draft.start, max(draft.end, text.sentences[draft.sentence].ends[draft.cue[1] - 1])


# ---- drafting


def _draft(text: Text, rows: Sequence[ReleaseRow]) -> tuple[list[Draft], list[AttributionMention], list[Pass]]:
    shadow, covered = text.shadow.text, _covered(rows)
    wanted = _wanted(text, covered)
    numbered = {index: numbers for index in wanted if (numbers := _numbers(shadow, text.sentences[index])) is not None}
    words = text.words
    mentions = with_short_forms(shadow, find_in(shadow, text.sentences, numbered), words.sources)
    spoken = _by_sentence(text, mentions)
    subjects = Subjects(shadow, text.sentences, mentions, spoken=spoken, forces=words.forces, sources=words.sources, theatre=words.theatre)
    drafts: list[Draft] = []
    passes: list[Pass] = []
    for index, numbers in numbered.items():
        sentence = text.sentences[index]
        cause = is_other_cause(sentence.words) if text.conflict else None
        if cause is not None:
            passes.extend(Pass(*_place(sentence, number), f"counts the cost of {cause}, not of the conflict") for number in numbers)
            continue
        found = draft_sentence(shadow, sentence, index, numbers=numbers, forces=subjects.mentions_in(index), spoken=spoken[index])
        # A row may begin within a sentence: its numbers are the row's.
        own = [draft for draft in found.drafts if not any(first <= draft.start < last for first, last in covered)]
        drafts.extend(subjects.resolve(own))
        passes.extend(found.passes)
    return share_counts(drafts), mentions, passes


def _place(sentence: Sentence, number: HedgedNumber) -> tuple[int, int]:
    return sentence.starts[number.first], sentence.ends[number.last - 1]


def _by_sentence(text: Text, mentions: Sequence[AttributionMention]) -> dict[int, list[tuple[int, int]]]:
    """Return the spans of sources and cues by the sentences that they touch."""
    starts = [sentence.start for sentence in text.sentences]
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in {span for mention in mentions for span in (mention.source, mention.cue)}:
        for index in range(max(bisect_right(starts, start) - 1, 0), bisect_right(starts, max(end - 1, start))):
            spans[index].append((start, end))
    return spans


def _wanted(text: Text, covered: Sequence[tuple[int, int]]) -> list[int]:
    """Return the sentences that can hold a claim. One that speaks of "two of them" goes on with the one before."""
    wanted: list[int] = []
    for index, sentence in enumerate(text.sentences):
        content = text.shadow.text[sentence.start : sentence.end].encode("utf-8", "replace")
        goes_on = bool(wanted) and wanted[-1] == index - 1 and refers_back(content)
        if (goes_on or _is_worth_parsing(content)) and not any(a <= sentence.start and sentence.end <= b + 1 for a, b in covered):
            wanted.append(index)
    return wanted


def _is_worth_parsing(content: bytes) -> bool:
    return holds_loss_word(content) and holds_count(content)


def _numbers(shadow: str, sentence: Sentence) -> list[HedgedNumber] | None:
    """Return a sentence's numbers, or None where nothing in it can be counted."""
    tokenise(shadow, sentence)
    numbers = apply_hedges(shadow, sentence, find_numbers(shadow, sentence))
    if any(number.number.kind not in ("excluded", "ordinal") for number in numbers):
        return numbers
    # "A soldier was killed" counts one without a number.
    return None if _ARTICLES.isdisjoint(sentence.words) else numbers


# ---- claims


def _claims(text: Text, tied: Sequence[Tied], mentions: list[AttributionMention]) -> list[Claim]:
    ids = [mention_id(text.document.id, *text.shadow.span(t.draft.start, t.draft.end)) for t in tied]
    claims: list[Claim] = []
    sentence_facts: dict[int, _Facts] = {}
    for index, item in enumerate(tied):
        facts = sentence_facts.get(item.draft.sentence)
        if facts is None:
            facts = sentence_facts[item.draft.sentence] = _facts(text, item.draft.sentence)
        ends = _next_total(text, tied, index)
        whole = claims[item.whole] if item.whole is not None and item.whole < index else None
        previous = claims[-1] if claims else None
        claims.append(_claim(text, item, facts, mentions, whole=whole, previous=previous, ids=ids, index=index, ends=ends))
    return claims


def _next_total(text: Text, tied: Sequence[Tied], index: int) -> int | None:
    """Return the token where the clause of the sentence's next running total begins, which has its own words and period."""
    draft = tied[index].draft
    following = next((item.draft for item in tied[index + 1 :] if item.draft.running and item.draft.sentence == draft.sentence), None)
    if following is None:
        return None
    words = text.sentences[draft.sentence].words
    return next((at for at in range(following.first, draft.last, -1) if words[at] == ","), following.first)


@dataclass(slots=True)
class _Facts:
    """What a sentence says beside its numbers."""

    periods: list[PeriodMention]
    places: list[PlaceMention]
    likelihoods: list[LikelihoodMention]
    continues: bool


def _facts(text: Text, index: int) -> _Facts:
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
    """Say whether a sentence goes on with the list before: "In addition, the army lost ...", "The army also lost ..."."""
    opens = any(tuple(sentence.words[: len(words)]) == words for words in _continuations())
    return opens or not _adding().isdisjoint(sentence.words[:ADDING_REACH])


@lru_cache(maxsize=1)
def _adding() -> frozenset[str]:
    return frozenset(load_table("grammar")["adding"]["words"])


def _claim(
    text: Text,
    item: Tied,
    facts: _Facts,
    mentions: list[AttributionMention],
    *,
    whole: Claim | None,
    previous: Claim | None,
    ids: Sequence[str],
    index: int,
    ends: int | None,
) -> Claim:
    draft = item.draft
    sentence = text.sentences[draft.sentence]
    chain = chain_of(text, mentions, draft)
    period = _period(text, draft, facts, mentions, sentence, ends=ends)
    rate = rate_of(draft, facts.periods, sentence.words, period)
    rules = draft.rules
    follows = previous if facts.continues and previous is not None and _same_force(draft.force, previous.force) else None
    if whole is not None and period.text is None:
        period, rules = without_words(whole.period), (*rules, "period.of_whole")
    elif follows is not None and period.text is None:
        period, rules = without_words(follows.period), (*rules, "period.continued")
    if follows is not None and chain == (AUTHOR,) and follows.attribution != (AUTHOR,):
        chain, rules = follows.attribution, (*rules, "attribution.continued")
    place = place_for(facts.places, draft.first, draft.last)
    likelihood = likelihood_for(facts.likelihoods, draft.first, sentence) or _before_cue(facts.likelihoods, draft)
    span = text.span(draft.start, draft.end)
    return Claim(
        id=ids[index],
        span=span,
        sentence=text.shadow.span(sentence.start, sentence.end),
        quantity=_quantity(draft, span.quote(text.document.text)),
        measure=draft.measure,
        force=draft.force or (whole.force if whole else None),
        period=period if rate is None else at_rate(period),
        place=Place(text=place.text, id=place.id) if place is not None else (whole.place if whole else None),
        attribution=chain,
        likelihood=likelihood_on(likelihood.term, speaker_of(chain)) if likelihood is not None else None,
        assertion=assertion_of(text, mentions, draft),
        part_of=ids[item.whole] if item.whole is not None else None,
        premises=tuple(ids[i] for i in item.premises),
        rules=rules,
        flags=(*text.shadow.flags_in(draft.start, draft.end), *(() if rate is None else (RATE + rate,))),
    )


def _same_force(one: Force | None, other: Force | None) -> bool:
    return one is not None and other is not None and (one.id or one.text) == (other.id or other.text)


def _quantity(draft: Draft, words: str) -> Quantity:
    return Quantity(stated=draft.stated, low=draft.low, high=draft.high, hedge=draft.hedge, text=words)


def _before_cue(likelihoods: Sequence[LikelihoodMention], draft: Draft) -> LikelihoodMention | None:
    """Return the probability word between a number and its verb: "40 soldiers were likely killed"."""
    return next((mention for mention in likelihoods if draft.last <= mention.first and mention.last <= draft.cue[0]), None)


def _days_of_speech(draft: Draft, facts: _Facts, mentions: list[AttributionMention], sentence: Sentence) -> list[PeriodMention]:
    """Return the days on which somebody spoke: "has lost 40 guns, the ministry said on Monday"."""
    said = chain_for(mentions, draft.start, draft.end) if facts.periods else ()
    return [period for period in facts.periods if any(_is_day_of_speech(period, m, draft, sentence) for m in said)]


def _is_day_of_speech(period: PeriodMention, mention: AttributionMention, draft: Draft, sentence: Sentence) -> bool:
    at = sentence.starts[period.first]
    if mention.cue[1] <= at < draft.start and "that" in _behind(sentence, period.last):
        # "said in February that": a preposition at most stands between.
        return bisect_left(sentence.starts, mention.cue[1]) + 1 >= period.first
    if mention.source[1] <= at and sentence.starts[period.last : period.last + 1] == [mention.cue[0]]:
        # "The ministry on Tuesday said".
        return True
    return mention.cue[1] <= at and (at < mention.content[0] or mention.cue[0] >= draft.end)


def _behind(sentence: Sentence, at: int) -> list[str]:
    """Return the word at a token, or the one behind a comma: "said on 3 May, 2025, that"."""
    at += sentence.words[at : at + 1] == [","]
    return sentence.words[at : at + 1]


def _period(text: Text, draft: Draft, facts: _Facts, mentions: list[AttributionMention], sentence: Sentence, *, ends: int | None) -> Period:
    start = text.words.theatre.start if text.words.theatre else None
    spoken = _days_of_speech(draft, facts, mentions, sentence)
    told = next((day.end for day in spoken if day.start is not None and day.start == day.end), text.published)
    periods = [period for period in facts.periods if period not in spoken and (ends is None or period.first < ends)]
    return period_of(draft, periods, sentence.words[:ends], told=told, theatre_start=start)

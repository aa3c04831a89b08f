"""Marked text: a sentence with the expected claims written into it, and small steps to run one part of reading alone.

    {12|killed pop=civilian} people were killed

A mark holds the number's words, then the categories joined by "+", then what else the mark is about: `pop=`, `of=`
(outcome), `force=`, `term=`, `base=`, `unit=`, `denied`, `hypothetical`. A number outside of marks has to stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import tollbook
from tollbook.core.types import Claim, Reading
from tollbook.reading.clauses.units import Counted, Units, find_counted, make_units
from tollbook.reading.drafts.drafts import Draft, Pass, draft_sentence
from tollbook.reading.numbers.hedges import HedgedNumber, apply_hedges
from tollbook.reading.numbers.numbers import find_numbers
from tollbook.reading.tokens import Sentence, split_sentences, tokenise
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.lexicon import load_lexicon

MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
PUBLISHED = date(2024, 5, 8)


@dataclass(frozen=True)
class Expected:
    """One mark: where the number stands in the plain text, and what is expected of its claim."""

    start: int
    end: int
    categories: frozenset[str]
    labels: dict[str, str]
    assertion: str


def unmark(text: str) -> tuple[str, list[Expected]]:
    """Return the plain text and its marks in order."""
    plain, marks, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        start = len(plain)
        plain += match.group(1)
        categories, *words = match.group(2).split(" ")
        labels = dict(word.split("=", 1) for word in words if "=" in word)
        assertion = next((word for word in words if word in ("denied", "hypothetical")), "stated")
        marks.append(Expected(start, len(plain), frozenset(categories.split("+")), labels, assertion))
        at = match.end()
    return plain + text[at:], marks


def label_of(claim: Claim, name: str) -> str | None:
    """Return what a claim says for the label of a mark."""
    measure = claim.measure
    return {
        "pop": measure.population,
        "of": measure.outcome,
        "term": measure.term,
        "base": measure.base,
        "unit": measure.unit,
        "force": claim.force and (claim.force.id or claim.force.text),
        "kind": claim.period.kind,
    }[name]


def read_any(text: str, theatre: str = "none") -> Reading:
    """Read every count of a text, without a theatre's words."""
    return tollbook.read(text, published=PUBLISHED, theatre=theatre, context="any")


def said(reading: Reading, marks: list[Expected]) -> tuple[list[object], list[object]]:
    """Return what a reading says and what the marks expect, in the same shape, so that a test can compare the two."""
    named = {(mark.start, mark.end): sorted(mark.labels) for mark in marks}
    found: list[object] = []
    for claim in reading.claims:
        labels = {name: label_of(claim, name) for name in named.get((claim.span.start, claim.span.end), [])}
        found.append((reading.quote(claim), claim.span.start, sorted(claim.measure.categories), labels, claim.assertion))
    text = reading.document.text
    wanted: list[object] = [(text[m.start : m.end], m.start, sorted(m.categories), m.labels, m.assertion) for m in marks]
    return found, wanted


def check(text: str, theatre: str = "none") -> Reading:
    """Read marked text: the claims are the marked numbers, all of them and no other."""
    plain, marks = unmark(text)
    reading = read_any(plain, theatre)
    found, wanted = said(reading, marks)
    assert found == wanted
    return reading


def forces_of(text: str, *, theatre: str | None = None) -> list[str | None]:
    """Return the force of each claim in text order: its id, or its words where it has no id."""
    claims = tollbook.read(text, theatre=theatre, context="any").claims
    return [(claim.force.id or claim.force.text) if claim.force else None for claim in claims]


def force_rules_of(text: str) -> list[str]:
    """Return the rule that found the force of each claim in text order, "" where none did."""
    claims = tollbook.read(text, theatre=None, context="any").claims
    return [next((rule for rule in claim.rules if rule.startswith("force.")), "") for claim in claims]


def sentences_of(text: str) -> Iterator[tuple[Sentence, list[HedgedNumber]]]:
    """Yield each sentence of a shadow text, tokenised, with its numbers."""
    for sentence in split_sentences(text):
        tokenise(text, sentence)
        yield sentence, apply_hedges(text, sentence, find_numbers(text, sentence))


def units_of(text: str) -> tuple[Units, dict[int, Counted]]:
    """Return the units of a text of one sentence, and its counted phrases."""
    ((sentence, numbers),) = sentences_of(text)
    forces = force_lexicon().find_forces(sentence.words, sentence.starts, text)
    return find_counted(make_units(text, sentence, numbers=numbers, forces=forces, lexicon=load_lexicon()))


def drafts_of(text: str) -> tuple[list[Draft], list[Pass]]:
    """Return the drafts and the passed-over numbers of a shadow text, each sentence by itself, without attributions."""
    drafts: list[Draft] = []
    passes: list[Pass] = []
    for index, (sentence, numbers) in enumerate(sentences_of(text)):
        forces = force_lexicon().find_forces(sentence.words, sentence.starts, text)
        found = draft_sentence(text, sentence, index, numbers=numbers, forces=forces, spoken=())
        drafts += found.drafts
        passes += found.passes
    return drafts, passes


CLAIM_TEXTS = (
    "Shelling killed 12 people, including three children.",
    "Russia lost 1,500 troops, 12 tanks and 40 artillery systems, the ministry said on Monday.",
    "At least dozens were wounded in Kharkiv.",
    "The army suffered 4,000 casualties; 1,000 were killed, and the rest wounded.",
    "Two of them were officers.",
    "A third of the 900 soldiers were killed.",
    "The death toll rose to 112.",
    "The army denied that 12 soldiers had died.",
    "Russia has likely lost 40,000 soldiers.",
    "Six children were among 19 people killed.",
)
"""Sentences with claims of many kinds, for laws that hold of any of them."""

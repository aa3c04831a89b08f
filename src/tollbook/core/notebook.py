"""A reading as HTML for a notebook: the text with its claims marked, and the table. Standard library only, nothing loaded from anywhere.

Everything that comes from the text is escaped. Color is never alone: each family of claims has its own underline. The styles hold for
the one class `tollbook` and follow the reader's light or dark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from tollbook.core.display import COLUMNS, claim_row, counted, measure_words, number_words, numbered, plain, summary, toll_words
from tollbook.core.notebook_page import framed, paragraph, shown
from tollbook.core.types import Claim, Judgement, Likelihood, Measure, Reading

FULL_TEXT = 20_000
"""Code points up to which the whole text is shown; of a longer one, only the paragraphs with claims."""
MOST_CLAIMS = 400
"""Claims at most that are shown: a notebook with thousands of marks can't be scrolled."""
LONGEST_PARAGRAPH = 4_000

_GROUND = frozenset({"territory", "settlement"})
_STRENGTH = frozenset({"strength", "capability"})
_FAMILY_NAMES = {
    "loss": "people",
    "materiel": "materiel",
    "ground": "ground",
    "strength": "strength",
    "share": "share",
    "judgement": "judgement",
}
_Stretch = tuple[int, int]
_NUMERIC = frozenset({"#", "value"})
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A stretch of the text to mark."""

    start: int
    end: int
    family: str
    title: str
    badge: str


def reading_html(reading: Reading) -> str:
    """Return a reading as one self-contained piece of HTML."""
    claims = reading.claims[:MOST_CLAIMS]
    numbers = numbered(reading)
    rows = {claim.id: claim_row(claim, numbers, names={}) for claim in claims}
    marks = [_claim_mark(claim, rows[claim.id]) for claim in claims]
    marks += [_judgement_mark(judgement) for judgement in reading.judgements[:MOST_CLAIMS]]
    return framed(
        _legend(marks),
        f'<div class="tollbook-text">{_text_html(reading.document.text, marks)}</div>',
        _table_html(list(rows.values())),
        paragraph(_closing(reading)),
    )


def family_of(measure: Measure) -> str:
    """Return the family of a measure, which chooses its mark: loss, materiel, ground, strength or share."""
    if measure.unit == "share":
        return "share"
    if measure.unit == "km2" or measure.categories & _GROUND:
        return "ground"
    if measure.categories & _STRENGTH:
        return "strength"
    return "materiel" if measure.unit == "item" else "loss"


def _claim_mark(claim: Claim, row: Sequence[str]) -> _Mark:
    _, value, _, whose, source, when = row
    notes = [f"{value} {measure_words(claim.measure)}", f"whose: {whose}", f"claimed by: {source}", f"when: {when}"]
    if claim.measure.term is not None:
        notes.append(f'in the source\'s word: "{plain(claim.measure.term)}"')
    if claim.likelihood is not None:
        notes.append(_odds(claim.likelihood))
    if claim.assertion != "stated":
        notes.append(claim.assertion)
    notes += [plain(flag) for flag in claim.flags]
    return _Mark(start=claim.span.start, end=claim.span.end, family=family_of(claim.measure), title="; ".join(notes), badge=row[0])


def _judgement_mark(judgement: Judgement) -> _Mark:
    span = judgement.span
    return _Mark(start=span.start, end=span.end, family="judgement", title=f"judgement: {_odds(judgement.likelihood)}", badge="")


def _odds(likelihood: Likelihood) -> str:
    low, high = number_words(likelihood.low, "share"), number_words(likelihood.high, "share")
    return f"{plain(likelihood.term)}, {low}-{high} ({plain(likelihood.scale)})"


def _legend(marks: Sequence[_Mark]) -> str:
    met = {mark.family for mark in marks}
    named = [f'<mark class="tollbook-{family}">{name}</mark>' for family, name in _FAMILY_NAMES.items() if family in met]
    return f'<p class="tollbook-legend">{" ".join(named)}</p>' if named else ""


def _text_html(text: str, marks: Sequence[_Mark]) -> str:
    stretches = list(_stretches(text))
    marked = _by_stretch(stretches, marks)
    kept = range(len(stretches)) if len(text) <= FULL_TEXT else sorted(marked)
    paragraphs = [f"<p>{_marked(text, stretches[nth], marked.get(nth, []))}</p>" for nth in kept]
    left_out = len(stretches) - len(paragraphs)
    if left_out:
        paragraphs.append(f'<p class="tollbook-note">{counted(left_out, "paragraph")} without a claim left out.</p>')
    return "".join(paragraphs)


def _by_stretch(stretches: Sequence[_Stretch], marks: Sequence[_Mark]) -> dict[int, list[_Mark]]:
    """Return the marks of each stretch that has any, by its number."""
    found: dict[int, list[_Mark]] = {}
    for mark in marks:
        nth = bisect_right(stretches, mark.start, key=itemgetter(1))
        while nth < len(stretches) and stretches[nth][0] < mark.end:
            found.setdefault(nth, []).append(mark)
            nth += 1
    return found


def _stretches(text: str) -> Iterator[_Stretch]:
    """Yield the paragraphs of a text; a line too long to be one is cut into pieces at blanks."""
    for found in _PARAGRAPH.finditer(text):
        start, end = found.span()
        while end - start > LONGEST_PARAGRAPH:
            blank = text.rfind(" ", start + 1, start + LONGEST_PARAGRAPH)
            stop = blank if blank > start else start + LONGEST_PARAGRAPH
            yield start, stop
            start = stop
        if not text[start:end].isspace():
            yield start, end


def _marked(text: str, stretch: _Stretch, marks: Sequence[_Mark]) -> str:
    """Return a stretch with its marks. Where marks overlap, each piece shows the shortest, so that none hides another."""
    first, last = stretch
    edges = {first, last, *(edge for mark in marks for edge in (mark.start, mark.end) if first < edge < last)}
    cuts = sorted(edges)
    parts = []
    for start, end in pairwise(cuts):
        words = shown(text[start:end])
        over = [mark for mark in marks if mark.start < end and start < mark.end]
        if over:
            shortest = min(over, key=lambda mark: mark.end - mark.start)
            words = f'<mark class="tollbook-{shortest.family}" title="{_title(over)}">{words}</mark>'
        badges = ",".join(mark.badge for mark in over if mark.badge and mark.end == end)
        parts.append(f"{words}<sup>{badges}</sup>" if badges else words)
    return "".join(parts)


def _title(marks: Sequence[_Mark]) -> str:
    return shown("\n".join(f"#{mark.badge}: {mark.title}" if mark.badge else mark.title for mark in marks))


def _table_html(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{shown(name)}</th>' for name in COLUMNS)
    body = "".join(f"<tr>{''.join(_cell(cell, name) for cell, name in zip(row, COLUMNS, strict=True))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str, name: str) -> str:
    kind = ' class="tollbook-number"' if name in _NUMERIC else ""
    return f"<td{kind}>{shown(cell)}</td>"


def _closing(reading: Reading) -> str:
    closing = summary(reading)
    if len(reading.claims) > MOST_CLAIMS:
        closing += f" The first {MOST_CLAIMS} are shown."
    if reading.tolls:
        closing += f" Leading incident: {toll_words(reading.tolls[0])}."
    return closing

"""Find a regular official release in a text by its theatre's template, and read its rows: totals, increments and period.

It reads rows of a known template only. It makes no claims, and where no heading of a release stands it finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from tollbook.core.types import HedgeKind
from tollbook.reading.releases.headings import read_heading_period
from tollbook.vocab.tables import load_table
from tollbook.vocab.theatres import Release, ReleaseRowForm

if TYPE_CHECKING:
    import re2

HEADING_LIMIT = 300
"""Characters in which a heading names its period, and after which its first row stands."""
GAP_LIMIT = 120
"""Characters between two rows: room for a row that the template does not know."""
ROW_LIMIT = 240
"""Characters of the longest row."""
OVERLAP = 100
"""Characters of the longest label with its figure: so much is searched again, lest a row be cut where a search ends."""
MINIMUM_ROWS = 3
"""Fewer rows than this are a sentence about losses, which the grammar reads; not a release."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """One row of a release, with spans in the text that was searched.

    `total` counts from `start` to `end`; `increment` counts the `increment_days` that end at `end`, None where the row prints none.
    """

    release: str
    claimant: str
    force: str
    categories: frozenset[str]
    unit: str
    term: str | None
    outcome: str | None
    label: str
    total: int
    total_span: Span
    increment: int | None
    increment_span: Span | None
    row_span: Span
    header_span: Span
    start: date | None
    end: date | None
    increment_days: int
    hedge: HedgeKind
    """The row's own hedge, else the heading's; "exact" where there is neither."""


@dataclass(frozen=True, slots=True)
class _Template:
    release: Release
    label_first: re.Pattern[str]
    value_first: re.Pattern[str]
    forms: dict[str, ReleaseRowForm]


_NUMBER = r"\d+\s?тис\.?\s?\d{1,3}(?!\d)|\d{1,3}(?:[ .,\u00a0\u202f\u2009]\d{3})+(?!\d)|\d+"
_DASH = r"[-\u2010-\u2015\u2212:=]"


def find_release(text: str, releases: Sequence[Release], published: date | None = None) -> list[ReleaseRow]:
    """Return the rows of every release in the text, in order; an empty list where there is none.

    `releases` are a theatre's templates. A heading's missing year is the latest that lies before `published`.
    """
    return [row for release in releases for row in _find_rows(text, release, published)]


def _find_rows(text: str, release: Release, published: date | None) -> Iterator[ReleaseRow]:
    """Yield the rows under every heading. No stretch of text is searched for two headings, so that time grows with the text alone."""
    position = searched = 0
    # One pass of the headings: a new search from each on would encode the text each time anew.
    for match in _headers(release).finditer(text):
        header = match.span()
        if header[0] < position:
            continue
        template = _template(release)
        matches = _rows(text, header[1], template, after=searched)
        searched = max(searched, header[1] + HEADING_LIMIT - OVERLAP)
        for row in _read_release(text, header, template, matches, published):
            position = searched = row.row_span[1]
            yield row


@lru_cache(maxsize=32)
def _headers(release: Release) -> re2._Regexp:
    import re2

    return re2.compile(f"(?i)(?:{'|'.join(release.headers)})")


@lru_cache(maxsize=32)
def _template(release: Release) -> _Template:
    forms = {_plain(label): form for form in release.rows for label in form.labels}
    labels = "|".join(_label_pattern(label) for label in sorted(forms, key=len, reverse=True))
    hedges = "|".join(re.escape(cue) for cue in sorted(_hedges(), key=len, reverse=True))
    value = rf"(?:(?P<hedge>{hedges})\s*(?:/\s*(?:{hedges})\s*)?)?(?P<total>{_NUMBER})"
    unit = rf"(?:\s*(?:{'|'.join(load_table('releases')['units'])})\b\.?)?"
    signed = rf"[+\u2212-]\s?(?:{_NUMBER})|0"
    increment = rf"(?:\s*\(\s*(?P<increment>{signed})(?!\d)[^()\n]{{0,40}}\)|\s+(?P<bare>\+\s?(?:{_NUMBER}))(?!\w))?"
    late = rf"(?:\s*\(\s*(?P<late>{signed})(?!\d)[^()\n]{{0,40}}\))?"
    note = r"(?:\s*\([^()\n\d]{1,40}\))?"
    return _Template(
        release,
        re.compile(
            rf"(?<!\w)(?P<label>{labels})(?!\w){note}(?:\s*(?P<dash>{_DASH}){{1,3}}\s*|\s+){value}{unit}{increment}(?P<late>)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<![\w.,]){value}{unit}{increment}(?:\s+(?:of|units of|enemy|russian))?\s+(?P<label>{labels})(?!\w){late}(?P<dash>)",
            re.IGNORECASE,
        ),
        forms,
    )


def _plain(label: str) -> str:
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", label.lower()))


def _label_pattern(label: str) -> str:
    return re.escape(label).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")


@lru_cache(maxsize=1)
def _hedges() -> dict[str, HedgeKind]:
    return {cue: kind for kind, cues in load_table("releases")["hedges"].items() for cue in cues}


def _read_release(
    text: str, header: Span, template: _Template, matches: list[re.Match[str]], published: date | None
) -> Iterator[ReleaseRow]:
    if len(matches) < MINIMUM_ROWS:
        return
    heading = text[header[0] : matches[-1].start()][: header[1] - header[0] + HEADING_LIMIT]
    start, end, length = read_heading_period(heading, opening=template.release.start, published=published)
    body = max(header[1], header[0] + length)
    matches = [match for match in matches if match.start() >= body]
    if len(matches) < MINIMUM_ROWS:
        return
    header_span = header[0], _heading_end(text, body, matches[0].start())
    cue = _heading_hedge(text[header_span[0] : header_span[1]])
    for match in matches:
        yield _make_row(text, match, template, header_span, (start, end), cue)


def _rows(text: str, body: int, template: _Template, *, after: int) -> list[re.Match[str]]:
    """Return the matches of the order of label and value that the release is printed in; the first stands soon after `body`.

    A row of people, which may be printed without a label ("8 815 persons (+35); tanks - 120"), may stand before them in the other order.
    """
    reach = body + HEADING_LIMIT
    body = max(body, after)
    labelled = list(_follow(text, body, reach, template.label_first, template))
    if len(labelled) < MINIMUM_ROWS:
        return max(labelled, list(_follow(text, body, reach, template.value_first, template)), key=len)
    if _form(labelled[0], template).unit == "person":
        return labelled
    people = template.value_first.search(text, body, labelled[0].start())
    return [people, *labelled] if people is not None and _form(people, template).unit == "person" else labelled


def _form(match: re.Match[str], template: _Template) -> ReleaseRowForm:
    return template.forms[_plain(match["label"])]


def _follow(text: str, position: int, reach: int, pattern: re.Pattern[str], template: _Template) -> Iterator[re.Match[str]]:
    """Yield rows as long as one follows soon after the other; of a category's rows only the first ("fuel tanks" may be a label unknown)."""
    seen: set[frozenset[str]] = set()
    while (near := pattern.search(text, position, reach)) is not None:
        # The search's end may have cut the row short.
        row = pattern.match(text, near.start(), near.start() + ROW_LIMIT) or near
        categories = _form(row, template).categories
        if seen and pattern is template.value_first and _NEW_SENTENCE.search(text, position, row.start()):
            return
        if categories not in seen and _is_row(text, row):
            seen.add(categories)
            yield row
            reach = row.end() + GAP_LIMIT
        position = row.end()


_NEW_SENTENCE = re.compile(r"[.!?]\s+[A-ZА-ЯІЇЄҐ]")
_CLOSED = re.compile(r"\s*(?:[,;.\n]|$)")


def _is_row(text: str, match: re.Match[str]) -> bool:
    """Say whether label and number are a row: with a dash, an increment, or nothing else after the number ("missiles 12 times" is none)."""
    if match["dash"] is None and match["increment"] is None and match["bare"] is None:
        return _CLOSED.match(text, match.end()) is not None
    return True


def _heading_end(text: str, body: int, first_row: int) -> int:
    colon = text.find(":", body, first_row)
    line = text.find("\n", body, first_row)
    return colon + 1 if colon >= 0 else line if line >= 0 else body


@lru_cache(maxsize=1)
def _cue_pattern() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue) for cue in sorted(_hedges(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{cues})(?!\w)", re.IGNORECASE)


def _heading_hedge(heading: str) -> str | None:
    match = _cue_pattern().search(heading)
    return match.group() if match else None


def _make_row(
    text: str, match: re.Match[str], template: _Template, header: Span, period: tuple[date | None, date | None], heading_cue: str | None
) -> ReleaseRow:
    release, form = template.release, template.forms[_plain(match["label"])]
    end = _row_end(text, match.end())
    categories, term = _defined(release, form, text[match.start() : end])
    group = next((name for name in ("increment", "bare", "late") if match[name]), None)
    cue = match["hedge"] or heading_cue
    return ReleaseRow(
        release=release.id,
        claimant=release.claimant,
        force=release.force,
        categories=categories,
        unit=form.unit,
        term=term,
        outcome=None if form.unit == "person" else release.outcome,
        label=match["label"],
        total=_number(match["total"]),
        total_span=match.span("total"),
        increment=None if group is None else _number(match[group]),
        increment_span=None if group is None else match.span(group),
        row_span=(match.start(), end),
        header_span=header,
        start=period[0],
        end=period[1],
        increment_days=release.increment_days,
        hedge=_hedges()[cue.lower()] if cue else "exact",
    )


_ROW_END = re.compile(r"[,;.\n]|$")


def _row_end(text: str, position: int) -> int:
    match = _ROW_END.search(text, position, min(len(text), position + 80))
    return match.start() if match else min(len(text), position + 80)


def _defined(release: Release, form: ReleaseRowForm, row: str) -> tuple[frozenset[str], str | None]:
    """Return the row's categories and term: those of a term that the row prints, where it concerns people, else the form's."""
    if form.unit == "person":
        lowered = row.lower()
        for term in release.terms:
            if any(word in lowered for word in term.words):
                return term.categories, term.term
    return form.categories, form.term


def _number(written: str) -> int:
    digits = re.sub(r"\s", "", written.replace("\u2212", "-"))
    thousands, found, rest = digits.partition("тис")
    if found:
        return int(thousands) * 1000 + int(re.sub(r"\D", "", rest))
    return int(re.sub(r"[^\d-]", "", digits))

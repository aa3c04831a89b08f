"""An audit in plain words and as a plain table that fits a terminal. Standard library only.

The sentence of a finding is made safe for a terminal first. May not interpret: it words what a finding holds, and cuts no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tollbook.core.display import WIDTH, counted, days_words, either, measure_words, number_words, plain, width_of
from tollbook.core.findings import Audit, Bounds, Finding, Mention, Verdict
from tollbook.core.series import Series, SeriesPoint
from tollbook.core.types import Unit

ACROSS = "Across documents"
_GAP = "  "
_CLAIMS_WIDTH = 18
_LABEL = 12
_POINTS_SHOWN = 7
CLAIMS_SHOWN = 12
"""Claims of several documents that are listed for one finding; the rest is counted. Formats for programs list all."""
_DIGIT = re.compile(r"\d")
# How a count of each verdict is worded: one, many.
_COUNTED: Mapping[Verdict, tuple[str, str]] = {
    "agrees": ("agrees", "agree"),
    "differs": ("differs", "differ"),
    "overstated": ("overstated", "overstated"),
    "understated": ("understated", "understated"),
    "unverifiable": ("unverifiable", "unverifiable"),
    "note": ("note", "notes"),
}

VerdictStyle = Callable[[str, Verdict], str]


def _plain_style(cell: str, verdict: Verdict) -> str:
    return cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table of findings is shown.

    `labels` names documents by id; `meanings` those of rules, shown with the arithmetic and the words of the claims where `explain`
    is on. `style` is given each verdict's padded cell, and may color it.
    """

    width: int = WIDTH
    labels: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    explain: bool = False
    style: VerdictStyle = _plain_style
    heading: Callable[[str], str] = str


def finding_words(finding: Finding) -> str:
    """Return a finding in one line: its verdict and its sentence."""
    return f"{finding.verdict}: {plain(finding.explanation)}"


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` columns. A word too long for a line is broken, unless it holds a digit.

    >>> wrapped("826,820 printed as 826,000", 12)
    ['826,820', 'printed as', '826,000']
    """
    lines: list[str] = []
    line = ""
    for word in (piece for whole in plain(text).split() for piece in _pieces(whole, width)):
        if line and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines or [""]


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield a word, in pieces where it is too long and no number: a part of a number is another number."""
    while width_of(word) > width and not _DIGIT.search(word):
        size = next(size for size in range(len(word), 0, -1) if width_of(word[:size]) <= width or size == 1)
        yield word[:size]
        word = word[size:]
    if word:
        yield word


def number_runs(numbers: Iterable[int]) -> str:
    """Return numbers in their order, three or more in a row as a run.

    >>> number_runs([4, 2, 11, 12, 13, 14])
    '2 4 11-14'
    """
    ordered = sorted(set(numbers))
    starts = ordered[:1] + [later for earlier, later in pairwise(ordered) if later != earlier + 1]
    ends = [earlier for earlier, later in pairwise(ordered) if later != earlier + 1] + ordered[-1:]
    return " ".join(_run(start, end) for start, end in zip(starts, ends, strict=True))


def _run(start: int, end: int) -> str:
    return f"{start}-{end}" if end - start >= 2 else " ".join(str(number) for number in range(start, end + 1))


def claims_words(mentions: Sequence[Mention]) -> str:
    """Return the numbers of claims of one document: "claim 18", "claims 11-17"."""
    if not mentions:
        return ""
    noun = "claim" if len(mentions) == 1 else "claims"
    return f"{noun} {number_runs(mention.number for mention in mentions)}"


def labeled_claims(mentions: Sequence[Mention], labels: Mapping[str, str]) -> str:
    """Return claims of several documents: "claims a.txt:4 b.txt:7", a document's name without its blanks."""
    noun = "claim" if len(mentions) == 1 else "claims"
    places = [f"{_no_blanks(labels[mention.document.id])}:{mention.number}" for mention in mentions[:CLAIMS_SHOWN]]
    rest = len(mentions) - len(places)
    return f"{noun} {' '.join(places)}{f' and {rest:,} more' if rest else ''}"


def _no_blanks(label: str) -> str:
    return "_".join(plain(label).split())


def document_labels(audit: Audit, labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a name for each document: the one given, else its title, its address, or its place in the audit."""
    given = labels or {}
    return {
        reading.document.id: given.get(reading.document.id) or reading.document.title or reading.document.url or f"document {nth}"
        for nth, reading in enumerate(audit.readings, 1)
    }


def audit_table(audit: Audit, layout: Layout | None = None) -> str:
    """Return the findings as a table with a line that counts them."""
    return "\n".join([*finding_lines(audit, layout or Layout()), summary_line(audit)])


def sections(audit: Audit, mentions: Mapping[str, Mention]) -> Iterator[tuple[str | None, list[Finding]]]:
    """Yield the findings about each document, in the order of the documents, and last those across documents (None)."""
    sorted_in: dict[str | None, list[Finding]] = {reading.document.id: [] for reading in audit.readings}
    across: list[Finding] = []
    for finding in audit.findings:
        documents = {mentions[name].document.id for name in finding.claims if name in mentions}
        (sorted_in[documents.pop()] if len(documents) == 1 else across).append(finding)
    sorted_in[None] = across
    yield from ((name, findings) for name, findings in sorted_in.items() if findings)


def finding_lines(audit: Audit, layout: Layout) -> Iterator[str]:
    """Yield the lines of the table: each document's findings, with several documents under its name, then those across documents."""
    mentions = audit.mentions()
    labels = document_labels(audit, layout.labels)
    points = {ref: point_words(series, point) for ref, (series, point) in audit.points().items()} if layout.explain else {}
    column = max((len(finding.verdict) for finding in audit.findings), default=0)
    for nth, (document, findings) in enumerate(sections(audit, mentions)):
        if len(audit.readings) > 1:
            yield from [""] if nth else []
            yield layout.heading(plain(ACROSS if document is None else labels[document]))
        cells = [_Cells(finding, mentions, within=document is not None, labels=labels) for finding in findings]
        right = max(width_of(line) for cell in cells for line in cell.beside or [""])
        for cell in cells:
            yield from cell.lines(column=column, right=right, layout=layout)
            if layout.explain:
                yield from explained(cell.finding, cell.mentions, layout=layout, labels=labels, points=points)
                yield ""


class _Cells:
    """The cells of one finding: its sentence, and its claims beside it or, where they are of several documents, below it."""

    def __init__(self, finding: Finding, mentions: Mapping[str, Mention], *, within: bool, labels: Mapping[str, str]) -> None:
        self.finding = finding
        self.mentions = [mentions[name] for name in finding.claims if name in mentions]
        self.beside = wrapped(claims_words(self.mentions), _CLAIMS_WIDTH) if within else []
        self.below = "" if within or not self.mentions else labeled_claims(self.mentions, labels)

    def lines(self, *, column: int, right: int, layout: Layout) -> Iterator[str]:
        """Yield the lines of the finding."""
        verdict, indent = self.finding.verdict, " " * column + _GAP
        room = max(layout.width - len(indent) - (right + len(_GAP) if right else 0), _LABEL)
        words = wrapped(self.finding.explanation, room)
        for nth in range(max(len(words), len(self.beside))):
            first = layout.style(verdict.ljust(column), verdict) + _GAP if nth == 0 else indent
            left = words[nth] if nth < len(words) else ""
            claims = self.beside[nth] if nth < len(self.beside) else ""
            blank = " " * (room - width_of(left)) + _GAP
            yield (f"{first}{left}{blank}{claims}" if claims else f"{first}{left}").rstrip()
        if self.below:
            yield from (indent + line for line in wrapped(self.below, layout.width - len(indent)))


def explained(
    finding: Finding, mentions: Sequence[Mention], *, layout: Layout, labels: Mapping[str, str], points: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines that explain a finding: its rule, its arithmetic, what it allows and what is printed, the words of its claims."""
    unit: Unit = mentions[0].claim.measure.unit if mentions else "item"
    meaning = layout.meanings.get(finding.rule)
    yield from _labeled("rule", finding.rule if meaning is None else f"{finding.rule}: {meaning}", width=layout.width)
    if finding.arithmetic:
        yield from _labeled("arithmetic", finding.arithmetic, width=layout.width)
    for label, bounds in (("allowed", finding.expected), ("printed", finding.found)):
        if bounds is not None:
            yield from _labeled(label, bounds_words(bounds, unit), width=layout.width)
    documents = {mention.document.id for mention in mentions}
    for mention in mentions[:CLAIMS_SHOWN]:
        where = f", in {labels[mention.document.id]}" if len(documents) > 1 else ""
        words = f'"{mention.quote}", {measure_words(mention.claim.measure)}{where}'
        yield from _labeled(f"claim {mention.number}", words, width=layout.width)
    if len(mentions) > CLAIMS_SHOWN:
        yield from _labeled("", f"and {len(mentions) - CLAIMS_SHOWN:,} more claims", width=layout.width)
    if finding.points:
        rest = len(finding.points) - _POINTS_SHOWN
        for nth, ref in enumerate(finding.points[:_POINTS_SHOWN]):
            yield from _labeled("" if nth else "series", points.get(ref, ref), width=layout.width)
        if rest > 0:
            yield from _labeled("", f"and {rest} more", width=layout.width)


def point_words(series: Series, point: SeriesPoint) -> str:
    """Return a point of a series in words: "UKR-GS: 11,267 tank, total to 18 Oct 2025"."""
    when = days_words(point.start or point.day, point.day)
    kind = "total to " if series.kind == "cumulative" else ""
    return f"{series.source}: {number_words(point.value, series.unit)} {either(sorted(series.categories))}, {kind}{when}"


def _labeled(label: str, words: str, *, width: int) -> Iterator[str]:
    indent = " " * 4
    for nth, line in enumerate(wrapped(words, width - len(indent) - _LABEL)):
        yield indent + (label if nth == 0 else "").ljust(_LABEL) + line


def bounds_words(bounds: Bounds, unit: Unit) -> str:
    """Return what a side of a comparison allows, in words.

    >>> bounds_words(Bounds(low=3600, high=4400), "person"), bounds_words(Bounds(low=1 / 3, high=None), "share")
    ('3,600 to 4,400', '33.3% or more')
    """
    low = number_words(bounds.low, unit)
    if bounds.high is None:
        return f"{low} or more"
    high = number_words(bounds.high, unit)
    return low if low == high else f"{low} to {high}"


def counts_words(audit: Audit) -> str:
    """Return how many findings there are, by verdict: "6 findings: 3 agree, 1 differs, 1 overstated, 1 note"."""
    parts = [f"{number:,} {_COUNTED[verdict][number != 1]}" for verdict, number in audit.counts().items()]
    return f"{counted(len(audit.findings), 'finding')}: {', '.join(parts)}"


def summary_line(audit: Audit) -> str:
    """Return one line that counts the findings, or says why there are none."""
    claims = sum(len(reading.claims) for reading in audit.readings)
    if audit.findings:
        return f"{counts_words(audit)}."
    if not claims:
        return "Nothing to audit: no claims."
    return f"Nothing to compare: {counted(claims, 'claim')}, and no figures that can be checked against each other or a known series."

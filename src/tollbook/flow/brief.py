"""Gather what a brief tells of one force in some days: the estimate, the statements, what was replaced, and what an audit finds.

May not draw, word or lay out: `charts` draws, and `exports` words and lays out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tollbook.core.assumptions import Assumptions
from tollbook.core.display import cut, day_words, plain, source_words
from tollbook.core.errors import EstimationError, UsageError
from tollbook.core.estimates import Estimate, Marginal, marginal
from tollbook.core.findings import Audit
from tollbook.core.progress import Progress, Stage
from tollbook.core.records import Entry, Moment, Replacing
from tollbook.core.series import Series
from tollbook.core.types import Claim
from tollbook.estimation.observations import Observations
from tollbook.exports.brief_facts import BriefFacts, Replaced, Said
from tollbook.flow.audit import audit
from tollbook.flow.estimate import fit
from tollbook.flow.figures import OTHERS, LeftOut, founding
from tollbook.flow.naming import source_key
from tollbook.flow.related import force_term
from tollbook.flow.selection import CASUALTIES, Wanted, loss_terms, select_from_ledger, theatre_of
from tollbook.ledger.language import Query
from tollbook.vocab.forces import force_lexicon
from tollbook.vocab.naming import source_name
from tollbook.vocab.sources import source_role
from tollbook.vocab.theatres import Theatre

if TYPE_CHECKING:
    from tollbook.ledger.ledger import Ledger

MOST_AUDITED = 8
"""Texts of the window that are audited, the newest first: a page has room for few findings."""
MOST_SPOKEN_OF = 200
LONGEST_NAME = 60
"""Columns of a claimant's name: the words that stand for one can be a clause."""
TOLD: frozenset[Replacing] = frozenset({"corrected", "rejected", "retracted", "revised", "reread"})
"""Why an entry stands no longer, where a reader of its figure should know. Links and settled rereadings change no figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWanted:
    """What a brief is to tell: whose losses of what, in which days. `since` is the first day of the losses, None: the theatre's."""

    force: str
    first: date
    last: date
    measure: str = CASUALTIES
    since: date | None = None
    theatre: str | None = None
    assumptions: Assumptions | str | Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMade:
    """The facts of a brief, and what a chart shows: what the estimate observed, or, where there is none, the totals as claimed."""

    facts: BriefFacts
    observations: Observations | None
    series: tuple[Series, ...] = ()


def gather_brief(ledger: Ledger, wanted: BriefWanted, *, as_known_on: Moment = None, progress: Progress | None = None) -> BriefMade:
    """Return the facts of a brief as a ledger knew them on a day.

    Where no estimate can be given the facts say why. Raises UsageError for days in the wrong order, or where the engine is missing.
    """
    if wanted.last < wanted.first:
        raise UsageError(f"the brief ends on {wanted.last}, before it starts on {wanted.first}", expected="the earlier day in --from")
    asked = Wanted(
        force=wanted.force,
        measure=wanted.measure,
        start=wanted.since,
        end=wanted.last,
        theatre=wanted.theatre,
        assumptions=wanted.assumptions,
    )
    theatre = theatre_of(asked)
    told = _Teller(force=wanted.force, theatre=theatre)
    tell = progress or _silent
    tell(Stage(name="reading the ledger"))
    entries = [entry for entry in _entries(ledger, wanted, as_known_on) if entry.claim.measure.population not in OTHERS]
    standing = [entry for entry in entries if entry.stands and _last_day(entry) <= wanted.last]
    estimated = _estimated(ledger, asked, theatre, as_known_on, tell)
    tell(Stage(name="auditing the texts of these days"))
    statements = {one.entry.statement: one for one in map(told.said, founding(standing))}
    new = sorted((one for one in statements.values() if _inside(one.day, wanted)), key=lambda one: (one.day or date.min, one.entry.seq))
    found = _audited(ledger, new, wanted, as_known_on)
    facts = BriefFacts(
        force=wanted.force,
        force_name=_force_name(wanted.force, theatre),
        measure=wanted.measure,
        first=wanted.first,
        last=wanted.last,
        as_known=_as_known(ledger, as_known_on),
        origin=ledger.checkpoint().origin,
        query=_query_words(wanted),
        estimate=estimated.estimate,
        window=_window(estimated.estimate, wanted),
        refusal=estimated.refusal,
        remedy=estimated.remedy,
        statements={name: one for name, one in statements.items() if one.entry.claim.assertion == "stated"},
        said=tuple(new),
        replaced=tuple(_replaced(ledger, entries, wanted, told)),
        audit=found,
        spoken_of={entry.claim.id: told.said(entry) for entry in _spoken_of(ledger, found, as_known_on)},
        left_out=_reasons(estimated.left_out),
    )
    claimed = _totals(ledger, wanted, as_known_on) if estimated.estimate is None else ()
    return BriefMade(facts=facts, observations=estimated.observations, series=claimed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Estimated:
    """An estimate with what it observed, or why there is none."""

    estimate: Estimate | None = None
    observations: Observations | None = None
    left_out: tuple[LeftOut, ...] = ()
    refusal: str = ""
    remedy: str = ""


def _estimated(ledger: Ledger, asked: Wanted, theatre: Theatre | None, moment: Moment, tell: Progress) -> _Estimated:
    if asked.start is None and theatre is None:
        return _Estimated(
            refusal=f"the first day of the losses isn't known for {asked.force}", remedy="give it with --since, or a --theatre"
        )
    try:
        selection = select_from_ledger(ledger, asked, as_known_on=moment)
        made = fit(selection, progress=tell)
    except EstimationError as error:
        expected = f"{error.expected}; " if error.expected else ""
        return _Estimated(refusal=error.met, remedy=f"{expected}{error.do}".removesuffix("; "))
    return _Estimated(estimate=made, observations=selection.observations, left_out=selection.left_out)


def _silent(stage: Stage) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Says who speaks in an entry, and as what toward the force."""

    force: str
    theatre: Theatre | None

    def said(self, entry: Entry) -> Said:
        link = entry.claim.claimant
        if link is None or link.voice == "author":
            source = entry.sighting.publisher or "the author"
            claimant = source
        else:
            source = source_key(link) or "unnamed"
            claimant = source_words(link, {}) if link.source is None else source_name(link.source)
        role = source_role(source, self.force, self.theatre)
        return Said(entry=entry, source=source, claimant=cut(plain(claimant), LONGEST_NAME), role=role, day=_day(entry))


def _entries(ledger: Ledger, wanted: BriefWanted, moment: Moment) -> Iterator[Entry]:
    return ledger.entries(Query(terms={**loss_terms(wanted.force, wanted.measure), "status": ("all",)}), as_known_on=moment)


def _totals(ledger: Ledger, wanted: BriefWanted, moment: Moment) -> tuple[Series, ...]:
    """Return each source's totals of the measure up to the last day, as claimed."""
    measure = "killed+wounded" if wanted.measure == CASUALTIES else wanted.measure
    told = ledger.series(force=wanted.force, measure=measure, kind="cumulative", as_known_on=moment)
    kept = (replace(one, points=tuple(point for point in one.points if point.day <= wanted.last)) for one in told)
    return tuple(one for one in kept if one.points and one.population not in OTHERS)


def _query_words(wanted: BriefWanted) -> str:
    """Return the query that finds the statements, as a user types it."""
    listed = {name: ",".join(values) for name, values in loss_terms(wanted.force, wanted.measure).items()}
    return " ".join(f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in listed.items())


def _last_day(entry: Entry) -> date:
    """Return the last day that a claim speaks of: an estimate up to a day uses what was said of it later, too."""
    return entry.claim.period.end or entry.sighting.published or date.min


def _day(entry: Entry) -> date | None:
    return entry.sighting.published or entry.claim.period.end


def _inside(day: date | None, wanted: BriefWanted) -> bool:
    return day is not None and wanted.first <= day <= wanted.last


def _window(made: Estimate | None, wanted: BriefWanted) -> Mapping[str, Marginal]:
    """Return the losses from the window's first day on, from the same draws as the totals."""
    if made is None or not made.start < wanted.first <= made.dates[-1]:
        return {}
    before, after = made.at(wanted.first - timedelta(days=1)), made.at()
    found = {}
    for quantity in made.quantities:
        earlier, later = before.total(quantity).draws, after.total(quantity).draws
        if earlier and later:
            found[quantity] = marginal(quantity, [late - early for early, late in zip(earlier, later, strict=True)], keep=False)
    return found


def _replaced(ledger: Ledger, entries: list[Entry], wanted: BriefWanted, told: _Teller) -> Iterator[Replaced]:
    """Give the entries that stand no longer and concern the window: replaced in it, or told in it. The latest first."""
    known = {entry.seq: entry for entry in entries}
    gone = [entry for entry in entries if entry.superseded_at is not None and entry.reason in TOLD]
    for entry in sorted(gone, key=lambda one: (one.superseded_at or "", one.seq), reverse=True):
        day = date.fromisoformat((entry.superseded_at or "")[:10])
        if entry.reason is None or not (_inside(day, wanted) or _inside(_day(entry), wanted)):
            continue
        by = None if entry.superseded_by is None else known.get(entry.superseded_by) or _entry(ledger, entry, entry.superseded_by)
        if entry.reason == "reread" and by is not None and _same(entry.claim, by.claim):
            continue
        review = entry.review or (None if by is None else by.review)
        why = "" if review is None or entry.reason in ("reread", "revised") else f"{review.by}: {review.why}"
        yield Replaced(former=told.said(entry), by=None if by is None else told.said(by), reason=entry.reason, day=day, why=plain(why))


def _entry(ledger: Ledger, former: Entry, seq: int) -> Entry | None:
    """Return an entry of the same mention that speaks of another force or measure now."""
    found = ledger.entries(Query(terms={"claim": (former.claim.id,), "status": ("all",)}))
    return next((entry for entry in found if entry.seq == seq), None)


def _same(one: Claim, other: Claim) -> bool:
    return (one.quantity, one.measure, one.period, one.force) == (other.quantity, other.measure, other.period, other.force)


def _audited(ledger: Ledger, said: Iterable[Said], wanted: BriefWanted, moment: Moment) -> Audit:
    """Return what an audit of the window's newest texts finds of the force. Rows of data sets are no texts."""
    newest = sorted(said, key=lambda one: (one.day or date.min, one.entry.seq), reverse=True)
    documents = list(dict.fromkeys(one.entry.sighting.document for one in newest if not one.entry.sighting.row))[:MOST_AUDITED]
    readings = [reading for reading in (ledger.reading_of(document, as_known_on=moment) for document in documents) if reading is not None]
    if not readings:
        return Audit()
    found = audit(readings, ledger=ledger, as_known_on=moment)
    mine = {name for name, mention in found.mentions().items() if _concerns(mention.claim, wanted)}
    return replace(found, findings=tuple(finding for finding in found.findings if not mine.isdisjoint(finding.claims)))


def _spoken_of(ledger: Ledger, found: Audit, moment: Moment) -> Iterator[Entry]:
    """Give the entries of the claims that findings speak of: an audit's readings don't know where their texts were seen."""
    names = tuple(dict.fromkeys(name for finding in found.findings for name in finding.claims))[:MOST_SPOKEN_OF]
    if names:
        yield from ledger.entries(Query(terms={"claim": names}), as_known_on=moment)


def _concerns(claim: Claim, wanted: BriefWanted) -> bool:
    if force_term(claim) not in (wanted.force, wanted.force.casefold()):
        return False
    if wanted.measure == CASUALTIES:
        return claim.measure.unit in ("person", "share")
    return wanted.measure in claim.measure.categories


def _reasons(left_out: Iterable[LeftOut]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(one.reason for one in left_out).items(), key=lambda pair: (-pair[1], pair[0])))


def _force_name(force: str, theatre: Theatre | None) -> str:
    return plain(force_lexicon(theatre).names.get(force, force))


def _as_known(ledger: Ledger, moment: Moment) -> str:
    """Return as of when the ledger answers; no clock: without a day it is when something was last recorded."""
    if moment is not None:
        return f"as known on {plain(str(moment))}"
    last = ledger.stats().last_recorded
    return "while it is empty" if last is None else f"as it stood on {day_words(date.fromisoformat(last[:10]))}"

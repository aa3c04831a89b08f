"""The parts of a brief on what changed in its window and on what an audit of the window's texts found. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from tollbook.core.audit_display import point_words
from tollbook.core.display import ELLIPSIS, counted, day_words, number_words, plain
from tollbook.core.findings import Finding, Mention
from tollbook.core.types import Claim
from tollbook.exports.brief import Cell, Figure, Run, Section, Table, Words
from tollbook.exports.brief_facts import BriefFacts, Replaced, Room, Said
from tollbook.exports.brief_notes import NoteBook
from tollbook.exports.brief_words import claimed_words, replaced_words, verb

MANY = 3
"""New statements of one source on one measure up to which each has a row of its own: a daily count would fill the page."""
LONGEST_FINDING = 230
NOTES_OF_A_FINDING = 4
POINTS_OF_A_FINDING = 2


def changes_section(facts: BriefFacts, notes: NoteBook, room: Room) -> Section:
    """Return what was newly said in the window, and what of it or of earlier claims stands no longer."""
    heading = "What changed in these days"
    news = _news(facts)
    number = len(facts.replaced) + len(news)
    if number == 0:
        return Section(heading=heading, paragraphs=((Words(text="Nothing new was said, and nothing was corrected or withdrawn."),),))
    # What was corrected comes first, as a reader may have used it; then the latest news.
    kept = [_replacement(one, notes) for one in facts.replaced[: room.changes]]
    kept += [_new(facts, some, notes) for some in news[: max(room.changes - len(kept), 0)]]
    paragraphs: tuple[Cell, ...] = ()
    if number > len(kept):
        how = notes.computed(f"Counted by `tollbook query '{facts.query}'`.")
        paragraphs = ((Words(text="And "), Figure(text=f"{number - len(kept):,}", notes=(how,)), Words(text=" more changes.")),)
    table = Table(
        caption="New, corrected, superseded and withdrawn claims",
        head=("day", "change", "by", "claim"),
        rows=tuple(kept),
        widths=(1.1, 1.2, 2.4, 5.2),
    )
    return Section(heading=heading, table=table, paragraphs=paragraphs)


def _replacement(one: Replaced, notes: NoteBook) -> tuple[Cell, ...]:
    return (
        (Words(text=day_words(one.day)),),
        (Words(text=replaced_words(one), strong=True),),
        (Words(text=plain(one.former.claimant)),),
        _replaced_cell(one, notes),
    )


def _replaced_cell(one: Replaced, notes: NoteBook) -> Cell:
    former = notes.of_entry(one.former.entry, one.former.claimant)
    runs: list[Run] = [Words(text="was "), Figure(text=claimed_words(one.former.entry), notes=(former,))]
    if one.by is None:
        runs.append(Words(text="; nothing stands in its place"))
    else:
        runs += [Words(text="; now "), Figure(text=claimed_words(one.by.entry), notes=(notes.of_entry(one.by.entry, one.by.claimant),))]
    if one.why:
        runs.append(Words(text=f" ({_cut(one.why, LONGEST_FINDING // 2)})"))
    return tuple(runs)


def _news(facts: BriefFacts) -> list[list[Said]]:
    """Return the new statements, each alone or the many of one source together, the latest first."""
    groups: dict[tuple[str, frozenset[str], str], list[Said]] = defaultdict(list)
    for said in facts.said:
        measure = said.entry.claim.measure
        groups[said.source, measure.categories, said.entry.claim.period.kind].append(said)
    rows: list[list[Said]] = []
    for group in groups.values():
        rows += [group] if len(group) > MANY else [[said] for said in group]
    return sorted(rows, key=lambda some: (-_last_day(some).toordinal(), some[0].source, some[0].entry.seq))


def _last_day(said: Sequence[Said]) -> date:
    return max(one.day or date.min for one in said)


def _new(facts: BriefFacts, said: Sequence[Said], notes: NoteBook) -> tuple[Cell, ...]:
    later, day = _superseding(facts, said), _last_day(said)
    return (
        (Words(text="" if day == date.min else day_words(day)),),
        (Words(text="new" if later is None else "superseded", strong=later is not None),),
        (Words(text=f"{plain(said[0].claimant)} {verb(said[0].role)}"),),
        _said_cell(facts, said, notes) if later is None else _superseded_cell(said[0], later, notes),
    )


def _superseding(facts: BriefFacts, said: Sequence[Said]) -> Said | None:
    """Return what a text puts in the place of a figure by the same source. Another source's, or another day's, leaves it standing."""
    name = said[0].entry.claim.superseded_by if len(said) == 1 else None
    if name is None:
        return None
    later = next((one for one in facts.statements.values() if one.entry.claim.id == name and one.source == said[0].source), None)
    former = said[0].entry.claim
    if later is None or (later.entry.claim.period, later.entry.claim.measure) != (former.period, former.measure):
        return None
    return later


def _superseded_cell(said: Said, later: Said, notes: NoteBook) -> Cell:
    former, now = notes.of_entry(said.entry, said.claimant), notes.of_entry(later.entry, later.claimant)
    return (
        Words(text="was "),
        Figure(text=claimed_words(said.entry), notes=(former,)),
        Words(text="; its text says now "),
        Figure(text=claimed_words(later.entry), notes=(now,)),
    )


def _said_cell(facts: BriefFacts, said: Sequence[Said], notes: NoteBook) -> Cell:
    first, last = said[0], said[-1]
    newest = notes.of_entry(last.entry, last.claimant)
    if len(said) == 1:
        return (Figure(text=claimed_words(last.entry), notes=(newest,)),)
    how = notes.computed(f"Statements that were published, or speak of a day, in the window: `tollbook query '{facts.query}'`.")
    runs: list[Run] = [
        Figure(text=counted(len(said), "figure"), notes=(how,)),
        Words(text=", the latest "),
        Figure(text=claimed_words(last.entry), notes=(newest,)),
    ]
    rise = _rise(first, last)
    if rise is not None:
        earliest = notes.of_entry(first.entry, first.claimant)
        computed = notes.computed(f"The latest less the first of {plain(last.claimant)}'s totals in the window.", (newest, earliest))
        runs += [Words(text=", up by "), Figure(text=rise, notes=(computed,))]
    return tuple(runs)


def _rise(first: Said, last: Said) -> str | None:
    """Return how far a total rose between two statements, None where that can't be said: a word, a fall, or a flow."""
    before, after = first.entry.claim, last.entry.claim
    if after.period.kind != "cumulative" or before.quantity.stated is None or after.quantity.stated is None:
        return None
    rise = after.quantity.stated - before.quantity.stated
    return number_words(rise, after.measure.unit) if rise > 0 else None


def audits_section(facts: BriefFacts, notes: NoteBook, room: Room) -> Section:
    """Return what an audit of the window's texts found: what differs first, and each finding once."""
    heading = "Audits worth a look"
    mentions = facts.audit.mentions()
    distinct = {finding.explanation: finding for finding in reversed(facts.audit.findings)}
    ordered = sorted(distinct.values(), key=lambda one: (not one.fails, one.verdict == "note", facts.audit.findings.index(one)))
    if not ordered:
        texts = counted(len(facts.audit.readings), "text")
        how = notes.computed("The texts of the window that `tollbook audit --ledger` compared.")
        return Section(
            heading=heading,
            paragraphs=((Words(text="Nothing was found in "), Figure(text=texts, notes=(how,)), Words(text=" of these days.")),)
            if facts.audit.readings
            else ((Words(text="No text of these days could be audited."),),),
        )
    rows = tuple(_finding_row(facts, finding, mentions, notes) for finding in ordered[: room.findings])
    table = Table(caption="What the figures of these days say of each other", head=("verdict", "finding"), rows=rows, widths=(1.1, 8.8))
    return Section(heading=heading, table=table)


def _finding_row(facts: BriefFacts, finding: Finding, mentions: dict[str, Mention], notes: NoteBook) -> tuple[Cell, ...]:
    known = [mentions[name] for name in finding.claims if name in mentions][:NOTES_OF_A_FINDING]
    quoted = [_mentioned(mention, facts.spoken_of.get(mention.claim.id), notes) for mention in known]
    if finding.points or not quoted:
        points = facts.audit.points()
        said = [plain(point_words(*points[ref])) for ref in finding.points[:POINTS_OF_A_FINDING] if ref in points]
        more = len(finding.points) - len(said)
        compared = f" Compared with {'; '.join(said)}{f'; and {more:,} more' if more > 0 else ''}." if said else ""
        arithmetic = _cut(finding.arithmetic or finding.explanation, 120)
        quoted.append(notes.computed(f"By the rule {finding.rule} of an audit: {arithmetic}.{compared}"))
    text = _cut(finding.explanation, LONGEST_FINDING)
    return (Words(text=finding.verdict, strong=finding.fails),), (Figure(text=text, notes=tuple(quoted)),)


def _mentioned(mention: Mention, said: Said | None, notes: NoteBook) -> int:
    if said is not None:
        return notes.of_entry(said.entry, said.claimant)
    return notes.of_mention(mention, _claimant(mention.claim))


def _claimant(claim: Claim) -> str:
    first = claim.claimant
    return "the author" if first is None or first.voice == "author" else plain(first.text) or "the author"


def _cut(text: str, most: int) -> str:
    words = plain(text)
    return words if len(words) <= most else words[: words.rfind(" ", 0, most)].rstrip(",;: ") + ELLIPSIS

"""What changed: corrections first, each with its reason; a daily count in one row; what a text itself takes back; findings once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.briefs import sample_facts, text_of
from tollbook.core.findings import Audit, Finding
from tollbook.exports.brief import Section
from tollbook.exports.brief_changes import audits_section, changes_section
from tollbook.exports.brief_facts import BriefFacts, Room
from tollbook.exports.brief_notes import NoteBook


@pytest.fixture
def facts(tmp_path: Path) -> BriefFacts:
    """The facts of the sample ledger."""
    return sample_facts(tmp_path, estimated=False)


def rows(section: Section) -> list[tuple[str, ...]]:
    assert section.table is not None
    return [tuple(map(text_of, row)) for row in section.table.rows]


def test_what_was_corrected_or_rejected_comes_first_with_who_and_why(facts: BriefFacts) -> None:
    told = [row[1:] for row in rows(changes_section(facts, NoteBook(), Room()))[:2]]
    assert told == [
        ("rejected", "INST", "was 7 killed, total to 11 Mar 2031; nothing stands in its place (Ada: no loss)"),
        ("corrected", "INST", "was 9,900 killed, total to 11 Mar 2031; now 990 killed, total to 11 Mar 2031 (Ada: a digit too many)"),
    ]


def test_a_daily_count_takes_one_row_with_its_rise(facts: BriefFacts) -> None:
    notes = NoteBook()
    (row,) = [row for row in rows(changes_section(facts, notes, Room())) if "NOR-MOD" in row[2]]
    assert row[3] == "6 figures, the latest 5,060 killed, total to 6 Mar 2031, up by 50"
    rise = next(note for note in notes.notes if "less the first" in note.computed)
    assert [notes.notes[number - 1].sentence.quote for number in rise.rests_on if notes.notes[number - 1].sentence] == [
        "killed: 5060", "killed: 5010",
    ]  # fmt: skip


def test_news_are_told_from_the_latest_to_the_earliest(facts: BriefFacts) -> None:
    days = [row[0] for row in rows(changes_section(facts, NoteBook(), Room())) if row[1] == "new"]
    assert days[0] == "19 Mar 2031"
    assert days[-1] == "6 Mar 2031"


def test_a_figure_that_its_own_text_takes_back_is_told_as_superseded(facts: BriefFacts) -> None:
    first, later = (one for one in facts.said if one.source == "INST" and one.entry.claim.quantity.stated in (4000, 4400))
    period = later.entry.claim.period
    taken_back = replace(
        first, entry=replace(first.entry, claim=replace(first.entry.claim, superseded_by=later.entry.claim.id, period=period))
    )
    (row,) = rows(changes_section(replace(facts, said=(taken_back,), replaced=()), NoteBook(), Room()))
    assert row[1] == "superseded"
    assert row[3] == "was 4,000 killed, total to 18 Mar 2031; its text says now 4,400 killed, total to 18 Mar 2031"
    elsewhere = replace(taken_back, source="POST")
    (row,) = rows(changes_section(replace(facts, said=(elsewhere,), replaced=()), NoteBook(), Room()))
    assert row[1] == "new"


def test_days_without_news_are_told_so(facts: BriefFacts) -> None:
    section = changes_section(replace(facts, said=(), replaced=()), NoteBook(), Room())
    assert section.table is None
    assert text_of(section.paragraphs[0]).startswith("Nothing new was said")


def finding(facts: BriefFacts, verdict: str, words: str, **fields: object) -> Finding:
    claim = facts.said[0].entry.claim.id
    made = {"rule": "total.falls", "verdict": verdict, "claims": (claim,), "arithmetic": "2 > 1", "explanation": words, **fields}
    return Finding(**made)  # type: ignore[arg-type]


def test_what_differs_comes_first_and_each_finding_once(facts: BriefFacts) -> None:
    findings = (finding(facts, "note", "a note"), finding(facts, "differs", "two differ"), finding(facts, "differs", "two differ"))
    audit = Audit(findings=findings, readings=facts.audit.readings)
    section = audits_section(replace(facts, audit=audit), NoteBook(), Room())
    assert rows(section) == [("differs", "two differ"), ("note", "a note")]


def test_a_finding_on_points_leads_to_its_arithmetic(facts: BriefFacts) -> None:
    notes = NoteBook()
    audit = Audit(findings=(finding(facts, "differs", "two differ", claims=(), points=("x",)),))
    audits_section(replace(facts, audit=audit), notes, Room())
    assert notes.notes[0].computed == "By the rule total.falls of an audit: 2 > 1."


@pytest.mark.parametrize("texts", [0, 2])
def test_an_audit_without_a_finding_is_told_so(facts: BriefFacts, texts: int) -> None:
    audit = Audit(readings=facts.audit.readings[:texts])
    words = text_of(audits_section(replace(facts, audit=audit), NoteBook(), Room()).paragraphs[0])
    assert words == ("Nothing was found in 2 texts of these days." if texts else "No text of these days could be audited.")

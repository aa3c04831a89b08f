"""What a brief says: the estimate with what it rests on, or why there is none; sources as what they are; cautions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.briefs import all_text, sample_facts, text_of
from tollbook.exports.brief import Brief
from tollbook.exports.brief_compose import compose
from tollbook.exports.brief_facts import BriefFacts, Room


@pytest.fixture
def facts(tmp_path: Path) -> BriefFacts:
    """The facts of the sample ledger with an estimate."""
    return sample_facts(tmp_path)


@pytest.fixture
def brief(facts: BriefFacts) -> Brief:
    """The brief of the sample ledger."""
    return compose(facts)


def test_the_title_says_the_finding_and_its_number_leads_to_the_computation(brief: Brief) -> None:
    assert brief.plain_title.startswith("Norway: an estimated 3,8")
    assert brief.title[1].notes == (1,)
    assert brief.notes[0].computed.startswith("Estimated from")


def test_the_headline_gives_total_window_and_rate_with_intervals_of_50_and_90(brief: Brief) -> None:
    assert brief.headline is not None
    assert brief.headline.head == ("", "median", "50% interval", "90% interval")
    labels = [text_of(row[0]) for row in brief.headline.rows]
    assert labels[:3] == ["casualties, total", "killed, total", "wounded, total"]
    assert "casualties, 1 Feb - 21 Mar 2031" in labels
    assert labels[-1] == "wounded, a day"


def test_the_estimate_rests_on_the_statements_that_are_quoted(brief: Brief) -> None:
    rests = brief.notes[0].rests_on
    assert rests
    assert all(brief.notes[number - 1].sentence is not None for number in rests)


def test_what_it_rests_on_names_anchors_assumptions_and_model(facts: BriefFacts, brief: Brief) -> None:
    assert facts.estimate is not None
    words = "\n".join(map(text_of, brief.rests_on.points))
    for part in ("Level pinned by: INST", facts.estimate.assumptions.id, "model test:1", "Pareto k 0.30"):
        assert part in words


def test_an_estimate_whose_statements_the_ledger_has_no_more_is_told_without_them(facts: BriefFacts) -> None:
    words = text_of(compose(replace(facts, statements={})).rests_on.points[1])
    assert words.endswith("used, each once however often repeated.")


def test_a_force_with_too_little_has_a_brief_that_says_why(tmp_path: Path) -> None:
    brief = compose(sample_facts(tmp_path, estimated=False))
    assert brief.headline is None
    assert brief.plain_title == "Norway: no estimate of casualties to 31 Mar 2031"
    assert "No estimate can be given: the first day of the losses isn't known for NOR" in text_of(brief.standfirst)
    assert "give it with --since" in "".join(map(text_of, brief.rests_on.paragraphs))
    assert brief.changes.table is not None


def test_sources_are_told_with_role_way_of_speaking_and_latest_claim(brief: Brief) -> None:
    assert brief.sources.table is not None
    rows = [tuple(map(text_of, row)) for row in brief.sources.table.rows]
    by = {row[0]: row for row in rows}
    assert "INST" in by
    assert by["INST"][3] == "3"
    assert by["INST"][4] == "4,400 killed, total to 18 Mar 2031"
    assert by["INST"][5].startswith("1.00 (")
    assert by["NOR-MOD"][5] == "not used"


def test_a_belligerents_figures_are_called_claims(facts: BriefFacts) -> None:
    said = {name: replace(one, role="own_side") for name, one in facts.statements.items()}
    brief = compose(replace(facts, statements=said, estimate=None, refusal="nothing"))
    assert "claims; has reasons to claim little" in all_text(brief)
    assert "fact" not in all_text(brief)


def test_cautions_tell_the_largest_swing_with_the_note_of_its_computation(brief: Brief) -> None:
    first = brief.care.points[0]
    assert text_of(first).startswith("Another anchor, another total. With another bias of press (sd doubled)")
    (number,) = first[2].notes
    assert "by reweighting" in brief.notes[number - 1].computed
    assert brief.notes[number - 1].rests_on == (1,)


def test_cautions_tell_what_was_left_out_and_why(brief: Brief) -> None:
    assert "Left out. 2 statements: a share, no count (2)." in map(text_of, brief.care.points)


def test_less_room_tells_less_and_says_so(facts: BriefFacts) -> None:
    brief = compose(facts, Room(sources=1, changes=1, near=5))
    assert brief.sources.table is not None
    assert len(brief.sources.table.rows) == 1
    assert "And 1 more with fewer statements." in map(text_of, brief.sources.paragraphs)
    assert any("more changes" in text_of(words) for words in brief.changes.paragraphs)


def test_the_same_facts_give_the_same_brief(facts: BriefFacts) -> None:
    assert compose(facts) == compose(facts)

"""Gathering a brief: what was said in the window, what stands no longer, the estimate or why there is none; as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.estimating import fake_engine
from tests.exports.briefs import LAST, sample_ledger, wanted
from tests.ledger.samples import report
from tollbook.core.errors import UsageError
from tollbook.flow.brief import BriefWanted, gather_brief
from tollbook.ledger.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The sample ledger."""
    with sample_ledger(tmp_path / "ledger.db") as made:
        yield made


def test_statements_count_once_however_often_they_are_repeated(ledger: Ledger) -> None:
    facts = gather_brief(ledger, wanted()).facts
    stated = [one.entry.claim.quantity.stated for one in facts.said if one.source == "INST"]
    assert stated == [4000, 990, 4400]


def test_what_is_published_outside_of_the_window_is_not_news_but_a_statement(ledger: Ledger) -> None:
    facts = gather_brief(ledger, replace(wanted(), first=date(2031, 3, 12))).facts
    assert {one.entry.claim.quantity.stated for one in facts.said} == {990, 4400}
    assert len(facts.statements) == 9


def test_what_was_said_after_the_window_is_not_told(ledger: Ledger) -> None:
    facts = gather_brief(ledger, replace(wanted(), last=date(2031, 3, 12))).facts
    assert 4400 not in {one.entry.claim.quantity.stated for one in facts.statements.values()}


def test_what_was_published_later_of_an_earlier_day_is_a_statement_but_no_news(ledger: Ledger) -> None:
    facts = gather_brief(ledger, replace(wanted(), last=date(2031, 3, 18))).facts
    assert 4400 in {one.entry.claim.quantity.stated for one in facts.statements.values()}
    assert 4400 not in {one.entry.claim.quantity.stated for one in facts.said}


def test_replacements_say_who_and_why_and_what_stands_now(ledger: Ledger) -> None:
    facts = gather_brief(ledger, wanted()).facts
    told = {
        one.reason: (one.former.entry.claim.quantity.stated, one.by and one.by.entry.claim.quantity.stated, one.why)
        for one in facts.replaced
    }
    assert told == {"corrected": (9900, 990, "Ada: a digit too many"), "rejected": (7, None, "Ada: no loss")}
    assert {one.day for one in facts.replaced} == {date(2031, 4, 1)}


def test_a_correction_to_another_force_is_found_although_it_is_none_of_this_one(ledger: Ledger) -> None:
    claim = next(one.entry.claim.id for one in gather_brief(ledger, wanted()).facts.said if one.entry.claim.quantity.stated == 4400)
    ledger.review(claim, "correct", by="Ben", why="the others'", change={"force": "SOR"})
    (one,) = (one for one in gather_brief(ledger, wanted()).facts.replaced if one.former.entry.claim.id == claim)
    assert one.by is not None
    assert one.by.entry.claim.force is not None
    assert one.by.entry.claim.force.id == "SOR"


def test_a_ledger_answers_as_it_was_known_on_a_day(ledger: Ledger) -> None:
    facts = gather_brief(ledger, wanted(), as_known_on="2031-03-01").facts
    assert (facts.statements, facts.said, facts.replaced) == ({}, (), ())
    assert facts.as_known == "as known on 2031-03-01"
    assert gather_brief(ledger, wanted()).facts.as_known == "as it stood on 1 Apr 2031"


def test_without_a_first_day_there_is_no_estimate_and_the_reason_is_told(ledger: Ledger) -> None:
    made = gather_brief(ledger, wanted())
    assert (made.facts.estimate, made.observations) == (None, None)
    assert made.facts.refusal == "the first day of the losses isn't known for NOR"
    assert "--since" in made.facts.remedy


def test_too_little_to_estimate_from_is_told(ledger: Ledger) -> None:
    facts = gather_brief(ledger, replace(wanted("SOR"), since=date(2031, 1, 1))).facts
    assert facts.estimate is None
    assert facts.refusal == "no statement to estimate from"


def test_without_an_estimate_the_totals_as_claimed_are_at_hand_for_a_chart(ledger: Ledger) -> None:
    ledger.add(report("88", title="Tanks", measure="tank", unit="item"))
    made = gather_brief(ledger, replace(wanted(), measure="tank"))
    assert [(one.source, one.points[-1].value) for one in made.series] == [("INST", 88)]
    assert gather_brief(ledger, replace(wanted(), measure="tank", last=date(2031, 3, 1))).series == ()


def test_the_window_has_estimated_losses_of_its_own(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    asked = replace(wanted(), since=date(2031, 1, 1))
    made = gather_brief(ledger, asked)
    assert made.observations is not None
    assert made.facts.estimate is not None
    whole = made.facts.estimate.at().total()
    before = made.facts.estimate.at(asked.first - timedelta(days=1)).total()
    assert made.facts.window["casualties"].median == pytest.approx(whole.median - before.median, rel=0.2)
    assert gather_brief(ledger, replace(asked, first=date(2031, 1, 1))).facts.window == {}


def test_texts_of_the_window_are_audited_and_rows_of_data_sets_are_not(ledger: Ledger) -> None:
    facts = gather_brief(ledger, wanted()).facts
    titles = {reading.document.id for reading in facts.audit.readings}
    rows = {one.entry.sighting.document for one in facts.said if one.entry.sighting.row}
    assert titles
    assert not titles & rows
    assert {name for finding in facts.audit.findings for name in finding.claims} <= set(facts.spoken_of)


def test_days_in_the_wrong_order_are_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="before it starts"):
        gather_brief(ledger, BriefWanted(force="NOR", first=LAST, last=LAST - timedelta(days=1)))


def test_materiel_is_asked_for_by_its_category(ledger: Ledger) -> None:
    ledger.add(report("87", title="Tanks", measure="tank", unit="item"))
    facts = gather_brief(ledger, replace(wanted(), measure="tank")).facts
    assert [one.entry.claim.quantity.stated for one in facts.said] == [87]
    assert facts.query == "force:NOR category:tank unit:item"

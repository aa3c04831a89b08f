"""Findings and audits: which fail, what is kept, and what they are as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.core.sample_audits import finding, other_reading, sample_audit
from tests.core.sample_readings import sample_reading
from tollbook.core.audit_display import Layout, audit_table
from tollbook.core.contract import as_json
from tollbook.core.findings import FAILURES, VERDICTS, Audit, Bounds
from tollbook.core.series import Series, SeriesPoint


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_finding_fails_where_something_differs_or_is_over_or_understated(verdict: str) -> None:
    assert finding("a", verdict=verdict).fails is (verdict in {"differs", "overstated", "understated"})
    assert set(VERDICTS) >= FAILURES


def test_the_id_of_a_finding_is_that_of_what_it_compares_not_of_its_words() -> None:
    made = finding("a", "b")
    assert made.id == finding("a", "b", explanation="said otherwise", verdict="differs").id
    others = [finding("b", "a"), finding("a", "b", rule="other"), finding("a", "b", points=("p",)), finding("a", "b", arithmetic="2")]
    assert made.id not in {other.id for other in others}


def test_bounds_are_exact_where_one_value_is_allowed() -> None:
    assert Bounds(low=3, high=3).exact
    assert not Bounds(low=3, high=None).exact


def test_the_failures_of_an_audit_are_the_findings_that_fail() -> None:
    assert [found.verdict for found in sample_audit().failures] == ["overstated", "understated", "differs"]
    assert Audit().failures == ()


def test_counts_name_the_verdicts_that_occur() -> None:
    assert Audit(findings=(finding("a"), finding("b"), finding("c", verdict="note"))).counts() == {"agrees": 2, "note": 1}


def test_an_audit_keeps_the_verdicts_and_rules_that_are_asked_for() -> None:
    audit = sample_audit()
    assert [found.rule for found in audit.keep(rules={"series"}).findings] == ["series", "series"]
    assert [found.rule for found in audit.keep(verdicts={"differs"}).findings] == ["drift"]
    assert audit.keep(rules={"series"}, verdicts={"differs"}).findings == ()
    assert audit.keep() == audit


def test_a_claim_is_found_by_its_number_and_its_words() -> None:
    mentions = sample_audit().mentions()
    second = mentions[sample_reading().claims[1].id]
    assert (second.number, second.quote) == (2, "Approximately 1,000")
    last = mentions[other_reading().claims[0].id]
    assert (last.number, last.document.title) == (1, "Another paper")
    assert last.sentence == "The Institute said that 5,000 Norland soldiers were killed at Wexley."


def test_an_audit_as_json_leads_each_finding_back_to_words() -> None:
    audit = sample_audit()
    made = json.loads(as_json(audit.to_dict()))
    assert [document["title"] for document in made["documents"]] == ["Norland's spring", "Another paper"]
    texts = {reading.document.id: reading.document.text for reading in audit.readings}
    for found in made["findings"]:
        for name in found["claims"]:
            claim = made["claims"][name]
            start, end = claim["span"]
            assert texts[claim["document"]][start:end] == claim["quote"]


def test_an_audit_as_json_lists_the_claims_that_findings_speak_of_alone() -> None:
    made = sample_audit().keep(rules={"parts"}).to_dict()
    assert len(made["claims"]) == 3
    assert len(made["documents"]) == 2


def test_a_finding_as_json_says_whether_it_fails_and_what_is_allowed() -> None:
    made = sample_audit().findings[1].to_dict()
    assert (made["fails"], made["expected"], made["found"]) == (True, {"low": 0.33, "high": 0.4}, {"low": 0.5, "high": None})
    assert sample_audit().findings[0].to_dict()["expected"] is None


def test_a_finding_and_an_audit_show_themselves_in_words() -> None:
    assert str(finding("a")) == "agrees: the parts add up"
    audit = sample_audit()
    assert repr(audit) == str(audit)
    assert str(audit).endswith("6 findings: 1 agrees, 1 differs, 1 overstated, 1 understated, 1 unverifiable, 1 note.")
    assert audit._repr_html_().startswith('<div class="tollbook">')


class Printer:
    """Stands in for IPython's printer."""

    def __init__(self) -> None:
        self.said = ""

    def text(self, words: str) -> None:
        self.said += words


def test_an_audit_prints_its_table_at_an_ipython_prompt() -> None:
    printer = Printer()
    sample_audit()._repr_pretty_(printer, False)
    assert printer.said == str(sample_audit())


def test_an_audit_leads_a_finding_back_to_the_points_that_it_rests_on_and_to_no_other() -> None:
    points = tuple(SeriesPoint(day=date(2031, 3, day), value=80 + day, ref=f"row:{day}") for day in (1, 2, 3))
    series = Series(source="INST", force="NOR", categories=frozenset({"tank"}), unit="item", kind="cumulative", points=points)
    audit = Audit(findings=(finding("a", points=("row:2", "row:9")),), series=(series,))
    assert audit.points() == {"row:2": (series, points[1])}
    assert audit.to_dict()["points"] == {
        "row:2": {"series": "INST NOR tank cumulative", "start": None, "day": "2031-03-02", "value": 82},
    }
    assert "series      INST: 82 tank, total to 2 Mar 2031" in audit_table(audit, Layout(explain=True))

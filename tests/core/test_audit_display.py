"""An audit as a table: within its width, no number cut, under each document's name, claims by their numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample_audits import finding, other_reading, sample_audit
from tests.core.sample_readings import bare_reading, claim, quantity, sample_reading
from tollbook.core.audit_display import (
    Layout,
    audit_table,
    bounds_words,
    document_labels,
    finding_lines,
    number_runs,
    summary_line,
    wrapped,
)
from tollbook.core.display import width_of
from tollbook.core.findings import Audit, Bounds
from tollbook.core.types import Document, Reading

WORDS = st.text(alphabet="ab 1,9日", max_size=120)


@given(WORDS, st.integers(min_value=10, max_value=40))
def test_wrapping_keeps_every_word_and_cuts_no_number(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width_of(line) <= width or (" " not in line and re.search(r"\d", line))
    whole = {word for word in text.split() if re.search(r"\d", word)}
    assert whole <= {word for line in lines for word in line.split()}


@pytest.mark.parametrize(
    ("numbers", "shown"), [([], ""), ([7], "7"), ([4, 2], "2 4"), ([1, 2], "1 2"), ([3, 1, 2], "1-3"), ([5, 5, 8, 9, 10], "5 8-10")]
)
def test_three_numbers_in_a_row_are_a_run(numbers: list[int], shown: str) -> None:
    assert number_runs(numbers) == shown


@given(st.sets(st.integers(min_value=1, max_value=60)))
def test_a_run_holds_the_numbers_that_went_in(numbers: set[int]) -> None:
    back: set[int] = set()
    for part in number_runs(numbers).split():
        first, _, last = part.partition("-")
        back |= set(range(int(first), int(last or first) + 1))
    assert back == numbers


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_its_width(width: int) -> None:
    lines = audit_table(sample_audit(), Layout(width=width, explain=True, labels={})).splitlines()[:-1]
    assert max(width_of(line) for line in lines) <= width


def test_the_findings_of_one_document_stand_under_no_heading() -> None:
    reading = sample_reading()
    lines = list(finding_lines(Audit(findings=(finding(reading.claims[0].id),), readings=(reading,)), Layout()))
    assert lines == [f"agrees  the parts add up{' ' * 49}claim 1"]


def test_the_findings_of_several_documents_stand_under_their_names_and_those_across_last() -> None:
    lines = audit_table(sample_audit(), Layout(labels={sample_reading().document.id: "spring.txt"})).splitlines()
    assert lines[0] == "spring.txt"
    across = lines.index("Across documents")
    assert lines[across - 1] == ""
    assert lines[across + 2].strip() == "claims Another_paper:1 spring.txt:2"


def test_a_document_without_findings_has_no_heading() -> None:
    audit = sample_audit().keep(rules={"parts"})
    assert "Another paper" not in audit_table(audit)


def test_a_document_is_named_by_what_is_known_of_it() -> None:
    bare = bare_reading("Nothing.")
    labels = document_labels(Audit(readings=(other_reading(), bare)), {})
    assert list(labels.values()) == ["Another paper", "document 2"]


def test_an_explanation_gives_rule_arithmetic_bounds_and_words() -> None:
    lines = audit_table(sample_audit(), Layout(explain=True, meanings={"share": "A share against its parts."}))
    for part in (
        "rule        share: A share against its parts.",
        "arithmetic  4,000 / 11,000 = 36.4%",
        "allowed     33% to 40%",
        "printed     50% or more",
        'claim 7     "more than a third", losses, of strength',
        "series      series:1",
    ):
        assert part in lines


def test_many_points_of_a_series_are_counted_not_listed() -> None:
    reading = sample_reading()
    found = finding(reading.claims[0].id, points=tuple(f"row:{nth}" for nth in range(40)))
    table = audit_table(Audit(findings=(found,), readings=(reading,)), Layout(explain=True))
    assert "row:6 and 33 more" in " ".join(table.split())


def test_of_very_many_claims_across_documents_the_first_are_listed_and_the_rest_counted() -> None:
    texts = [f"The army lost {number} tanks." for number in range(1, 31)]
    readings = []
    for number, text in enumerate(texts, 1):
        document = Document.of(text)
        readings.append(
            Reading(document=document, claims=(claim(str(number), quantity(number, number, number, "exact"), "tank", document=document),))
        )
    found = finding(*(reading.claims[0].id for reading in readings))
    audit = Audit(findings=(found,), readings=tuple(readings))
    table = " ".join(audit_table(audit, Layout(explain=True)).split())
    assert "document_12:1 and 18 more" in table
    assert "document_13:1" not in table
    assert "and 18 more claims" in table
    assert len(audit.to_dict()["claims"]) == 30


def test_a_finding_without_arithmetic_has_no_line_for_it() -> None:
    reading = sample_reading()
    found = finding(reading.claims[0].id, arithmetic="")
    assert "arithmetic" not in audit_table(Audit(findings=(found,), readings=(reading,)), Layout(explain=True))


def test_the_style_is_given_the_verdict_alone() -> None:
    seen: list[tuple[str, str]] = []

    def style(cell: str, verdict: str) -> str:
        seen.append((cell.strip(), verdict))
        return cell

    audit_table(sample_audit(), Layout(style=style))
    assert [cell for cell, _ in seen] == [verdict for _, verdict in seen]


def test_terminal_commands_in_an_explanation_reach_no_terminal() -> None:
    reading = sample_reading()
    found = finding(reading.claims[0].id, explanation="\x1b[31m4,000\u202e printed")
    assert "\x1b" not in audit_table(Audit(findings=(found,), readings=(reading,)))


def test_bounds_of_one_value_are_one_number() -> None:
    assert bounds_words(Bounds(low=40, high=40), "item") == "40"
    assert bounds_words(Bounds(low=40, high=None), "item") == "40 or more"


def test_an_audit_without_findings_says_why() -> None:
    assert summary_line(Audit(readings=(bare_reading("Nothing."),))) == "Nothing to audit: no claims."
    assert summary_line(Audit(readings=(other_reading(),))).startswith("Nothing to compare: 1 claim, and no figures")


def test_a_finding_about_claims_that_no_reading_holds_is_shown_all_the_same() -> None:
    assert audit_table(Audit(findings=(finding("gone"),))).splitlines()[0] == "agrees  the parts add up"

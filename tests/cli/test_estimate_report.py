"""The report of an estimate shows three digits, who pins the level, and every relay as without weight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.outlook.made import made_estimate
from tollbook.charts.wording import number
from tollbook.cli.estimate_report import SENTENCE, estimate_lines
from tollbook.flow.figures import LeftOut


@pytest.mark.parametrize(
    ("value", "shown"), [(999_499, "999,000"), (1_234_567, "1.23M"), (12_345_678, "12.3M"), (123_456_789, "123M"), (34.6, "35"), (0, "0")]
)
def test_a_number_has_three_digits(value: float, shown: str) -> None:
    assert number(value) == shown


def test_the_report_fits_80_columns_and_says_what_it_is() -> None:
    lines = list(estimate_lines(made_estimate(draws=200), []))
    assert max(map(len, lines)) <= 80
    assert " ".join(SENTENCE.split()) in " ".join(" ".join(lines).split())
    assert any(line.endswith("repeats INST") for line in lines)


def test_materiel_is_named_and_has_no_killed() -> None:
    text = "\n".join(estimate_lines(made_estimate(draws=200, measure="tank"), []))
    assert "tanks lost" in text
    assert "killed" not in text


def test_an_influence_beyond_what_reweighting_tells_is_marked() -> None:
    made = made_estimate(draws=200)
    doubtful = replace(made, influences=tuple(replace(one, khat=0.9) for one in made.influences))
    assert "-0.80?" in "\n".join(estimate_lines(doubtful, []))


def test_reasons_are_counted_and_listed_when_explained() -> None:
    left = [LeftOut(statement=f"s{nth}", source="X", reason=f"a revision: the total fell from {nth}") for nth in range(3)]
    assert "3  a revision" in "\n".join(estimate_lines(made_estimate(draws=200), left))
    assert "fell from 2" in "\n".join(estimate_lines(made_estimate(draws=200), left, explain=True))


def test_without_anchors_the_report_says_so() -> None:
    made = made_estimate(draws=200)
    alone = replace(made, source_summaries=tuple(replace(one, anchor=False) for one in made.source_summaries))
    assert "nothing but a prior" in "\n".join(estimate_lines(alone, []))

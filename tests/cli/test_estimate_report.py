"""The report of an estimate shows three digits, who pins the level, and every relay as without weight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.outlook.made import made_estimate
from tollbook.charts.wording import number
from tollbook.cli.estimate_report import SENTENCE, estimate_lines
from tollbook.flow.figures import LeftOut


@pytest.mark.parametrize(
    ("value", "shown"),
    [(999_499, "999,000"), (1_234_567, "1.23M"), (12_345_678, "12.3M"), (123_456_789, "123M"), (34.6, "35"), (0.0731, "0.073"), (0, "0")],
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
    assert "casualties" not in text


def test_an_influence_beyond_what_reweighting_tells_is_marked() -> None:
    made = made_estimate(draws=200)
    doubtful = replace(made, influences=tuple(replace(one, khat=0.9) for one in made.influences))
    assert "-0.80?" in "\n".join(estimate_lines(doubtful, []))


@pytest.mark.parametrize(("kind", "residual", "said"), [("point", -3.4, True), ("point", 2.0, False), ("stream", 5.0, False)])
def test_a_statement_that_the_rest_contradicts_is_named(kind: str, residual: float, said: bool) -> None:
    made = made_estimate(draws=200)
    far = replace(made, influences=tuple(replace(one, kind=kind, residual=residual) for one in made.influences))
    text = " ".join(" ".join(estimate_lines(far, [])).split())
    assert (
        "Contradicted by the rest, more than 3 sd of their noise away: INST until 2031-02-12 (expected 3,900 casualties)" in text
    ) is said


def test_reasons_are_counted_and_listed_when_explained() -> None:
    left = [LeftOut(statement=f"s{nth}", source="X", reason=f"a revision: the total fell from {nth}") for nth in range(3)]
    assert "3  a revision" in "\n".join(estimate_lines(made_estimate(draws=200), left))
    assert "fell from 2" in "\n".join(estimate_lines(made_estimate(draws=200), left, explain=True))


def test_a_chain_is_reported_by_its_divergences_and_not_by_weights() -> None:
    made = made_estimate(draws=200)
    chain = replace(made.diagnosis, engine="NUTS", divergences=1, rhat=1.004, ess=812.0)
    text = " ".join("\n".join(estimate_lines(replace(made, diagnosis=chain), [])).split())
    assert "Computed by NUTS: 1 divergent transition, split R-hat 1.00, 812 effective draws at least" in text
    assert "Pareto" not in text


def test_without_anchors_the_report_says_so() -> None:
    made = made_estimate(draws=200)
    alone = replace(made, source_summaries=tuple(replace(one, anchor=False) for one in made.source_summaries))
    assert "nothing but a prior" in "\n".join(estimate_lines(alone, []))

"""The report of a projection judges each phrase, and says what a phrase must not be taken for."""

from __future__ import annotations

from tests.outlook.made import made_estimate
from tollbook.cli.outlook_report import outlook_lines
from tollbook.core.projections import PhraseStatement, StrengthStatement
from tollbook.outlook.project import project

STRENGTH = StrengthStatement(source="INST", low=10_000, high=12_000)
CAPABILITY = PhraseStatement(text="almost 40 percent", low=0.36, high=0.4, source="THE-POST", base="capability")


def test_a_phrase_has_its_probability_and_its_note() -> None:
    text = "\n".join(outlook_lines(project(made_estimate(draws=500), [STRENGTH], [CAPABILITY])))
    assert '"almost 40 percent" is said of capability: heads are compared' in " ".join(text.split())
    assert "10,000 to 12,000 (INST)" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_short_past_is_told_of_the_baseline() -> None:
    text = "\n".join(outlook_lines(project(made_estimate(draws=500))))
    assert "fewer than 8 past errors" in text

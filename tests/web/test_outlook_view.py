"""What a page of an outlook shows is the outlook's numbers in words, and no probability is called certain."""

from __future__ import annotations

import pytest

from tests.outlook.made import made_estimate
from tollbook.charts.wording import NOT_OFFERED
from tollbook.core.projections import PhraseStatement, StrengthStatement
from tollbook.flow.project import Outlook
from tollbook.outlook.project import project
from tollbook.web.outlook_view import OutlookView, percent


def made_view(*, strength: bool = True) -> OutlookView:
    strengths = [StrengthStatement(source="INST", low=11_000, high=11_000, statement="s1")] if strength else []
    phrases = [PhraseStatement(text="more than a third", low=1 / 3, high=None, source="INST", statement="s2")]
    estimate = made_estimate(draws=300)
    return OutlookView(outlook=Outlook(projection=project(estimate, strengths, phrases), estimate=estimate, selection=None))  # type: ignore[arg-type]


def test_the_title_says_the_share_or_where_no_size_is_known_the_losses() -> None:
    assert "of the deployed force lost by 11 Feb 2031" in made_view().title
    assert made_view(strength=False).title.startswith("Norway: about ")


def test_every_scenario_has_a_cell_for_each_horizon_and_says_what_it_assumes() -> None:
    view = made_view()
    lines = list(view.scenarios())
    assert lines[-1].name == "28-day mean (baseline)"
    assert all(len(line.cells) == len(view.horizons) and line.assumes for line in lines)


def test_a_phrase_has_a_probability_and_leads_to_its_statement() -> None:
    phrase = next(made_view().phrases())
    assert phrase.claim == "s2"
    assert phrase.verdict in {"likely", "may be", "unlikely"}


def test_what_is_not_given_is_said() -> None:
    assert list(made_view().missing())[-1] == NOT_OFFERED
    assert len(list(made_view(strength=False).missing())) > 1


@pytest.mark.parametrize(("probability", "words"), [(1.0, "over 99%"), (0.0, "under 1%"), (0.5, "50%")])
def test_nothing_is_certain(probability: float, words: str) -> None:
    assert percent(probability) == words

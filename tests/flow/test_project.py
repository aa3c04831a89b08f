"""Strengths and published shares come from a ledger's own statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.estimating import fake_engine
from tests.core.sample_readings import AUTHOR
from tests.flow.told import START, day, said
from tests.outlook.made import made_estimate
from tollbook.core.estimates import Estimate
from tollbook.core.progress import Progress
from tollbook.core.types import Attribution, Document, Reading
from tollbook.flow import project
from tollbook.flow.estimate import fit as fit_by_hand
from tollbook.flow.figures import Told
from tollbook.flow.ledger import create_ledger
from tollbook.flow.project import OutlookWanted, make_outlook, phrases_of, strengths_of
from tollbook.flow.selection import Selection, Wanted
from tollbook.ledger.ledger import Ledger
from tollbook.vocab.assumptions import load_assumptions


def kept(ledger: Ledger, *told: Told) -> None:
    ledger.add(
        [
            Reading(
                document=Document.of(one.claim.quantity.text, published=one.published, publisher="The Invented Post"),
                claims=(one.claim,),
                reader_version="1",
            )
            for one in told
        ]
    )


def strength(value: float, on: int, **fields: object) -> Told:
    return said(value, on, categories=("strength",), kind="stock", **fields)  # type: ignore[arg-type]


SHARE = said(0.4, 40, categories=("losses",), unit="share", base="strength", bounds=(0.36, 0.4), hedge="nearly", source="POST")
CAPABILITY = said(1 / 3, 41, categories=("capability",), unit="share", base="capability", bounds=(1 / 3, 1), hedge="over", source="POST")


@pytest.fixture
def ledger(tmp_path: Path):  # type: ignore[no-untyped-def]
    with create_ledger(tmp_path / "ledger.db") as made:
        kept(made, said(4_000, 40), strength(11_000, 20), strength(12_000, 30), SHARE, CAPABILITY)
        yield made


def test_the_latest_strength_of_each_source_counts(ledger: Ledger) -> None:
    kept(ledger, strength(9_000, 35, source="OTHER"), strength(500, 36, source="THIRD", assertion="denied"))
    assert [(one.source, one.low) for one in strengths_of(ledger, "NOR")] == [("INST", 12_000), ("OTHER", 9_000)]


def test_the_author_of_a_text_speaks_as_its_publisher(ledger: Ledger) -> None:
    kept(ledger, strength(9_000, 35, attribution=AUTHOR))
    assert [one.source for one in strengths_of(ledger, "NOR")] == ["INST", "The Invented Post"]


def test_a_source_without_an_id_is_one_however_it_is_written(ledger: Ledger) -> None:
    for value, on, words in ((8_000, 33, "Two Officials"), (9_000, 35, "two  officials")):
        told = (Attribution(source=None, text=words, voice="reported"), *AUTHOR)
        kept(ledger, strength(value, on, attribution=told))
    assert [(one.source, one.low) for one in strengths_of(ledger, "NOR")] == [("INST", 12_000), ("two officials", 9_000)]


def test_published_shares_keep_what_their_words_allow(ledger: Ledger) -> None:
    found = {one.base: (one.low, one.high) for one in phrases_of(ledger, "NOR")}
    assert found == {"strength": (0.36, 0.4), "capability": (1 / 3, None)}


def test_an_outlook_joins_them(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    found = make_outlook(ledger, Wanted(force="NOR", start=START)).projection
    assert [one.low for one in found.strengths] == [12_000]
    assert len(found.phrases) == 2
    assert found.day == day(40)


def test_a_given_strength_replaces_the_ledgers(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    found = make_outlook(ledger, Wanted(force="NOR", start=START), OutlookWanted(deployed=(8_000, 9_000))).projection
    assert [(one.source, one.high) for one in found.strengths] == [("given", 9_000)]


def test_an_estimate_finds_its_strengths_and_phrases_in_a_ledger(ledger: Ledger) -> None:
    found = made_estimate(draws=100).outlook(ledger)
    assert [one.low for one in found.strengths] == [12_000]
    assert len(found.phrases) == 2


def test_an_opponent_gives_the_exchange_ratio(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    kept(ledger, said(9_000, 40, force="SOR"))
    found = make_outlook(ledger, Wanted(force="NOR", start=START), OutlookWanted(against="SOR")).projection
    assert [one.name for one in found.ratios] == ["wounded for each killed", "SOR losses for each of NOR"]


@pytest.mark.parametrize(("as_file", "medians"), [(True, [4.0, 4.0]), (False, [4.0, 1.0])])
def test_an_assumptions_file_stands_for_the_opponent_too(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_file: bool, medians: list[float]
) -> None:
    """A value holds what the first force's theatre assumes, and is that force's alone."""
    fake_engine(monkeypatch)
    kept(ledger, said(9_000, 40, force="SOR"))
    path = tmp_path / "mine.toml"
    path.write_text('[[roles]]\nrole = "third_party_intelligence"\nbias = { median = 4.0 }\n')
    fitted: list[Selection] = []

    def fit(selection: Selection, *, progress: Progress | None = None) -> Estimate:
        fitted.append(selection)
        return fit_by_hand(selection, progress=progress)

    monkeypatch.setattr(project, "fit", fit)
    wanted = Wanted(force="NOR", start=START, assumptions=path if as_file else load_assumptions(path))
    make_outlook(ledger, wanted, OutlookWanted(against="SOR"))
    found = [selection.assumptions.bias_of("X", "third_party_intelligence").middle for selection in fitted]
    assert found == pytest.approx(medians)

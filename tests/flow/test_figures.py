"""A figure is a statement in the terms of an estimate; what is none is left out with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.sample_readings import AUTHOR
from tests.flow.told import said
from tests.ledger.samples import report, row
from tollbook.core.types import Attribution, Place
from tollbook.flow.figures import figures_of, told_of_entries, told_of_rows
from tollbook.flow.ledger import create_ledger


def reason(one: Any, measure: str = "casualties", *, local: bool = False) -> str:
    figures, left_out = figures_of([one], measure, local=local)
    assert figures == []
    return left_out[0].reason


def test_a_total_of_a_named_source_is_a_figure() -> None:
    (found,), left_out = figures_of([said(4_000, 40)], "casualties", local=False)
    assert (found.source, found.category, found.kind, found.quantity.stated, left_out) == ("INST", "casualties", "cumulative", 4_000, [])


@pytest.mark.parametrize(
    ("categories", "category"), [(("killed",), "killed"), (("wounded",), "wounded"), (("killed", "wounded"), "casualties")]
)
def test_killed_and_wounded_are_told_apart(categories: tuple[str, ...], category: str) -> None:
    (found,), _ = figures_of([said(40, 40, categories=categories)], "casualties", local=False)
    assert found.category == category


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"assertion": "denied"}, "it is denied"),
        ({"categories": ("killed", "captured")}, "it counts captured and killed together"),
        ({"population": "civilian"}, "it counts civilians, no part of the force"),
        ({"flags": ("rate.day",)}, "so many a day, week or month: a rate, no count"),
        ({"kind": "stock"}, "a strength, no loss"),
        ({"kind": "flow"}, "over a stretch whose first day isn't told"),
        ({"place": Place(text="Wexley")}, "the losses of one place"),
        ({"part_of": "another"}, "a part of another count"),
        ({"superseded_by": "another"}, "its text puts another figure in its place"),
        ({"attribution": AUTHOR}, "nobody is named as its source"),
    ],
)
def test_what_is_no_figure_is_left_out_with_the_reason(fields: dict[str, Any], why: str) -> None:
    assert reason(said(4_000, 40, **fields)) == why


def test_no_losses_at_all_are_left_out() -> None:
    assert "zero" in reason(said(0, 40))


def test_the_place_of_a_contingent_is_no_reason() -> None:
    figures, _ = figures_of([said(400, 40, place=Place(text="Wexley"))], "casualties", local=True)
    assert len(figures) == 1


def test_the_killed_among_casualties_are_a_figure_of_their_own() -> None:
    whole = said(4_000, 40)
    killed = said(1_000, 40, categories=("killed",), part_of=whole.claim.id)
    figures, left_out = figures_of([whole, killed], "casualties", local=False)
    assert [figure.category for figure in figures] == ["casualties", "killed"]
    assert left_out == []


def test_a_later_figure_of_another_source_takes_nothing_back() -> None:
    later = said(5_000, 60, source="SOR-MOD")
    earlier = said(4_000, 40, superseded_by=later.claim.id)
    assert len(figures_of([earlier, later], "casualties", local=False)[0]) == 2


def test_a_figure_that_a_text_corrects_is_left_out() -> None:
    right = said(5_000, 40)
    wrong = said(4_000, 40, superseded_by=right.claim.id)
    figures, left_out = figures_of([wrong, right], "casualties", local=False)
    assert [figure.quantity.stated for figure in figures] == [5_000]
    assert left_out[0].reason == "its text puts another figure in its place"


def test_the_publisher_speaks_where_the_author_does() -> None:
    spoken = replace(said(4_000, 40, attribution=AUTHOR), publisher="The Invented Post")
    (found,), _ = figures_of([spoken], "casualties", local=False)
    assert found.source == "The Invented Post"


def test_a_source_that_is_only_words_is_known_by_them() -> None:
    link = (Attribution(source=None, text="Two  Officers", voice="reported"), *AUTHOR)
    (found,), _ = figures_of([said(4_000, 40, attribution=link)], "casualties", local=False)
    assert (found.source, found.words) == ("two officers", True)


def test_materiel_is_counted_by_its_category() -> None:
    tanks = said(87, 40, categories=("tank",), unit="item")
    (found,), _ = figures_of([tanks], "tank", local=False)
    assert found.category == "casualties"
    assert "counts tank" in reason(tanks, "casualties")


def test_echoes_are_one_figure(tmp_path: Any) -> None:
    with create_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add([report(), report(title="Wexley falls", publisher="The Lantern")])
        told = list(told_of_entries(ledger.entries("force:NOR")))
    assert len(told) == 1


def test_a_cell_that_is_told_again_counts_once() -> None:
    told = list(told_of_rows([row({"killed": 2_300}), row({"killed": 2_305})]))
    assert [one.claim.quantity.stated for one in told] == [2_305]

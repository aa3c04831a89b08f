"""What an estimate observes follows from the statements by stated rules; bad input is told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.flow.told import START, day, figure, said
from tests.ledger.samples import report, roundup
from tollbook.core.assumptions import Assumptions, Relay, SourceAssumption
from tollbook.core.errors import AssumptionError, TheatreError, TooLittle, UsageError
from tollbook.flow.figures import Told
from tollbook.flow.ledger import create_ledger
from tollbook.flow.selection import Selection, Wanted, select, select_figures, select_from_ledger

WANTED = Wanted(force="NOR", start=START)


def chosen(*told: Told, wanted: Wanted = WANTED) -> Selection:
    return select(told, wanted)


def test_the_days_reach_from_the_first_of_the_war_to_the_last_figure() -> None:
    found = chosen(said(4_000, 40), said(5_000, 60)).observations
    assert (found.start, found.end, found.shares) == (START, day(61), True)


def test_statements_are_named_in_the_observations() -> None:
    one = said(4_000, 40)
    assert chosen(one).observations.statements == (one.statement,)


def test_a_belligerents_statement_on_the_other_side_is_an_opponents() -> None:
    told = [said(4_000, 1_000, source="UKR-GS", force="RUS"), said(500, 1_000, source="RUS-MOD", force="RUS")]
    shifted = Wanted(force="RUS", start=START, theatre="russia-ukraine-2022")
    assert chosen(*told, wanted=shifted).observations.sources == (("RUS-MOD", "own_side"), ("UKR-GS", "opponent"))


def test_a_contingent_begins_with_its_own_first_day() -> None:
    found = select_figures([figure(400, 0, day=date(2025, 1, 13))], [], Wanted(force="PRK"))
    assert found.observations.start == date(2024, 12, 6)
    assert found.theatre == "russia-ukraine-2022"


def test_figures_outside_the_period_are_left_out_with_the_reason() -> None:
    found = chosen(said(4_000, 40), said(5_000, 60), wanted=Wanted(force="NOR", start=START, end=day(50)))
    assert [one.reason for one in found.left_out] == ["it ends after the period"]
    assert found.observations.end == day(51)


def test_what_nobody_had_said_yet_is_passed_over() -> None:
    found = chosen(said(4_000, 40), said(5_000, 60), wanted=Wanted(force="NOR", start=START, end=day(90), known_until=day(50)))
    assert (len(found.observations.points), found.left_out, found.observations.end) == (1, (), day(91))


def test_a_series_that_copies_another_is_found_to_be_a_relay() -> None:
    """A monthly release that passes on a daily count adds no evidence: it is declared a relay, with its grounds."""
    daily = [figure(1_000 + 397 * nth + 13 * (nth % 7), nth, source="SOR-MOD", statement=f"d{nth}") for nth in range(1, 400)]
    by_day = {one.day: one.quantity.stated for one in daily}
    monthly = [figure(by_day[day(nth)], nth, source="COPY", statement=f"m{nth}") for nth in range(10, 400, 30)]
    found = select_figures([*daily, *monthly], [], WANTED)
    assert found.assumptions.parent_of("COPY", "casualties") == "SOR-MOD"
    assert "detected" in found.assumptions.relays[0].grounds


def test_counts_of_their_own_are_no_relays() -> None:
    one = [figure(1_000 + 397 * nth + 13 * (nth % 7), nth, source="A", statement=f"a{nth}") for nth in range(1, 400)]
    other = [figure(900 + 410 * nth + 170 * (nth % 11), nth, source="B", statement=f"b{nth}") for nth in range(10, 400, 30)]
    assert select_figures([*one, *other], [], WANTED).assumptions.relays == ()


@pytest.mark.parametrize("parent_speaks", [True, False])
def test_names_that_an_estimate_is_made_of_count_only_where_it_is_silent(parent_speaks: bool) -> None:
    names = [figure(40 + week, 7 * week + 7, since=7 * week + 1, source="LIST", category="killed", kind="flow") for week in range(10)]
    estimate = [figure(900, 70, source="STUDY", category="killed")]
    relay = Relay(source="LIST", parent="STUDY", categories=frozenset({"killed"}))
    assumptions = Assumptions(relays=(relay,), sources=(SourceAssumption(source="LIST", role="named_count"),))
    found = select_figures([*names, *(estimate if parent_speaks else [])], [], replace(WANTED, assumptions=assumptions))
    assert found.assumptions.relays == ((relay,) if parent_speaks else ())
    assert len(found.observations.counts) == 10


def test_an_assumed_role_counts() -> None:
    text = '[[sources]]\nsource = "INST"\nrole = "named_count"\n'
    from tollbook.vocab.assumptions import assumptions_from_toml

    found = chosen(said(400, 40, categories=("killed",)), wanted=Wanted(force="NOR", start=START, assumptions=assumptions_from_toml(text)))
    assert [count.role for count in found.observations.counts] == ["named_count"]


def test_an_anchor_is_added() -> None:
    assert chosen(said(4_000, 40)).anchored("INST").assumptions.anchors("INST", "unnamed")


@pytest.mark.parametrize(
    ("told", "wanted", "kind", "message"),
    [
        ([], WANTED, TooLittle, "no statement to estimate from"),
        ([said(0, 40)], WANTED, TooLittle, "none of 1 statements can be used: no loss at all"),
        ([said(4, 40)], Wanted(force="NOR"), UsageError, "the first day of the war isn't known for NOR; give it with --from"),
        ([said(4, 40)], Wanted(force="NOR", start=day(50)), TooLittle, "the last figure is of 2031-02-10, before the period starts"),
        ([said(4, 40)], Wanted(force="NOR", start=day(50), end=day(60)), TooLittle, "no figure between"),
        ([said(4, 40)], Wanted(force="NOR", start=START, end=day(900)), TooLittle, "860 days before"),
        ([said(4, 40)], Wanted(force="NOR", start=START, theatre="nowhere"), TheatreError, "no theatre named"),
        ([said(4, 40)], Wanted(force="NOR", start=START, assumptions=Path("none.toml")), AssumptionError, "can't be read"),
    ],
)
def test_bad_input_is_told_in_a_sentence(told: list[Told], wanted: Wanted, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        select(told, wanted)


def test_a_ledger_is_asked_for_a_force_and_a_measure(tmp_path: Path) -> None:
    with create_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add([report(), roundup(place=None)])
        people = select_from_ledger(ledger, Wanted(force="NOR", start=date(2031, 1, 1)))
        tanks = select_from_ledger(ledger, Wanted(force="NOR", measure="tank", start=date(2031, 1, 1)))
    assert people.observations.sources == (("INST", "unnamed"), ("NOR-MOD", "official"))
    assert (len(tanks.observations.points), tanks.observations.shares) == (1, False)


def test_a_ledger_is_asked_as_it_was(tmp_path: Path) -> None:
    with create_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(report())
        with pytest.raises(TooLittle, match="no statement"):
            select_from_ledger(ledger, Wanted(force="NOR", start=date(2031, 1, 1)), as_known_on=date(2020, 1, 1))


def test_assumptions_can_be_given_as_a_value() -> None:
    mine = Assumptions(scale_anchor=("INST",))
    assert chosen(said(4, 40), wanted=Wanted(force="NOR", start=START, assumptions=mine)).assumptions.scale_anchor == ("INST",)

"""Plain words and the plain table: what a reading shows in a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample_readings import AUTHOR, INSTITUTE, NORLAND, TEXT, bare_reading, claim, quantity, sample_reading
from tollbook.core.display import (
    COLUMNS,
    amount_words,
    claimants,
    cut,
    days_words,
    force_words,
    measure_words,
    number_words,
    padded,
    period_words,
    plain,
    plain_table,
    source_words,
    summary,
    table_lines,
    toll_words,
    value_words,
    width_of,
)
from tollbook.core.types import Attribution, Context, Force, Measure, Period

ANY_TEXT = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (4000, "person", "4,000"),
        (0, "person", "0"),
        (826_820, "person", "826,820"),
        (1.5, "km2", "1.5"),
        (120.0, "km2", "120"),
        (1 / 3, "share", "33.3%"),
        (0.4, "share", "40%"),
        (0.0005, "share", "0.05%"),
        (1, "share", "100%"),
        (12.5, "share", "1,250%"),
    ],
)
def test_a_number_is_shown_with_commas_and_a_share_in_percent(number: float, unit: str, shown: str) -> None:
    assert number_words(number, unit) == shown


@pytest.mark.parametrize(
    ("hedge", "shown"),
    [
        ("exact", "40"),
        ("about", "~ 40"),
        ("over", "> 40"),
        ("at_least", ">= 40"),
        ("under", "< 40"),
        ("nearly", "< 40"),
        ("up_to", "<= 40"),
    ],
)
def test_every_hedge_has_its_sign(hedge: str, shown: str) -> None:
    assert value_words(quantity(40, 30, 50, hedge), "item") == shown


@pytest.mark.parametrize(("flags", "shown"), [((), "40"), (("rate.day",), "40 a day"), (("digits.homoglyph", "rate.hour"), "40 an hour")])
def test_a_rate_is_never_shown_as_a_count(flags: tuple[str, ...], shown: str) -> None:
    told = replace(sample_reading().claims[0], quantity=quantity(40, 40, 40, "exact"), flags=flags)
    assert amount_words(replace(told, measure=replace(told.measure, unit="person"))) == shown


def test_a_range_shows_both_ends() -> None:
    assert value_words(quantity(70_000, 70_000, 80_000, "between"), "person") == "70,000-80,000"


def test_a_vague_quantity_keeps_its_words() -> None:
    assert value_words(quantity(None, 200, 999, "vague", "hundreds"), "person") == "hundreds"


def test_an_area_names_its_unit() -> None:
    assert value_words(quantity(60, 60, None, "at_least"), "km2") == ">= 60 km2"


def test_a_zero_is_shown_as_zero() -> None:
    assert value_words(quantity(0, 0, 0, "exact", "No"), "person") == "0"


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        (Measure(categories=frozenset({"wounded", "killed"}), unit="person"), "killed or wounded"),
        (Measure(categories=frozenset({"killed", "wounded", "missing"}), unit="person"), "killed, missing or wounded"),
        (Measure(categories=frozenset({"killed"}), unit="person", population="aid_worker"), "killed (aid worker)"),
        (Measure(categories=frozenset({"tank"}), unit="item", outcome="shot_down"), "tank (shot down)"),
        (Measure(categories=frozenset({"losses"}), unit="share", base="strength"), "losses, of strength"),
        (Measure(categories=frozenset({"tank"}), unit="item", outcome="lost"), "tank"),
        (Measure(categories=frozenset({"air_defence"}), unit="item"), "air defence"),
    ],
)
def test_what_is_counted_is_said_in_words(measure: Measure, shown: str) -> None:
    assert measure_words(measure) == shown


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (Period(kind="flow"), "-"),
        (Period(kind="flow", text="over the past day"), "over the past day"),
        (Period(kind="flow", start=date(2031, 3, 4), end=date(2031, 3, 4)), "4 Mar 2031"),
        (Period(kind="flow", start=date(2031, 3, 4), end=date(2031, 3, 11)), "4-11 Mar 2031"),
        (Period(kind="flow", start=date(2031, 2, 27), end=date(2031, 3, 4)), "27 Feb - 4 Mar 2031"),
        (Period(kind="flow", start=date(2030, 12, 30), end=date(2031, 1, 2)), "30 Dec 2030 - 2 Jan 2031"),
        (Period(kind="flow", end=date(2031, 3, 4)), "to 4 Mar 2031"),
        (Period(kind="flow", start=date(2031, 3, 4)), "from 4 Mar 2031"),
        (Period(kind="cumulative", end=date(2031, 3, 4)), "total to 4 Mar 2031"),
        (Period(kind="cumulative", end=date(2031, 3, 11), end_latest=date(2031, 3, 20)), "total to 11-20 Mar 2031"),
        (Period(kind="cumulative", start=date(2031, 3, 4)), "total, from 4 Mar 2031"),
        (Period(kind="cumulative"), "total"),
        (Period(kind="stock", end=date(2031, 3, 4)), "at 4 Mar 2031"),
        (Period(kind="stock"), "-"),
    ],
)
def test_a_period_is_shown_by_its_dates_or_else_its_words(period: Period, shown: str) -> None:
    assert period_words(period) == shown


def test_two_days_say_what_they_share_once() -> None:
    assert days_words(date(2031, 1, 30), date(2031, 2, 1)) == "30 Jan - 1 Feb 2031"


def test_a_force_is_shown_by_its_name_else_by_the_words_of_the_text() -> None:
    assert force_words(NORLAND, {"NOR": "Norland"}) == "Norland"
    assert force_words(Force(id="NOR", text="the Norlanders"), {}) == "Norlanders"
    assert force_words(Force(id="NOR", text=""), {}) == "NOR"
    assert force_words(None, {}) == "-"


def test_a_source_is_shown_by_its_name_else_by_the_words_of_the_text() -> None:
    assert source_words(INSTITUTE[0], {"INST": "Institute for Peace"}) == "Institute for Peace"
    assert source_words(INSTITUTE[0], {}) == "Institute"
    assert source_words(AUTHOR[0], {}) == "author"


def test_claimants_are_counted_once_each_and_the_author_is_one() -> None:
    again = replace(INSTITUTE[0], text="its researchers")
    number = quantity(87, 87, 87, "exact")
    claims = (
        claim("87", number, "tank", attribution=INSTITUTE),
        claim("70 to 80,000", number, "tank", attribution=(again,)),
        claim("hundreds", number, "tank"),
        claim("more than a third", number, "tank", attribution=(Attribution(source=None, text="Two officials", voice="reported"),)),
        claim("the rest", number, "tank", attribution=(Attribution(source=None, text="two officials", voice="reported"),)),
    )
    assert claimants(bare_reading(TEXT, *claims)) == 3


def test_the_summary_counts_claims_claimants_and_judgements() -> None:
    assert summary(sample_reading()) == "7 claims, 3 claimants; 1 judgement."


def test_the_summary_says_why_there_is_no_claim() -> None:
    reading = bare_reading("A football match.", context=Context(conflict=False, reason="no armed conflict in this text"))
    assert plain_table(reading) == "No claims: no armed conflict in this text."


def test_the_summary_of_a_war_text_without_claims_does_not_blame_its_context() -> None:
    reading = bare_reading("The army marched.", context=Context(conflict=True, reason="speaks of armed conflict"))
    assert summary(reading) == "No claims: no figure of losses, strength or ground was found."
    assert summary(replace(reading, judgements=sample_reading().judgements)).endswith("was found; 1 judgement.")


def test_a_toll_is_one_line() -> None:
    assert toll_words(sample_reading().tolls[0]) == "~ 1,000 killed, 12 killed (civilian); Wexley; 4 Mar 2031"


def test_the_table_of_a_reading_is_this() -> None:
    assert plain_table(sample_reading(), names={"NOR": "Norland"}).splitlines() == [
        "#          value  what              whose    claimed by   when",
        "1        ~ 4,000  killed or wound…  Norland  Institute    total to 11-20 Mar 20…",
        "2        ~ 1,000  killed, of #1     Norland  Institute    total to 11-20 Mar 20…",
        "3       the rest  wounded, of #1    Norland  Institute    total to 11-20 Mar 20…",
        "4             87  tank              Norland  author       -",
        "5   hundreds of…  territory         Norland  author       -",
        "6  70,000-80,000  denied: deserted  -        General St…  -",
        "7        > 33.3%  losses, of stre…  -        author       -",
        "7 claims, 3 claimants; 1 judgement.",
    ]


def test_a_superseded_claim_names_the_one_in_its_place() -> None:
    later = claim("87", quantity(9, 9, 9, "exact"), "killed")
    earlier = claim("the rest", quantity(4, 4, 4, "exact"), "killed", superseded_by=later.id)
    assert "killed, now #2" in plain_table(bare_reading(TEXT, earlier, later))


def test_a_number_is_never_cut() -> None:
    number = quantity(1_200_000, 1_200_000, 1_350_000, "between")
    wide = {"force": Force(id=None, text="W" * 60), "period": Period(kind="flow", text="W" * 60)}
    assert "1,200,000-1,350,000 km2" in plain_table(bare_reading(TEXT, claim("87", number, "territory", unit="km2", **wide)), width=60)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.integers(min_value=60, max_value=120))
def test_no_line_is_wider_than_asked_whatever_the_words(whose: str, source: str, when: str, width: int) -> None:
    reading = bare_reading(
        TEXT,
        claim(
            "87",
            quantity(10**14, 10**14, None, "at_least"),
            "multiple_launch_rocket_system",
            "self_propelled_howitzer",
            unit="item",
            force=Force(id=None, text=whose),
            attribution=(Attribution(source=None, text=source, voice="reported"),),
            period=Period(kind="flow", text=when),
        ),
    )
    lines = plain_table(reading, width=width).split("\n")
    assert len(lines) == 3
    assert all(width_of(line) <= width for line in lines[:2])


def test_columns_stay_in_line_under_wide_and_combining_characters() -> None:
    forces = ("北方军队北方军队北方军队北方军队", "Norlande\u0301", "plain")
    lines = table_lines([COLUMNS, *(("1", "5", "killed", whose, "AUTHOR", "-") for whose in forces)])
    assert {width_of(line.partition("AUTHOR")[0]) for line in lines[1:]} == {width_of(lines[0].partition("claimed")[0])}


@pytest.mark.parametrize(
    "text", ["\x1b[31mred\x1b[0m", "a\nb\r\tc", "\u202egnorw", "zero\u200bwidth", "\ud800", "\x9b31m", "\u2028line", "bell\x07"]
)
def test_no_character_that_a_terminal_acts_on_is_shown(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_plain_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown


@given(ANY_TEXT, st.integers(min_value=1, max_value=30))
def test_a_cut_text_fits_and_a_padded_one_fills(text: str, width: int) -> None:
    shown = plain(text)
    assert width_of(cut(shown, width)) <= width
    assert width_of(padded(shown, width)) == width


def test_a_style_is_given_each_cell_with_its_column() -> None:
    seen = []

    def style(cell: str, column: str) -> str:
        seen.append(column)
        return cell

    table_lines([COLUMNS], style=style)
    assert tuple(seen) == COLUMNS

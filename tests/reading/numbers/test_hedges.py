"""Hedges set how exact a number is: their kind, their bounds, their words and their scope."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.numbers.hedges import HedgedNumber, ReadNumber, apply_hedges, cues, read_numbers
from tollbook.reading.numbers.numbers import find_numbers
from tollbook.reading.tokens import split_sentences, tokenise


def only(text: str) -> ReadNumber:
    found = read_numbers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("20 men", "exact", 20, 20),
        ("exactly 20 men", "exact", 20, 20),
        ("a total of 20 men", "exact", 20, 20),
        ("about 87 men", "about", 82, 92),
        ("around 4,000 men", "about", 3500, 4500),
        ("approximately 826,000 men", "about", 821870, 830130),
        ("some 200 men", "about", 150, 250),
        ("200 or so men", "about", 150, 250),
        ("300-odd men", "about", 250, 350),
        ("nearly 200 men", "nearly", 180, 200),
        ("just under 200 men", "nearly", 180, 200),
        ("more than 20 men", "over", 20, None),
        ("well over 20 men", "over", 20, None),
        ("upwards of 20 men", "over", 20, None),
        ("20+ men", "over", 20, None),
        ("20-plus men", "over", 20, None),
        ("at least 20 men", "at_least", 20, None),
        ("no fewer than 20 men", "at_least", 20, None),
        ("20 or more men", "at_least", 20, None),
        ("AT LEAST 20 MEN", "at_least", 20, None),
        ("fewer than 20 men", "under", 0, 20),
        ("up to 20 men", "up_to", 0, 20),
        ("as many as 20 men", "up_to", 0, 20),
        ("no more than 20 men", "up_to", 0, 20),
        ("20 or fewer men", "up_to", 0, 20),
        ("20 to 30 men", "between", 20, 30),
        ("dozens of men", "vague", 24, 99),
    ],
)
def test_a_hedge_gives_its_kind_and_bounds(text: str, kind: str, low: int, high: int | None) -> None:
    hedged = only(text).hedged
    assert (hedged.hedge, hedged.low, hedged.high) == (kind, low, high)


@pytest.mark.parametrize(
    ("text", "quote", "cue"),
    [
        ("They lost at least 20 men.", "at least 20", "at least"),
        ("They lost more than a dozen men.", "more than a dozen", "more than"),
        ("They lost at least another 20 men.", "at least another 20", "at least"),
        ("They lost 200 or so men.", "200 or so", "or so"),
        ("They lost up to about 500 men.", "up to about 500", "up to about"),
        ("They lost 20\u00a0men or more.", "20", ""),
        ("They lost \u201cnearly\u201d 20 men.", "20", ""),
    ],
)
def test_the_span_holds_the_number_and_its_hedge_alone(text: str, quote: str, cue: str) -> None:
    number = only(text)
    assert (number.text, number.hedged.cue) == (quote, cue)
    assert text[number.start : number.end] == quote


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("at least some 20 men", "at_least", 15, None),
        ("up to about 500 men", "up_to", 0, 550),
        ("perhaps more than 20 men", "over", 15, None),
        ("more than a dozen men", "over", 12, None),
        ("at least several hundred men", "at_least", 300, None),
        ("up to several dozen men", "up_to", 0, 99),
        ("about 20 to 30 men", "between", 15, 35),
        ("at least 20 to 30 men", "at_least", 20, None),
    ],
)
def test_a_stronger_word_names_the_kind_and_every_word_widens(text: str, kind: str, low: int, high: int | None) -> None:
    hedged = only(text).hedged
    assert (hedged.hedge, hedged.low, hedged.high) == (kind, low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("almost 40 percent of them", 0.36, 0.4),
        ("about 40 percent of them", 0.35, 0.45),
        ("about 37 percent of them", 0.3515, 0.3885),
        ("more than a third of them", 1 / 3, 1),
        ("at least half of them", 0.5, 1),
        ("up to 40% of them", 0, 0.4),
        ("over 140 percent of them", 1.4, None),
    ],
)
def test_a_share_stays_a_fraction_of_one(text: str, low: float, high: float | None) -> None:
    hedged = only(text).hedged
    assert hedged.low == pytest.approx(low)
    assert hedged.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "some of the 20 men",
        "about the 20 men",
        "concerned about 39 men",
        "anger over 12 deaths",
        "some two men",
        "the over-stretched 20 men",
    ],
)
def test_words_that_only_look_like_hedges_leave_a_number_exact(text: str) -> None:
    assert [number.hedged.hedge for number in read_numbers(text)] == ["exact"]


def test_over_a_span_of_time_does_not_hedge_the_count() -> None:
    hedged = [number.hedged for number in read_numbers("Over the past 24 hours they lost 20 men.")]
    assert [number.cue for number in hedged] == ["", ""]


def test_a_hedge_before_a_list_is_the_first_items_alone() -> None:
    hedged = [number.hedged for number in read_numbers("They lost around 87 trucks, 51 drones, 40 guns and 2 tanks.")]
    assert [(number.hedge, number.scope) for number in hedged] == [
        ("about", "first"),
        ("exact", "single"),
        ("exact", "single"),
        ("exact", "single"),
    ]
    assert hedged[0].rule == "hedge.scope.first"


def test_each_hedge_of_a_list_keeps_to_its_own_number() -> None:
    hedged = [number.hedged for number in read_numbers("At least 12 died and more than 30 were hurt.")]
    assert [(number.hedge, number.scope) for number in hedged] == [("at_least", "single"), ("over", "single")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("more than 100 and fewer than 300 men", 100, 300),
        ("at least 20 but no more than 50 men", 20, 50),
        ("at most 50 and at least 20 men", 20, 50),
    ],
)
def test_two_comparisons_bound_one_number(text: str, low: int, high: int) -> None:
    hedged = only(text).hedged
    assert (hedged.stated, hedged.low, hedged.high, hedged.rule) == (None, low, high, "hedge.comparison")


def test_comparisons_that_exclude_each_other_stay_two() -> None:
    assert len(read_numbers("more than 300 and fewer than 100 men")) == 2
    assert len(read_numbers("more than 100 men and fewer than 300 guns")) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("близько 200 осіб", "about"),
        ("понад 300 осіб", "over"),
        ("більше 300 осіб", "over"),
        ("майже 100 осіб", "nearly"),
        ("щонайменше 7 осіб", "at_least"),
        ("не менше 7 осіб", "at_least"),
        ("до 40 осіб", "up_to"),
        ("около 200 человек", "about"),
        ("более 300 человек", "over"),
        ("почти 100 человек", "nearly"),
        ("не менее 7 человек", "at_least"),
    ],
)
def test_ukrainian_and_russian_hedges_are_read(text: str, kind: str) -> None:
    assert only(text).hedged.hedge == kind


def test_every_number_gets_one_reading_in_order() -> None:
    text = "In 2014 at least 12 men, some 20 women and the rest died, no one fled."
    sentence = tokenise(text, split_sentences(text)[0])
    numbers = find_numbers(text, sentence)
    assert [hedged.number for hedged in apply_hedges(text, sentence, numbers)] == numbers


BEFORE = sorted({" ".join(cue.words).replace(" .", ".") for rows in cues().before.values() for cue in rows if cue.only == ""})
AFTER = sorted({" ".join(cue.words) for rows in cues().after.values() for cue in rows if cue.only == "" and cue.words[0].isalpha()})
NUMBERS = st.one_of(
    st.integers(min_value=1, max_value=10**9).map(lambda value: f"{value:,}"),
    st.sampled_from(["dozens", "one-third", "40 percent", "20 to 30", "several hundred", "1.2 million", "half a million"]),
)


def hedged(text: str) -> HedgedNumber:
    return read_numbers(text)[0].hedged


@given(NUMBERS, st.sampled_from(BEFORE), st.sampled_from(["", *AFTER]))
def test_a_hedge_never_narrows_and_holds_what_is_stated(number: str, before: str, after: str) -> None:
    plain, wide = hedged(f"lost {number} of"), hedged(f"lost {before} {number} {after} of")
    assert wide.low <= plain.low
    assert wide.high is None or (plain.high is not None and wide.high >= plain.high) or (plain.number.kind == "share" and wide.high == 1)
    if wide.stated is not None:
        assert wide.low <= wide.stated
        assert wide.high is None or wide.stated <= wide.high


@given(st.integers(min_value=6, max_value=10**6), st.sampled_from(BEFORE))
def test_the_quote_of_a_hedged_number_is_its_span(value: int, before: str) -> None:
    text = f"Troops lost {before} {value:,} guns."
    number = next(found for found in read_numbers(text) if found.hedged.stated == value)
    assert text[number.start : number.end] == number.text == f"{before} {value:,}".replace("  ", " ")

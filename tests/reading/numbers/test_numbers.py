"""Numbers are read in every form, and what counts nothing is put aside with its reason.

In the sentences «20» marks a number that counts; every other number there has to be put aside.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.numbers.numbers import NumberMention, find_numbers
from tollbook.reading.numbers.words import figure_of, word_of
from tollbook.reading.shadow import make_shadow
from tollbook.reading.tokens import split_sentences, tokenise


def mentions(text: str) -> list[tuple[str, NumberMention]]:
    """Return every number mention of a text with its words."""
    shadow = make_shadow(text).text
    found = []
    for sentence in split_sentences(shadow):
        tokenise(shadow, sentence)
        found += [
            (shadow[sentence.starts[mention.first] : sentence.ends[mention.last - 1]], mention)
            for mention in find_numbers(shadow, sentence)
        ]
    return found


def only(text: str) -> NumberMention:
    found = mentions(text)
    assert len(found) == 1, found
    return found[0][1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500 men", 1500),
        ("1 500 men", 1500),
        ("1\u202f500 men", 1500),
        ("1.500.000 men", 1500000),
        ("1,234,567 men", 1234567),
        ("12,34,567 men", 1234567),
        ("43200 men", 43200),
        ("1.2 million men", 1200000),
        ("1.2m people", 1200000),
        ("12k troops", 12000),
        ("5bn shells", 5000000000),
        ("4.8 per day", 4.8),
        ("seven men", 7),
        ("nine point five men a day", 9.5),
        ("one point two million men", 1_200_000),
        ("one point one thousand men", 1_100),
        ("twenty-one point five thousand", 21_500),
        ("twenty-five men", 25),
        ("twenty five men", 25),
        ("a hundred men", 100),
        ("three hundred and twelve men", 312),
        ("two thousand four hundred men", 2400),
        ("twenty-five thousand men", 25000),
        ("a hundred thousand men", 100000),
        ("two dozen men", 24),
        ("half a dozen men", 6),
        ("half a million men", 500000),
        ("two and a half million men", 2500000),
        ("three million and a half", 3500000),
        ("a quarter of a million men", 250000),
        ("thirteen lakh men", 1300000),
        ("3 hundred and 21 men", 321),
        ("8 тис. 815 одиниць", 8815),
        ("12 тис. осіб", 12000),
        ("двадцять п'ять осіб", 25),
        ("двісті тридцять машин", 230),
        ("две тысячи человек", 2000),
    ],
)
def test_a_count_has_its_value_in_every_form(text: str, value: float) -> None:
    mention = only(text)
    assert (mention.kind, mention.stated, mention.low, mention.high) == ("count", value, value, value)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("a third of the men", 1 / 3),
        ("more than one-third", 1 / 3),
        ("two thirds of them", 2 / 3),
        ("two-thirds of them", 2 / 3),
        ("three-quarters of them", 0.75),
        ("half of them", 0.5),
        ("half the force", 0.5),
        ("one in five men", 0.2),
        ("one in every five men", 0.2),
        ("9 out of 10 men", 0.9),
        ("nine of every ten men", 0.9),
        ("40 percent of them", 0.4),
        ("40% of them", 0.4),
        ("40 per cent of them", 0.4),
        ("40 pct of them", 0.4),
        ("forty percent of them", 0.4),
        ("3/4 of them", 0.75),
        ("\u00be of them", 0.75),
        ("половина техніки", 0.5),
    ],
)
def test_a_share_is_a_fraction_of_one(text: str, share: float) -> None:
    mention = only(text)
    assert mention.kind == "share"
    assert mention.stated == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 20 and 30 men", 20, 30),
        ("from 20 to 30 men", 20, 30),
        ("20 to 30 men", 20, 30),
        ("6-8 men", 6, 8),
        ("6\u20138 men", 6, 8),
        ("1,000-1,500 men", 1000, 1500),
        ("10k-12k men", 10000, 12000),
        ("two or three men", 2, 3),
        ("70 or 80,000 men", 70000, 80000),
        ("20 to 25,000 men", 20000, 25000),
        ("30 to 40 thousand men", 30000, 40000),
        ("two to three hundred men", 200, 300),
        ("between 1 and 1.5 million men", 1000000, 1500000),
        ("between 50 and 1,500 men", 50, 1500),
        ("30 to 40 percent of them", 0.3, 0.4),
        ("between a quarter and a third of them", 0.25, 1 / 3),
    ],
)
def test_a_range_states_no_number_and_bounds_it(text: str, low: float, high: float) -> None:
    mention = only(text)
    assert (mention.stated, mention.hedge, mention.rule) == (None, "between", "number.range")
    assert (mention.low, mention.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "The toll rose from 20 to 30.",
        "This brings the number of dead from 20 to 30.",
        "It went up from 20 to 30.",
        "They lost 20 and 30 men.",
        "They lost 30 to 20.",
        "They lost 5 or 500 men.",
    ],
)
def test_two_numbers_that_are_no_range_stay_two(text: str) -> None:
    assert [mention.hedge for _, mention in mentions(text)] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of men", 24, 99),
        ("scores of villages", 40, 99),
        ("hundreds of men", 200, 999),
        ("thousands of men", 2000, 9999),
        ("tens of thousands of men", 20000, 99999),
        ("several men", 3, 9),
        ("several hundred men", 300, 999),
        ("several dozen men", 36, 99),
        ("several dozens of men", 36, 99),
        ("a few dozen men", 24, 99),
        ("a handful of men", 3, 9),
    ],
)
def test_a_vague_word_states_no_number_and_bounds_it(text: str, low: int, high: int) -> None:
    mention = only(text)
    assert (mention.kind, mention.stated, mention.low, mention.high, mention.hedge) == ("count", None, low, high, "vague")


def test_a_couple_is_about_two_and_both_are_two() -> None:
    couple, both = only("a couple of tanks"), only("both pilots died")
    assert (couple.stated, couple.hedge, couple.high) == (2, "about", 3)
    assert (both.stated, both.hedge) == (2, "exact")


@pytest.mark.parametrize("text", ["The rest were wounded.", "The others fled.", "the remainder surrendered", "the rest of them fled"])
def test_the_rest_has_no_number_of_its_own(text: str) -> None:
    assert (only(text).kind, only(text).stated, only(text).high) == ("rest", None, None)


@pytest.mark.parametrize("text", ["the rest of the country", "the rest of the day"])
def test_the_rest_of_something_else_is_put_aside(text: str) -> None:
    assert only(text).kind == "excluded"


@pytest.mark.parametrize("text", ["no soldiers died", "None were hurt.", "zero losses", "nobody was hurt", "no one was hurt"])
def test_words_for_zero_state_zero(text: str) -> None:
    assert (only(text).kind, only(text).stated) == ("none", 0)


@pytest.mark.parametrize("text", ["He is no longer there.", "No doubt they fled.", "no, they fled", "It made a third man."])
def test_idioms_are_no_zero_and_no_share(text: str) -> None:
    assert all(mention.kind == "excluded" for _, mention in mentions(text))


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        (
            "date",
            [
                "on 3 January",
                "on Jan. 3",
                "on 24.02.2022",
                "on 2025-01-24",
                "on 19 Jan 90",
                "in the 1990s",
                "in 2014",
                "since 2015",
                "the war of 1989",
                "in 2014-2015",
                "since 9/11",
                "from 24.02 to 21.08",
                "on 3 and 4 January",
                "the 2014 war",
                "on January 3-5",
            ],
        ),
        ("time", ["at 0230", "at 3:30 pm", "at 8 a.m.", "at 1330 GMT", "from 0600 to 1200", "at 1800 they fled", "at six o'clock"]),
        (
            "duration",
            ["in 24 hours", "for three days", "a five-year plan", "a 24-hour truce", "for two and a half years", "in 5 to 7 days"],
        ),
        ("age", ["an 18-year-old soldier", "men aged 20 to 30", "a man aged 34", "She is 18 years old.", "a seven-year-old boy"]),
        ("money", ["$5 million in aid", "600 dollars a head", "\u00a33m in aid", "30,000 rubles a month", "$5-10 million in aid"]),
        ("caliber", ["a 155mm gun", "a 7.62 mm round", "122-mm guns"]),
        ("distance", ["12 km away", "5 to 7 miles away", "a 300-meter strip", "two km away"]),
        ("weight", ["a 500-pound bomb", "12 tons of shells"]),
        (
            "model",
            [
                "T-72 tanks",
                "Su-34 jets",
                "Leopard 2 tanks",
                "F-16s",
                "AK-47 rifles",
                "the S-300",
                "M1A2 tanks",
                "BM-21",
                "Kh-101",
                "Mi-8",
                "4x4",
                "1e999",
            ],
        ),
        (
            "label",
            ["Resolution 1701", "Law 18314", "Article 5", "page 12", "room 101", "Route 4", "Highway 61", "Flight 17", "No. 4", "Type 59"],
        ),
        ("unit name", ["with Battalion 6", "from Brigade 121"]),
        ("ordinal", ["the 47th Brigade", "the 3rd Battalion", "the first attack", "the 21st", "the two hundred and fifty-fourth day"]),
        ("score", ["a 3-1 win", "a 2:0 win"]),
        ("percentage point", ["up 3 percentage points"]),
        ("idiom", ["on duty 24/7"]),
        ("frequency", ["struck three times"]),
        ("phone or code", ["call 222-333-4444"]),
        ("pronoun", ["one of the generals", "this one"]),
        ("address", ["at 12 Baker Street"]),
        ("too many digits", ["code 12345678901234567", "a million million million men"]),
        ("ambiguous separator", ["lost 1.500 men"]),
    ],
)
def test_what_counts_nothing_is_put_aside_with_its_reason(reason: str, texts: list[str]) -> None:
    for text in texts:
        found = [(mention.kind, mention.reason) for _, mention in mentions(text)]
        assert found, text
        assert set(found) == {("excluded", reason)}, text


@pytest.mark.parametrize("chain", ["at .30:45 that day", "at 4,00:15 that day", "at 2124.02:12 that day"])
def test_a_chain_whose_first_figure_has_a_mark_is_no_clock(chain: str) -> None:
    assert "time" not in {mention.reason for _, mention in mentions(chain)}


def test_a_numbered_list_is_no_count() -> None:
    reasons = [mention.reason for _, mention in mentions("\n1. They lost men.\n2) They lost guns.")]
    assert reasons == ["list number", "list number"]


@pytest.mark.parametrize(
    "marked",
    [
        "They hold «300» square kilometers.",
        "They hold «300» km\u00b2.",
        "a total of «2015» soldiers",
        "In the brigade «12» men died.",
        "At the camp «7» men died.",
        "Some «3» may have died.",
        "another «20» were hurt, and «15» more",
        "On 3 January 2025, «12» men died in the 47th Brigade.",
        "«One» man died, and that one soldier fled: «two» in all.",
        "The 19-year-old killed «three» men with a 9-mm pistol at 0230.",
        "«12»-strong",
        "APV - «2087» (+«5»), tanks ‒ «2002»",
        "lost «20»-«30»",
        "He saw «1,500» of the 2014 class.",
    ],
)
def test_counts_stay_among_numbers_that_are_none(marked: str) -> None:
    wanted = re.findall(r"«([^»]*)»", marked)
    found = [words for words, mention in mentions(re.sub("[«»]", "", marked)) if mention.kind != "excluded"]
    if "-«" in marked:
        assert found == ["20-30"]
    elif "that one" in marked:
        assert found == ["One", "one", "two"]
    else:
        assert found == wanted


def test_figures_are_read_with_their_separators() -> None:
    assert figure_of("1,674,200.5").value == 1674200.5
    assert figure_of("1.234,5").value == 1234.5
    assert figure_of("1,3").value == 1.3
    assert figure_of("22,24,26").form == "listing"
    assert figure_of("0230").form == "code"
    assert figure_of("٣").form == "code"
    assert figure_of("9" * 4000).value is None


def test_a_hyphenated_word_is_worth_its_parts() -> None:
    assert word_of("twenty-five").value == 25
    assert word_of("three-quarters").value == 0.75
    assert word_of("five-year").reason == "duration"
    assert word_of("well-known").kind == 0


PIECES = st.sampled_from(
    "12 1,500 .5 24.02 0 twenty hundred thousand dozen half third a the of in out and or to - / : % $ percent between from several "
    "dozens no one rest year-old hours km January 2014 k m th тис . , twenty-five one-third T-72 3 two million point".split()
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=14))
def test_any_run_of_tokens_gives_ordered_mentions_within_bounds(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    end = 0
    previous: Any = None
    for sentence in split_sentences(text):
        tokenise(text, sentence)
        end = 0
        for mention in find_numbers(text, sentence):
            assert end <= mention.first < mention.last <= len(sentence.words), previous
            assert mention.high is None or mention.low <= mention.high
            assert mention.stated is None or mention.high is None or mention.low <= mention.stated <= mention.high
            assert (mention.kind == "excluded") == bool(mention.reason)
            end, previous = mention.last, mention


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_any_whole_number_is_read_back(value: int) -> None:
    for text in (f"{value:,} men", f"{value} men" if value > 2100 else f"{value:,} men"):
        assert [mention.stated for _, mention in mentions(f"They lost {text}")] == [value]


@pytest.mark.parametrize("figure", ["9" * 20, "9" * 5_000, "1e400", "4x4", "T-72"])
def test_a_magnitude_after_a_figure_that_is_no_number_is_no_number_either(figure: str) -> None:
    assert [mention.kind for _, mention in mentions(f"{figure} million men")] in (["excluded"], ["excluded", "excluded"])


@pytest.mark.parametrize("chain", ["1/{}", "{}/{}", "{}:30", "12:{}:1", "2025-{}-24", "555-{}-1"])
def test_a_chain_of_figures_with_thousands_of_digits_is_put_aside(chain: str) -> None:
    """Python refuses to read a whole number of over 4,300 digits."""
    assert {mention.kind for _, mention in mentions(f"{chain.replace('{}', '9' * 5_000)} men")} == {"excluded"}


@pytest.mark.parametrize("code", ["1_000 men", "file_12 men", "R_4_7 men", "0x7f men"])
def test_a_figure_behind_an_underscore_or_of_another_base_is_a_code(code: str) -> None:
    assert "excluded" in {mention.kind for _, mention in mentions(code)}
    assert 0 not in {mention.stated for _, mention in mentions(code) if mention.kind == "count"}

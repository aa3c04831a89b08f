"""When a count runs: over a period, since a start, or at a date."""

from __future__ import annotations

from datetime import date

import pytest

import tollbook
from tests.reading.marked import read_any
from tollbook.core.types import Measure, Period
from tollbook.reading.drafts.drafts import Draft
from tollbook.reading.timing import period_of, without_words

# Wednesday, 8 May 2024 is the publication date of every text here.
WAR = "russia-ukraine-2022"


def period(text: str, theatre: str = "none") -> Period:
    claims = read_any(text, theatre).claims
    assert claims
    return claims[0].period


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("Shelling killed 12 people on Monday.", date(2024, 5, 6), date(2024, 5, 6), "on Monday"),
        ("Shelling killed 12 people yesterday.", date(2024, 5, 7), date(2024, 5, 7), "yesterday"),
        ("Shelling killed 12 people in April.", date(2024, 4, 1), date(2024, 4, 30), "in April"),
        ("Shelling killed 12 people in 2023.", date(2023, 1, 1), date(2023, 12, 31), "in 2023"),
        ("Shelling killed 12 people last week.", date(2024, 4, 29), date(2024, 5, 5), "last week"),
        ("Between 3 and 5 May, 12 people were killed.", date(2024, 5, 3), date(2024, 5, 5), "Between 3 and 5 May"),
        ("Russia lost 1,500 men over the past 24 hours.", date(2024, 5, 7), date(2024, 5, 8), "over the past 24 hours"),
    ],
)
def test_a_loss_over_a_period_is_a_flow(text: str, start: date, end: date, words: str) -> None:
    found = period(text)
    assert (found.kind, found.start, found.end, found.text) == ("flow", start, end, words)


@pytest.mark.parametrize(
    "text", ["Shelling killed 12 people.", "Russia suffers 1,200 casualties a day.", "12 people died after three days of fighting."]
)
def test_an_event_without_a_date_is_a_flow_without_one(text: str) -> None:
    """A rate and a duration name no day, and the publication date is not the day of the loss."""
    assert period(text) == Period(kind="flow")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Russia has lost 40,000 soldiers since 24 February 2022.", date(2022, 2, 24), date(2024, 5, 8)),
        ("Russia has lost 40,000 soldiers.", None, date(2024, 5, 8)),
        ("Overall, Russia lost 40,000 soldiers.", None, date(2024, 5, 8)),
        ("In total, 40,000 soldiers were killed.", None, date(2024, 5, 8)),
        ("So far 12 people have been killed.", None, date(2024, 5, 8)),
        ("The death toll rose to 112.", None, date(2024, 5, 8)),
        ("As of 5 May 2024, 40,000 soldiers had been killed.", None, date(2024, 5, 5)),
        ("By 1 May 40,000 soldiers had been killed.", None, date(2024, 5, 1)),
        ("Russia has lost 40,000 soldiers since the start of the war.", None, date(2024, 5, 8)),
        ("Russia has lost 40,000 soldiers since the war began on 24 February 2022.", date(2022, 2, 24), date(2024, 5, 8)),
        ("As of 3 May, Russia has lost 40,000 soldiers since February 2022.", date(2022, 2, 1), date(2024, 5, 3)),
        ("Russia has lost 40,000 soldiers since February 2022, the ministry said on 3 May 2024.", date(2022, 2, 1), date(2024, 5, 3)),
        ("The ministry said on May 3, 2024, that Russia has lost 40,000 soldiers.", None, date(2024, 5, 3)),
        ("On Monday the death toll rose to 57.", None, date(2024, 5, 6)),
        ("Russia has lost 40,000 men since launching its full-scale invasion in May 2023, it said.", None, date(2024, 5, 8)),
        ("The town buried its dead, taking the death toll to 57.", None, date(2024, 5, 8)),
    ],
)
def test_a_running_count_ends_at_its_date_or_at_publication(text: str, start: date | None, end: date) -> None:
    """It begins where the text says, or nowhere: no start is guessed."""
    found = period(text)
    assert (found.kind, found.start, found.end) == ("cumulative", start, end)


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("Shelling killed 52 people in the past 24 hours, bringing the overall toll to 5,400.", ("flow", "cumulative")),
        ("Russia lost 20 tanks on Monday, raising the total to 7,300.", ("flow", "cumulative")),
        ("Russia lost 20 tanks, bringing the total to 7,300 since February 2022.", ("flow", "cumulative")),
        ("Casualties rose to 300 in April.", ("flow",)),
    ],
)
def test_a_total_that_rises_runs_on_whatever_the_count_beside_it(text: str, totals: tuple[str, ...]) -> None:
    assert tuple(claim.period.kind for claim in read_any(text).claims) == totals


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A total of 12 soldiers were killed in the attack.", "flow"),
        ("Rebels killed 9 soldiers and 3 officers, a total of 12 men killed.", "flow"),
        ("The army lost a total of 12 tanks in the fighting.", "flow"),
        ("The army lost a total of 12 tanks in the war.", "cumulative"),
        ("The army has lost a total of 1,200 tanks.", "cumulative"),
        ("A total of 1,200 soldiers have died so far.", "cumulative"),
        ("Total losses reached 900 tanks.", "cumulative"),
        ("A total of 115 soldiers have fallen since the ground operation began.", "cumulative"),
        ("Twelve soldiers were killed in the deadliest attack since the war began.", "flow"),
    ],
)
def test_the_sum_of_one_event_is_no_running_count(text: str, kind: str) -> None:
    assert {claim.period.kind for claim in read_any(text).claims} == {kind}


def test_a_day_between_a_speaker_and_the_verb_is_the_day_of_speech() -> None:
    (claim,) = read_any("The ministry on Tuesday announced that 40 soldiers were killed in April.").claims
    assert (claim.period.start, claim.period.end) == (date(2024, 4, 1), date(2024, 4, 30))


def test_a_figure_of_the_year_compared_with_is_of_that_year() -> None:
    (claim,) = read_any("Twice as many soldiers were killed in 2023 as in 2022, when 50,000 died.").claims
    assert (claim.period.start, claim.period.end) == (date(2022, 1, 1), date(2022, 12, 31))


def test_the_total_of_a_list_of_several_things_is_not_read() -> None:
    """Of men or of tanks: the text doesn't say."""
    reading = read_any("Russia lost 900 soldiers and 20 tanks, bringing the total to 7,300.")
    assert [claim.quantity.stated for claim in reading.claims] == [900, 20]
    assert "a total, but the text names no count near it" in [left.reason for left in reading.abstentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed 52 people in the past 24 hours, taking the toll since 7 April to 5,400.", [date(2024, 5, 7), date(2024, 4, 7)]),
        ("In the past week 30 people were killed; 400 have been killed since 7 April.", [date(2024, 5, 1), date(2024, 4, 7)]),
        ("Footage published on 4 May shows that two tanks were destroyed.", [None]),
        ("A report released on Monday said 12 people were killed in April.", [date(2024, 4, 1)]),
        ("The army has lost 900 men, more than in 2006.", [None]),
        ("The army lost as many as 900 men in 2006.", [date(2006, 1, 1)]),
        ("It was the deadliest raid since 2019, when 71 soldiers were killed.", [None]),
        ("Nine soldiers died on Monday in the worst raid since April.", [date(2024, 5, 6)]),
        ("The army has lost 900 men since April.", [date(2024, 4, 1)]),
    ],
)
def test_a_count_has_the_period_of_its_own_clause(text: str, expected: list[date | None]) -> None:
    """Not that of the total beside it, of a publication, of a comparison, or of a record."""
    assert [claim.period.start for claim in read_any(text).claims] == expected


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Russia lost 300 men a day in April.", "rate.day"),
        ("On average 300 soldiers were killed daily in April 2024.", "rate.day"),
        ("The average daily Russian casualties in April were 1,140.", "rate.day"),
        ("Russia loses 1,140 men per day.", "rate.day"),
        ("Russia lost an average of 1,140 men a day in April.", "rate.day"),
        ("The envoy said 5,000 soldiers a week are dying.", "rate.week"),
        ("The army lost 40 tanks every month of the war.", "rate.month"),
    ],
)
def test_a_rate_is_flagged_and_has_no_days(text: str, flag: str) -> None:
    """So many a day are not the count of April."""
    (claim,) = read_any(text).claims
    assert (claim.flags, claim.period.kind, claim.period.start, claim.period.end) == ((flag,), "flow", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Daily losses on 3 May were 1,140 men.",
        "The ministry's daily report said 300 soldiers were killed in April.",
        "12 men died that day.",
    ],
)
def test_a_count_of_one_day_is_no_rate(text: str) -> None:
    assert [claim.flags for claim in read_any(text).claims] == [()]


def test_the_war_begins_with_the_theatre() -> None:
    """ "Since the start of the war" has a date only where the conflict is known."""
    found = period("Russia has lost 40,000 soldiers since the start of the war.", WAR)
    assert (found.kind, found.start) == ("cumulative", date(2022, 2, 24))


def test_a_count_told_before_the_war_began_has_no_start() -> None:
    """Either it is another war, or the date of publication is wrong."""
    text = "Russia has lost 40,000 soldiers since the start of the war."
    (claim,) = tollbook.read(text, published=date(2020, 10, 18), theatre=WAR, context="any").claims
    assert (claim.period.kind, claim.period.start, claim.period.end) == ("cumulative", None, date(2020, 10, 18))


@pytest.mark.parametrize(
    "text",
    ["The ministry sent 900 troops.", "900 troops were deployed in mid-April 2024.", "North Korea has 11,000 troops deployed there."],
)
def test_strength_is_a_stock(text: str) -> None:
    """People present at a date, not people lost over one."""
    assert period(text).kind == "stock"


@pytest.mark.parametrize("text", ["Russia lost 40 soldiers.", "Shelling killed 12 people.", "Shelling has killed 12 people on Monday."])
def test_a_past_event_is_no_running_count(text: str) -> None:
    assert period(text).kind == "flow"


def test_each_claim_takes_the_nearest_period() -> None:
    claims = read_any("Shelling killed 12 people on Tuesday and wounded nine on Monday.").claims
    assert [claim.period.end for claim in claims] == [date(2024, 5, 7), date(2024, 5, 6)]


def test_a_part_runs_over_the_period_of_its_whole() -> None:
    """It takes over the dates; the words stand with the whole."""
    whole, part = read_any("On Monday, shelling killed 12 people, of whom three were children.").claims
    assert whole.period.text == "On Monday"
    assert (part.period.start, part.period.end) == (whole.period.start, whole.period.end)


def test_nothing_is_dated_without_a_publication_date() -> None:
    """A running count has no end then; it is still a running count."""
    killed = Measure(categories=frozenset({"killed"}), unit="person")
    draft = Draft(
        sentence=0, start=0, end=1, first=0, last=1, stated=9, low=9, high=9, hedge="exact", kind="count", measure=killed, level=True,
    )  # fmt: skip
    assert period_of(draft, [], ["toll", "9"], told=None, theatre_start=None) == Period(kind="cumulative")


def test_a_period_taken_over_has_no_words() -> None:
    given = Period(kind="flow", start=date(2024, 5, 6), end=date(2024, 5, 6), text="on Monday")
    assert without_words(given) == Period(kind="flow", start=date(2024, 5, 6), end=date(2024, 5, 6))

"""Periods: which days a sentence speaks of."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.reading.calendar.periods import PeriodMention, find_periods
from tollbook.reading.tokens import Sentence
from tollbook.vocab.tables import load_table

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PUBLISHED = date(2025, 1, 24)  # a Friday


def periods(text: str, published: date | None = PUBLISHED) -> list[PeriodMention]:
    return find_periods(text, Sentence(0, len(text), 0), published=published)


def written(mention: PeriodMention) -> str:
    """Return a mention as the table's examples write it."""
    if mention.shape == "war":
        return "war"
    if mention.start is None and mention.end is None:
        return "none"
    if mention.start == mention.end:
        return str(mention.start)
    latest = f"..{mention.end_latest}" if mention.end_latest else ""
    return f"{mention.start or ''}..{mention.end or ''}{latest}"


EXAMPLES = [(row["name"], example) for kind in ("atom", "wrap") for row in load_table("periods")[kind] for example in row["examples"]]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}: {example}" for name, example in EXAMPLES])
def test_every_row_of_the_table_reads_its_examples(name: str, example: str) -> None:
    text, expected = example.split(" => ")
    found = periods(text)
    assert len(found) == 1
    assert written(found[0]) == ("none" if expected == "window" else expected)


# One row per trap: the sentence, and the periods that it names, as "words => days". Publication: Friday 24 January 2025.
TRAPS: list[tuple[str, list[str]]] = [
    # days that the calendar does not have
    ("The post fell on 31 April 2024.", ["on 31 April 2024 => none"]),
    ("The post fell on 30 February.", ["on 30 February => none"]),
    ("The post fell on February 29, 2023.", ["on February 29, 2023 => none"]),
    ("The post fell on 29 February 2024.", ["on 29 February 2024 => 2024-02-29"]),
    ("The post fell on 31.06.2024.", ["on 31.06.2024 => none"]),
    ("The log says 2024-13-05.", []),
    ("The log says 2024-02-30.", ["2024-02-30 => none"]),
    ("They came on 32 May.", ["May => absent"]),
    ("They fell in January 45 were hurt.", ["in January => 2025-01-01..2025-01-31"]),
    # day and month that may change places
    ("On 01/02/2025 two men died.", ["On 01/02/2025 => none"]),
    ("On 04-09-2014 two men died.", ["On 04-09-2014 => none"]),
    ("On 13/02/2024 two men died.", ["On 13/02/2024 => 2024-02-13"]),
    ("On 02/13/2024 two men died.", ["On 02/13/2024 => 2024-02-13"]),
    ("On 05/05/2024 two men died.", ["On 05/05/2024 => 2024-05-05"]),
    ("On 24/02/22 two men died.", ["On 24/02/22 => 2022-02-24"]),
    ("On 13/13/2024 two men died.", ["On 13/13/2024 => none"]),
    ("On 05.12.2024 two men died.", ["On 05.12.2024 => 2024-12-05"]),
    ("On 05.12.24 two men died.", ["On 05.12.24 => 2024-12-05"]),
    ("Version 5.12.24 was lost.", []),
    # years of two digits, years that are none
    ("LIMA, 19 JAN 90 -- A BOMB WENT OFF.", ["19 JAN 90 => 1990-01-19"]),
    ("LIMA, 19 JAN 29 -- A BOMB WENT OFF.", ["19 JAN 29 => 2029-01-19"]),
    ("LIMA, 19 JAN 30 -- A BOMB WENT OFF.", ["19 JAN 30 => 1930-01-19"]),
    ("On 19 January 90 soldiers fell.", ["On 19 January => 2025-01-19"]),
    ("On 5 May 2014 soldiers fell.", ["On 5 May => 2024-05-05"]),
    ("On May 5, 2014 soldiers fell.", ["On May 5 => 2024-05-05"]),
    ("The castle fell in 1499.", []),
    ("The castle fell on 3 May 1499.", ["on 3 May => 2024-05-03"]),
    ("The castle fell on 3 May 1500.", ["on 3 May 1500 => 1500-05-03"]),
    ("The army marched in 1812.", []),
    ("The army marched in 1941.", ["in 1941 => 1941-01-01..1941-12-31"]),
    ("The city will fall in 2101.", []),
    ("In 2000 cases the shells missed.", []),
    ("They were attacked by 2000 troops.", []),
    ("From 1900 to 2000 soldiers fell.", []),
    ("Between 1950 and 2000 fighters fell.", []),
    ("Losses of 2014 vehicles were named.", []),
    ("The 2014 crisis left many homeless.", []),
    ("They counted 1,990 tanks.", []),
    # months that are verbs, names or nothing
    ("They may have lost 300 men.", []),
    ("They may 12 hours later have lost 300 men.", ["12 hours later => none"]),
    ("Troops march 20 kilometers to the front.", []),
    ("May 12 men rest in peace.", []),
    ("March 20 miles and rest.", []),
    ("The march in Lviv drew 3,000 people.", []),
    ("It was an august assembly of 12 men.", []),
    ("April Smith counted 12 bodies.", []),
    ("In April Smith counted 12 bodies.", []),
    ("In May 12 people fell.", ["In May => 2024-05-01..2024-05-31"]),
    ("In January 24 soldiers fell.", ["In January => 2025-01-01..2025-01-31"]),
    ("On January 24 soldiers fell.", ["On January 24 => 2025-01-24"]),
    ("January saw 3,000 losses.", []),
    ("January's losses were 3,000.", ["January => 2025-01-01..2025-01-31"]),
    ("THEY MAY LOSE 300 MEN.", []),
    ("IN MAY THEY LOST 300 MEN.", ["IN MAY => 2024-05-01..2024-05-31"]),
    ("May 5, 2024 was the worst day.", ["May 5, 2024 => 2024-05-05"]),
    ("It happened in mid-may.", ["in mid-may => 2024-05-11..2024-05-20"]),
    # a month without a year is the latest that has begun
    ("They fell in January.", ["in January => 2025-01-01..2025-01-31"]),
    ("They fell in February.", ["in February => 2024-02-01..2024-02-29"]),
    ("They fell in December.", ["in December => 2024-12-01..2024-12-31"]),
    ("They fell on 24 January.", ["on 24 January => 2025-01-24"]),
    ("They fell on 25 January.", ["on 25 January => 2024-01-25"]),
    ("They fell last January.", ["last January => 2024-01-01..2024-01-31"]),
    ("They will leave next March.", ["next March => none"]),
    # weekdays
    ("They fell on Monday.", ["on Monday => 2025-01-20"]),
    ("They fell on Friday.", ["on Friday => 2025-01-24"]),
    ("They fell on Saturday.", ["on Saturday => 2025-01-18"]),
    ("They fell last Friday.", ["last Friday => 2025-01-17"]),
    ("They leave next Monday.", ["next Monday => none"]),
    ("They leave this coming Monday.", ["coming Monday => none"]),
    ("They fell late on Tuesday night.", ["late on Tuesday night => 2025-01-21"]),
    ("Tuesday's strike killed 3.", ["Tuesday's => 2025-01-21"]),
    ("The Sun sets over the town.", []),
    ("The cat Sat 3 hours.", []),
    ("Sun 16 Apr 2017 Shells fell.", ["Sun 16 Apr 2017 => 2017-04-16"]),
    ("Wed, Jan. 8, 2025: shells fell.", ["Wed, Jan. 8, 2025 => 2025-01-08"]),
    ("Two Mon fighters died.", []),
    # seconds, thirds and last ones
    ("It was the second day of the offensive.", []),
    ("It took 30 seconds.", []),
    ("They fell in the second week of March 2024.", ["in the second week of March 2024 => 2024-03-08..2024-03-14"]),
    ("They fell in the second quarter.", []),
    ("They fell in the fifth week.", []),
    ("It was the last week of the siege.", ["the last week => 2025-01-17..2025-01-24"]),
    ("They fell in the last week of May 2024.", ["in the last week of May 2024 => 2024-05-25..2024-05-31"]),
    # seasons
    ("The fall of the town cost 300 men.", []),
    ("Troops fall back.", []),
    ("The spring broke.", []),
    ("They fell in the fall of 2022.", ["in the fall of 2022 => 2022-09-01..2022-11-30"]),
    ("They fell in the winter of 2022.", ["in the winter of 2022 => none"]),
    ("They fell last winter.", ["last winter => 2023-12-01..2024-02-29"]),
    # durations that are no dates
    ("He was sentenced to 10 years in prison.", []),
    ("The 18-year-old man died.", []),
    ("The 24-hour toll rose to 100.", []),
    ("They lost 300 men in a week.", ["in a week => none"]),
    ("In just a few days they lost 300 men.", ["In just a few days => none"]),
    ("After three days of heavy fighting they left.", ["After three days of heavy fighting => none"]),
    ("Two days later they left.", ["Two days later => none"]),
    ("The two-week battle cost 300 men.", ["two-week => none"]),
    ("They lose 300 men per day.", ["per day => none"]),
    # numbers that look like days
    ("The ratio rose from 10.12 to 12.12 percent.", []),
    ("The ratio was 24.02 to one.", []),
    ("A 12.05 mm gun was lost.", []),
    ("The vote was 24-12.", []),
    ("They hold 2014-2022 rifles.", []),
    ("Call 555-2024.", []),
    ("The T-90 and the 2S19 burned.", []),
    ("On the 47th Brigade's flank 3 men fell.", []),
    ("On the 20th 3 men fell.", ["On the 20th => 2025-01-20"]),
    ("On the 30th day 3 men fell.", []),
    # ranges
    ("From 24.02 to 21.08 they lost 300 men.", ["From 24.02 to 21.08 => 2024-02-24..2024-08-21"]),
    ("From 24.12 to 21.01 they lost 300 men.", ["From 24.12 to 21.01 => 2024-12-24..2025-01-21"]),
    ("From 9 to 3 May they lost 300 men.", ["3 May => 2024-05-03"]),
    ("Between 3 and 9 May they lost 300 men.", ["Between 3 and 9 May => 2024-05-03..2024-05-09"]),
    ("Between 3 and 31 April they lost 300 men.", ["Between 3 and 31 April => none"]),
    ("From December to January they lost 300 men.", ["From December to January => 2024-12-01..2025-01-31"]),
    ("From March 2024 to January 2024 they lost 300 men.", ["From March 2024 to January 2024 => none"]),
    ("March and April are wet.", []),
    ("During March and April they lost 300 men.", ["During March and April => 2024-03-01..2024-04-30"]),
    ("In 2022-23 they lost 300 men.", ["In 2022-23 => 2022-01-01..2023-12-31"]),
    ("From Sunday to Tuesday they lost 300 men.", ["From Sunday to Tuesday => 2025-01-19..2025-01-21"]),
    # ends and starts
    ("As of early January they had lost 300 men.", ["As of early January => ..2025-01-05..2025-01-10"]),
    ("As of late December they had lost 300 men.", ["As of late December => ..2024-12-26..2024-12-31"]),
    ("As of the end of 2024 they had lost 300 men.", ["As of the end of 2024 => ..2024-12-31"]),
    ("As of January 2025 they had lost 300 men.", ["As of January 2025 => ..2025-01-12..2025-01-24"]),
    ("By the end of 2026 they will have lost 300 men.", ["By the end of 2026 => ..2026-12-31"]),
    ("Since 2014 they have lost 300 men.", ["Since 2014 => 2014-01-01..2025-01-24"]),
    ("Since Russia's full-scale invasion began they have lost 300 men.", ["Since Russia's full-scale invasion began => war"]),
    ("Since the rebels launched rockets they have lost 300 men.", []),
    ("The war cost them 300 men.", []),
    ("The war crimes court sat.", []),
    ("So far this year they have lost 300 men.", ["So far this year => 2025-01-01..2025-01-24"]),
    ("It was as hard as in 2004.", ["in 2004 => 2004-01-01..2004-12-31"]),
    ("They agreed on place and date.", []),
    ("They fell in the 1973 war.", ["in the 1973 => 1973-01-01..1973-12-31"]),
    ("As of the evening of 20 January they had lost 300 men.", ["As of the evening of 20 January => ..2025-01-20"]),
    ("They lost 300 men in recent years.", ["in recent years => ..2025-01-24"]),
    ("A few hours ago they lost 300 men.", ["A few hours ago => 2025-01-23..2025-01-24"]),
    ("Losses will fall in 2005.", ["in 2005 => 2005-01-01..2005-12-31"]),
    ("They leave later this year.", ["later this year => none"]),
    ("It sold out in its first weekend.", []),
    ("They leave this weekend.", ["this weekend => none"]),
    ("They left this past weekend.", ["this past weekend => 2025-01-18..2025-01-19"]),
    ("From Saturday to Monday they lost 300 men.", ["From Saturday to Monday => 2025-01-18..2025-01-20"]),
    ("From Friday to Sunday they lost 300 men.", ["From Friday to Sunday => 2025-01-17..2025-01-19"]),
    ("They lose 300 men a day.", ["a day => none"]),
    ("They lose 1,200 a day.", ["a day => none"]),
    ("It was a day to remember.", []),
    ("After 1,000 days of war they lost 300 men.", ["After 1,000 days of war => none"]),
    ("A couple of days ago they lost 300 men.", ["A couple of days ago => 2025-01-22"]),
    ("Over the past 2.5 years they lost 300 men.", ["Over the past 2.5 years => ..2025-01-24"]),
    ("Since at least 2014 they have lost 300 men.", ["Since at least 2014 => 2014-01-01..2025-01-24"]),
    ("On Monday, 20 January, they lost 300 men.", ["On Monday, 20 January => 2025-01-20"]),
    ("Through January 2025 they lost 300 men.", ["Through January 2025 => ..2025-01-24"]),
    ("By the end of January 2025 they will have lost 300 men.", ["By the end of January 2025 => ..2025-01-31"]),
    ("As of 10 a.m. January 16 they had lost 300 men.", ["As of 10 a.m. January 16 => ..2025-01-16"]),
    ("In the year 2024 they lost 300 men.", ["In the year 2024 => 2024-01-01..2024-12-31"]),
    # other languages
    ("Станом на 16 січня 2025 року втрати 300 осіб.", ["Станом на 16 січня 2025 року => ..2025-01-16"]),
    ("24 лютого 2022 року почалася війна.", ["24 лютого 2022 року => 2022-02-24"]),
    ("За минулу добу втрати 300 осіб.", ["За минулу добу => 2025-01-23..2025-01-24"]),
    ("Протягом минулої доби втрати 300 осіб.", ["Протягом минулої доби => 2025-01-23..2025-01-24"]),
    ("На прошлой неделе потери 300 человек.", ["На прошлой неделе => 2025-01-13..2025-01-19"]),
    ("З 24.02.22 по 24.01.25 втрати 300 осіб.", ["З 24.02.22 по 24.01.25 => 2022-02-24..2025-01-24"]),
    ("За прошедшие сутки потери 300 человек.", ["За прошедшие сутки => 2025-01-23..2025-01-24"]),
    ("В январе 2025 года потери 300 человек.", ["В январе 2025 года => 2025-01-01..2025-01-31"]),
]


@pytest.mark.parametrize(("text", "expected"), TRAPS, ids=[text for text, _ in TRAPS])
def test_a_trap_is_read_as_what_it_says_or_not_at_all(text: str, expected: list[str]) -> None:
    found = [f"{mention.text} => {written(mention)}" for mention in periods(text)]
    assert found == [row for row in expected if not row.endswith("=> absent")]


def test_the_traps_are_many() -> None:
    assert len(TRAPS) >= 100


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("on 31 April 2024", "period.invalid"),
        ("01/02/2025", "period.ambiguous"),
        ("next Monday", "period.future"),
        ("by the end of 2026", "period.future"),
        ("a few months ago", "period.vague"),
        ("two days later", "period.relative"),
        ("in just a few days", "period.duration"),
        ("per day", "period.rate"),
        ("since the war began", "period.war"),
    ],
)
def test_the_rule_says_why_there_are_no_dates(text: str, rule: str) -> None:
    assert periods(text)[0].rule == rule


@pytest.mark.parametrize(
    "text", ["yesterday", "on Monday", "last week", "in January", "over the past 24 hours", "two days ago", "since Sunday"]
)
def test_without_a_publication_date_relative_words_have_no_dates(text: str) -> None:
    (mention,) = periods(text, published=None)
    assert (mention.start, mention.end, mention.rule) == (None, None, "period.unanchored")


@pytest.mark.parametrize(("text", "day"), [("24 February 2022", date(2022, 2, 24)), ("2025-01-24", date(2025, 1, 24))])
def test_without_a_publication_date_full_dates_are_read(text: str, day: date) -> None:
    (mention,) = periods(text, published=None)
    assert (mention.start, mention.end) == (day, day)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("on Monday", "point"),
        ("over the past week", "window"),
        ("since Sunday", "since"),
        ("as of 16 January", "as_of"),
        ("until 16 January", "until"),
        ("since the war began", "war"),
    ],
)
def test_the_shape_is_what_the_words_say_of_the_days(text: str, shape: str) -> None:
    (mention,) = periods(text)
    assert mention.shape == shape


def test_a_mention_quotes_its_tokens() -> None:
    text = "They said that as of mid-January 2025, some 40 men had died."
    (mention,) = periods(text)
    assert mention.text == "as of mid-January 2025"
    assert (mention.first, mention.last) == (3, 7)


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@given(day=st.dates(date(1930, 1, 1), date(2029, 12, 31)))
def test_every_way_of_writing_a_full_date_gives_that_day(day: date) -> None:
    month = MONTHS[day.month - 1]
    written_ways = (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3].upper()}. {day.day}, {day.year}",
        day.isoformat(),
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        f"{day.day:02d} {month[:3].upper()} {day.year % 100:02d}",
        f"{day.day:02d}-{month[:3]}-{day.year}",
    )
    for text in written_ways:
        (mention,) = periods(text, published=None)
        assert (mention.start, mention.end) == (day, day), text


@given(
    published=st.dates(date(1950, 1, 1), date(2029, 12, 31)),
    text=st.sampled_from([f"on {day}" for day in WEEKDAYS] + [f"in {month}" for month in MONTHS]),
)
def test_a_past_word_never_begins_after_the_publication(text: str, published: date) -> None:
    (mention,) = periods(text, published=published)
    assert mention.start is not None
    assert 0 <= (published - mention.start).days <= 366


PIECES = """the of in on at by since from to until and between as last this next past first second few a two 3 9 31 29 24 07 2024 2022 1500
90 22 24.02 24.02.2022 , . - / 's st th s may May March MAY Jan january mid-January early late end start week day days hours month year
years quarter half spring winter weekend Monday Sun Fri today yesterday tomorrow overnight night ago later before so far date now war
invasion began fighting per daily Q1 two-week January-March Oct-2017 mid-2024 1990s soldiers percent Smith з по добу 24 лютого""".split()


@given(words=st.lists(st.sampled_from(PIECES), max_size=12), published=st.none() | st.dates(date(1000, 1, 1), date(2100, 1, 1)))
def test_any_text_gives_ordered_mentions_whose_ends_are_not_before_their_starts(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    mentions = periods(text, published=published)
    for left, right in pairwise(mentions):
        assert left.last <= right.first
    for mention in mentions:
        assert mention.first < mention.last
        assert mention.text in text
        if mention.start is not None and mention.end is not None and mention.rule != "period.future":
            assert mention.start <= mention.end

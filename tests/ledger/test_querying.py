"""A query finds the claims that it describes, on pages that put together are the whole, whatever is added meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.databases import KINDS, Databases
from tests.ledger.samples import fill, report, roundup, row
from tollbook.core.errors import UsageError
from tollbook.core.types import Place, Reading
from tollbook.ledger.ledger import Ledger
from tollbook.ledger.querying import LARGEST_PAGE

NOBODY = "In all 5,000 men fell. Nobody else."
DAYS = [date(2031, 3, day) for day in (1, 2, 3)]


def found(ledger: Ledger, query: str) -> list[str]:
    return [entry.quote for entry in ledger.entries(query)]


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with reports of three days, in three places, of 100% and of a name with a low line."""
    ledger.add(
        [
            report("4,000", day=DAYS[0], place=Place(text="Wexley")),
            report("4,500", day=DAYS[1], place=Place(text="New Wexley"), title="Ünïted Press"),
            report(
                "5,000",
                day=DAYS[2],
                place=Place(text="100%_town"),
                text="In all 5,000 men fell. Nobody else.",
                population="civilian",
                sentence=(0, 22),
            ),
            report("77", day=None, published=None, text="77 unnamed died", measure="killed_in_fire", force=None),
        ]
    )
    ledger.add(roundup())
    return ledger


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ("", ["87", "9,500", "2,300", "5,000", "4,500", "4,000", "77"]),
        ("force:NOR measure:killed source:INST", ["5,000", "4,500", "4,000"]),
        ("force:nor source:inst value:4500..", ["5,000", "4,500"]),
        ("period:2031-03-02", ["4,500"]),
        ("period:..2031-03-02", ["4,500", "4,000"]),
        ("period:2030", []),
        ("place:wexley", ["2,300", "4,500", "4,000"]),
        ("place:%", ["5,000"]),
        ("place:_", ["5,000"]),
        ("measure:killed_in_fire", ["77"]),
        ("category:killed unit:person population:civilian", ["5,000"]),
        ("category:kill", []),
        ("unit:item", ["87"]),
        ("kind:flow", []),
        ("assertion:denied", []),
        ("value:87", ["87"]),
        ("value:80..100", ["87"]),
        ("wexley", ["4,500", "4,000"]),
        ('"soldiers of Norland"', ["4,500", "4,000"]),
        ('"Norland soldiers"', []),
        ("ünïted", ["4,500"]),
        ("ÜNÏTED PRESS", ["4,500"]),
        ("united", []),
        ('"4,000"', ["4,000"]),
        ("men nobody", []),  # another sentence
        ("wex", []),  # words are found whole
        ("OR AND NOT", []),
        ("it's & | ! ( ) : * <->", []),
        ("review:none source:NOR-MOD", ["87", "9,500", "2,300"]),
        ("review:accept", []),
        ("status:replaced", []),
    ],
)
def test_a_query_finds_what_it_describes_newest_first(full: Ledger, query: str, quotes: list[str]) -> None:
    assert found(full, query) == quotes
    assert full.count(query) == len(quotes)


def test_claims_documents_and_statements_are_found_by_their_ids(full: Ledger) -> None:
    reading = roundup()
    assert found(full, f"document:{reading.document.id}") == ["87", "9,500", "2,300"]
    assert found(full, f"claim:{reading.claims[0].id}") == ["2,300"]
    assert found(full, f"statement:{reading.claims[0].id}") == ["2,300"]


def test_the_status_tells_why_an_entry_stands_no_longer(ledger: Ledger) -> None:
    fill(ledger)
    for reason in ("reread", "corrected", "rejected", "relinked", "retracted", "revised"):
        entries = list(ledger.entries(f"status:{reason}"))
        assert {entry.reason for entry in entries} == {reason}, reason
    assert ledger.count("status:all") == ledger.count() + ledger.count("status:replaced") == ledger.stats().claims


def test_statuses_are_alternatives_like_all_values_of_a_field(ledger: Ledger) -> None:
    fill(ledger)
    either = ledger.count("status:rejected") + ledger.count("status:retracted")
    assert either > ledger.count("status:retracted") > 0
    assert ledger.count("status:rejected,retracted") == ledger.count("status:rejected status:retracted") == either
    assert ledger.count("status:standing,replaced") == ledger.count("status:rejected,all") == ledger.count("status:all")


def test_the_last_review_is_the_one_that_counts(ledger: Ledger) -> None:
    ledger.add(report())
    claim = report().claims[0].id
    ledger.review(claim, "unsure", by="Ada", why="hm")
    assert ledger.count("review:unsure") == 1
    ledger.review(claim, "accept", by="Ada", why="yes")
    assert (ledger.count("review:unsure"), ledger.count("review:accept"), ledger.count("review:none")) == (0, 1, 0)


@settings(max_examples=10)
@given(st.integers(min_value=1, max_value=7), st.sampled_from(["", "status:all", "Wexley", "status:replaced"]))
@pytest.mark.parametrize("kind", KINDS)
def test_pages_put_together_are_the_whole(filled: dict[str, Ledger], kind: str, limit: int, query: str) -> None:
    ledger = filled[kind]
    shown, after = [], None
    while True:
        page = ledger.query(query, limit=limit, after=after)
        shown += page.entries
        after = page.after
        if after is None:
            break
        assert len(page.entries) == limit
    assert shown == list(ledger.entries(query))
    assert len({entry.seq for entry in shown}) == len(shown) == ledger.count(query)
    assert shown == sorted(shown, key=lambda entry: (day_of(entry.claim.period.end), entry.seq), reverse=True)


def day_of(day: date | None) -> str:
    return "" if day is None else day.isoformat()


@pytest.fixture(scope="module")
def filled(databases: Databases):  # type: ignore[no-untyped-def]
    """Full ledgers that no test changes."""
    with databases.ledger("sqlite") as one, databases.ledger("postgresql") as other:
        for ledger in (one, other):
            fill(ledger)
        yield {"sqlite": one, "postgresql": other}


def test_what_arrives_between_two_pages_shifts_nothing(ledger: Ledger) -> None:
    ledger.add([report(f"{number:,}", day=DAYS[1]) for number in range(1000, 1006)])
    first = ledger.query(limit=3)
    ledger.add([report(f"{number:,}", day=DAYS[2]) for number in range(2000, 2006)])
    second = ledger.query(limit=3, after=first.after)
    assert [entry.quote for entry in (*first.entries, *second.entries)] == ["1,005", "1,004", "1,003", "1,002", "1,001", "1,000"]
    assert second.after is None


@pytest.mark.parametrize("after", ["", "1", "2031-03-11", "2031-03-11~", "x~1", "2031-03-11~1;drop", "2031-03-11~٣"])
def test_what_is_no_page_is_refused(ledger: Ledger, after: str) -> None:
    with pytest.raises(UsageError, match="is no page"):
        ledger.query(after=after)


@pytest.mark.parametrize("limit", [0, -1, LARGEST_PAGE + 1])
def test_a_page_has_a_size(ledger: Ledger, limit: int) -> None:
    with pytest.raises(UsageError, match="a page of"):
        ledger.query(limit=limit)


def test_a_query_without_a_word_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no word to look for"):
        ledger.count('"..."')


def test_any_words_are_looked_for_and_never_break_the_search(ledger: Ledger) -> None:
    ledger.add(report())

    @settings(max_examples=60)
    @given(st.text(st.characters(), min_size=1, max_size=20))
    def check(words: str) -> None:
        try:
            assert ledger.count(f'"{words.replace(chr(34), " ")}"') in {0, 1}
        except UsageError as error:
            assert "no word to look for" in error.met  # noqa: PT017

    check()


def test_a_word_of_any_text_finds_it(ledger: Ledger) -> None:
    @settings(max_examples=40)
    @given(st.text(st.characters(categories=["L", "N", "M"]), min_size=1, max_size=12))
    def check(word: str) -> None:
        text = f"{word} and 4,000 fell"
        reading: Reading = report(text=text, title=word)
        ledger.add(reading)
        assert ledger.count(f'"{word}" document:{reading.document.id}') == 1

    check()
    assert list(ledger.verify()) == []


def test_rows_are_found_by_the_words_of_their_text(ledger: Ledger) -> None:
    ledger.add_rows([row({"killed": 2300, "wounded": 9500})])
    assert found(ledger, '"killed 2300"') == ["wounded: 9500", "killed: 2300"]

"""Adding is idempotent, its order makes no difference to what is held, and a newer reading never undoes what a person decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.sample_readings import sample_reading
from tests.ledger.databases import KINDS, Databases
from tests.ledger.samples import figure, report, roundup, row
from tollbook.core.records import Added, Change, Entry
from tollbook.core.types import Attribution, Document, Reading
from tollbook.ledger.ledger import Ledger

ECHO = report(title="Wexley falls", publisher="The Lantern")
POOL = (
    report(), ECHO, report("4,123"), report("4,100", title="Rounded", publisher="The Lantern"), roundup(), sample_reading(),
    report(url="https://post.example/again"), report("310", title="A night", day=date(2031, 3, 12)), roundup(version="2", wounded=None),
)  # fmt: skip


def held(ledger: Ledger) -> set[tuple[str, str, str, str]]:
    """Return what a ledger holds, whatever the order in which it came: each claim of each reading with its words."""
    return {(one.sighting.document, one.reader_version, one.claim.id, one.quote) for one in ledger.entries("status:all")}


def standing(ledger: Ledger, query: str = "") -> list[Entry]:
    return sorted(ledger.entries(query), key=lambda entry: entry.seq)


def test_what_is_added_is_held_as_it_was_read(ledger: Ledger) -> None:
    reading = sample_reading()
    added = ledger.add(reading)
    assert (added.batches, added.documents, added.claims, added.statements, added.sightings) == (1, 1, 7, 7, 1)
    assert ledger.reading_of(reading.document.id) == reading
    assert {entry.claim for entry in ledger.entries()} == set(reading.claims)


@settings(max_examples=8)
@given(st.lists(st.sampled_from(POOL), max_size=6), st.integers(min_value=1, max_value=4))
@pytest.mark.parametrize("kind", KINDS)
def test_adding_twice_changes_nothing(databases: Databases, kind: str, readings: list[Reading], size: int) -> None:
    with databases.ledger(kind) as ledger:
        ledger.add(readings)
        before = ledger.checkpoint()
        again = ledger.add(reversed(readings), batch_readings=size)
        assert again == Added(known=len(readings))
        assert ledger.checkpoint() == before
        assert list(ledger.verify()) == []


@settings(max_examples=6)
@given(st.permutations(POOL), st.integers(min_value=1, max_value=4))
@pytest.mark.parametrize("kind", KINDS)
def test_any_order_of_adding_holds_the_same_documents_and_claims(
    databases: Databases, kind: str, readings: list[Reading], size: int
) -> None:
    with databases.ledger(kind) as one, databases.ledger(kind) as other:
        one.add(POOL)
        other.add(readings, batch_readings=size)
        assert held(other) == held(one)
        assert other.stats().documents == one.stats().documents == len({reading.document.id for reading in POOL})
        assert list(other.verify()) == []


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_the_size_of_batches_makes_no_difference_to_what_stands_and_how_it_is_linked(databases: Databases, kind: str, size: int) -> None:
    with databases.ledger(kind) as one, databases.ledger(kind) as other:
        one.add(POOL)
        other.add(POOL, batch_readings=size)
        assert [(e.claim, e.statement, e.link) for e in standing(one)] == [(e.claim, e.statement, e.link) for e in standing(other)]


def test_any_text_is_held_and_found_again_exactly(ledger: Ledger) -> None:
    texts = st.text(st.characters(), max_size=60)  # lone surrogates and NUL among them

    @settings(max_examples=40)
    @given(texts, texts)
    def check(before: str, after: str) -> None:
        document = Document.of(f"{before}4,000{after}", title=before, publisher=after)
        reading = Reading(document=document, claims=(figure("4,000", document),), reader_version="1")
        ledger.add(reading)
        assert ledger.readings(f"document:{document.id}")[0].document.text == document.text
        (entry,) = ledger.entries(f"document:{document.id}")
        assert (entry.quote, entry.sentence) == ("4,000", document.text)

    check()
    assert list(ledger.verify()) == []


def test_an_echo_joins_the_statement_and_the_same_words_elsewhere_do_too(ledger: Ledger) -> None:
    added = ledger.add([report(), ECHO, report("4,000", title="Norland counts", publisher=None, url="https://x.example")])
    assert (added.claims, added.statements, added.sightings, added.known) == (2, 1, 3, 1)
    assert {entry.statement for entry in ledger.entries()} == {report().claims[0].id}
    assert [entry.link for entry in standing(ledger)] == ["first", "same figure"]


def test_the_same_words_of_a_source_that_is_not_known_are_an_echo(ledger: Ledger) -> None:
    told = "It was on the fifth day that some 4,000 soldiers of Norland had been killed in the valley near Wexley, they said."
    nobody = (Attribution(source=None, text="they", voice="reported"),)
    ledger.add([report(text=f"{intro}: {told}", attribution=nobody) for intro in ("Breaking", "What is known so far")])
    assert [entry.link for entry in standing(ledger)] == ["first", "same words"]


def test_a_rounded_figure_is_linked_to_the_full_one(ledger: Ledger) -> None:
    ledger.add([report("4,123", text="By Friday, 4,123 dead."), report("4,100", text="Some 4,100 dead so far.")])
    assert [entry.link for entry in standing(ledger)] == ["first", "rounded figure"]


def test_a_newer_reader_replaces_what_it_reads_otherwise_and_says_what(ledger: Ledger) -> None:
    first, second = roundup(), roundup(version="2", wounded=None, tanks=88)
    ledger.add(first)
    added = ledger.add(second)
    killed, wounded, tanks = (claim.id for claim in first.claims)
    assert (added.claims, added.statements, added.replaced, added.documents) == (2, 1, 3, 0)  # what is read otherwise is another statement
    assert sorted(added.changes, key=lambda change: (change.claim != wounded, change.field)) == [
        Change(claim=wounded, field="claim", before="9,500", after=None),
        *(Change(claim=tanks, field=f"quantity.{name}", before=87, after=88) for name in ("high", "low", "stated")),
    ]
    assert {entry.claim for entry in ledger.entries()} == set(second.claims)
    assert {entry.reason for entry in ledger.entries("status:replaced")} == {"reread"}
    assert ledger.get(killed).link == "reread"


def test_a_claim_that_a_newer_reader_finds_is_told_as_new(ledger: Ledger) -> None:
    ledger.add(roundup(wounded=None))
    assert Change(claim=roundup().claims[1].id, field="claim", before=None, after="9,500") in ledger.add(roundup(version="2")).changes


def test_an_older_reading_that_comes_back_changes_nothing(ledger: Ledger) -> None:
    ledger.add([roundup(), roundup(version="2", wounded=None)])
    assert ledger.add(roundup()) == Added(known=1)


@pytest.mark.parametrize("judged", ["corrected", "rejected", "retracted", "restored", "relinked"])
def test_a_newer_reader_does_not_undo_what_a_person_decided(ledger: Ledger, judged: str) -> None:
    ledger.add(roundup())
    tanks = roundup().claims[2].id
    who = {"by": "Ada", "why": "seen"}
    if judged == "rejected":
        ledger.review(tanks, "reject", **who)
    elif judged == "retracted":
        ledger.retract(tanks, **who)
    else:
        ledger.review(tanks, "correct", change={"force": "SOR"}, **who)
    if judged == "restored":
        ledger.retract(tanks, **who)
        ledger.restore(tanks, **who)
    elif judged == "relinked":
        ledger.add(report())
        ledger.review(tanks, "accept", statement=report().claims[0].id, **who)
    before = list(ledger.entries(f"claim:{tanks}"))
    ledger.add(roundup(version="2", tanks=90))
    assert list(ledger.entries(f"claim:{tanks}")) == before
    assert [entry.reason for entry in ledger.entries(f"claim:{tanks} status:decided")] == ["decided"]
    assert len(list(ledger.entries(f"claim:{tanks}"))) == (judged in {"corrected", "restored", "relinked"})


def test_a_decision_that_was_taken_back_binds_no_newer_reader(ledger: Ledger) -> None:
    ledger.add(roundup())
    tanks = roundup().claims[2].id
    ledger.review(tanks, "reject", by="Ada", why="no loss")
    ledger.review(tanks, "accept", by="Ben", why="it is one")
    ledger.add(roundup(version="2", tanks=90))
    assert [entry.claim.quantity.stated for entry in ledger.entries(f"claim:{tanks}")] == [90]


def test_a_link_that_a_person_made_outlives_a_newer_reader(ledger: Ledger) -> None:
    ledger.add([report(), ECHO])
    echo = ECHO.claims[0].id
    ledger.review(echo, "accept", by="Ada", why="another count", statement="own")
    ledger.add(replace(ECHO, reader_version="2"))
    assert (ledger.get(echo).statement, ledger.get(echo).link, ledger.get(echo).reader_version) == (echo, "person", "2")


def test_a_cell_with_another_figure_revises_the_former_claim(ledger: Ledger) -> None:
    old, new = row({"killed": 2300, "wounded": 9500}), row({"killed": 2305, "wounded": 9500}, file="b.csv")
    ledger.add_rows([old])
    added = ledger.add_rows([new])
    assert [(change.field, change.before, change.after) for change in added.changes] == [("value", 2300, 2305)]
    assert (added.replaced, added.claims, added.statements) == (1, 2, 1)
    (revised,) = ledger.entries("status:revised")
    assert (revised.claim.quantity.stated, revised.quote) == (2300, "killed: 2300")
    assert [(entry.link, entry.quote) for entry in standing(ledger)] == [
        ("first", "wounded: 9500"), ("first", "killed: 2305"), ("same cell", "wounded: 9500"),
    ]  # fmt: skip


@pytest.mark.parametrize("text_first", [True, False])
def test_a_row_and_a_text_with_one_figure_are_one_statement_whichever_came_first(ledger: Ledger, text_first: bool) -> None:
    told = roundup(wounded=None)
    if text_first:
        ledger.add(told)
    ledger.add_rows([row({"killed": 2300})])
    if not text_first:
        ledger.add(told)
    assert {entry.link for entry in ledger.entries("measure:killed")} == {"first", "same figure"}
    (series,) = ledger.series("measure:killed")
    assert len(series.points) == 1


def test_rows_with_one_number_are_as_many_events(ledger: Ledger) -> None:
    rows = [row({"killed": 3}, nth=nth) for nth in range(1, 4)]
    ledger.add_rows([replace(one, reading=reworded(one.reading, nth), cells=(f"event {nth}|killed",)) for nth, one in enumerate(rows)])
    assert [entry.link for entry in ledger.entries()] == ["first"] * 3


def reworded(reading: Reading, nth: int) -> Reading:
    """Return the reading of another row with the same figure."""
    document = Document.of(f"{reading.document.text}\nevent: {nth}", title="norland", published=reading.document.published)
    claims = tuple(replace(claim, id=f"{nth:016x}", span=replace(claim.span, document=document.id)) for claim in reading.claims)
    return replace(reading, document=document, claims=claims)


def test_an_older_reader_that_comes_late_changes_nothing_that_stands(ledger: Ledger) -> None:
    ledger.add(roundup(version="0.10.0", wounded=None, tanks=88))
    before = [(entry.seq, entry.claim) for entry in ledger.entries()]
    ledger.add(roundup(version="0.9.1"))
    assert [(entry.seq, entry.claim) for entry in ledger.entries()] == before
    assert list(ledger.verify()) == []


def test_a_newer_reader_finds_nothing_new_in_a_document_that_was_retracted(ledger: Ledger) -> None:
    ledger.add(roundup(wounded=None))
    ledger.retract(roundup().document.id, by="Ada", why="withdrawn")
    ledger.add(roundup(version="2"))
    assert ledger.count() == 0
    assert ledger.restore(roundup().document.id, by="Ada", why="published again") == 2
    assert ledger.count() == 2


def test_a_mention_that_is_read_as_something_else_leaves_its_statement(ledger: Ledger) -> None:
    first, echo = report(), report(title="Wexley falls", publisher="The Lantern")
    ledger.add([first, echo])
    wounded = replace(first, reader_version="2", claims=(figure("4,000", first.document, measure="wounded"),))
    ledger.add(wounded)
    assert {tuple(sorted(series.categories)): len(series.points) for series in ledger.series()} == {("killed",): 1, ("wounded",): 1}


def test_a_total_that_stands_still_is_a_statement_a_day(ledger: Ledger) -> None:
    ledger.add_rows([row({"killed": 2300}, day=f"2031-03-1{day}", nth=day) for day in range(1, 5)])
    assert {entry.link for entry in ledger.entries()} == {"first"}
    (series,) = ledger.series()
    assert len(series.points) == 4


def test_rows_added_again_or_within_a_longer_file_change_nothing(ledger: Ledger) -> None:
    rows = [row({"killed": 2300}), row({"killed": 2310}, day="2031-03-12", nth=2)]
    ledger.add_rows(rows)
    before = ledger.checkpoint()
    longer = [row({"killed": 2300}, file="b.csv", nth=3), row({"killed": 2310}, day="2031-03-12", file="b.csv", nth=4)]
    assert ledger.add_rows(longer) == Added(known=2)
    assert ledger.checkpoint() == before


def test_a_cell_revised_within_one_batch_is_revised(ledger: Ledger) -> None:
    ledger.add_rows([row({"killed": number}) for number in (1, 2, 3)])
    assert [entry.claim.quantity.stated for entry in ledger.entries()] == [3]
    assert [entry.claim.quantity.stated for entry in ledger.entries("status:revised")] == [2, 1]


def test_a_rehearsal_tells_the_same_and_writes_nothing(ledger: Ledger) -> None:
    before = ledger.checkpoint()
    told = ledger.add(POOL, dry_run=True)
    assert ledger.checkpoint() == before
    assert ledger.add(POOL) == told


def test_an_error_in_the_middle_leaves_whole_batches_only(ledger: Ledger) -> None:
    def broken() -> Iterator[Reading]:
        yield from POOL[:5]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        ledger.add(broken(), batch_readings=2)
    assert ledger.stats().documents == 4
    assert list(ledger.verify()) == []
    ledger.add(POOL)
    assert ledger.stats().documents == len({reading.document.id for reading in POOL})


def test_nothing_to_add_appends_nothing(ledger: Ledger) -> None:
    before = ledger.checkpoint()
    assert ledger.add([]) == Added()
    assert ledger.add_rows([]) == Added()
    assert ledger.checkpoint() == before

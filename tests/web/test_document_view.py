"""One page of a document: its blocks, its cards with their neighbors, its findings with those that differ first."""

from __future__ import annotations

from tests.core.sample_readings import sample_reading
from tests.web.shelves import SAMPLES
from tollbook.core.types import Document
from tollbook.flow.read import read_document
from tollbook.web.document_view import audit_of, card_maker, part_with, show_document


def test_a_reading_is_audited_once() -> None:
    reading = sample_reading()
    assert audit_of(reading) is audit_of(sample_reading())


def test_cards_stand_in_the_order_of_the_text_each_with_its_neighbors() -> None:
    reading = sample_reading()
    maker, audited = card_maker(reading, names={})
    shown = show_document(maker, reading, audited)
    starts = [at.card.start for at in shown.cards]
    assert starts == sorted(starts)
    names = [at.card.name for at in shown.cards]
    assert [at.following for at in shown.cards] == [f"#{name}" for name in [*names[1:], names[0]]]
    assert [at.previous for at in shown.cards] == [f"#{name}" for name in [names[-1], *names[:-1]]]
    assert {at.total for at in shown.cards} == {len(names)}


def test_findings_that_differ_come_first_and_families_are_counted() -> None:
    text = (SAMPLES / "kupiansk-report.txt").read_text(encoding="utf-8")
    reading = read_document(Document.of(text))
    maker, audited = card_maker(reading, names={})
    shown = show_document(maker, reading, audited)
    fails = [check.fails for check in shown.checks]
    assert fails == sorted(fails, reverse=True)
    assert shown.fail + shown.agree + shown.notes == len(audited.findings)
    assert sum(count for _, _, count in shown.families) == len(reading.claims) + len(reading.judgements)


def test_neighbors_lead_over_the_border_of_a_part() -> None:
    text = "\n\n".join(f"Russian forces lost {number} tanks on 19 October 2025, officials said." for number in range(100, 200))
    reading = read_document(Document.of(text))
    maker, audited = card_maker(reading, names={})
    first = show_document(maker, reading, audited, part=1)
    assert first.parts > 1
    last = first.cards[-1]
    assert last.following == f"?part=2#c{last.place + 1:02d}"
    assert first.cards[0].previous.startswith(f"?part={first.parts}#")
    assert part_with(maker, reading, last.following.partition("#")[2]) == 2
    assert part_with(maker, reading, "c999") == 1

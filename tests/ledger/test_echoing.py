"""What copies tell counts once: recorded, asked as of any day, undone, and never at the cost of what a person said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core.sample_readings import AUTHOR
from tests.ledger.databases import Clock
from tests.ledger.samples import DAY, INSTITUTE, MINISTRY, report, roundup, row
from tollbook.core.errors import UnknownRecord
from tollbook.core.records import Echo, EchoRelation
from tollbook.core.types import Reading
from tollbook.ledger.ledger import Ledger

ORIGINAL = report()


def copy(words: str = "4,000", *, nth: int = 1, **fields: Any) -> Reading:
    """Return a rewrite of the original that leaves out who says so."""
    texts = {
        1: f"In Norland {words} of those in uniform are dead, all told.",
        2: f"All told, {words} in Norland's uniform have lost their lives.",
    }
    return report(words, text=texts[nth], title="Copied", **{"attribution": AUTHOR, **fields})


def echo(reading: Reading, original: Reading = ORIGINAL, relation: EchoRelation = "rewrite") -> Echo:
    return Echo(document=reading.document.id, original=original.document.id, relation=relation, shared=0.5)


def statements(ledger: Ledger) -> int:
    return ledger.stats().statements


def link_of(ledger: Ledger, reading: Reading) -> tuple[str, str]:
    entry = ledger.get(reading.claims[0].id)
    return entry.statement, entry.link


def test_a_claim_of_a_copy_joins_the_statement_of_the_original(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    assert statements(ledger) == 2
    assert ledger.record_echoes([echo(one)], note="first run") == (1, 1)
    assert statements(ledger) == 1
    assert link_of(ledger, one) == (ORIGINAL.claims[0].id, "echo")
    assert list(ledger.echoes()) == [echo(one)]
    assert list(ledger.verify()) == []


def test_saying_it_twice_changes_nothing(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    ledger.record_echoes([echo(one)])
    entries = ledger.stats().entries
    assert ledger.record_echoes([echo(one)]) == (0, 0)
    assert ledger.stats().entries == entries


def test_it_is_undone_and_can_be_said_again(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    ledger.record_echoes([echo(one)])
    assert ledger.part_echoes() == (1, 1)
    assert (statements(ledger), list(ledger.echoes())) == (2, [])
    assert link_of(ledger, one) == (one.claims[0].id, "first")
    assert ledger.part_echoes() == (0, 0)
    assert ledger.record_echoes([echo(one)]) == (1, 1)
    assert statements(ledger) == 1
    assert list(ledger.verify()) == []


def test_one_document_can_be_parted_by_its_id_and_one_that_is_no_echo_is_refused(ledger: Ledger) -> None:
    one, two = copy(), copy(nth=2)
    ledger.add([ORIGINAL, one, two])
    ledger.record_echoes([echo(one), echo(two)])
    assert ledger.part_echoes([one.document.id]) == (1, 1)
    assert list(ledger.echoes()) == [echo(two)]
    with pytest.raises(UnknownRecord, match="that is an echo"):
        ledger.part_echoes([ORIGINAL.document.id])


def test_what_was_known_before_stays_known(ledger: Ledger, clock: Clock) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    before = ledger.stats().entries
    ledger.record_echoes([echo(one)])
    assert ledger.stats(as_known_on=before).statements == 2
    assert list(ledger.echoes(as_known_on=before)) == []


def test_the_figure_that_only_copies_tell_counts_once_among_them(ledger: Ledger) -> None:
    one, two = copy("310"), copy("310", nth=2, day=DAY + timedelta(days=30))
    ledger.add([ORIGINAL, one, two])
    assert ledger.record_echoes([echo(one), echo(two)]) == (2, 1)
    assert link_of(ledger, two) == (one.claims[0].id, "echo")
    assert statements(ledger) == 2


def test_mentions_of_the_copys_statement_go_with_it(ledger: Ledger) -> None:
    one = copy()
    text = "In Norland 4,000 of those in uniform are dead, all told. It was printed again."
    again = report("4,000", text=text, attribution=AUTHOR, published=DAY + timedelta(days=1))
    ledger.add([ORIGINAL, one, again])
    assert link_of(ledger, again)[0] == one.claims[0].id
    assert ledger.record_echoes([echo(one)]) == (1, 2)
    assert link_of(ledger, again)[0] == ORIGINAL.claims[0].id
    ledger.part_echoes([one.document.id])
    assert link_of(ledger, again)[0] == one.claims[0].id
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("4,100", {}),
        ("4,000", {"measure": "wounded"}),
        ("4,000", {"attribution": (MINISTRY, *AUTHOR)}),
        ("4,000", {"day": DAY + timedelta(days=60)}),
    ],
)
def test_another_figure_measure_source_or_time_is_another_statement(ledger: Ledger, words: str, fields: dict[str, Any]) -> None:
    one = copy(words, **fields)
    ledger.add([ORIGINAL, one])
    assert ledger.record_echoes([echo(one)]) == (1, 0)
    assert statements(ledger) == 2


def test_a_quotation_is_kept_but_links_nothing(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    assert ledger.record_echoes([echo(one, relation="quotes")]) == (1, 0)
    assert (statements(ledger), list(ledger.echoes())) == (2, [echo(one, relation="quotes")])


def test_a_person_who_parted_a_claim_is_not_overruled(ledger: Ledger) -> None:
    one = report(title="Reprinted", attribution=(INSTITUTE, *AUTHOR))
    ledger.add([ORIGINAL, one])
    ledger.review(one.claims[0].id, "unsure", by="Ada", why="another count", statement="own")
    assert ledger.record_echoes([echo(one)]) == (1, 0)
    assert link_of(ledger, one) == (one.claims[0].id, "person")


def test_a_person_can_part_a_claim_that_an_echo_linked_and_undoing_leaves_that_alone(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    ledger.record_echoes([echo(one)])
    ledger.review(one.claims[0].id, "unsure", by="Ada", why="another count", statement="own")
    assert ledger.part_echoes() == (1, 0)
    assert link_of(ledger, one) == (one.claims[0].id, "person")


def test_a_newer_reader_keeps_the_link_and_it_can_still_be_undone(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    ledger.record_echoes([echo(one)])
    ledger.add(copy(version="2"))
    assert link_of(ledger, one) == (ORIGINAL.claims[0].id, "echo")
    assert ledger.part_echoes() == (1, 1)
    assert link_of(ledger, one)[0] == one.claims[0].id


def test_documents_that_the_ledger_does_not_hold_are_passed_over(ledger: Ledger) -> None:
    ledger.add(ORIGINAL)
    assert ledger.record_echoes([echo(copy()), Echo(document=ORIGINAL.document.id, original="0" * 32, relation="copy", shared=1.0)]) == (
        0,
        0,
    )


def test_another_original_takes_the_place_of_the_former(ledger: Ledger) -> None:
    one, other = copy(), roundup()
    ledger.add([ORIGINAL, other, one])
    ledger.record_echoes([echo(one, other, "copy")])
    assert ledger.record_echoes([echo(one)]) == (1, 1)
    assert list(ledger.echoes()) == [echo(one)]


def test_texts_come_as_they_were_first_seen_and_rows_of_data_sets_do_not(ledger: Ledger) -> None:
    one = copy()
    ledger.add([ORIGINAL, one])
    ledger.add(report(url="https://post.example/again"))
    ledger.add_rows([row({"killed": 2300})])
    found = list(ledger.texts())
    assert [text for text, _ in found] == [ORIGINAL.document.text, one.document.text]
    assert found[0][1].title == "Norland counts"
    assert found[0][1].url is None


def test_many_echoes_are_recorded_group_by_group(ledger: Ledger) -> None:
    copies = [
        report("4,000", text=f"Paper {nth}: in Norland 4,000 in uniform are dead, printed {nth} times over.", attribution=AUTHOR)
        for nth in range(450)
    ]
    ledger.add([ORIGINAL, *copies])
    documents, _ = ledger.record_echoes(echo(one) for one in copies)
    assert documents == 450
    assert statements(ledger) == 1

"""`tollbook.audit`: what is compared with what, each text once, and what is no reading."""

from __future__ import annotations

from datetime import date

import pytest

import tollbook
from tollbook.core.errors import UsageError
from tollbook.core.series import Series, SeriesPoint
from tollbook.flow.audit import audit, builtin_for, distinct

RIGHT = "Norland's army suffered 4,000 casualties: 1,000 killed and 3,000 wounded, the defence ministry said."
WRONG = "Of 4,000 Russian casualties, 1,200 were killed and 3,900 wounded, the army said."
UKRAINE = "Russian troops lost 12 tanks near Bakhmut, the General Staff of the Armed Forces of Ukraine said."


def read(text: str) -> tollbook.Reading:
    return tollbook.read(text, published=date(2025, 1, 24))


def test_parts_that_come_to_more_than_their_whole_differ() -> None:
    found = audit(read(WRONG), series=())
    assert [finding.verdict for finding in found.failures] == ["differs"]


def test_parts_that_make_their_whole_agree() -> None:
    found = audit(read(RIGHT), series=())
    assert found.failures == ()
    assert "agrees" in found.counts()


def test_a_reading_audits_itself() -> None:
    reading = read(WRONG)
    assert reading.audit(series=()) == audit(reading, series=()) == tollbook.audit([reading], series=())


def test_many_readings_are_audited_in_their_order_each_text_once() -> None:
    first, second = read(WRONG), read(RIGHT)
    found = audit([first, second, first], series=())
    assert found.readings == (first, second)
    assert distinct([first, second, first]) == (first, second)
    assert len(found.failures) == 1


def test_readings_may_come_from_an_iterator() -> None:
    assert audit((read(text) for text in (WRONG, RIGHT)), series=()).failures


def test_nothing_gives_no_findings() -> None:
    assert audit([]).findings == ()


@pytest.mark.parametrize("wrong", [["a text"], [None], "text"])
def test_what_is_no_reading_is_refused(wrong: object) -> None:
    with pytest.raises(UsageError, match="a reading of type"):
        audit(wrong)


def test_the_builtin_series_are_those_of_the_theatres_of_texts_with_claims() -> None:
    assert read(UKRAINE).theatre == "russia-ukraine-2022"
    assert {series.source for series in builtin_for([read(UKRAINE)])} == {"UKR-GS"}
    assert builtin_for([read("Shelling killed 12 soldiers near the front line on Monday.")]) == ()
    assert builtin_for([]) == ()


def test_series_that_no_finding_rests_on_are_not_kept() -> None:
    point = SeriesPoint(day=date(2001, 1, 1), value=3, ref="row:1")
    unused = Series(source="X", force="Y", categories=frozenset({"ship"}), unit="item", kind="cumulative", points=(point,))
    assert audit(read(WRONG), series=(unused,)).series == ()

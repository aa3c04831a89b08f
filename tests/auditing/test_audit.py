"""An audit runs every rule over readings, tells each comparison once, and keeps the order of the texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import tollbook as tb
from tollbook.auditing import audit
from tollbook.auditing.audit import audit_readings
from tollbook.core.findings import Finding
from tollbook.core.types import Reading
from tollbook.vocab.theatres import Theatre

TEXT = "Shelling near the front line killed 12 soldiers and wounded 30 on Monday."


def read(text: str = TEXT) -> Reading:
    return tb.read(text, published=date(2024, 5, 8))


def noting(reading: Reading, theatre: Theatre | None) -> Iterator[Finding]:
    """Note each claim, the last first."""
    for claim in reversed(reading.claims):
        yield Finding(rule="test.note", verdict="note", claims=(claim.id,), arithmetic="", explanation="")


@pytest.fixture
def _one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "RULES_OF_A_READING", (noting,))
    monkeypatch.setattr(audit, "RULES_OF_READINGS", ())
    monkeypatch.setattr(audit, "RULES_OF_SERIES", ())


def test_no_readings_give_no_findings() -> None:
    assert audit_readings([]) == ()


@pytest.mark.usefixtures("_one_rule")
def test_findings_stand_in_the_order_of_the_texts() -> None:
    first, second = read(), read("The raid killed three rebels, the army said.")
    found = audit_readings([second, first])
    assert [finding.claims[0] for finding in found] == [claim.id for reading in (second, first) for claim in reading.claims]


@pytest.mark.usefixtures("_one_rule")
def test_a_comparison_is_told_once_where_a_text_is_given_twice() -> None:
    assert len(audit_readings([read(), read()])) == len(read().claims)

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


REPORT = """Rebel losses in the valley: what the estimates say

The contingent of Azerbaijan in Armenia has lost nearly 60 percent of its combat capability in two weeks. Azerbaijan has lost more than \
half of its troops there.

Armenian intelligence said that Azerbaijan had sent about 9,000 troops to Armenia. "As of mid-March 2025, Azerbaijan's forces had \
highly likely sustained around 5,000 casualties in Armenia," the British Ministry of Defence said.

Approximately 1,300 of these casualties have been killed in action, with the rest wounded.

Over the past 24 hours, Azerbaijan's army lost 31 artillery systems and multiple launch rocket systems, according to Armenia's Ministry of \
Defense. Over the past 24 hours, Azerbaijan's army lost 27 artillery systems, according to Armenia's Ministry of Defense. Over the past \
24 hours, Azerbaijan's army lost 4 multiple launch rocket systems, according to Armenia's Ministry of Defense.

As of 24 March 2025, Armenia has lost 5,640 troops killed or wounded, according to Armenia's Ministry of Defense.

As of 24 March 2025, Armenia has lost about 5,000 troops killed or wounded, according to Armenia's Ministry of Defense.
"""


def found_in_the_report() -> dict[str, Finding]:
    """Return the findings about the report, by the words that they judge."""
    reading = tb.read(REPORT, published=date(2025, 3, 24))
    quotes = {claim.id: reading.quote(claim) for claim in reading.claims}
    found = audit_readings([reading])
    return {f"{finding.rule}: {quotes[finding.claims[0]]}": finding for finding in found}


@pytest.mark.parametrize(
    ("judged", "verdict", "arithmetic"),
    [
        ("share.of_parts: more than half", "agrees", "5,000 / 9,000 = 55.6% (47.4% to 64.7%)"),
        ("share.of_parts: nearly 60 percent", "overstated", "5,000 / 9,000 = 55.6% (47.4% to 64.7%)"),
        ("parts.rest: the rest", "agrees", "5,000 - 1,300 = 3,700"),
        ("composite.of_components: 31", "agrees", "27 + 4 = 31"),
        ("rounding.of_figure: about 5,000", "differs", "5,640 to the nearest 1,000 = 6,000"),
        ("definition.capability: nearly 60 percent", "note", "60% of capability, 50% of strength"),
    ],
)
def test_a_report_is_audited_as_a_careful_reader_would(judged: str, verdict: str, arithmetic: str) -> None:
    found = found_in_the_report()
    assert judged in found, sorted(found)
    assert (found[judged].verdict, found[judged].arithmetic) == (verdict, arithmetic)


def test_a_share_of_capability_is_said_to_be_none_of_people() -> None:
    finding = found_in_the_report()["share.of_parts: nearly 60 percent"]
    assert (
        finding.explanation
        == "5,000 of 9,000 is 55.6%, nearer to 55%: “nearly 60 percent” overstates it, and is of capability, not of people."
    )


def test_nothing_else_fails_in_the_report() -> None:
    assert sum(finding.fails for finding in found_in_the_report().values()) == 2

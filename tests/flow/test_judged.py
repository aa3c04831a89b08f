"""What audits of their own texts say of a ledger's claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tollbook.core.findings import VERDICTS
from tollbook.exports.claimreview import Reviewer
from tollbook.flow import judged as module
from tollbook.flow.judged import GRAVEST, Judged
from tollbook.flow.read import read
from tollbook.ledger.ledger import Ledger

TEXT = "Of 6,000 Russian casualties, 1,700 were killed and 5,200 wounded."
TANKS = "Ukrainian officials said Russian forces lost 40 tanks in the fighting near the front line."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(str(tmp_path / "made.db"), actor="Ada") as made:
        made.add([read(TEXT, published=date(2025, 1, 24)), read(TANKS, published=date(2023, 1, 24))])
        yield made


def test_every_verdict_that_judges_is_ranked() -> None:
    assert set(VERDICTS) - set(GRAVEST) == {"note"}
    assert GRAVEST[0] == "differs"


def test_a_claim_whose_parts_do_not_add_up_is_told_and_another_is_not(ledger: Ledger) -> None:
    judged = Judged(ledger)
    verdicts = {entry.quote: judged.verdict(entry) for entry in ledger.entries()}
    assert verdicts["6,000"] == "differs"
    assert verdicts["40"] is None


def test_a_review_is_of_the_claim_that_its_finding_names_first(ledger: Ledger) -> None:
    judged = Judged(ledger)
    reviews = {entry.quote: list(judged.reviews(entry, Reviewer(name="A desk"))) for entry in ledger.entries()}
    found = [review for some in reviews.values() for review in some]
    assert len(found) == 1
    assert found[0]["author"]["name"] == "A desk"
    assert found[0]["reviewRating"]["alternateName"] == "Arithmetic does not hold"


def test_a_correction_is_audited_as_corrected(ledger: Ledger) -> None:
    whole = next(entry for entry in ledger.entries() if entry.quote == "6,000")
    change = dict.fromkeys(("quantity.stated", "quantity.low", "quantity.high"), 6_900)
    ledger.review(whole.claim.id, "correct", by="Ada", why="misprint", change=change)
    judged = Judged(ledger)
    assert {entry.quote: judged.verdict(entry) for entry in ledger.entries()} == {
        "6,000": "agrees",
        "5,200": "agrees",
        "1,700": "agrees",
        "40": None,
    }


def test_an_audit_is_made_once_for_a_text_and_few_are_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    reading_of = Ledger.reading_of

    def counted(self: Ledger, document: str, **fields: object) -> object:
        made.append(document)
        return reading_of(self, document, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "reading_of", counted)
    judged = Judged(ledger)
    for entry in ledger.entries():
        judged.verdict(entry)
    assert len(made) == len(set(made)) == 2
    monkeypatch.setattr(module, "KEPT", 1)
    few = Judged(ledger)
    for entry in [*ledger.entries(), *ledger.entries()]:
        few.verdict(entry)
    assert len(made) > 4


def test_a_claim_that_was_rejected_is_compared_with_nothing(ledger: Ledger) -> None:
    part = next(entry for entry in ledger.entries() if entry.quote == "5,200")
    ledger.review(part.claim.id, "reject", by="Ada", why="of another day")
    judged = Judged(ledger)
    assert {judged.verdict(entry) for entry in ledger.entries()} == {None}

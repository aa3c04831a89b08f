"""`tollbook.read`: what is refused, which texts are read, and which theatre's words are used."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tollbook
from tollbook.core.errors import EmptyInput, InputTooLarge, TheatreError, TollbookError, UsageError
from tollbook.core.types import Document
from tollbook.flow import read as flow

WAR = "Shelling killed 12 soldiers near the front line on Monday."
PEACE = [
    "Twelve people were killed in a train crash on Monday.",
    "An earthquake killed 300 people and injured 1,200.",
    "Floods have killed 40 people.",
    "The company lost 12 million dollars and 300 people lost their jobs.",
    "The striker was injured; his team lost two players.",
    "Nine miners died in a mine collapse.",
    "A bus crash injured 23 tourists.",
    "The virus killed 900 patients.",
    "A house fire killed a woman and two children.",
    "The ferry capsized and 60 passengers drowned.",
]
UKRAINE = "Russian troops lost 12 tanks near Bakhmut, the General Staff of the Armed Forces of Ukraine said."
THEATRE = """
name = "test"
"""


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(EmptyInput, match="empty"):
        tollbook.read(text)


def test_a_text_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never cut: a cut text would lose claims without a word."""
    monkeypatch.setattr(flow, "MAX_LENGTH", 20)
    with pytest.raises(InputTooLarge, match="split it"):
        tollbook.read("Shelling killed 12 soldiers.")


@pytest.mark.parametrize("context", ["", "war", "ANY", "none"])
def test_an_unknown_context_is_refused(context: str) -> None:
    with pytest.raises(UsageError, match="context"):
        tollbook.read(WAR, context=context)


@pytest.mark.parametrize("theatre", ["mars-2099", "nowhere/at-all.toml", "russia-ukraine-2022.toml"])
def test_an_unknown_theatre_is_refused(theatre: str) -> None:
    """With what there is to choose from."""
    with pytest.raises(TheatreError):
        tollbook.read(WAR, theatre=theatre)


def test_a_damaged_theatre_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(THEATRE, encoding="utf-8")
    with pytest.raises(TollbookError, match="odd"):
        tollbook.read(WAR, theatre=str(path))


def test_a_text_about_armed_conflict_is_read() -> None:
    reading = tollbook.read(WAR, published=date(2024, 5, 8))
    assert [(claim.quantity.stated, claim.period.end) for claim in reading.claims] == [(12, date(2024, 5, 6))]
    assert reading.context.conflict
    assert reading.context.evidence


@pytest.mark.parametrize("text", PEACE)
def test_another_text_has_no_claims_and_says_why(text: str) -> None:
    reading = tollbook.read(text)
    assert reading.claims == reading.tolls == reading.judgements == ()
    assert not reading.context.conflict
    assert "needed" in reading.context.reason


@pytest.mark.parametrize("text", [PEACE[0], PEACE[1], PEACE[2], PEACE[5], PEACE[9]])
def test_any_context_reads_every_count(text: str) -> None:
    assert tollbook.read(text, context="any").claims


@pytest.mark.parametrize(
    ("text", "theatre", "expected"),
    [
        (UKRAINE, "auto", "russia-ukraine-2022"),
        (UKRAINE, "none", None),
        (UKRAINE, "gaza-2023", "gaza-2023"),
        ("Rebels killed 12 soldiers in Chad.", "auto", None),
        ("Rebels killed 12 soldiers in Chad.", "russia-ukraine-2022", "russia-ukraine-2022"),
    ],
)
def test_a_theatre_is_detected_named_or_left_out(text: str, theatre: str, expected: str | None) -> None:
    reading = tollbook.read(text, theatre=theatre)
    assert reading.theatre == expected
    assert reading.claims


def test_a_theatres_words_are_used() -> None:
    """The source's id is the theatre's; without it only the words are known."""
    (known,) = tollbook.read(UKRAINE).claims
    (unknown,) = tollbook.read(UKRAINE, theatre="none").claims
    assert known.attribution[0].source is not None
    assert known.quantity == unknown.quantity
    assert known.id == unknown.id


def test_a_document_keeps_what_is_known_of_it() -> None:
    document = Document.of(WAR, title="Front", published=date(2024, 5, 8), publisher="Gazette", url="https://example.org/a")
    reading = flow.read_document(document)
    assert reading.document is document
    assert reading.claims[0].period.end == date(2024, 5, 6)


def test_the_title_helps_to_find_the_theatre() -> None:
    """A short text may not name the war that its title does."""
    text = "Shelling killed 12 soldiers on Monday."
    titled = Document.of(text, title="Ukraine war: Russian troops shell Kharkiv, General Staff of the Armed Forces of Ukraine says")
    assert flow.read_document(Document.of(text)).theatre is None
    assert flow.read_document(titled).theatre == "russia-ukraine-2022"


def test_a_text_without_a_publication_date_is_read_without_dates() -> None:
    (claim,) = tollbook.read(WAR).claims
    assert (claim.period.start, claim.period.end, claim.period.text) == (None, None, "on Monday")


def test_reading_the_same_text_gives_the_same_ids() -> None:
    """Whoever reads it, whenever."""
    first, second = tollbook.read(WAR), tollbook.read(WAR, published=date(2024, 5, 8), context="any")
    assert first.document.id == second.document.id
    assert [claim.id for claim in first.claims] == [claim.id for claim in second.claims]


@pytest.mark.parametrize("arguments", [{"published": "2025-03-20"}, {"published": 2025}, {"theatre": 5}])
def test_an_argument_of_another_type_is_refused_with_what_to_give(arguments: dict[str, Any]) -> None:
    """Whether or not the text needs it: a date as text must not be taken in silence."""
    with pytest.raises(UsageError, match="expected a") as caught:
        tollbook.read("The army lost 12 tanks.", **arguments)
    assert repr(*arguments.values()) in str(caught.value)
